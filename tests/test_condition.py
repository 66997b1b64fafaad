"""A source is judged by what it did before, not by a rule for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest import condition
from digest.condition import Condition, History
from digest.model import Memory

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WELL = Memory(checked_at=NOW, succeeded_at=NOW)


def every(gap: timedelta, count: int, last: timedelta) -> History:
    """A source of `count` entries, `gap` apart, the newest of which is `last` old."""
    moments = [NOW - last - gap * number for number in range(count)]
    return History(moments, asked=100, newest=moments[0], entries=count)


def of(history: History, memory: Memory = WELL) -> Condition:
    return condition.of(memory, history, NOW)


@pytest.mark.parametrize(
    ("gap", "last", "is_silent"),
    [
        (DAY, 4 * DAY, False),
        (DAY, 5 * DAY, True),
        (HOUR, 86 * HOUR, False),
        (HOUR, 97 * HOUR, True),
        (7 * DAY, 20 * DAY, False),
        (7 * DAY, 22 * DAY, True),
    ],
)
def test_silence_is_three_usual_gaps_and_at_least_four_days(
    gap: timedelta, last: timedelta, *, is_silent: bool
) -> None:
    found = of(every(gap, 9, last))
    assert found.usual_gap == gap
    assert (found.silent_since == NOW - last) is is_silent
    assert ("silent for" in found.trouble) is is_silent


def test_weekends_are_no_silence() -> None:
    weekdays = [NOW - DAY * days for days in range(3, 60) if (NOW - DAY * days).weekday() < 5]
    assert of(History(weekdays, newest=weekdays[0], entries=len(weekdays))).silent_since is None


def test_a_weekend_and_a_holiday_of_who_writes_every_hour_are_no_silence() -> None:
    hours = [NOW - HOUR * number for number in range(87, 60 * 24)]
    weekdays = [moment for moment in hours if moment.weekday() < 5]
    assert of(History(weekdays, newest=weekdays[0], entries=len(weekdays))).silent_since is None


def test_of_few_entries_more_patience_is_had() -> None:
    assert of(every(DAY, 4, 13 * DAY)).silent_since is None
    assert of(every(DAY, 4, 15 * DAY)).silent_since == NOW - 15 * DAY
    assert of(every(7 * DAY, 4, 69 * DAY)).silent_since is None
    assert of(every(DAY, 2, 80 * DAY)).silent_since is None


def test_of_a_source_that_cannot_be_read_nobody_says_silent() -> None:
    failing = replace(WELL, error="answered 500", failures=3)
    found = of(every(DAY, 9, 30 * DAY), failing)
    assert (found.silent_since, found.trouble) == (None, "answered 500, 3 times in a row")


def test_trouble_names_the_gravest_first() -> None:
    history = every(DAY, 9, 30 * DAY)
    assert (
        "gone for good since 22 November 2026"
        in of(history, replace(WELL, retired=NOW, error="answered 410")).trouble
    )
    assert "3 empty answers in a row" in of(history, replace(WELL, empties=3)).trouble
    assert of(replace(every(DAY, 9, HOUR), failed=30)).trouble == "fails often: 30 of 100 times"
    moved = replace(WELL, moved_to="https://new.example/feed")
    assert of(every(DAY, 9, HOUR), moved).trouble == "has moved to https://new.example/feed"
    assert of(History(), Memory()).trouble == "not collected yet"
    assert of(every(DAY, 9, HOUR)).trouble == ""


def test_a_source_that_never_had_an_item_is_not_called_empty_any_more() -> None:
    assert of(History(asked=9), replace(WELL, empties=9)).trouble == ""


def test_shares_are_of_the_entries_that_were_judged() -> None:
    found = of(
        History(asked=8, failed=2, fates={"section": 3, "merged": 1, "copy": 2, "below": 4}, entries=99)
    )
    assert (found.told, found.copies, found.error_rate) == (0.4, 0.2, 0.25)
    unknown = of(History())
    assert (unknown.told, unknown.copies, unknown.error_rate) == (None, None, None)
