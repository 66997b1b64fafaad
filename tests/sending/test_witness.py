"""A backup that brings back both books is seen by what was noted outside of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from digest.sending import witness
from tests.test_cli_sending import approved, receipt, send  # noqa: F401 - fixtures
from tests.test_pipeline import built_once, sample  # noqa: F401 - fixtures

BOOKS = ("subscribers.db", "sent.log", "digest.db")


def test_both_books_put_back_from_a_backup_send_nobody_a_second_mail(
    approved: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    send(approved, "--yes", "--limit", "2")
    for name in BOOKS:
        shutil.copy(approved / name, tmp_path / name)
    assert send(approved, "--resume").exit_code == 0
    for name in BOOKS:
        (approved / name).write_bytes((tmp_path / name).read_bytes())  # the same files, with what they held
    held = send(approved, "--resume")
    assert held.exit_code == 3
    assert "put back from a backup" in held.output
    assert len(list((approved / "outbox" / "new").iterdir())) == 5


def test_a_longer_ledger_is_as_it_should_be(tmp_path: Path) -> None:
    ledger, environ = tmp_path / "sent.log", {"XDG_STATE_HOME": str(tmp_path / "state")}
    ledger.write_text("one\n", encoding="ascii")
    witness.note(ledger, "k3", environ)
    ledger.write_text("one\ntwo\n", encoding="ascii")
    assert witness.problem(ledger, "k3", environ) == ""
    ledger.write_text("", encoding="ascii")
    assert "backup" in witness.problem(ledger, "k3", environ)


def test_where_nothing_can_be_noted_nothing_is_held(tmp_path: Path) -> None:
    ledger = tmp_path / "sent.log"
    ledger.write_text("one\n", encoding="ascii")
    (tmp_path / "state").write_text("no folder", encoding="ascii")
    for environ in ({}, {"HOME": str(tmp_path / "state")}):
        witness.note(ledger, "k3", environ)
        assert witness.problem(ledger, "k3", environ) == ""


def test_where_nothing_can_be_noted_a_newer_receipt_is_believed(
    approved: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="ascii")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    send(approved, "--yes", "--limit", "2")
    for name in BOOKS:
        shutil.copy(approved / name, tmp_path / name)
    send(approved, "--resume")
    for name in BOOKS:
        (approved / name).write_bytes((tmp_path / name).read_bytes())
    held = send(approved, "--resume")
    assert held.exit_code == 3
    assert "its receipt says that 5 mails were accepted" in held.output
