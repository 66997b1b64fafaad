"""Mail into a folder: whole, lasting, readable by others' programs, and never lost for a name."""

from __future__ import annotations

import mailbox
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.deliver import transport
from digest.deliver.transport import Door, NotSentError, Parcel, maildir
from tests.deliver.letters import sent

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
PARCEL = Parcel("weekly@notes.example", "ada@reader.example", sent())


def carry(out: Path, parcel: Parcel = PARCEL) -> transport.Receipt:
    return transport.carry(maildir.Settings(), parcel, Door(out, out, NOW))


def test_the_mail_is_read_back_by_the_standard_librarys_maildir(tmp_path: Path) -> None:
    carry(tmp_path)
    (read,) = mailbox.Maildir(tmp_path / "outbox", create=False)
    assert read["Subject"] == "Three sums that matter"
    assert read["Delivered-To"] == "ada@reader.example"
    assert read["Return-Path"] == "<weekly@notes.example>"
    assert [part.get_content_type() for part in read.walk()][1:] == ["text/plain", "text/html"]


def test_the_receipt_says_where_the_mail_lies(tmp_path: Path) -> None:
    receipt = carry(tmp_path)
    assert Path(receipt.place).is_relative_to(tmp_path / "outbox" / "new")
    assert b"Three sums" in Path(receipt.place).read_bytes()
    assert "nothing left this machine" in receipt.words


def test_the_same_mail_at_the_same_moment_lies_there_twice(tmp_path: Path) -> None:
    assert carry(tmp_path).place != carry(tmp_path).place
    assert len(mailbox.Maildir(tmp_path / "outbox", create=False)) == 2


def test_a_mail_that_was_read_and_moved_on_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    first = Path(carry(tmp_path).place)
    first.rename(tmp_path / "outbox" / "cur" / first.name)
    assert Path(carry(tmp_path).place).name != first.name


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_only_the_owner_may_read_what_was_sent_to_whom(tmp_path: Path) -> None:
    place = Path(carry(tmp_path).place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_lines_end_as_in_files_of_this_machine(tmp_path: Path) -> None:
    content = Path(carry(tmp_path).place).read_bytes()
    assert content.replace(os.linesep.encode(), b"\n").count(b"\r") == 0


def test_a_disk_that_takes_nothing_leaves_no_half_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotSentError, match="no space left"):
        carry(tmp_path)
    assert [path for path in (tmp_path / "outbox").rglob("*") if path.is_file()] == []


def test_an_outbox_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way", encoding="utf-8")
    with pytest.raises(NotSentError, match=r"outbox.*cannot be written"):
        carry(tmp_path)
