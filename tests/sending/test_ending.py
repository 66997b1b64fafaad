"""Every answer that a server can give leads to a state that may follow, and blames whom it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.deliver.states import State, may_follow
from digest.deliver.transport import Answer, Verdict
from digest.readers.deliveries import Task
from digest.sending import ending

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
TASK = Task("abc", "ada@example.org", 2, 1, 0, "2026-11-22T17:00:00+00:00")
STAGES = {
    Verdict.ACCEPTED: ("",),
    Verdict.LATER: ("MAIL FROM", "RCPT TO", "DATA", "the text", "the mail"),
    Verdict.REJECTED: ("RCPT TO",),
    Verdict.REFUSED: ("MAIL FROM", "RCPT TO", "DATA", "the mail"),
    Verdict.TROUBLE: ("MAIL FROM", "RCPT TO", "DATA"),
    Verdict.IN_DOUBT: ("the mail",),
}
ANSWERS = [Answer(verdict, "so it was said", stage) for verdict in Verdict for stage in STAGES[verdict]]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.verdict} at {answer.stage}")
def test_each_answer_leads_to_a_state_that_may_follow(answer: Answer) -> None:
    end = ending.settled(TASK, answer, NOW)
    assert may_follow(State(end.before), State(end.state))
    assert end.words.endswith("so it was said")
    assert bool(end.next_at) == (end.state in {State.RETRY_WAIT, State.QUEUED})


def test_only_a_text_that_went_can_be_in_doubt_or_accepted() -> None:
    for answer in ANSWERS:
        end = ending.settled(TASK, answer, NOW)
        if end.state in {State.ACCEPTED, State.IN_DOUBT}:
            assert end.before == State.HANDING


def test_trouble_of_the_server_is_no_attempt_until_it_comes_three_times_with_one_mail() -> None:
    gone = Answer(Verdict.TROUBLE, "421 going down", "RCPT TO", is_over=True)
    first = ending.settled(TASK, gone, NOW)
    assert (first.state, first.attempts, first.recoveries) == (State.QUEUED, TASK.attempts, 1)
    assert ending.settled(TASK, gone, NOW, is_fresh=False).recoveries == TASK.recoveries
    third = ending.settled(Task("abc", "ada@example.org", 2, 0, 2, ""), gone, NOW)
    assert (third.state, third.attempts) == (State.RETRY_WAIT, 3)
    assert third.next_at == (NOW + timedelta(minutes=20)).isoformat()
