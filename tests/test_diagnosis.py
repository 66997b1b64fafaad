"""Each thing that can be wrong with a source is told with what to do; one that is well is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest import diagnosis
from digest.diagnosis import Finding
from digest.model import Collected, Entry, Failure, Hints, Memory, Source

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
FEED = Source("Outlet", "feed", "https://outlet.example/blog/feed.xml")
LONG = "A sentence of some length about a thing that was built. " * 10


def entry(number: int, published: datetime | None, text: str = LONG) -> Entry:
    url = f"https://outlet.example/{number}"
    return Entry(f"{number}", "Outlet", "Outlet", "", url, "T", "", "", text, "", "", published, NOW)


def listing(every: timedelta, last: timedelta = timedelta(hours=1), text: str = LONG) -> Collected:
    """Ten items, one `every` so often, the newest `last` ago."""
    entries = tuple(entry(number, NOW - last - number * every, text) for number in range(10))
    return Collected("Outlet", entries, Memory(), found_at=FEED.place)


GOOD = listing(timedelta(hours=6))


def failing(error: str, status: int = 0, stage: str = "fetch", wait: timedelta | None = None) -> Collected:
    failure = Failure("Outlet", stage, error)
    return Collected("Outlet", (), Memory(), failure=failure, status=status, hints=Hints(wait=wait))


def found(result: Collected, source: Source = FEED, better: str = "", *, whole: bool = False) -> Finding:
    """The gravest finding."""
    return diagnosis.of(source, result, NOW, better, is_whole=whole)[0]


def test_nothing_is_said_of_a_source_that_is_well() -> None:
    assert diagnosis.of(FEED, GOOD, NOW) == ()


@pytest.mark.parametrize(
    ("result", "word"),
    [
        (failing("answered 404", 404), "not found"),
        (failing("answered 410", 410), "gone"),
        (failing("answered 403", 403), "refused"),
        (failing("answered 418", 418), "refused"),
        (failing("answered 500", 500), "server fault"),
        (failing("answered 503", 503), "server fault"),
        (failing("answered 503", 503, wait=timedelta(hours=3)), "busy"),
        (failing("answered 429", 429), "busy"),
        (failing("could not be reached: its certificate does not hold"), "certificate"),
        (failing("could not be reached: its name is not known"), "unknown host"),
        (failing("could not be reached: connection refused"), "unreachable"),
        (failing("could not be reached: ::1 is an address of a private network"), "not allowed"),
        (failing("took longer than 20 s"), "too slow"),
        (failing("sent more than 10 MB"), "too large"),
        (failing("redirected more than 5 times"), "lost"),
        (failing("broke off in the middle"), "broken"),
        (failing("sent a web page, not a feed", stage="parse"), "no feed"),
        (replace(GOOD, entries=(), left_alone="was not reached"), "not asked"),
        (replace(GOOD, entries=()), "empty"),
        (listing(timedelta(hours=6), last=timedelta(days=9)), "silent"),
    ],
)  # fmt: skip
def test_what_brings_nothing_is_a_fault_with_a_remedy(result: Collected, word: str) -> None:
    finding = found(result)
    assert finding.word == word
    assert finding.is_fault
    assert finding.remedy


@pytest.mark.parametrize(
    ("result", "word", "said"),
    [
        (replace(GOOD, hints=Hints(moved_to="https://new.example/f")), "moved", "https://new.example/f"),
        (replace(GOOD, found_at="https://cdn.example/f"), "redirected", "https://cdn.example/f"),
        (replace(GOOD, took_s=7.4), "slow", "took 7 s"),
        (replace(GOOD, entries=(entry(1, NOW), entry(2, None), entry(3, None))), "undated", "2 of 3 items"),
        (listing(timedelta(hours=6), text="Short."), "teasers", "of 6 characters"),
        (listing(timedelta(hours=6), text=""), "teasers", "only headlines"),
        (replace(GOOD, notes=("an entity was mended",)), "note", "an entity was mended"),
    ],
)  # fmt: skip
def test_what_is_only_worth_knowing_is_no_fault(result: Collected, word: str, said: str) -> None:
    finding = found(result)
    assert (finding.word, finding.is_fault) == (word, False)
    assert said in finding.said


def test_a_move_within_a_site_and_its_www_is_not_worth_a_word() -> None:
    for url in ("https://www.outlet.example/blog/feed.xml", "https://outlet.example/rss"):
        assert diagnosis.of(FEED, replace(GOOD, found_at=url), NOW) == ()


def test_who_writes_twice_a_year_is_not_silent_after_a_month_but_after_years() -> None:
    assert diagnosis.of(FEED, listing(timedelta(days=180), last=timedelta(days=30)), NOW) == ()
    assert found(listing(timedelta(days=180), last=timedelta(days=3_000))).word == "silent"


def test_a_long_weekend_is_no_silence_for_who_lists_less_than_a_week() -> None:
    assert diagnosis.of(FEED, listing(timedelta(hours=1), last=timedelta(hours=90)), NOW) == ()
    assert found(listing(timedelta(hours=1), last=timedelta(hours=100))).word == "silent"


def test_with_too_few_items_for_a_rhythm_half_a_year_is_silence() -> None:
    old = replace(GOOD, entries=(entry(1, NOW - timedelta(days=200)),))
    assert found(old).word == "silent"
    assert diagnosis.of(FEED, replace(GOOD, entries=(entry(1, NOW - timedelta(days=100)),)), NOW) == ()


def test_teasers_do_not_matter_where_the_articles_are_read() -> None:
    assert diagnosis.of(FEED, listing(timedelta(hours=6), text="Short."), NOW, is_whole=True) == ()


def test_a_better_feed_is_the_remedy_of_what_gives_nothing() -> None:
    for result in (failing("answered 404", 404), replace(GOOD, entries=())):
        assert "https://outlet.example/rss" in found(result, better="https://outlet.example/rss").remedy


def test_what_a_page_lacks_is_told_by_its_kind() -> None:
    page = Source("Newsroom", "page", "https://outlet.example/news")
    assert "sources.toml" in found(failing("sent a page that lists no item", stage="parse"), page).remedy


def test_an_empty_folder_waits_for_its_first_file() -> None:
    folder = Source("Notes", "folder", "./notes")
    assert not found(replace(GOOD, entries=()), folder).is_fault
    assert found(failing("there is no such folder"), folder).remedy == "look at ./notes"


@pytest.mark.parametrize(
    ("result", "starts"),
    [
        (GOOD, ()),
        (failing("answered 404", 404), ("https://outlet.example/blog/", "https://outlet.example/")),
        (failing("sent a web page, not a feed", stage="parse"), (FEED.place,)),
        (failing("answered 500", 500), ()),
        (failing("could not be reached: its name is not known"), ()),
        (replace(GOOD, entries=()), ("https://outlet.example/blog/", "https://outlet.example/")),
        (listing(timedelta(hours=6), timedelta(days=9)), ("https://outlet.example/blog/", "https://outlet.example/")),
    ],
)  # fmt: skip
def test_a_better_feed_is_looked_for_only_where_there_is_need_and_hope(
    result: Collected, starts: tuple[str, ...]
) -> None:
    assert diagnosis.search_from(FEED, result, NOW) == starts


def test_only_a_feed_that_has_newer_items_is_better() -> None:
    old = listing(timedelta(hours=6), last=timedelta(days=9))
    other = "https://outlet.example/rss"
    assert diagnosis.is_better(FEED, old, other, GOOD.entries)
    assert not diagnosis.is_better(FEED, old, FEED.place, GOOD.entries)
    assert not diagnosis.is_better(FEED, GOOD, other, old.entries)
    assert not diagnosis.is_better(FEED, failing("answered 404", 404), other, ())
