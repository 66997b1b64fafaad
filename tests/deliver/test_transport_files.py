"""Sends into files of this machine: each mail once, whole, and to be found again."""

from __future__ import annotations

import mailbox
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.config import DeliverySettings
from digest.deliver import transport
from digest.deliver.transport import Door, NotSentError, Parcel, Verdict, eml, maildir
from tests.deliver.letters import sent

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
PARCEL = Parcel("weekly@notes.example", "ada@reader.example", sent())
KINDS = [eml.Settings(), maildir.Settings()]


def door(out: Path, now: datetime = NOW) -> Door:
    return Door(out, out, now)


def files(out: Path) -> list[Path]:
    return sorted(path for path in out.rglob("*") if path.is_file())


def give(
    out: Path, settings: DeliverySettings, parcel: Parcel = PARCEL, now: datetime = NOW
) -> transport.Answer:
    with transport.line(settings, door(out, now)) as way:
        return way.hand_over(parcel, lambda: None)


def test_a_mail_in_a_file_is_the_mail_to_the_byte(tmp_path: Path) -> None:
    answer = give(tmp_path, KINDS[0])
    (file,) = files(tmp_path)
    assert file.read_bytes() == PARCEL.content
    assert file.suffix == ".eml"
    assert answer == transport.Answer(Verdict.ACCEPTED, f"put into {file}")


def test_a_mail_in_the_maildir_is_read_by_the_standard_library(tmp_path: Path) -> None:
    give(tmp_path, KINDS[1])
    (read,) = mailbox.Maildir(tmp_path / "outbox", create=False)
    assert read["Delivered-To"] == "ada@reader.example"


@pytest.mark.parametrize("settings", KINDS, ids=["eml", "maildir"])
def test_the_same_mail_again_changes_nothing_also_on_another_day(
    tmp_path: Path, settings: DeliverySettings
) -> None:
    for day in (22, 23, 24):
        assert give(tmp_path, settings, now=NOW.replace(day=day)).verdict is Verdict.ACCEPTED
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("settings", KINDS, ids=["eml", "maildir"])
def test_each_reader_has_a_file_that_only_the_owner_reads(tmp_path: Path, settings: DeliverySettings) -> None:
    for name in ("ada", "ben", "cem"):
        mail = sent(address=f"{name}@reader.example")
        give(tmp_path, settings, Parcel("weekly@notes.example", f"{name}@reader.example", mail))
    assert len(files(tmp_path)) == 3
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files(tmp_path)} == {0o600}


@pytest.mark.parametrize("settings", KINDS, ids=["eml", "maildir"])
def test_after_a_crash_it_can_be_told_whether_the_mail_arrived(
    tmp_path: Path, settings: DeliverySettings
) -> None:
    with transport.line(settings, door(tmp_path)) as way:
        assert way.knows(PARCEL) is False
        way.hand_over(PARCEL, lambda: None)
        assert way.knows(PARCEL) is True


def test_a_mail_that_was_read_and_moved_on_is_known_and_not_put_there_again(tmp_path: Path) -> None:
    give(tmp_path, KINDS[1])
    (file,) = files(tmp_path)
    file.rename(tmp_path / "outbox" / "cur" / f"{file.name}:2,S")
    assert give(tmp_path, KINDS[1]).verdict is Verdict.ACCEPTED
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("settings", KINDS, ids=["eml", "maildir"])
def test_a_full_disk_is_found_before_anybody_is_told_that_the_text_goes(
    tmp_path: Path, settings: DeliverySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with transport.line(settings, door(tmp_path)) as way:
        monkeypatch.setattr(os, "fsync", full)
        answer = way.hand_over(PARCEL, lambda: pytest.fail("no text goes"))
    assert (answer.verdict, answer.is_over) == (Verdict.TROUBLE, True)
    assert "no space left" in answer.words
    assert files(tmp_path) == []


@pytest.mark.parametrize("settings", KINDS, ids=["eml", "maildir"])
def test_when_the_moment_before_the_text_fails_no_mail_lies_there(
    tmp_path: Path, settings: DeliverySettings
) -> None:
    def broken() -> None:
        assert all(file.parent.name == "tmp" or file.name.startswith(".") for file in files(tmp_path))
        raise RuntimeError("the ledger is full")

    with transport.line(settings, door(tmp_path)) as way, pytest.raises(RuntimeError, match="ledger"):
        way.hand_over(PARCEL, broken)
    assert files(tmp_path) == []


@pytest.mark.parametrize(("settings", "name"), [(KINDS[0], "outbox-eml"), (KINDS[1], "outbox")])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, settings: DeliverySettings, name: str) -> None:
    (tmp_path / name).write_text("in the way", encoding="utf-8")
    with pytest.raises(NotSentError, match=r"cannot be written"), transport.line(settings, door(tmp_path)):
        pytest.fail("there is no line")


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", ".hidden", "a/b", "CON", "x" * 150, "a b", ""])
def test_no_id_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    mail = f"Subject: x\r\nMessage-ID: <{name}@notes.example>\r\n\r\nHello\r\n".encode()
    give(tmp_path, KINDS[0], Parcel("a@x.example", "b@x.example", mail))
    (file,) = files(tmp_path)
    assert file.parent == tmp_path / "outbox-eml"
    assert not file.name.startswith(".")
    assert len(file.name) < 150


def test_two_ids_that_differ_in_odd_characters_alone_have_two_files(tmp_path: Path) -> None:
    for name in ("a/b", "a_b", "a b", "a-b"):
        mail = f"Subject: x\r\nMessage-ID: <{name}@notes.example>\r\n\r\nHello\r\n".encode()
        give(tmp_path, KINDS[0], Parcel("a@x.example", "b@x.example", mail))
    assert len(files(tmp_path)) == 4
