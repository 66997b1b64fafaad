"""Files of raw items: what is read, and what is said of lines that hold none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import rawitems
from digest.errors import UsageError

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def lines(*rows: object) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


def read(*rows: object, now: datetime | None = None) -> rawitems.Items:
    return rawitems.read(lines(*rows), "items.jsonl", now)


def test_an_item_is_an_entry_of_its_publisher() -> None:
    row = {
        "id": "a1",
        "title": "<b>Northwind</b> buys\nTall Pines",
        "url": "https://wire.example/a",
        "published": "2026-11-21T09:00:00Z",
        "publisher": "Ledger Wire",
        "summary": "It <i>pays</i>.",
        "text": "One.\n\nTwo.",
        "colour": "red",
    }
    (item,) = read(row).items
    entry = item.entry
    assert (entry.id, entry.title, entry.summary, entry.text) == (
        "a1",
        "Northwind buys Tall Pines",
        "It pays.",
        "One.\n\nTwo.",
    )
    assert (entry.source, entry.publisher, entry.url) == (
        "Ledger Wire",
        "Ledger Wire",
        "https://wire.example/a",
    )
    assert entry.published == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert item.row["colour"] == "red"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nope", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[1]", "is no JSON object"),
        ({"title": "A title"}, 'has no "id"'),
        ({"id": "", "title": "A title"}, 'has no "id"'),
        ({"id": "b"}, 'the item "b" has no "title"'),
        ({"id": "b", "title": " \u200b\n"}, 'the item "b" has no "title"'),
        ({"id": "b", "title": ["A"]}, '"title" is neither a text nor a number'),
        ({"id": "b", "title": "B", "summary": {}}, '"summary" is neither a text nor a number'),
        ({"id": "a", "title": "Again"}, 'the id "a" stands in line 1 already'),
    ],
)
def test_a_bad_line_is_named_with_file_and_line_and_stops_no_other(line: object, words: str) -> None:
    found = read({"id": "a", "title": "First"}, line, {"id": "c", "title": "Third"})
    assert [item.id for item in found.items] == ["a", "c"]
    (fault,) = found.faults
    assert fault.startswith(f"items.jsonl:2: {words}")


def test_bytes_that_are_no_text_are_a_fault_of_their_line() -> None:
    found = rawitems.read(b'\xef\xbb\xbf{"id": "a", "title": "A"}\r\n{"id": "\xff"}\n\n', "f", None)
    assert [item.id for item in found.items] == ["a"]
    assert found.faults[0].startswith("f:2: is not text in UTF-8")


def test_an_item_without_a_date_counts_as_the_newest_one() -> None:
    found = read(
        {"id": "a", "title": "A", "published": "2026-11-20"},
        {"id": "b", "title": "B", "published": "soon"},
        {"id": "c", "title": "C", "published": "2026-11-21"},
    )
    assert found.items[1].entry.published is None
    assert found.items[1].entry.dated == datetime(2026, 11, 21, tzinfo=UTC)
    given_now = read({"id": "a", "title": "A"}, now=NOW)
    assert given_now.items[0].entry.dated == NOW


def test_a_date_far_ahead_of_the_given_moment_is_none() -> None:
    found = read({"id": "a", "title": "A", "published": "2031-01-01"}, now=NOW)
    assert found.items[0].entry.published is None


def test_ids_may_be_numbers_and_come_back_as_such() -> None:
    assert [item.id for item in read({"id": 7, "title": "A"}, {"id": 8, "title": "B"}).items] == [7, 8]


def test_an_address_that_is_none_is_left_out() -> None:
    assert read({"id": "a", "title": "A", "url": "javascript:alert(1)"}).items[0].entry.url == ""


@given(st.binary(max_size=300))
def test_no_bytes_stop_it(content: bytes) -> None:
    found = rawitems.read(content, "f", None)
    assert all(item.entry.title for item in found.items)
    assert all(fault.startswith("f:") for fault in found.faults)


def test_a_file_that_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        rawitems.load(tmp_path / "none.jsonl", None)
    with pytest.raises(UsageError, match="cannot be read"):
        rawitems.load(tmp_path, None)
