"""How the sends of a project stand, without opening the people's records more than to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.deliver.states import WORDS, SendState, State
from digest.readers.schema import FORM
from digest.readers.sends import Send, Sends
from digest.sqlitefile import Database

_WORDS = {
    SendState.PREPARED: "prepared",
    SendState.SENDING: "under way",
    SendState.PAUSED: "paused",
    SendState.DONE: "done",
    SendState.DONE_WITH_FAILURES: "done, with failures",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one send stands.

    Attributes:
        mails: by state.
        next_at: when the first of those that were put off is tried again; ISO 8601, UTC; "" for none.
    """

    send: Send
    mails: Mapping[State, int]
    next_at: str = ""

    @property
    def accepted(self) -> int:
        """Mails that a server has taken."""
        return self.mails.get(State.ACCEPTED, 0)

    @property
    def words(self) -> str:
        """`readers/2026-W47  paused: 554 later; 5 of 10 accepted, 1 in doubt`."""
        why = f": {self.send.reason}" if self.send.reason else ""
        total = sum(self.mails.values())
        counts: Counter[str] = Counter()
        for state in State:
            if state is not State.ACCEPTED and self.mails.get(state):
                counts[WORDS[state]] += self.mails[state]
        others = [f"{count:,} {word}" for word, count in counts.items()]
        again = f"; next try {self.next_at}" if self.next_at else ""
        told = ", ".join([f"{self.accepted:,} of {total:,} accepted", *others])
        return f"{self.send.id}  {_WORDS[SendState(self.send.state)]}{why}; {told}{again}"

    @property
    def values(self) -> dict[str, Any]:
        """The same for a machine."""
        return {
            "send": self.send.id,
            "state": self.send.state,
            "reason": self.send.reason,
            "revision": self.send.revision,
            "prepared_at": self.send.frozen_at,
            "changed_at": self.send.changed_at,
            "candidates": self.send.candidates,
            "mails": {state.value: count for state, count in self.mails.items()},
            "next_at": self.next_at or None,
        }


def standings(path: Path) -> tuple[Standing, ...]:
    """All sends in the database of readers at `path`, the newest first; none where there is no such file."""
    if not path.exists():
        return ()
    with closing(Database(path, FORM)) as database:
        sends = Sends(database)
        return tuple(
            Standing(
                send,
                {State(state): count for state, count in sends.counts(send.id).items()},
                sends.next_at(send.id),
            )
            for send in sends.all()
        )
