"""The state machine of a mail: what may follow what, and that nothing leads out of an end."""

from __future__ import annotations

import pytest

from digest.deliver.states import FINAL, State, may_follow


@pytest.mark.parametrize("end", sorted(FINAL))
def test_nothing_follows_an_end(end: State) -> None:
    assert not any(may_follow(end, after) for after in State)


def test_a_mail_that_is_in_doubt_is_never_handed_over_again_by_itself() -> None:
    assert not may_follow(State.IN_DOUBT, State.CLAIMED)
    assert not may_follow(State.IN_DOUBT, State.HANDING)
    assert not may_follow(State.HANDING, State.QUEUED)


def test_only_what_was_handed_over_can_be_accepted_or_in_doubt() -> None:
    assert {state for state in State if may_follow(state, State.IN_DOUBT)} == {State.HANDING}
    assert {state for state in State if may_follow(state, State.ACCEPTED)} == {State.HANDING, State.IN_DOUBT}


def test_every_state_is_reached_from_the_queue() -> None:
    reached = {State.QUEUED}
    for _ in State:
        reached |= {after for before in reached for after in State if may_follow(before, after)}
    assert reached == set(State)
