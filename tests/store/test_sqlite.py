"""The store: what it remembers, and what it says when it cannot."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from digest import sqlitefile
from digest.errors import BusyError, StoreError
from digest.model import Collected, Entry, Failure, Fate, Memory
from digest.store import BuiltEdition, Kept, Store, Verdict, open_store, sqlite
from digest.store.schema import FORM, STEPS
from tests import records
from tests.records import NOW


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "out" / "digest.db")


entry = partial(records.entry, text="A text.\n\nWith two paragraphs.", published=NOW)


def answer(*entries: Entry, memory: Memory | None = None) -> Collected:
    return Collected("Ledger Wire", entries, memory or Memory(checked_at=NOW, succeeded_at=NOW))


def test_entries_come_back_as_they_were_kept(store: Store) -> None:
    first, second = entry("One"), entry("Two", published=None)
    assert store.keep(answer(first, second)) == Kept(new=2)
    assert set(store.entries(NOW)) == {first, second}


def test_an_entry_is_kept_once_however_often_it_is_collected(store: Store) -> None:
    store.keep(answer(entry("One")))
    assert store.keep(answer(entry("One"))) == Kept(known=1)
    assert len(store.entries(NOW)) == 1


def test_a_changed_entry_keeps_the_time_of_its_first_sight(store: Store) -> None:
    store.keep(answer(entry("One")))
    later = replace(entry("One"), text="Corrected text.", seen_at=NOW + timedelta(hours=3))
    assert store.keep(answer(later)) == Kept(changed=1)
    (kept,) = store.entries(NOW)
    assert (kept.text, kept.seen_at) == ("Corrected text.", NOW)


def test_an_item_that_is_dated_anew_keeps_its_first_date(store: Store) -> None:
    store.keep(answer(entry("One")))
    again = replace(entry("One"), published=NOW + timedelta(hours=1))
    assert store.keep(answer(again)) == Kept(known=1)
    store.keep(answer(replace(again, text="With new words.")))
    assert store.entries(NOW)[0].published == NOW


def test_a_date_that_vanishes_from_the_feed_is_not_forgotten(store: Store) -> None:
    store.keep(answer(entry("One")))
    store.keep(answer(replace(entry("One"), published=None)))
    assert store.entries(NOW)[0].published == NOW


def test_old_entries_are_found_by_either_of_their_times(store: Store) -> None:
    old = entry("Old", published=NOW - timedelta(days=30))
    store.keep(answer(old, replace(entry("Older"), published=None, seen_at=NOW - timedelta(days=40))))
    assert store.entries(NOW - timedelta(days=7)) == (old,)


def test_entries_come_by_their_ids_however_many_and_however_old(store: Store) -> None:
    kept = [entry(f"Number {n}", published=NOW - timedelta(days=n)) for n in range(1200)]
    store.keep(answer(*kept))
    wanted = {one.id: one for one in kept[1:]}
    assert store.entries_by_id([*wanted, *wanted, "nobody"]) == wanted
    assert store.entries_by_id([]) == {}


def test_memory_of_a_source_comes_back_to_the_byte(store: Store) -> None:
    memory = Memory('W/"a\'b"', "Sun, 22 Nov 2026 18:00:00 GMT", "hash", NOW, None, NOW, 3, "answered 500")
    store.keep(answer(memory=memory))
    assert store.memories() == {"Ledger Wire": memory}


def test_a_renamed_source_keeps_its_entries_and_its_memory(store: Store) -> None:
    memory = Memory(etag='"1"', checked_at=NOW)
    store.keep(answer(entry("One"), memory=memory))
    store.adopt({"Ledger Wire": "https://ledgerwire.example/feed"})
    store.adopt({"The Ledger Wire": "https://ledgerwire.example/feed", "Other": "https://other.example"})
    assert store.memories() == {"The Ledger Wire": memory}
    assert [kept.source for kept in store.entries(NOW)] == ["The Ledger Wire"]


def test_a_source_that_moved_or_went_is_no_renamed_one(store: Store) -> None:
    store.keep(answer(entry("One")))
    store.adopt({"Ledger Wire": "https://ledgerwire.example/feed"})
    store.adopt({"Ledger Wire": "https://ledgerwire.example/new"})
    store.adopt({"Other": "https://other.example"})
    assert [kept.source for kept in store.entries(NOW)] == ["Ledger Wire"]


def test_a_failed_keep_leaves_neither_entries_nor_memory(store: Store) -> None:
    broken = replace(entry("Two"), guid=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.keep(answer(entry("One"), broken))
    assert store.entries(NOW) == ()
    assert store.memories() == {}


def test_a_rebuilt_edition_keeps_its_number_and_a_new_one_gets_the_next(store: Store) -> None:
    assert store.number("2026-W46") == 1
    store.save(BuiltEdition("2026-W46", 1, NOW, "{}", "draft"))
    assert store.number("2026-W46") == 1
    assert store.number("2026-W47") == 2
    store.save(BuiltEdition("2026-W46", 1, NOW, "{}", "second draft"))
    saved = store.edition("2026-W46")
    assert saved is not None
    assert saved.draft == "second draft"
    assert store.edition("2026-W40") is None


def test_a_slot_is_settled_by_the_first_who_claims_it(store: Store) -> None:
    assert store.settle("2026-W47", "built", NOW)
    assert not store.settle("2026-W47", "missed", NOW)
    assert store.settled() == {"2026-W47": "built"}


def test_the_first_run_is_remembered_over_reopening(tmp_path: Path) -> None:
    first = open_store(tmp_path / "digest.db")
    assert first.first_run(NOW) == NOW
    first.close()
    again = open_store(tmp_path / "digest.db")
    assert again.first_run(NOW + timedelta(days=9)) == NOW


def test_a_store_from_before_a_step_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "digest.db"
    old = open_store(path)
    old.keep(answer(entry("One")))
    old.close()
    steps = (*STEPS, "ALTER TABLE entries ADD COLUMN note TEXT NOT NULL DEFAULT ''")
    monkeypatch.setattr(sqlite, "FORM", replace(FORM, steps=steps))
    assert len(open_store(path).entries(NOW)) == 1
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT note FROM entries").fetchall() == [("",)]
        assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)


def test_a_store_of_the_first_version_keeps_what_it_has_and_learns_fates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "digest.db"
    monkeypatch.setattr(sqlite, "FORM", replace(FORM, steps=STEPS[:1]))
    open_store(path).close()
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO sources (name, etag, last_modified, body_hash, failures, error, watched_since)"
            " VALUES ('Ledger Wire', '\"1\"', '', 'x', 2, 'answered 500', '2026-11-15T18:00:00Z')"
        )
        db.execute("INSERT INTO editions VALUES ('2026-W46', 1, '2026-11-15T18:00:00Z', '{}', 'draft')")
    monkeypatch.setattr(sqlite, "FORM", FORM)
    now = open_store(path)
    assert now.edition("2026-W46") == BuiltEdition("2026-W46", 1, NOW - timedelta(weeks=1), "{}", "draft")
    assert now.fates([entry("One").id]) == {entry("One").id: ()}
    watched = NOW - timedelta(weeks=1)
    assert now.memories() == {"Ledger Wire": Memory('"1"', "", "x", None, None, watched, 2, "answered 500")}


def fate(entry: Entry, name: str = "section") -> Fate:
    return Fate(entry.id, entry.source, entry.title, entry.url, name, "told in deals", "s1", ("so", "and so"))


def test_every_edition_tells_what_it_made_of_an_entry_the_newest_first(store: Store) -> None:
    one, two = entry("One"), entry("Two")
    store.keep_fates("2026-W46", 1, [fate(one, "next edition"), fate(two)])
    store.keep_fates("2026-W47", 2, [fate(one)])
    told = store.fates([one.id, "unheard of"])
    assert told == {
        one.id: (Verdict("2026-W47", 2, fate(one)), Verdict("2026-W46", 1, fate(one, "next edition"))),
        "unheard of": (),
    }


def test_a_rebuild_takes_back_what_the_edition_said_before(store: Store) -> None:
    one, two = entry("One"), entry("Two")
    store.keep_fates("2026-W47", 1, [fate(one), fate(two)])
    store.keep_fates("2026-W47", 1, [fate(one, "merged")])
    told = store.fates([one.id, two.id])
    assert [verdict.fate.fate for verdict in told[one.id]] == ["merged"]
    assert told[two.id] == ()


def test_fates_of_more_entries_than_a_query_takes(store: Store) -> None:
    many = [replace(fate(entry("One")), entry=str(number)) for number in range(1200)]
    store.keep_fates("2026-W47", 1, many)
    told = store.fates([str(number) for number in range(1200)])
    assert {verdict.fate.entry for (verdict,) in told.values()} == {str(number) for number in range(1200)}


@pytest.mark.parametrize(
    "typed",
    [
        "https://wire.example/a?utm_source=mail",
        "http://www.wire.example/a/#top",
        " wire.example/a ",
        "Northwind RAISES",
        "raises billion",
    ],
)
def test_an_entry_is_found_by_any_spelling_of_its_address_or_words_of_its_title(
    store: Store, typed: str
) -> None:
    wanted = entry("Northwind raises $2 billion", url="https://wire.example/a")
    store.keep(answer(wanted, entry("A ruling that binds all", url="https://wire.example/b")))
    assert store.find(typed) == (wanted,)
    assert store.find(wanted.id) == (wanted,)


def test_all_entries_of_one_address_are_found_the_newest_first(store: Store) -> None:
    first = entry("One", url="https://wire.example/a", published=NOW - timedelta(days=1))
    again = entry("One, corrected", url="https://m.wire.example/a?utm_medium=rss")
    store.keep(answer(first, again))
    assert store.find("https://wire.example/a") == (again, first)


@pytest.mark.parametrize("typed", ["", "  ", "%", "https://wire.example/none", "wire", "One Three", "'"])
def test_what_names_no_entry_finds_none(store: Store, typed: str) -> None:
    store.keep(answer(entry("One", url="https://wire.example/a"), entry("Two")))
    assert store.find(typed) == ()


def test_words_of_many_titles_find_ten_of_them(store: Store) -> None:
    store.keep(answer(*(entry(f"Northwind, part {number}") for number in range(30))))
    assert len(store.find("northwind")) == 10


def test_a_store_from_the_future_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    open_store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"not a database, only some text that is long enough to be looked at" * 20]
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "digest.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged or no store"):
        open_store(path)
    assert path.read_bytes() == content


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="not a store of this program"):
        open_store(path)


def test_a_full_disk_is_one_clear_line_and_keeps_what_was_there(tmp_path: Path) -> None:
    file = sqlitefile.Database(tmp_path / "digest.db", FORM)
    store = sqlite.SqliteStore(file)
    store.keep(answer(entry("One")))
    ((pages,),) = file.rows("PRAGMA page_count")
    file.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        store.keep(answer(*(replace(entry(f"Story {n}"), text="x" * 9000) for n in range(50))))
    assert len(store.entries(NOW)) == 1


def test_a_locked_store_is_busy_not_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlitefile, "_LOCKED_WAIT_S", 0.05)
    store = open_store(tmp_path / "digest.db")
    other = sqlite3.connect(tmp_path / "digest.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        store.keep(answer(entry("One")))
    other.execute("ROLLBACK")
    assert store.keep(answer(entry("One"))).new == 1


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file stands in the way")
    with pytest.raises(StoreError, match="out"):
        open_store(tmp_path / "out" / "digest.db")


def test_an_edition_tells_its_fates_in_order_and_whose_the_items_were(store: Store) -> None:
    wire, carried = entry("One"), replace(entry("Two"), publisher="The Circuit")
    store.keep(answer(wire, carried))
    fates = [
        Fate(one.id, one.source, one.title, one.url, "merged", "so it is", "s1", ("why", "more"))
        for one in (carried, wire)
    ]
    store.keep_fates("2026-W47", 1, fates)
    store.keep_fates("2026-W48", 2, fates[:1])
    assert store.fates_of("2026-W47") == tuple(fates)
    assert store.publishers("2026-W47") == {carried.id: "The Circuit"}
    assert store.fates_of("2026-W49") == ()
    assert store.publishers("2026-W49") == {}


def test_a_history_tells_rhythm_tries_and_the_best_that_became_of_an_entry(store: Store) -> None:
    one, two, three = entry("One"), entry("Two"), entry("Three")
    store.keep(answer(one, two, three))
    failure = Failure("Ledger Wire", "fetch", "answered 500")
    store.keep(replace(answer(memory=Memory(checked_at=NOW + timedelta(hours=1))), failure=failure))
    store.keep_fates("2026-W46", 1, [fate(one, "below"), fate(two, "copy")])
    store.keep_fates("2026-W47", 2, [fate(one), fate(two, "below"), fate(three, "too old")])
    found = store.histories(NOW - timedelta(days=90))["Ledger Wire"]
    assert (found.entries, found.asked, found.failed) == (3, 2, 1)
    assert sorted(found.moments) == sorted(each.dated for each in (one, two, three))
    assert found.fates == {"section": 1, "copy": 1, "too old": 1}


def test_how_a_source_fared_is_forgotten_after_a_season(store: Store) -> None:
    for days in (0, 89, 91):
        store.keep(answer(memory=Memory(checked_at=NOW + timedelta(days=days))))
    assert store.histories(NOW - timedelta(days=999))["Ledger Wire"].asked == 2


def test_a_source_that_is_pointed_elsewhere_starts_anew_and_keeps_its_entries(store: Store) -> None:
    store.adopt({"Ledger Wire": "https://old.example/feed"})
    memory = Memory('"1"', checked_at=NOW, watched_since=NOW, failures=4, retired=NOW, every_s=60, empties=2)
    store.keep(answer(entry("One"), memory=memory))
    store.adopt({"Ledger Wire": "https://old.example/feed"})
    assert store.memories()["Ledger Wire"] == memory
    store.adopt({"Ledger Wire": "https://new.example/feed"})
    assert store.memories()["Ledger Wire"] == Memory(checked_at=NOW, watched_since=NOW)
    assert store.totals()["Ledger Wire"].entries == 1
