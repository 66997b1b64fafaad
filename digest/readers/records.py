"""What is known about the people who get the mail: as little as sending and leaving need, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Standing(StrEnum):
    """How somebody stands to a list."""

    PENDING = "pending"
    """Asked for the mail and has not confirmed yet (double opt-in)."""
    SUBSCRIBED = "subscribed"
    LEFT = "left"


class Reason(StrEnum):
    """Why an address gets no mail, whatever a list says."""

    LEFT = "left"
    """They unsubscribed from a list; holds for that list."""
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    ASKED = "asked"
    """The owner of the list said so: `digest subscribers suppress`."""
    ERASED = "erased"
    """They asked to be forgotten."""


@dataclass(frozen=True, slots=True)
class Consent:
    """The proof that somebody wanted the mail.

    Attributes:
        at: aware UTC; when they said so.
        source: where: `import readers.csv`, `form`, `command line`.
        text: version of the words to which they said yes; "" where none is known.
    """

    at: datetime
    source: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is known to a list.

    Attributes:
        id: 16 characters of base32, by chance; nothing can be learnt from it.
        address: ASCII, the domain in A-labels in small letters, the local part as it was given.
        list: name of the list.
        since: aware UTC; when they came to stand as they do.
    """

    id: str
    address: str
    list: str
    standing: Standing
    consent: Consent
    since: datetime


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that gets no mail. It is kept as a keyed hash, so that it outlives the address itself.

    Attributes:
        hash: see `digest.readers.keys.Keys.hashed`.
        list: name of the list; "" for all lists.
        note: in words, for the owner: `550 5.1.1 no such user, twice`.
    """

    hash: str
    list: str
    reason: Reason
    at: datetime
    note: str = ""

    @property
    def words(self) -> str:
        """For the owner: `left on 2026-11-22: one-click`."""
        return f"{self.reason} on {self.at:%Y-%m-%d}" + (f": {self.note}" if self.note else "")


def moment(at: datetime) -> str:
    """A moment as the database keeps it: ISO 8601, UTC, in seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
