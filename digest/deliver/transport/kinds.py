"""What every kind of transport works with: a mail in its envelope, what is around it, how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from digest.config import DeliverySettings
from digest.errors import DigestError, HeldError


class NotSentError(DigestError):
    """A mail was not taken and will not arrive; the subject is who did not take it."""


class InDoubtError(HeldError):
    """Nobody can know whether a mail was taken: a person has to look before it is sent again."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail in its envelope.

    Attributes:
        sender: address to which complaints of servers go.
        to: address of the one reader.
        content: the whole mail, ASCII, its lines ended by CRLF (RFC 5322).
    """

    sender: str
    to: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Door:
    """What is around a transport.

    Attributes:
        folder: of the configuration; relative paths start here.
        out: the folder for everything that is made.
        now: aware; the moment of the run.
        environ: the environment, from which secrets come; never shown.
    """

    folder: Path
    out: Path
    now: datetime
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a mail was taken.

    Attributes:
        place: where it went: a path, or a server with its port.
        words: the same as a sentence, with what a server answered.
    """

    place: str
    words: str


class Transport(Protocol):
    """What a module must have to be a kind of transport."""

    @property
    def Settings(self) -> type[DeliverySettings]:  # noqa: N802 - a class in a module
        """The table `[delivery]` of this kind."""

    def carry(self, settings: Any, parcel: Parcel, door: Door, /) -> Receipt:
        """Hands `parcel` over, `settings` being of the kind's own class.

        Raises:
            NotSentError: it was not taken, and will not arrive.
            InDoubtError: nobody can know whether it was taken.
        """
