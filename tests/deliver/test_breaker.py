"""A server with a trouble of its own stops a send; readers with a trouble of theirs do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.deliver import retrying
from digest.deliver.breaker import Breaker
from digest.deliver.transport import Verdict

A, R, B, L, D = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.REFUSED, Verdict.LATER, Verdict.IN_DOUBT


@pytest.mark.parametrize(
    ("heard", "stops_at"),
    [
        ([R, R, R], 2),
        ([R, B, R], 2),
        ([R, R, A, R, R, A], None),
        ([R, R, L, R], None),
        ([D, D], 1),
        ([D, A, D, A], None),
        ([A, L, L, L, L, L], None),
    ],
)
def test_refusals_and_doubts_stop_a_send_only_in_a_row(heard: list[Verdict], stops_at: int | None) -> None:
    breaker = Breaker()
    reasons = [breaker.heard(verdict, "550 so it was said") for verdict in heard]
    stops = [number for number, reason in enumerate(reasons) if reason]
    assert stops[:1] == ([] if stops_at is None else [stops_at])
    assert all("550 so it was said" in reason for reason in reasons if reason)


def test_only_refusals_in_a_row_are_held_against_nobody() -> None:
    one, many = Breaker(), Breaker()
    for verdict in (R, A, R):
        one.heard(verdict, "550")
    for verdict in (R, R, R, A):  # another line had its answer on the way
        many.heard(verdict, "550")
    assert (one.blames_nobody, many.blames_nobody) == (False, True)


def test_lines_that_bring_nothing_stop_a_send_and_one_accepted_mail_gives_them_another_chance() -> None:
    breaker = Breaker()
    assert not breaker.closed("421 busy")
    assert not breaker.closed("421 busy")
    breaker.heard(A, "250")
    assert not breaker.closed("421 busy")
    assert not breaker.closed("421 busy")
    assert "421 busy" in breaker.closed("421 busy")


def test_the_waits_grow_to_an_hour_and_stay_there() -> None:
    minutes = [retrying.wait(attempts) / timedelta(minutes=1) for attempts in range(1, 9)]
    assert minutes == [5, 10, 20, 40, 60, 60, 60, 60]
