"""A send without a project: readers, both books, and a server that answers by a script and notes all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from digest.config import DeliverySettings
from digest.deliver.transport import Answer, Line, Parcel, Verdict
from digest.errors import MessageError
from digest.readers.people import People, opened
from digest.readers.records import Consent
from digest.readers.sends import Mail, Send, Sends
from digest.sending import running
from digest.sending.engine import Ran
from digest.sending.ledger import Ledger

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
SEND = "readers/2026-W47"
FINE = Answer(Verdict.ACCEPTED, "250 2.0.0 queued")
LATER = Answer(Verdict.LATER, "451 later", "the mail")
GREY = Answer(Verdict.LATER, "450 greylisted", "RCPT TO")
UNKNOWN = Answer(Verdict.REJECTED, "550 5.1.1 nobody here", "RCPT TO")
UNWANTED = Answer(Verdict.REFUSED, "554 spam", "the mail")
GONE = Answer(Verdict.TROUBLE, "421 going down", "MAIL FROM", is_over=True)
SILENT = Answer(Verdict.IN_DOUBT, "timed out", "the mail", is_over=True)
BROKEN = Answer(Verdict.LATER, "broke off before it had the whole mail", "the text", is_over=True)


@dataclass
class Server:
    """Takes all mails but those for which its script has other answers, by name; used up one by one.

    Attributes:
        took: addresses whose mail it had whole, in order.
        knows: whether it can tell what it took.
        cut: after so many mails a line is closed at the next; 0 for never.
    """

    script: dict[str, list[Answer]] = field(default_factory=dict)
    took: list[str] = field(default_factory=list)
    lines: int = 0
    knows: bool = False
    cut: int = 0
    meanwhile: Callable[[Parcel], None] = lambda _parcel: None

    @contextmanager
    def line(self) -> Iterator[Line]:
        self.lines += 1
        yield _Wire(self)


class _Wire:
    def __init__(self, server: Server) -> None:
        self._server, self._taken = server, 0

    def hand_over(self, parcel: Parcel, before_text: Callable[[], None]) -> Answer:
        name = parcel.to.partition("@")[0]
        answers = self._server.script.get(name, [])
        answer = answers.pop(0) if answers else FINE
        if self._server.cut and self._taken == self._server.cut:
            answer = GONE
        if answer.stage not in {"MAIL FROM", "RCPT TO", "DATA"}:
            before_text()
            self._server.meanwhile(parcel)
            if answer.verdict in {Verdict.ACCEPTED, Verdict.IN_DOUBT}:
                self._server.took.append(parcel.to)
                self._taken += 1
        return answer

    def knows(self, parcel: Parcel) -> bool | None:
        return parcel.to in self._server.took if self._server.knows else None


@dataclass
class Post:
    """A folder with readers and a send that is prepared."""

    folder: Path
    people: People

    @classmethod
    @contextmanager
    def prepared(cls, folder: Path, names: Sequence[str]) -> Iterator[Post]:
        with opened(folder / "subscribers.db", {}) as people:
            for name in names:
                people.subscribe(f"{name}@example.org", "readers", Consent(NOW, "test"), NOW)
            at = NOW.isoformat(timespec="seconds")
            rows = [(member.reader, member.address) for member in people.members("readers")]
            row = Send(SEND, "readers", "2026-W47", "f" * 64, "prepared", "", at, {"exclusions": {}}, 0, at)
            Sends(people.database).prepare(row, rows)
            yield cls(folder, people)

    def run(
        self, server: Server, *, now: datetime = NOW, limit: int = 0, lines: int = 1, per_minute: int = 0
    ) -> Ran:
        """One run over that many lines to `server`."""
        settings = DeliverySettings(connections=lines, per_minute=per_minute)
        found = Sends(self.people.database).get(SEND)
        assert found

        def open_line(stack: ExitStack) -> Line:
            return stack.enter_context(server.line())

        with Ledger.open(self.folder / "sent.log") as ledger:
            return running.over(
                self.people, ledger, found, cast, open_line, settings, now, lambda _counts: None, limit
            )

    def mails(self) -> dict[str, Mail]:
        """What the database says, by the reader's name."""
        sends = Sends(self.people.database)
        found = [*sends.not_accepted(SEND), *(one for one in sends.handed(SEND) if one.state == "accepted")]
        return {mail.address.partition("@")[0]: mail for mail in found}

    def states(self) -> dict[str, str]:
        """How each reader's mail stands, by name."""
        return {name: mail.state for name, mail in sorted(self.mails().items())}

    def state(self) -> tuple[str, str]:
        """How the send stands, and why it is paused."""
        found = Sends(self.people.database).get(SEND)
        assert found
        return found.state, found.reason

    def handings(self) -> Counter[str]:
        """How often the ledger says that a mail was handed over, by the reader's name."""
        with Ledger.open(self.folder / "sent.log") as ledger:
            found = ledger.handings(SEND)
        return Counter({self.people.reader_of(who).partition("@")[0]: times for who, times in found.items()})


def cast(reader: str, address: str) -> Parcel:
    """A mail that says for whom it is; like the real one it cannot be made for nobody."""
    if not address:
        raise MessageError("address of the reader", "is no address")
    return Parcel("weekly@notes.example", address, f"Subject: A week\r\n\r\nFor {reader}\r\n".encode("ascii"))
