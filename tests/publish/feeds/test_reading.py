"""Our feeds as others read them: feedparser, fastfeedparser, and our own collector."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import fastfeedparser
import feedparser
import pytest

from digest import text
from digest.collect.items import Origin
from digest.collect.reading import Job, read
from digest.publish.feeds import Item
from tests import editions
from tests.publish.feeds.made import CHANNEL, HOME, URL, WHEN, every, item, items
from tests.records import edition

XML = ("atom", "rss")
ALL = (*XML, "json")
LONG = 100_000
SHOWN = (
    items(editions.weekly())[""],
    *items(edition(url=URL)).values(),
    item(9, title="AT&T: 5 < 6, “so” – 人工智能", tags=("C++", "R&D")),
)
CORRECTED = replace(item(9), updated=WHEN)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader has of an item."""

    id: str
    address: str
    title: str
    published: datetime
    tags: tuple[str, ...] = ()
    html: str = ""


def meant(one: Item) -> Seen:
    return Seen(one.id, one.address, one.title, one.published.astimezone(UTC), one.tags, one.html)


def by_feedparser(document: bytes) -> list[Seen]:
    found = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return [_seen(entry, str(entry.content[0].value)) for entry in found.entries]


def by_fastfeedparser(document: bytes) -> list[Seen]:
    return [_seen(entry, entry.content[0]["value"]) for entry in fastfeedparser.parse(document).entries]


def _seen(entry: Any, html: str) -> Seen:
    tags = tuple(str(tag["term"]) for tag in entry.get("tags") or ())
    return Seen(entry["id"], entry["link"], entry["title"], _moment(entry["published"]), tags, html)


def _moment(said: str) -> datetime:
    found = datetime.fromisoformat(said) if said[:4].isdigit() else parsedate_to_datetime(said)
    return found.astimezone(UTC)


def collected(document: bytes, now: datetime = WHEN + timedelta(days=1)) -> Any:
    """The reading of our own collector, without a complaint."""
    found = read(Job("feed", document, Origin("Notes", f"{HOME}feed", now)))
    assert (found.problem, found.complete) == ("", True)
    return found


def by_id(seen: list[Seen]) -> Mapping[str, Seen]:
    return {one.id: one for one in seen}


@pytest.mark.parametrize(
    ("reader", "name"),
    [(by_feedparser, "atom"), (by_feedparser, "rss"), *((by_fastfeedparser, name) for name in ALL)],
)
def test_a_reader_has_every_item_as_it_was_meant(reader: Callable[[bytes], list[Seen]], name: str) -> None:
    assert by_id(reader(every(*SHOWN)[name])) == by_id(list(map(meant, SHOWN)))


@pytest.mark.parametrize("name", XML)
def test_feedparser_reads_hostile_editions_without_a_complaint(name: str) -> None:
    made = items(editions.nasty()).values()
    assert {one.id for one in by_feedparser(every(*made)[name])} == {one.id for one in made}


@pytest.mark.parametrize("name", XML)
def test_a_correction_reaches_a_reader_as_an_update_of_the_same_item(name: str) -> None:
    before, after = (feedparser.parse(every(one)[name]).entries[0] for one in (item(9), CORRECTED))
    assert after.id == before.id
    assert _moment(after.published) == _moment(before.published)
    assert _moment(after.updated) == WHEN


@pytest.mark.parametrize("name", XML)
def test_a_reader_knows_the_feed(name: str) -> None:
    found = feedparser.parse(every(item())[name]).feed
    own = {"atom": f"{HOME}feed.xml", "rss": f"{HOME}rss.xml"}[name]
    assert (found.title, found.subtitle, found.link, found.language) == (
        "AI Scale-Up Weekly",
        "Scale, weekly",
        HOME,
        "en",
    )
    assert [link.href for link in found.links if link.rel == "self"] == [own]


@pytest.mark.parametrize("name", ALL)
def test_our_own_collector_reads_what_was_meant(name: str) -> None:
    found = collected(every(*SHOWN)[name])
    assert found.title == CHANNEL.title
    assert found.notes == ()
    seen = {entry.guid: (entry.url, entry.title, entry.published, entry.language) for entry in found.entries}
    assert seen == {
        one.id: (one.address, one.title, one.published.astimezone(UTC), one.language) for one in SHOWN
    }
    for entry in found.entries:
        one = next(each for each in SHOWN if each.id == entry.guid)
        assert entry.summary == one.summary
        assert text.plain(entry.html, LONG).split() == text.plain(one.html, LONG).split()


def test_our_own_collector_has_the_same_entries_from_every_format() -> None:
    # An Atom feed names its author once; it is the publisher, which all of them have.
    atom, rss, jsonfeed = (
        [replace(entry, author="") for entry in collected(document).entries]
        for document in every(*SHOWN).values()
    )
    assert atom == rss == jsonfeed
