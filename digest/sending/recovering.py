"""What a run that died has left: put in order before the next mail goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime

from digest.deliver import retrying
from digest.deliver.states import SendState, State
from digest.deliver.transport import Line, NotSentError, Parcel
from digest.readers.deliveries import Deliveries, Settled, Task
from digest.readers.people import People
from digest.sending.ledger import Entry, Ledger, Word

Opener = Callable[[ExitStack], Line]
"""Opens a line, which closes with the stack. Raises `NotSentError`."""
Cast = Callable[[str, str], Parcel]
"""Gives the mail for a reader, by id and address, in its envelope."""


def recover(
    people: People,
    ledger: Ledger,
    deliveries: Deliveries,
    send: str,
    cast: Cast,
    opened: Opener,
    now: datetime,
) -> None:
    """Puts in order what a run that died has left, and gives up what is too old.

    A mail whose text was on its way is looked up where it was going; where nobody can know, it is in doubt.
    """
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    since = (now - retrying.LIMIT).astimezone(UTC).isoformat(timespec="seconds")
    with people.database.writing() as db:
        tasks = deliveries.on_the_way(db)
    known = _known(tasks, cast, opened)
    ends = [_found(task, is_there, at) for task, is_there in zip(tasks, known, strict=True)]
    with people.database.writing() as db:
        if ends:
            deliveries.settled(db, ends, at)
        deliveries.recovered(db, at)
        deliveries.expired(db, since, at)
        deliveries.state(db, SendState.SENDING, "", at)
    numbers = {task.reader: task.handings for task in tasks}
    words = {State.ACCEPTED: Word.ACCEPTED, State.RETRY_WAIT: Word.BACK}
    sure = [end for end in ends if end.state in words]
    ledger.append(Entry(send, end.reader, words[State(end.state)], numbers[end.reader], now) for end in sure)


def _known(tasks: Sequence[Task], cast: Cast, opened: Opener) -> list[bool | None]:
    """Whether mails arrived that were on their way when a run died; None where nobody can know."""
    with ExitStack() as stack:
        try:
            line = opened(stack) if tasks else None
        except NotSentError:
            line = None
        # Of whoever asked to be forgotten meanwhile there is no address, and so no mail to look for.
        return [
            line.knows(cast(task.reader, task.address)) if line and task.address else None for task in tasks
        ]


def _found(task: Task, has_arrived: bool | None, at: str) -> Settled:  # noqa: FBT001 - a fact, not a switch
    if has_arrived is None:
        words = f"the program ended while this mail was on its way, at or before {at}"
        return Settled(task.reader, State.HANDING, State.IN_DOUBT, task.attempts, 0, "", words)
    state = State.ACCEPTED if has_arrived else State.RETRY_WAIT
    words = f"{'was' if has_arrived else 'was not'} there after the program had ended"
    return Settled(task.reader, State.HANDING, state, task.attempts, 0, "" if has_arrived else at, words)
