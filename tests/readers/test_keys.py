"""The keys: made once, kept from others, never shown, and good for ever."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from digest.errors import StoreError
from digest.readers import keys

posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
LINE = f"aa:{base64.b64encode(b'k' * 32).decode()}"


def test_keys_are_made_once_and_then_read(tmp_path: Path) -> None:
    assert keys.opened(tmp_path / "out", {}) == keys.opened(tmp_path / "out", {})


@posix
def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    keys.opened(tmp_path, {})
    assert (tmp_path / keys.FILE).stat().st_mode & 0o777 == 0o600
    (tmp_path / keys.FILE).chmod(0o644)
    with pytest.raises(StoreError, match="read by others"):
        keys.opened(tmp_path, {})


def test_a_new_key_signs_and_the_old_one_still_verifies_and_hashes(tmp_path: Path) -> None:
    before = keys.opened(tmp_path, {})
    after = keys.rotate(tmp_path)
    assert before.newest in after.by_id
    assert after.newest != before.newest
    assert after.hashed("Ada@x.example") == before.hashed("ada@X.example")
    assert after.hashed("ada@x.example") != after.hashed("bob@x.example")


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    found = keys.opened(tmp_path, {keys.VARIABLE: f"{LINE},ab:{base64.b64encode(b'n' * 32).decode()}"})
    assert (found.newest, found.by_id["aa"]) == ("ab", b"k" * 32)
    assert not (tmp_path / keys.FILE).exists()


@pytest.mark.parametrize(
    "text", ["", "aa:short", f"{LINE}\n{LINE}", "AA:" + LINE[3:], LINE[:-2] + "?=", "\0"]
)
def test_a_file_that_holds_no_keys_is_refused_and_not_shown(tmp_path: Path, text: str) -> None:
    path = tmp_path / keys.FILE
    path.write_text(text, encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(StoreError) as raised:
        keys.opened(tmp_path, {})
    assert LINE[3:20] not in str(raised.value)


def test_no_repr_shows_a_key(tmp_path: Path) -> None:
    found = keys.opened(tmp_path, {keys.VARIABLE: LINE})
    assert "k" * 8 not in repr(found)
    assert LINE[3:] not in repr(found)


def test_keys_that_are_gone_are_not_made_anew_where_there_are_readers(tmp_path: Path) -> None:
    keys.opened(tmp_path, {})
    (tmp_path / "subscribers.db").write_bytes(b"readers")
    (tmp_path / keys.FILE).unlink()
    with pytest.raises(StoreError, match="is gone, and there are readers"):
        keys.opened(tmp_path, {})
