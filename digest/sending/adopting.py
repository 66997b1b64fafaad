"""`digest send --adopt`: a person says that this copy is the only one, and both books are made to agree.

Nobody gets a mail again because of it: whoever had one, as the database or `sent.log` says, has had it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from digest import words
from digest.deliver.states import State
from digest.readers.sends import Mail, Sends
from digest.sending import guard, witness
from digest.sending.ledger import Entry, Ledger, Word, closed_line, moment

_STATES: Mapping[Word, str] = {Word.ACCEPTED: State.ACCEPTED, Word.HANDING: State.IN_DOUBT, Word.BACK: ""}


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was taken over.

    Attributes:
        sends: with something to take over.
        closed: those of them whose readers the database does not know; they are not gone on with.
    """

    sends: tuple[str, ...]
    closed: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The same in sentences."""
        told = [f"{send}: {guard.closed('its readers are not in the database')}" for send in self.closed]
        count = words.counted(len(self.sends), "send")
        return (
            *told,
            f"This is the place that sends from now on; {count} compared, and nobody gets a mail again",
        )


def adopt(ledger: Ledger, sends: Sends, now: datetime, environ: Mapping[str, str]) -> Adopted:
    """Makes both say the same, and this place their home.

    Raises:
        StoreError: one of them cannot be read or written.
    """
    says, kept = guard.noted(ledger.records()), guard.known(sends)
    every = sorted(says.handings.keys() | {send for send, count in kept.handings.items() if count})
    closed = [send for send in every if _taken_over(ledger, sends, send, now)]
    ledger.write(
        closed_line(send, "its readers are not in the database", now)
        for send in closed
        if send not in says.closed
    )
    guard.settle(ledger, sends, says.id, now, environ)
    witness.note(ledger.path, sends.fact(guard.FACT), environ)
    return Adopted(tuple(every), tuple(closed))


def _taken_over(ledger: Ledger, sends: Sends, send: str, now: datetime) -> bool:
    """Brings one send up to date on both sides; whether the ledger has readers whom the database has not."""
    handings, last = Counter(ledger.handings(send)), ledger.last_words(send)
    found = ((reader, count, _STATES[last[reader]]) for reader, count in handings.items())
    unknown = sends.adopt(send, found, moment(now))
    ledger.append(
        entry
        for mail in sends.handed(send)
        for entry in _lacking(send, mail, handings[mail.reader], last.get(mail.reader), now)
    )
    return unknown > 0


def _lacking(send: str, mail: Mail, noted: int, last: Word | None, now: datetime) -> Iterator[Entry]:
    """The lines that the ledger lacks about one mail."""
    wanted = max(mail.handings, int(mail.state == State.ACCEPTED))
    for number in range(noted + 1, wanted + 1):
        yield Entry(send, mail.reader, Word.HANDING, number, now)
    if mail.state == State.ACCEPTED and last is not Word.ACCEPTED:
        yield Entry(send, mail.reader, Word.ACCEPTED, wanted, now)
