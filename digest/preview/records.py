"""What lies on the desk, read once for all panels, and again only when it changed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from digest import editionjson
from digest.errors import DigestError
from digest.model import Edition
from digest.preview.desk import OUTPUTS, Desk
from digest.preview.places import Places

if TYPE_CHECKING:  # the gate is large, and the desk is there before it
    from digest.check import Galley
    from digest.check.document import Document

RECORD = "edition.json"

_KEPT = 4  # states of files: of two editions that are open, the last and the one before


def edition(desk: Desk) -> Edition | None:
    """The edition on the desk; None where there is none that can be read."""
    return of(desk.read(RECORD) or "")


def mail(desk: Desk) -> Document | None:
    """The mail's HTML, read; None where there is none, or no edition that it was made from."""
    found = _galley(desk.read(RECORD) or "", desk.read(OUTPUTS["email"].filename), None)
    return found.mail if found else None


def page(desk: Desk) -> Document | None:
    """The page's HTML, likewise."""
    found = _galley(desk.read(RECORD) or "", None, desk.read(OUTPUTS["page"].filename))
    return found.page if found else None


def places(desk: Desk) -> Places:
    """The lines of the draft."""
    return _places(desk.read(OUTPUTS["draft"].filename) or "", desk.read(RECORD) or "")


@lru_cache(maxsize=_KEPT)
def read(record: str) -> Edition:
    """The edition in the text of its record; the same text is read once.

    Raises:
        DigestError: it is no such record, or of another version.
        ValueError: it is no JSON, or holds figures that are none.
    """
    return editionjson.read(record)


def of(record: str) -> Edition | None:
    """The edition in the text of its record; None where it cannot be read."""
    try:
        return read(record)
    except (DigestError, ValueError, OverflowError, RecursionError):
        return None


@lru_cache(maxsize=2 * _KEPT)
def _galley(record: str, mail: str | None, page: str | None) -> Galley | None:
    from digest.check import Galley

    made = of(record)
    outputs = {OUTPUTS["email"].filename: mail, OUTPUTS["page"].filename: page}
    return Galley(made, outputs={name: text for name, text in outputs.items() if text}) if made else None


@lru_cache(maxsize=_KEPT)
def _places(draft: str, record: str) -> Places:
    return Places(draft, of(record))
