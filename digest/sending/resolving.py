"""What nobody can know is decided by a person: a mail in doubt counts as sent, or goes once more.

Sent again it is the same mail to the byte, with the same Message-ID, by which a mailbox that got it before
can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest import words
from digest.deliver.states import State
from digest.errors import UsageError
from digest.readers.sends import Mail, Sends
from digest.sending.ledger import Entry, Ledger, Word, moment

ASSUMED = "in doubt; taken as sent, as you said"
"""Stands with a mail that counts as accepted though no server said so."""


class Choice(StrEnum):
    """What becomes of a mail in doubt."""

    RESEND = "resend"
    ASSUME_SENT = "assume-sent"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was decided.

    Attributes:
        mails: that were in doubt and are not any more.
        left: how many still are.
    """

    choice: Choice
    mails: tuple[Mail, ...]
    left: int

    @property
    def words(self) -> str:
        """The same in a sentence."""
        count = words.counted(len(self.mails), "mail")
        done = "to be sent again" if self.choice is Choice.RESEND else "taken as sent"
        left = f"; {self.left} still in doubt" if self.left else ""
        return f"{count} in doubt {'is' if len(self.mails) == 1 else 'are'} {done}{left}"


def resolve(
    ledger: Ledger, sends: Sends, send: str, choice: Choice, now: datetime, address: str = ""
) -> Resolved:
    """Decides about all mails of `send` that are in doubt, or about that to `address` alone.

    Raises:
        UsageError: none is, or not that one.
    """
    chosen, count = doubted(sends, send, address)
    word = Word.BACK if choice is Choice.RESEND else Word.ACCEPTED
    state = State.QUEUED if choice is Choice.RESEND else State.ACCEPTED
    told = "in doubt; to be sent again, as you said" if choice is Choice.RESEND else ASSUMED
    # The ledger first: it may know of a mail that the database still calls in doubt, and never less.
    ledger.append(Entry(send, mail.reader, word, max(mail.handings, 1), now) for mail in chosen)
    sends.resolve(send, [mail.reader for mail in chosen], state, told, moment(now))
    return Resolved(choice, chosen, count - len(chosen))


def doubted(sends: Sends, send: str, address: str = "") -> tuple[tuple[Mail, ...], int]:
    """The mails of `send` in doubt, or that to `address` alone; and how many there are in all.

    Raises:
        UsageError: there is none.
    """
    every = sends.in_doubt(send)
    wanted = address.strip().casefold()
    chosen = tuple(mail for mail in every if not wanted or mail.address.casefold() == wanted)
    if not chosen:
        problem = f"the mail to {address.strip()} is not in doubt" if wanted else "no mail is in doubt"
        raise UsageError(send, problem, "digest send --receipt shows how it stands")
    return chosen, len(every)
