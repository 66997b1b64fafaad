"""What becomes of a mail by what was said to it: the state table of decision 16. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from digest.deliver import retrying
from digest.deliver.states import State
from digest.deliver.transport import Answer, Verdict
from digest.readers.deliveries import UNKNOWN, Settled, Task

_TRIES = 3  # times that a line may break over one mail before the mail waits
_STATES: Mapping[Verdict, State] = {
    Verdict.ACCEPTED: State.ACCEPTED,
    Verdict.LATER: State.RETRY_WAIT,
    Verdict.REJECTED: State.REJECTED,
    Verdict.REFUSED: State.REJECTED,
    Verdict.TROUBLE: State.QUEUED,
    Verdict.IN_DOUBT: State.IN_DOUBT,
}


def settled(task: Task, answer: Answer, now: datetime, *, is_fresh: bool = True) -> Settled:
    """What becomes of the mail of `task`, to which that was the answer.

    Trouble on a line that had brought mails before is not counted against this one (`is_fresh` is false): a
    server may take so many a line and then close it. It comes to an end, since each such line brings some.
    """
    before = State.HANDING if _was_handed(answer) else State.CLAIMED
    recoveries, next_at = 0, ""
    verdict = answer.verdict
    if verdict is Verdict.TROUBLE:
        recoveries, next_at = task.recoveries + is_fresh, "1"  # the others first: it may be this mail
        if before is State.HANDING or recoveries >= _TRIES:
            verdict, recoveries = Verdict.LATER, 0
    attempts = task.attempts + (verdict is not Verdict.TROUBLE)
    if verdict is Verdict.LATER:
        next_at = (now + retrying.wait(attempts)).astimezone(UTC).isoformat(timespec="seconds")
    return Settled(task.reader, before, _STATES[verdict], attempts, recoveries, next_at, _words(answer))


def _was_handed(answer: Answer) -> bool:
    """Whether the text of the mail was on its way."""
    return answer.verdict in {Verdict.ACCEPTED, Verdict.IN_DOUBT} or answer.stage in {"the text", "the mail"}


def _words(answer: Answer) -> str:
    """What was said and where; a server that wants nothing of ours at an address does know the reader."""
    if not answer.stage:
        return answer.words
    is_ours = answer.verdict is Verdict.REFUSED and UNKNOWN.startswith(answer.stage)
    return f"{answer.stage}{', about the sender' if is_ours else ''}: {answer.words}"
