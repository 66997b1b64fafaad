"""The password: from the environment or a file that only its owner reads, and in no message."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.deliver.transport import Door, NotSentError, secret

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
WORD = "Hjelp-oss-42"

posix = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


def door(folder: Path, **environ: str) -> Door:
    return Door(folder, folder, NOW, environ)


def kept(folder: Path, content: bytes, mode: int = 0o600) -> str:
    file = folder / "password.txt"
    file.write_bytes(content)
    file.chmod(mode)
    return file.name


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    found = secret.password(door(tmp_path, DIGEST_SMTP_PASSWORD=WORD), kept(tmp_path, b"another"))
    assert found == WORD


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\nsecond line\n"])
def test_the_first_line_of_the_file_counts(tmp_path: Path, ending: bytes) -> None:
    assert secret.password(door(tmp_path), kept(tmp_path, WORD.encode() + ending)) == WORD


def test_spaces_belong_to_a_password(tmp_path: Path) -> None:
    assert secret.password(door(tmp_path), kept(tmp_path, b" a b \n")) == " a b "


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_may_touch_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    with pytest.raises(
        NotSentError, match=r"can be read by others than you; chmod 600 .*password.txt"
    ) as told:
        secret.password(door(tmp_path), kept(tmp_path, WORD.encode(), mode))
    assert WORD not in str(told.value)


def test_no_password_at_all_names_both_ways_to_give_one(tmp_path: Path) -> None:
    with pytest.raises(NotSentError, match=r"DIGEST_SMTP_PASSWORD.*password_file"):
        secret.password(door(tmp_path), "")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotSentError, match=r"gone\.txt: cannot be read: no such file"):
        secret.password(door(tmp_path), "gone.txt")


@pytest.mark.parametrize("content", [b"", b"\nlater\n"])
def test_an_empty_first_line_is_no_password(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotSentError, match="holds no password in its first line"):
        secret.password(door(tmp_path), kept(tmp_path, content))


def test_a_file_in_another_encoding_is_told_without_its_bytes(tmp_path: Path) -> None:
    with pytest.raises(NotSentError, match="is not text in UTF-8") as told:
        secret.password(door(tmp_path), kept(tmp_path, b"Hjelp-\xff"))
    assert told.value.__cause__ is None
    assert "Hjelp" not in repr(told.value)


def test_a_door_does_not_show_the_environment(tmp_path: Path) -> None:
    assert WORD not in repr(door(tmp_path, DIGEST_SMTP_PASSWORD=WORD))
