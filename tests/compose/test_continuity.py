"""What ran before, and what is news again."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from digest import editionjson
from digest.compose import continuity
from digest.compose.continuity import Told
from digest.model import Edition, Entry, Section, Sentence
from tests import records
from tests.records import entry, piece, story

TITLE = "Northwind in talks to take a 40% stake in chip maker Tall Pines"
FIRST = "Northwind is talking with the founders of Tall Pines about a stake of 40%, three people said."
TEXT = f"{FIRST} Tall Pines designs chips for phones and has two hundred people in Lisbon."
PAGE = "https://www.ledgerwire.example/2026/11/northwind-in-talks-with-tall-pines"
RAN = entry(TITLE, url=PAGE, summary=TEXT)


def printed(*entries: Entry, number: int = 3, sentences: tuple[str, ...] = (FIRST,)) -> Edition:
    """An edition of one story, read back from its file: without texts, as the store gives it."""
    told = story(*entries, sentences=[FIRST])
    ran = piece(entries[0].title, FIRST, id=told.id, story=told, summary=told.summary)
    week = replace(records.PERIOD, key=f"2026-W{40 + number}")
    made = records.edition(Section("deals", "Deals", "", (ran,)), number=number, period=week)
    return editionjson.read(editionjson.write(made))


EARLIER = continuity.told(printed(RAN))


def again(**changes: Any) -> Entry:
    return replace(RAN, **{"id": "again", **changes})


def test_an_edition_gives_the_stories_that_it_told() -> None:
    (told,) = EARLIER
    assert (told.edition, told.number, told.headline) == ("2026-W43", 3, TITLE)
    assert [(item.id, item.title, item.summary) for item in told.entries] == [(RAN.id, TITLE, FIRST)]


@pytest.mark.parametrize(
    "changes",
    [
        {"guid": "a new guid"},
        {"url": PAGE.replace("https://www.", "http://"), "guid": "2"},
        {"url": PAGE + "?utm_source=rss&at_medium=x", "guid": "2"},
        {"url": "https://ledgerwire.example/other", "title": "Who is talking with Tall Pines about it"},
        {"url": PAGE, "guid": "2", "title": "Northwind is talking with chip maker Tall Pines"},
        {"url": "https://ledgerwire.example/9", "guid": "2", "title": "What the founders want for a stake"},
        {"url": "https://news.google.com/read/CBMiAUFV", "guid": "2", "title": f"{TITLE} - Ledger Wire"},
        {"publisher": "MSN", "source": "News search", "url": "https://msn.com/ar-AA1", "guid": "2"},
    ],
    ids=[
        "new guid",
        "scheme",
        "tracking noise",
        "the guid alone",
        "changed title",
        "the opening alone",
        "aggregator",
        "syndicated",
    ],
)
def test_an_article_that_ran_never_runs_a_second_time_with(changes: dict[str, Any]) -> None:
    item = again(**changes)
    found = continuity.entries([item], EARLIER)
    assert found.entries == ()
    assert [(fate.entry, fate.fate, fate.reason) for fate in found.fates] == [
        (item.id, "ran before", "ran in edition 3 (2026-W43)")
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Northwind confirms that it takes a stake in chip maker Tall Pines",
        "Northwind in talks to take a 55% stake in chip maker Tall Pines",
        "Northwind and Quayside in talks to take a stake in chip maker Tall Pines",
    ],
    ids=["a turn", "a figure", "a name"],
)
def test_the_same_page_with_a_headline_that_says_something_new_is_news_again(title: str) -> None:
    item = again(title=title)
    assert continuity.entries([item], EARLIER).entries == (item,)


def test_a_longer_text_under_the_same_headline_is_not_news_again() -> None:
    item = again(text="Quayside now offers $9 billion. Everything has changed.")
    assert continuity.entries([item], EARLIER).entries == ()


def test_another_article_on_the_story_goes_on() -> None:
    report = entry("Tall Pines may soon have a new owner from the north", source="The Circuit")
    assert continuity.entries([report], EARLIER).entries == (report,)


def test_a_copy_that_was_folded_away_then_does_not_come_back_now() -> None:
    mirror = entry("Words of their own", source="Mirror", url="https://mirror.example/1")
    ran = records.story(RAN)
    told = Told("2026-W43", 3, TITLE, (*ran.entries, mirror))
    assert continuity.entries([replace(mirror, id="x", guid="x")], [told]).entries == ()


CONFIRMED = entry(
    "Northwind confirms it will take a stake in Tall Pines",
    source="The Circuit",
    summary="The two had been in talks for weeks. Northwind will pay $2 billion for 40% of Tall Pines.",
)


def test_in_talks_then_and_confirmed_now_runs_with_since() -> None:
    assert continuity.entries([CONFIRMED], EARLIER).entries == (CONFIRMED,)
    (told,) = continuity.stories([story(CONFIRMED)], EARLIER)
    assert told.since is not None
    assert (told.since.edition, told.since.number, told.since.headline) == ("2026-W43", 3, TITLE)
    assert told.since.new == "Northwind will pay $2 billion for 40% of Tall Pines."


def test_what_is_new_is_taken_word_for_word() -> None:
    bare = replace(CONFIRMED, summary="")
    (told,) = continuity.stories([story(bare)], EARLIER)
    assert told.since is not None
    assert told.since.new == bare.title


@pytest.mark.parametrize(
    "other",
    [
        entry("Northwind opens a laboratory for robots in Tallinn", summary="It will have ninety people."),
        entry("Court rules on copyright in training data", summary="It was asked by authors."),
        entry("", summary=""),
    ],
    ids=["the same company", "something else", "no headline"],
)
def test_an_unrelated_story_has_no_since(other: Entry) -> None:
    (told,) = continuity.stories([story(other)], EARLIER)
    assert told.since is None


def test_the_last_edition_that_told_it_is_named_in_whatever_order_they_come() -> None:
    editions = [*EARLIER, *continuity.told(printed(RAN, number=5)), *continuity.told(printed(RAN, number=4))]
    for order in permutations(editions):
        (told,) = continuity.stories([story(CONFIRMED)], order)
        assert told.since is not None
        assert told.since.number == 5
        assert continuity.entries([again()], order).fates[0].reason == "ran in edition 5 (2026-W45)"


def test_a_first_edition_has_nothing_behind_it() -> None:
    assert continuity.entries([RAN], ()).entries == (RAN,)
    assert continuity.stories([story(RAN)], ())[0].since is None


def test_what_the_editor_wrote_alone_is_remembered_by_its_words() -> None:
    own = piece(TITLE, TEXT, story=None, summary=(Sentence(TEXT, None),))
    told = continuity.told(records.edition(Section("deals", "Deals", "", (own,))))
    (found,) = continuity.stories([story(CONFIRMED)], told)
    assert found.since is not None
    assert continuity.entries([RAN], told).entries == (RAN,), "no entry stood behind it"
