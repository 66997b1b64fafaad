"""A file that several hands change at once: whoever saves, in whatever instant, nothing of theirs is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from digest import files
from digest.exchange import exchanged


def test_of_many_hands_each_change_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("", "utf-8")

    def hand(name: int) -> None:
        done = 0
        while done < 10:
            before = file.read_text("utf-8")
            done += files.swap(file, before, f"{before}{name} {done}\n")

    hands = [threading.Thread(target=hand, args=(number,)) for number in range(4)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    lines = file.read_text("utf-8").splitlines()
    assert sorted(lines) == sorted(f"{name} {done}" for name in range(4) for done in range(10))
    assert [path.name for path in tmp_path.iterdir()] == ["draft.md"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that can change places with another."""
    file, twin = tmp_path / "draft.md", tmp_path / "twin"
    file.write_text("twin", "utf-8")
    twin.write_text("before", "utf-8")
    if not exchanged(twin, file):
        pytest.skip("this system cannot exchange two files")
    twin.unlink()
    return file


def in_place(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def by_renaming(file: Path, text: str) -> None:
    file.with_suffix(".tmp").write_text(text, "utf-8")
    file.with_suffix(".tmp").replace(file)


@pytest.mark.parametrize("save", [in_place, by_renaming])
def test_a_save_between_the_look_and_the_change_stands(
    file: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path, str], None]
) -> None:

    def saved_first(one: Path, other: Path) -> bool:
        if other.read_bytes() == b"before":
            save(other, "the editor's")
        return exchanged(one, other)

    monkeypatch.setattr(files, "exchanged", saved_first)
    assert not files.swap(file, "before", "after")
    assert file.read_text("utf-8") == "the editor's"
    assert [path.name for path in file.parent.iterdir()] == ["draft.md"]


def test_a_save_while_the_file_is_given_back_stands_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves = iter(["first save", "second save"])

    def saved_first(one: Path, other: Path) -> bool:
        if text := next(saves, ""):
            by_renaming(other, text)
        return exchanged(one, other)

    monkeypatch.setattr(files, "exchanged", saved_first)
    assert not files.swap(file, "before", "after")
    assert file.read_text("utf-8") == "second save"


def test_where_files_cannot_be_exchanged_one_takes_the_place_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "draft.md"
    file.write_text("before", "utf-8")
    monkeypatch.setattr(files, "exchanged", lambda _one, _other: False)
    assert files.swap(file, "before", "after")
    assert file.read_text("utf-8") == "after"
    assert [path.name for path in tmp_path.iterdir()] == ["draft.md"]
