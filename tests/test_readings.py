"""What was read out of entries is kept: a rebuild is the same to the last byte and reads only the new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest import bundled, composing, editionjson
from digest.learned import readings, traits
from digest.learned.traits import Traits
from digest.learned.weights import Weights, shipped
from digest.model import Entry, Memory
from digest.project import load
from digest.store import open_store
from tests import ordinaryweek
from tests.records import NOW, PERIOD, entry

CONFIG = load(bundled.path("sources.toml"))
SOURCE = CONFIG.sources[0].name
ODD = (
    entry("Ω-Werke nehmen $3bn auf – ”Größtes” Jahr", summary="Zeile eins.\nZeile zwei\t\x0bund 40 %."),
    entry("", summary=""),
    entry("\ud800 a broken letter takes $1.5bn", source="Nobody’s \x00 Wire"),
    entry("A file from nowhere", url=""),
    entry("12 \u2009 million and 1\u00a0% of it", summary="12 \u2028 million. " * 40),
)


def week() -> list[Entry]:
    said = (replace(one, source=SOURCE) for one in (*ordinaryweek.entries(), *ODD))
    return [replace(one, summary=one.summary or f"{one.title}. It is said twice.") for one in said]


def composed(entries: Sequence[Entry], memo: Mapping[str, bytes] | None) -> composing.Composed:
    return composing.compose(
        CONFIG,
        entries,
        {SOURCE: Memory()},
        period=PERIOD,
        number=1,
        now=NOW,
        listen=lambda *_: None,
        memo=memo,
    )


def result(done: composing.Composed) -> str:
    return editionjson.write(done.edition) + repr(done.fates)


def watch_reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes the title of each entry that is read anew."""
    read: list[str] = []
    original = traits.of

    def noted(entries: Sequence[Entry], weights: Weights) -> tuple[Traits, ...]:
        read.extend(one.title for one in entries)
        return original(entries, weights)

    monkeypatch.setattr(traits, "of", noted)
    return read


def test_an_edition_is_the_same_with_and_without_what_was_kept(tmp_path: Path) -> None:
    before = composed(week()[:-10], {})
    store = open_store(tmp_path / "digest.db")
    store.keep_readings(before.readings)
    assert result(composed(week(), store.readings())) == result(composed(week(), None))


def test_only_what_is_new_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    memo = composed(week(), {}).readings
    read = watch_reading(monkeypatch)
    new = replace(entry("Northwind buys a port of its own"), source=SOURCE)
    composed([*week(), new], memo)
    assert read == [new.title]


def test_a_corrected_headline_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = week()
    memo = composed([first, *others], {}).readings
    read = watch_reading(monkeypatch)
    composed([replace(first, title="Brightloom raises $210 million after all"), *others], memo)
    assert read == ["Brightloom raises $210 million after all"]


def test_a_new_date_is_no_reason_to_read_again_and_counts_nevertheless() -> None:
    one = entry("Brightloom raises $120 million")
    memo = readings.kept([one], readings.by_id([one], shipped()), {})
    moved = replace(one, published=NOW - timedelta(days=2))
    found = readings.by_id([moved], shipped(), memo)[one.id]
    assert found.day == traits.day(moved) != traits.day(one)


@pytest.mark.parametrize("one", [*ODD, *ordinaryweek.entries()[:3]], ids=range(len(ODD) + 3))
def test_traits_come_back_as_they_were_kept(one: Entry) -> None:
    read = readings.by_id([one], shipped())
    again = readings.by_id([one], shipped(), readings.kept([one], read, {}))[one.id]
    for name in Traits.__dataclass_fields__:
        before, after = getattr(read[one.id], name), getattr(again, name)
        same = before.tobytes() == after.tobytes() if hasattr(before, "tobytes") else before == after
        assert same, name


@pytest.mark.parametrize("cut", [0, 1, 40, 1072, 1073, 1090, -1])
def test_a_damaged_reading_is_read_again(cut: int) -> None:
    one = ordinaryweek.entries()[0]
    read = readings.by_id([one], shipped())
    memo = {key: data[:cut] for key, data in readings.kept([one], read, {}).items()}
    assert readings.by_id([one], shipped(), memo)[one.id].title == read[one.id].title


def test_another_way_of_reading_reads_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memo = composed(week(), {}).readings
    monkeypatch.setattr(readings, "_way_of_reading", lambda: b"of tomorrow")
    assert memo.keys().isdisjoint(composed(week(), memo).readings)


def test_the_store_keeps_what_the_last_build_read(tmp_path: Path) -> None:
    store = open_store(tmp_path / "digest.db")
    store.keep_readings({"one": b"1", "two": b"2"})
    store.keep_readings({"two": b"2", "three": b"3"})
    assert store.readings() == {"two": b"2", "three": b"3"}
