"""How a mail leaves: one module a kind, one row in `KINDS`.

    carry(config.delivery, Parcel(...), Door(...)) -> Receipt
    with line(config.delivery, Door(...)) as way: way.hand_over(Parcel(...), before_text) -> Answer

A new kind is a module with `Settings`, `carry` and `line`, and its row below.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType

from digest.config import DeliverySettings
from digest.deliver.transport import eml, maildir, smtp
from digest.deliver.transport.kinds import (
    Answer,
    Door,
    InDoubtError,
    Line,
    NotSentError,
    Parcel,
    Receipt,
    Transport,
    Verdict,
)

__all__ = [
    "KINDS",
    "Answer",
    "Door",
    "InDoubtError",
    "Line",
    "NotSentError",
    "Parcel",
    "Receipt",
    "Transport",
    "Verdict",
    "carry",
    "line",
]

KINDS: Mapping[str, Transport] = MappingProxyType({"eml": eml, "maildir": maildir, "smtp": smtp})
"""All kinds by the name that `kind` in `[delivery]` gives them."""


def carry(settings: DeliverySettings, parcel: Parcel, door: Door) -> Receipt:
    """Hands one mail over, as `[delivery]` says.

    Raises:
        NotSentError: it was not taken, and will not arrive.
        InDoubtError: nobody can know whether it was taken.
    """
    return _kind(settings).carry(settings, parcel, door)


def line(settings: DeliverySettings, door: Door) -> AbstractContextManager[Line]:
    """An open way for many mails, as `[delivery]` says.

    Raises:
        NotSentError: it cannot be opened.
    """
    return _kind(settings).line(settings, door)


def _kind(settings: DeliverySettings) -> Transport:
    if found := KINDS.get(settings.kind):
        return found
    problem = f'kind = "{settings.kind}" takes an edition as a whole, and no single mail'
    remedy = 'set kind to "smtp", "maildir" or "eml" for mails'
    raise NotSentError("[delivery]", problem, remedy, is_lasting=True)
