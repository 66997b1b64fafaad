"""Before anything is sent it is said who gets it, who does not and why; and what looks like a slip."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.deliver.states import SendState, State
from digest.readers.records import Reason, Standing
from digest.sending import planning
from digest.sending.planning import HAD_IT, PENDING, Audience, Before, Plan

PLAN = Plan(
    key="2026-W47",
    list="readers",
    revision="ab" * 32,
    subject="Wafers",
    way="through mail.example.org:587",
    audience=Audience(1204, {"left": 20, "bounced": 6}),
    last=1230,
)


def test_everybody_is_counted_once_those_left_out_with_the_reason() -> None:
    found = planning.audience(["", "left", "", "bounced", "left"])
    assert (found.count, found.exclusions, found.candidates) == (2, {"left": 2, "bounced": 1}, 5)
    assert PLAN.audience.words == "1,204 of 1,230; 6 bounced, 20 left"


@pytest.mark.parametrize(
    ("standing", "suppressed", "before", "why"),
    [
        (Standing.SUBSCRIBED, None, None, ""),
        (Standing.SUBSCRIBED, None, State.REJECTED, ""),
        (Standing.SUBSCRIBED, None, State.ACCEPTED, HAD_IT),
        (Standing.SUBSCRIBED, None, State.IN_DOUBT, HAD_IT),
        (Standing.SUBSCRIBED, Reason.COMPLAINED, None, "complained"),
        (Standing.PENDING, None, None, PENDING),
        (Standing.PENDING, Reason.BOUNCED, None, "bounced"),
        (Standing.LEFT, None, None, "left"),
        (Standing.LEFT, Reason.ERASED, None, "erased"),
    ],
)
def test_who_gets_no_mail_and_why(
    standing: Standing, suppressed: Reason | None, before: State | None, why: str
) -> None:
    assert planning.exclusion(standing, suppressed, before) == why


def test_an_ordinary_week_needs_no_second_look() -> None:
    assert PLAN.caution == ""


def test_the_first_send_to_a_list_does() -> None:
    assert replace(PLAN, last=0).caution == "nothing was sent to the list “readers” before"


@pytest.mark.parametrize(
    ("last", "told"),
    [(1026, ""), (1020, "21% more than the 1,020"), (1530, ""), (1600, "23% fewer than the 1,600")],
)
def test_a_list_that_changed_by_more_than_a_fifth_does(last: int, told: str) -> None:
    caution = replace(PLAN, last=last).caution
    assert bool(caution) is bool(told)
    assert told in caution


@pytest.mark.parametrize("typed", ["readers", " 1204 ", "1,204"])
def test_the_name_of_the_list_or_the_count_agrees(typed: str) -> None:
    assert PLAN.agrees(typed)


@pytest.mark.parametrize("typed", ["", "y", "yes", "reader", "1230", "120"])
def test_anything_else_does_not(typed: str) -> None:
    assert not PLAN.agrees(typed)


def test_what_was_begun_goes_on_without_being_asked_again() -> None:
    mails = {State.ACCEPTED: 1000, State.QUEUED: 200, State.RETRY_WAIT: 3, State.IN_DOUBT: 1}
    begun = replace(PLAN, last=0, before=Before(PLAN.revision, SendState.PAUSED, "554 later", mails))
    assert (begun.is_resumed, begun.is_done, begun.count, begun.caution) == (True, False, 203, "")
    assert "goes on with 203 mails; 1,000 were accepted before" in begun.words[1]


def test_what_was_on_its_way_when_it_stopped_is_not_promised() -> None:
    mails = {State.ACCEPTED: 1000, State.QUEUED: 171, State.HANDING: 4}
    begun = replace(PLAN, last=0, before=Before(PLAN.revision, SendState.SENDING, "", mails))
    assert begun.words[1].endswith(
        "goes on with 171 mails; 1,000 were accepted before; 4 were on their way when it stopped"
    )


def test_another_version_says_how_many_had_the_one_before() -> None:
    mails = {State.ACCEPTED: 3, State.IN_DOUBT: 1, State.REJECTED: 1200}
    begun = replace(PLAN, before=Before("cd" * 32, SendState.DONE_WITH_FAILURES, "", mails))
    assert not begun.is_resumed
    assert begun.words[-1] == "  was  version cdcdcdcdcdcd, which 4 have had; they get no second mail"
