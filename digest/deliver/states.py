"""What can become of one mail and of a whole send: the states, and which may follow which.

The machine is that of `docs/decisions/0016`: nothing silent. Every reader ends in a named state; only the
moment between the final dot and the server's answer can leave a doubt (RFC 1047), and then it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """How one mail to one reader stands."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    """A connection has it; the server does not have its text yet."""
    HANDING = "handing"
    """Its text is on the way: what becomes of it is not known until the server says so."""
    RETRY_WAIT = "retry_wait"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IN_DOUBT = "in_doubt"
    SKIPPED = "skipped"
    """They left, or were suppressed, after the send was prepared."""
    EXPIRED = "expired"
    """The server kept saying "later" until it was too late."""


class SendState(StrEnum):
    """How the send of an edition to a list stands."""

    PREPARED = "prepared"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    DONE_WITH_FAILURES = "done_with_failures"


FINAL = frozenset({State.ACCEPTED, State.REJECTED, State.SKIPPED, State.EXPIRED})
"""What nothing more becomes of by itself; a doubt waits for a person."""

_NEXT: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.QUEUED: frozenset({State.CLAIMED, State.SKIPPED, State.EXPIRED}),
        State.CLAIMED: frozenset({State.QUEUED, State.HANDING, State.RETRY_WAIT, State.REJECTED}),
        State.HANDING: frozenset({State.ACCEPTED, State.RETRY_WAIT, State.REJECTED, State.IN_DOUBT}),
        State.RETRY_WAIT: frozenset({State.CLAIMED, State.SKIPPED, State.EXPIRED}),
        State.IN_DOUBT: frozenset({State.ACCEPTED, State.QUEUED, State.EXPIRED}),
    }
)


def may_follow(before: State, after: State) -> bool:
    """Whether a mail that is `before` may become `after`."""
    return after in _NEXT.get(before, frozenset())


WORDS: Mapping[State, str] = {
    State.QUEUED: "to go",
    State.CLAIMED: "to go",
    State.HANDING: "on the way",
    State.RETRY_WAIT: "to try later",
    State.ACCEPTED: "accepted",
    State.REJECTED: "rejected",
    State.IN_DOUBT: "in doubt",
    State.SKIPPED: "left out since",
    State.EXPIRED: "given up",
}
"""What a state is called when many are counted."""
