"""What every kind of transport works with: a mail in its envelope, what is around it, how it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from digest.config import DeliverySettings
from digest.errors import DigestError, HeldError


class NotSentError(DigestError):
    """A mail was not taken and will not arrive; the subject is who did not take it.

    Attributes:
        is_lasting: it will be so until a person changes something: a password, a certificate, a setting.
    """

    def __init__(self, subject: str, problem: str, remedy: str = "", *, is_lasting: bool = False) -> None:
        super().__init__(subject, problem, remedy)
        self.is_lasting = is_lasting


class InDoubtError(HeldError):
    """Nobody can know whether a mail was taken: a person has to look before it is sent again."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail in its envelope.

    Attributes:
        sender: address to which complaints of servers go.
        to: address of the one reader.
        content: the whole mail, ASCII, its lines ended by CRLF (RFC 5322).
        is_dotless: no line of it begins with a dot, and the last has its end: somebody looked already, so
            that nobody has to look at each of thousands of mails.
    """

    sender: str
    to: str
    content: bytes
    is_dotless: bool = False


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


class Verdict(StrEnum):
    """What became of one mail that was handed over."""

    ACCEPTED = "accepted"
    LATER = "later"
    """4xx about this reader or this mail, or the line broke before all of it was there: not delivered."""
    REJECTED = "rejected"
    """5xx at RCPT TO: there is no such reader, or they take nothing."""
    REFUSED = "refused"
    """5xx at MAIL FROM, DATA, after the dot, or at RCPT TO about us: the mail or its sender is not wanted."""
    TROUBLE = "trouble"
    """The server as a whole: gone before the text began, 421, 454, 530. Nobody is to blame for it."""
    IN_DOUBT = "in doubt"
    """It had the whole mail, and no answer came."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one mail, and what was said to it.

    Attributes:
        words: for a person, on one line: `250 2.0.0 queued as 42`; they may repeat the address.
        stage: where it ended: `MAIL FROM`, `RCPT TO`, `DATA`, `the text`, `the mail`; "" when taken.
        is_over: nothing more can go over this line.
        code: of the server's reply; 0 where none came.
    """

    verdict: Verdict
    words: str
    stage: str = ""
    is_over: bool = False
    code: int = 0


class Line(Protocol):
    """An open way for one mail after the other; one thread uses it."""

    def hand_over(self, parcel: Parcel, before_text: Callable[[], None], /) -> Answer:
        """Hands `parcel` over, and says what became of it; it raises nothing but what `before_text` raises.

        `before_text` is called once when the other side wants the text (after 354) and before the first byte
        of it goes; not at all where it does not come that far. When it raises, no byte goes.
        """

    def knows(self, parcel: Parcel, /) -> bool | None:
        """Whether `parcel` arrived, where that can be looked up; None where nobody can know."""


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

    def line(self, settings: Any, door: Door, /) -> AbstractContextManager[Line]:
        """An open way for many mails.

        Raises:
            NotSentError: it cannot be opened. `is_lasting` says whether trying again can help.
        """
