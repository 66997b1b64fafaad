"""A receipt adds up, names nobody but whom nobody took, and is for its owner alone."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.deliver.states import State
from digest.errors import DigestError, StoreError
from digest.sending import receipts
from digest.sending.receipts import Receipt, Row

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
RECEIPT = Receipt(
    send="readers/2026-W47",
    revision="ab" * 32,
    subject="Wafers",
    state="paused",
    reason="mail.example.org answered 554",
    candidates=10,
    exclusions={"left": 2, "bounced": 1},
    mails={State.ACCEPTED: 5, State.REJECTED: 1, State.QUEUED: 1},
    prepared_at=NOW,
    at=NOW,
    took_s=2.0,
    handed=6,
)
ROWS = [Row("ada@example.org", State.REJECTED, "550 no such user", "2026-11-22T18:00:00+00:00", "", 1)]


def test_it_adds_up_and_says_how_fast_it_went(tmp_path: Path) -> None:
    path = receipts.write(tmp_path / "2026-W47", RECEIPT, ROWS)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["candidates"] == sum(told["mails"].values()) + sum(told["excluded"].values()) == 10
    assert told["last_run"] == {"handed": 6, "seconds": 2.0, "per_minute": 180}
    assert "@" not in path.read_text(encoding="utf-8")


def test_each_address_that_was_not_accepted_stands_in_the_table_with_the_reason(tmp_path: Path) -> None:
    receipts.write(tmp_path, RECEIPT, ROWS)
    with (tmp_path / receipts.TABLE).open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["address"] == "ada@example.org"
    assert (row["state"], row["why"], row["tries"]) == ("rejected", "550 no such user", "1")


def test_one_that_does_not_add_up_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="7 mails and 3 without one do not make 11 candidates"):
        receipts.write(tmp_path, replace(RECEIPT, candidates=11), ROWS)
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_may_read_them_even_where_others_could_before(tmp_path: Path) -> None:
    (tmp_path / receipts.TABLE).write_text("old")
    (tmp_path / f".{receipts.TABLE}.new").write_text("of a run that was killed")
    receipts.write(tmp_path, RECEIPT, ROWS)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert sorted(path.name for path in tmp_path.iterdir()) == [receipts.TABLE, receipts.FILE]


def test_a_server_cannot_put_a_formula_into_a_spreadsheet(tmp_path: Path) -> None:
    row = Row("ada@example.org", State.REJECTED, '=HYPERLINK("https://bad.example")', "")
    receipts.write(tmp_path, RECEIPT, [row])
    with (tmp_path / receipts.TABLE).open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["why"] == "'" + row.why


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "2026-W47").write_text("a file where the folder should be")
    with pytest.raises(DigestError, match="cannot be written"):
        receipts.write(tmp_path / "2026-W47", RECEIPT, ROWS)


def test_somebody_who_asked_to_be_forgotten_is_taken_out_of_every_table(tmp_path: Path) -> None:
    told = Row("ada@example.org", State.REJECTED, "550 <ADA@example.org> is nobody", "")
    others = [*ROWS, told, Row("bob@example.org", State.EXPIRED, "451 later", "")]
    receipts.write(tmp_path / "2026-W46", RECEIPT, others)
    receipts.write(tmp_path / "2026-W47", RECEIPT, others[2:])
    assert receipts.forget(tmp_path, "Ada@Example.org") == 1
    text = (tmp_path / "2026-W46" / receipts.TABLE).read_text(encoding="utf-8")
    assert "ada@" not in text.casefold()
    assert "550 no such user" in text
    assert "bob@example.org" in text
