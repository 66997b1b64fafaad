"""What a newer report of the same story leaves behind is told no more as if it still held."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from digest import overtaken, words
from digest.model import Entry
from tests.records import NOW, entry

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=NOW.tzinfo)


def report(title: str, *sentences: str, day: int = 0, hour: int = 9) -> Entry:
    at = MONDAY + timedelta(days=day, hours=hour - 9)
    return entry(title, text=" ".join(sentences), published=at, source=f"Outlet {day} {hour}")


def left(*entries: Entry) -> list[str]:
    """The sentences that still hold, in the order of the entries."""
    newer = overtaken.reports(entries, lambda one: words.sentences(one.text))
    return [
        sentence
        for one in entries
        for sentence in words.sentences(one.text)
        if not overtaken.is_overtaken(sentence, one.dated, newer)
    ]


SIGNED = report(
    "Northwind signs $14.8 billion deal for Tall Pines",
    "Northwind has signed a deal to buy 49% of Tall Pines for $14.8 billion.",
    day=3,
)
CALLED_OFF = report(
    "Northwind calls off plan for data centre in Ohio",
    "Northwind has cancelled the data centre in Ohio.",
    day=3,
)


@pytest.mark.parametrize(
    ("sentence", "newer"),
    [
        ("Northwind is in talks to buy a stake in Tall Pines.", SIGNED),
        ("The talks may still fall apart, people with knowledge of them said.", SIGNED),
        ("Northwind could pay more than $10 billion for the stake.", SIGNED),
        ("The deal would value Tall Pines at more than $10 billion.", SIGNED),
        ("Northwind wants to buy a large stake in Tall Pines.", SIGNED),
        ("Northwind is expected to sign a deal with Tall Pines by Friday.", SIGNED),
        ("No agreement has been reached, and the terms of the purchase may change.", SIGNED),
        ("Northwind will pay $14 billion for 49% of Tall Pines.", SIGNED),
        ("Northwind plans to open a data centre in Ohio.", CALLED_OFF),
        ("Northwind has announced a $2 billion investment in Ohio.", CALLED_OFF),
        ("The data centre in Ohio will open in March.", CALLED_OFF),
        (
            "Northwind has agreed to buy Tall Pines for $2 billion.",
            report("Northwind completes its purchase of Tall Pines", day=2),
        ),
        (
            "The court is expected to rule on the case against Northwind this month.",
            report("Court rules for Northwind in copyright case", day=2),
        ),
        (
            "Northwind plans to launch a chip of its own in the autumn.",
            report("Chips", "Northwind launched its own chip in Oslo.", day=2),
        ),
        (
            "A ruling in the case is expected by Wednesday.",
            report("What lawyers make of the Northwind case", day=4),
        ),
    ],
)
def test_what_a_newer_report_has_settled_is_not_said_as_open(sentence: str, newer: Entry) -> None:
    older = report("Northwind", sentence)
    assert sentence in left(older)
    assert sentence not in left(older, newer)


@pytest.mark.parametrize(
    ("sentence", "newer"),
    [
        ("Earlier reports had put the sum at more than $10 billion.", SIGNED),
        ("Northwind had been in talks with Tall Pines since the spring.", SIGNED),
        ("Tall Pines designs chips for language models and sells them to cloud companies.", SIGNED),
        ("Northwind will pay nearly $15 billion for 49% of Tall Pines.", SIGNED),
        ("Northwind will pay $3 billion for a tower in Oslo.", SIGNED),
        ("The founder of Tall Pines will lead the new unit of Northwind.", SIGNED),
        ("Greywater is in talks to buy Redmill, a rival in the same trade.", SIGNED),
        ("Northwind has agreed to buy 49% of Tall Pines for $14.8 billion.", SIGNED),
        ("Northwind is in talks to buy a stake in Tall Pines.", report("Tall Pines is growing fast", day=3)),
        (
            "Northwind is in talks to buy a stake in Tall Pines.",
            report("Northwind could sign a deal with Tall Pines", day=3),
        ),
        (
            "Northwind is in talks to buy a stake in Tall Pines.",
            report(
                "Northwind and Tall Pines",
                "A completed deal would make Northwind the largest owner of Tall Pines.",
                day=3,
            ),
        ),
        (
            "Northwind is in talks to buy a stake in Tall Pines.",
            report(
                "Northwind and Tall Pines",
                "Northwind, which raised $2 billion last year, is in talks.",
                day=3,
            ),
        ),
        (
            "Northwind is in talks to buy a stake in Tall Pines.",
            report("Northwind did not sign a deal with Tall Pines", day=3),
        ),
        ("A ruling in the case is expected by Wednesday.", report("Northwind awaits ruling", day=1)),
        (
            "The deal would value Tall Pines at more than $10 billion.",
            report(
                "Northwind signs deal for Tall Pines",
                "Northwind has signed. The deal would value Tall Pines at more than $10 billion.",
                day=3,
            ),
        ),
    ],
)
def test_what_still_holds_or_tells_of_the_past_may_stay(sentence: str, newer: Entry) -> None:
    assert sentence in left(report("Northwind", sentence), newer)


def test_an_older_report_overtakes_nothing() -> None:
    again = "Northwind is in talks to buy the rest of Tall Pines."
    assert again in left(SIGNED, report("Northwind wants more", again, day=5))


def test_reports_of_one_time_overtake_nothing() -> None:
    talks = "Northwind is in talks to buy a stake in Tall Pines."
    assert talks in left(report("Northwind", talks, day=3), SIGNED)


def test_a_day_without_its_hour_is_not_before_the_hours_of_that_day() -> None:
    talks = "Northwind is in talks to buy a stake in Tall Pines."
    assert talks in left(report("Northwind", talks, day=3, hour=0), SIGNED)
    assert talks not in left(report("Northwind", talks, day=2, hour=0), SIGNED)


def test_what_one_newer_report_repeats_and_a_still_newer_one_settles_is_overtaken() -> None:
    talks = "Northwind is in talks to buy a stake in Tall Pines."
    told = left(report("Northwind", talks), report("Talks at Northwind", talks, day=1), SIGNED)
    assert talks not in told


def test_the_order_of_the_reports_does_not_matter() -> None:
    talks = report("Northwind", "Northwind is in talks to buy a stake in Tall Pines.")
    doubts = report("Doubts", "The talks may still fall apart, said people close to Tall Pines.", day=1)
    told = {tuple(sorted(left(*order))) for order in permutations((talks, doubts, SIGNED))}
    assert told == {("Northwind has signed a deal to buy 49% of Tall Pines for $14.8 billion.",)}


def test_a_single_report_and_none_are_left_as_they_are() -> None:
    assert left() == []
    assert left(SIGNED) == list(words.sentences(SIGNED.text))
