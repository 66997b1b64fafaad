"""An entry is known again when its publisher changes its id, and no two entries become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.model import Collected, Entry, Memory, stable_id
from digest.store import Kept, Store, open_store

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SINCE = datetime(2000, 1, 1, tzinfo=UTC)


def item(guid: str, url: str, title: str, age: timedelta | None = DAY, text: str = "") -> Entry:
    published = NOW - age if age is not None else None
    return Entry(
        stable_id("Outlet", guid, url),
        "Outlet",
        "Outlet",
        guid,
        url,
        title,
        "",
        "",
        text,
        "",
        "",
        published,
        NOW,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "digest.db")


def listed(store: Store, *entries: Entry) -> Kept:
    return store.keep(Collected("Outlet", entries, Memory(checked_at=NOW)))


def ids(store: Store) -> set[str]:
    return {entry.id for entry in store.entries(SINCE)}


ONE = item("g1", "https://outlet.example/one", "Chip maker opens a plant in Ohio")
TWO = item("g2", "https://outlet.example/two", "Union wins a vote at the warehouse", 2 * DAY)


@pytest.mark.parametrize(
    "changed",
    [
        replace(ONE, guid="urn:new:1", id="x"),
        replace(ONE, url="https://outlet.example/2026/chip-maker", id="x"),
        replace(ONE, guid="", id="x"),
        replace(ONE, guid="new", url="https://moved.example/one", id="x"),
        replace(ONE, url="https://outlet.example/new-slug", title="Chip giant delays Ohio", id="x"),
        replace(ONE, guid="new", title="Chip maker opens its plant in Ohio at last", published=None, id="x"),
        replace(ONE, url="https://outlet.example/late", published=NOW, id="x"),
    ],
    ids=[
        "new guid",
        "new link",
        "guid lost",
        "both new",
        "slug follows headline",
        "new guid, edited",
        "re-dated",
    ],
)
def test_an_entry_under_another_id_is_the_one_that_is_known(store: Store, changed: Entry) -> None:
    listed(store, ONE, TWO)
    kept = listed(store, changed, TWO)
    assert kept.new == 0
    assert ids(store) == {ONE.id, TWO.id}
    assert store.entries_by_id([ONE.id])[ONE.id].title == changed.title, "an edit is kept"


@pytest.mark.parametrize(
    "other",
    [
        item("g1", "https://outlet.example/three", "Court stops the merger of two banks", timedelta(0)),
        item("g3", "https://outlet.example/one", "Court stops the merger of two banks", timedelta(0)),
        item("g3", "https://outlet.example/three", ONE.title, timedelta(hours=3)),
        item("g3", "https://outlet.example/three", "Court stops the merger of two banks"),
    ],
    ids=["guid reused", "link reused", "headline reused", "only the time is shared"],
)
def test_another_item_that_shares_one_thing_stays_another(store: Store, other: Entry) -> None:
    listed(store, ONE, TWO)
    assert listed(store, other, TWO).new == 1
    assert len(ids(store)) == 3


def test_what_is_listed_beside_it_is_not_the_same(store: Store) -> None:
    listed(store, ONE)
    twin = replace(ONE, guid="g9", id="twin")
    assert listed(store, ONE, twin).new == 1


def test_items_that_all_share_one_guid_or_link_stay_apart(store: Store) -> None:
    titles = ["Rates rise in the north", "Port reopens after a storm", "A new law on heat at work"]
    home = [item("", "https://outlet.example/", title, DAY * age) for age, title in enumerate(titles)]
    first, second = ([replace(one, id=f"{run}{number}") for number, one in enumerate(home)] for run in "ab")
    listed(store, *first[:2])
    assert listed(store, *second[1:]).new == 1
    assert len(ids(store)) == 3


def test_a_feed_that_gives_all_items_new_ids_brings_nothing_new(store: Store) -> None:
    titles = ["alpha", "beta", "gamma", "delta"]
    old = [
        item(f"{n}", f"https://o.example/?p={n}", f"The {t} of it all now", DAY * n)
        for n, t in enumerate(titles)
    ]
    new = [
        replace(one, guid=f"tag:{one.guid}", url=f"https://o.example/{one.guid}/", id=f"n{one.id}")
        for one in old
    ]
    listed(store, *old)
    assert listed(store, *new) == Kept(new=0, changed=4, known=0)
    assert listed(store, *new) == Kept(new=0, changed=0, known=4)


def test_a_feed_that_goes_empty_or_loses_its_history_costs_nothing(store: Store) -> None:
    listed(store, ONE, TWO)
    assert listed(store) == Kept()
    assert listed(store, ONE) == Kept(known=1)
    assert listed(store, ONE, TWO) == Kept(known=2)
    assert ids(store) == {ONE.id, TWO.id}


def test_an_edit_is_seen_once_and_a_later_date_does_not_move_the_entry(store: Store) -> None:
    listed(store, ONE)
    edited = replace(ONE, title="Chip maker shuts a plant in Ohio", published=NOW, seen_at=NOW + DAY)
    assert listed(store, edited) == Kept(changed=1)
    assert listed(store, edited) == Kept(known=1)
    (kept,) = store.entries(SINCE)
    assert (kept.published, kept.seen_at) == (ONE.published, NOW)


def test_an_id_used_once_more_on_one_bare_day_is_another_item(store: Store) -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC)
    first = replace(ONE, published=day)
    again = replace(
        item("g1", "https://outlet.example/three", "Court stops the merger of two banks"), published=day
    )
    listed(store, first)
    assert listed(store, again).new == 1
    assert ids(store) == {first.id, again.id}
