"""How long the mail may be before somebody cuts it."""

from __future__ import annotations

import binascii
from collections.abc import Iterator

from digest.check import shortened
from digest.check.document import Document
from digest.check.family import Family, Fault

SIZE = Family("size")

CLIP, LARGE = 100_000, 80_000
"""Bytes of HTML: Gmail cuts at about 102 kB."""
STYLES = 16_384
"""Characters of all style elements together."""

_LESS = "leave stories out, or make some of them briefs; the page can hold them all"


@SIZE.mail(
    "clip",
    "the mail is longer than Gmail shows",
    why="Gmail cuts a mail at about 102 kB of HTML, and the link to unsubscribe with it",
)
def clipped(document: Document) -> Iterator[Fault]:
    """The mail passes `CLIP` bytes, as it is or as it travels."""
    if (size := _bytes(document)) > CLIP:
        yield Fault(document.whole(), f"{_told(size)}, and Gmail shows no more than {CLIP:,}", _LESS)


@SIZE.mail(
    "large",
    "the mail is close to what Gmail cuts",
    why="what a mail server adds on the way counts too; Gmail cuts at about 102 kB",
)
def large(document: Document) -> Iterator[Fault]:
    """The mail passes `LARGE` bytes and nobody cuts it; one cut on purpose is as long as may be."""
    if LARGE < (size := _bytes(document)) <= CLIP and not _is_cut(document):
        yield Fault(document.whole(), f"{_told(size)}; Gmail cuts above {CLIP:,}", _LESS, "warning")


@SIZE.mail(
    "styles",
    "the style elements are longer than Gmail reads",
    why="Gmail drops all of them above 16,384 characters (caniemail, html-style)",
)
def styles(document: Document) -> Iterator[Fault]:
    """All style elements together pass `STYLES` characters."""
    nodes = document.tree.css("style")
    size = sum(len(node.text()) for node in nodes)
    if size > STYLES:
        reason = f"they have {size:,} characters, and Gmail drops them all above {STYLES:,}"
        yield Fault(
            document.spot(nodes[-1]), reason, "write rules for all sections at once in email-modes.css"
        )


def _bytes(document: Document) -> int:
    """The larger of its bytes in UTF-8 and in quoted-printable; which of them Gmail counts is disputed."""
    raw = document.html.encode("utf-8", "replace")
    return max(len(raw), len(binascii.b2a_qp(raw)))


def _is_cut(document: Document) -> bool:
    return bool(shortened.absent(document)) or shortened.says_so(document)


def _told(size: int) -> str:
    return f"it has {size:,} bytes as it travels"
