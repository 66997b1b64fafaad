"""A summary holds what is so now: no sentence of an older report that a newer one has overtaken."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from digest.compose import summarise
from digest.model import Entry
from tests.records import NOW, entry, story


def report(title: str, text: str, *, days_ago: int, source: str = "Ledger Wire") -> Entry:
    return entry(title, text=text, source=source, published=NOW - timedelta(days=days_ago, hours=3))


def told(*entries: Entry) -> list[str]:
    (summed,) = summarise.stories([story(*entries)], 3)
    return [sentence.text for sentence in summed.summary]


TALKS = report(
    "Northwind eyes large stake in Tall Pines",
    "Northwind is in talks to buy a large stake in the chip maker Tall Pines. "
    "The deal would value Tall Pines at more than $10 billion. "
    "The talks may still fall apart, people familiar with them said. "
    "Tall Pines designs chips for language models and sells them to cloud companies.",
    days_ago=5,
    source="The Circuit",
)
SIGNED = report(
    "Northwind signs $14.8 billion deal for 49% of Tall Pines",
    "Northwind has signed a deal to buy 49% of Tall Pines for $14.8 billion. "
    "Earlier reports had put the sum at more than $10 billion.",
    days_ago=2,
)
PLANNED = report(
    "Northwind plans data centre in Ohio",
    "Northwind plans to build a data centre in Ohio for $3 billion. "
    "The data centre in Ohio will open in March of next year.",
    days_ago=4,
    source="The Circuit",
)
CANCELLED = report(
    "Northwind cancels data centre in Ohio",
    "Northwind has cancelled the data centre that it wanted to build in Ohio.",
    days_ago=1,
)
AWAITED = report(
    "Court to rule on training data",
    "The court in Oslo is expected to rule on the training data of Northwind by Friday.",
    days_ago=6,
    source="The Circuit",
)


def test_a_report_of_the_talks_adds_nothing_of_them_to_the_news_that_it_is_signed() -> None:
    found = told(TALKS, SIGNED)
    assert "Northwind has signed a deal to buy 49% of Tall Pines for $14.8 billion." in found
    assert "Tall Pines designs chips for language models and sells them to cloud companies." in found
    assert not any(words in sentence for sentence in found for words in ("talks", "would value"))


def test_what_a_report_says_of_earlier_ones_stays() -> None:
    assert "Earlier reports had put the sum at more than $10 billion." in told(SIGNED, TALKS)


def test_a_plan_is_not_told_beside_its_end() -> None:
    assert told(PLANNED, CANCELLED) == [
        "Northwind has cancelled the data centre that it wanted to build in Ohio."
    ]


def test_what_was_expected_is_not_told_after_it_has_happened() -> None:
    ruled = report("Court rules for Northwind", "The court in Oslo has ruled for Northwind.", days_ago=1)
    assert told(AWAITED, ruled) == ["The court in Oslo has ruled for Northwind."]


def test_what_was_expected_by_a_day_that_is_over_is_not_told() -> None:
    later = report("Lawyers wait for word from Oslo", "Read more on our site.", days_ago=0)
    assert told(AWAITED) != []
    assert told(AWAITED, later) == []


@pytest.mark.parametrize("days_ago", [2, 5])
def test_a_story_of_one_time_is_summed_up_as_ever(days_ago: int) -> None:
    talks = report(TALKS.title, TALKS.text, days_ago=days_ago, source="The Circuit")
    signed = report(SIGNED.title, "Read more on our site.", days_ago=days_ago)
    assert told(talks, signed)[0].startswith("Northwind is in talks")


def test_the_order_of_the_other_reports_changes_nothing() -> None:
    others = (TALKS, PLANNED, AWAITED)
    lead = report("Northwind buys in", "Northwind has signed a deal to buy 49% of Tall Pines.", days_ago=1)
    found = [set(told(lead, *order)) for order in permutations(others)]
    assert not any("talks" in sentence for summary in found for sentence in summary)
    assert all(lead.text in summary for summary in found)
