"""The first steps of composing: window, normalise, identity."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from digest.compose import identity, normalise, window
from digest.model import Entry, Memory
from tests.records import NOW, PERIOD, entry

LATE = timedelta(days=2)
START, END = PERIOD.start, PERIOD.end
MINUTE = timedelta(minutes=1)


def fate_of(item: Entry, memory: Memory | None = None) -> str:
    memories = {"Ledger Wire": memory or Memory(watched_since=START - timedelta(days=30))}
    found = window.entries([item], PERIOD, memories, LATE)
    assert len(found.entries) + len(found.fates) == 1
    return found.fates[0].fate if found.fates else "in"


@pytest.mark.parametrize(
    ("published", "seen_at", "fate"),
    [
        (START, START, "in"),
        (START - MINUTE, START - MINUTE, "too old"),
        (END - MINUTE, END, "in"),
        (END, END, "next edition"),
        (None, START + MINUTE, "in"),
        (None, END, "next edition"),
        (START - timedelta(days=1), START + MINUTE, "in"),  # came late
        (START - timedelta(days=3), START + MINUTE, "too old"),
    ],
)
def test_an_entry_belongs_to_the_period_of_its_date(
    published: datetime | None, seen_at: datetime, fate: str
) -> None:
    assert fate_of(entry("Deal", published=published, seen_at=seen_at)) == fate


def test_a_new_source_brings_no_news_from_before_the_period() -> None:
    item = entry("Deal", published=START - timedelta(days=1), seen_at=START + MINUTE)
    assert fate_of(item, Memory(watched_since=START + MINUTE)) == "too old"
    assert fate_of(item, Memory()) == "too old"


def test_an_entry_belongs_to_exactly_one_of_two_neighbouring_periods() -> None:
    after = replace(PERIOD, key="2026-W48", start=END, end=END + timedelta(weeks=1))
    memories = {"Ledger Wire": Memory(watched_since=START - timedelta(days=30))}
    for minutes in range(-4 * 24 * 60, 4 * 24 * 60, 97):
        published = END + timedelta(minutes=minutes)
        for delay in (timedelta(), timedelta(hours=30), timedelta(days=3)):
            item = entry("Deal", published=published, seen_at=published + delay)
            built = [  # each edition is built at its end from what was seen by then
                period.key
                for period in (PERIOD, after)
                if item.seen_at < period.end and window.entries([item], period, memories, LATE).entries
            ]
            assert len(built) <= 1
            if delay <= LATE and published < END:
                assert built == [PERIOD.key if item.seen_at < END else after.key]


def test_a_source_that_left_the_configuration_leaves_the_edition() -> None:
    found = window.entries([entry("Deal")], PERIOD, {}, LATE)
    assert (found.entries, found.fates[0].fate) == ((), "filtered")


def test_what_was_held_belongs_to_the_period_whatever_its_age() -> None:
    old = entry("Deal", published=START - timedelta(days=30), seen_at=START - timedelta(days=30))
    memories = {"Ledger Wire": Memory()}
    assert window.entries([old], PERIOD, memories, LATE, {old.id}).entries == (old,)
    assert window.entries([old], PERIOD, memories, LATE, {"another"}).entries == ()
    assert window.entries([old], PERIOD, {}, LATE, {old.id}).fates[0].fate == "filtered"


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Deal signed - Ledger Wire", "Deal signed"),
        ("Deal signed | The Ledger Wire", "Deal signed"),
        ("Exclusive: deal signed", "Deal signed"),
        ("BREAKING NEWS – deal signed", "Deal signed"),
        ("Deal - the sequel", "Deal - the sequel"),
        ("iPhone maker buys chips", "iPhone maker buys chips"),
        ("Ledger Wire", "Ledger Wire"),
        ("  A   deal ", "A deal"),
    ],
)
def test_titles_lose_their_decoration_and_nothing_else(title: str, clean: str) -> None:
    (cleaned,) = normalise.entries([replace(entry("x"), title=title)])
    assert cleaned.title == clean


def test_what_an_aggregator_lists_is_signed_by_the_newsroom_that_its_title_names() -> None:
    listed = entry("Northwind buys Tall Pines - Canal Post", source="Google News")
    (clean,) = normalise.entries([listed])
    assert (clean.title, clean.publisher) == ("Northwind buys Tall Pines", "Canal Post")
    (own,) = normalise.entries([entry("Northwind buys Tall Pines - at last", source="The Circuit")])
    assert (own.title, own.publisher) == ("Northwind buys Tall Pines - at last", "The Circuit")


def test_teasers_lose_their_tails_and_links_their_trackers() -> None:
    item = replace(
        entry("x", summary="A deal is near. The post A deal appeared first on Ledger Wire."),
        url="https://ledgerwire.example/a?id=7&utm_source=rss",
    )
    (clean,) = normalise.entries([item])
    assert clean.summary == "A deal is near."
    assert clean.url == "https://ledgerwire.example/a?id=7"


TEXT = (
    "Northwind will buy a stake of forty percent in Tall Pines for two billion dollars, "
    "both companies said on Monday, and the founder of Tall Pines will join the board of Northwind "
    "when the deal closes in autumn."
)


def folded(*entries: Entry, weights: dict[str, float] | None = None) -> list[tuple[str, str]]:
    """Source of the copy and of what it repeats, once for all orders of arrival."""
    results = set()
    for order in permutations(entries):
        found = identity.distinct(order, weights or {})
        assert len(found.entries) + len(found.copies) == len(entries)
        source = {item.id: item.source for item in entries}
        results.add(tuple(sorted((copy.entry.source, source[copy.of]) for copy in found.copies)))
    assert len(results) == 1, "the order of arrival matters"
    return list(results.pop())


def test_one_address_is_one_text_whatever_is_added_to_it() -> None:
    first = entry("Deal", url="https://www.ledgerwire.example/deal/", published=NOW - timedelta(days=2))
    again = entry("Other words", source="Feed B", url="http://ledgerwire.example/deal?utm_source=rss#top")
    assert folded(first, again) == [("Feed B", "Ledger Wire")]


def test_a_wire_story_in_two_outlets_is_one_voice_of_the_weightier() -> None:
    wire = entry("Northwind to buy 40% of Tall Pines", text=TEXT)
    copy = entry("Northwind buys into Tall Pines", source="The Circuit", text=TEXT + " More soon.")
    assert folded(wire, copy, weights={"The Circuit": 2.0}) == [("Ledger Wire", "The Circuit")]


def test_an_outlets_own_second_take_with_another_figure_is_no_copy() -> None:
    first = entry("Northwind to pay $2 billion for Tall Pines stake")
    second = entry("Northwind to pay $3 billion for Tall Pines stake")
    third = entry("Northwind to pay $2 billion for the Tall Pines stake ")
    assert folded(first, second) == []
    assert folded(first, third) == [("Ledger Wire", "Ledger Wire")]


def test_standing_titles_of_different_outlets_are_not_the_same_text() -> None:
    assert folded(entry("Morning briefing"), entry("Morning briefing", source="The Circuit")) == []


def test_nothing_gives_nothing() -> None:
    assert identity.distinct((), {}).entries == ()
