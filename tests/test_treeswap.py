"""A folder changes as a whole, and what a person has in it stays theirs."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import placing, treeswap
from digest.errors import DigestError
from digest.exchange import exchanged

NAMES = st.sampled_from(["a", "b/c", "b/d", "e/f/g", "h.html"])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def filled(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@settings(max_examples=40)
@given(st.dictionaries(NAMES, st.binary()), st.dictionaries(NAMES, st.binary(), min_size=1), st.sets(NAMES))
def test_it_comes_to_the_same_as_file_by_file(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[str, bytes],
    contents: dict[str, bytes],
    without: set[str],
) -> None:
    tmp_path = tmp_path_factory.mktemp("swap")
    gone = sorted(without - contents.keys())
    one, other = filled(tmp_path / "one", before), filled(tmp_path / "other", before)
    placing.put(one, contents, gone)
    assert treeswap.can(other)
    assert treeswap.put(other, contents, gone)
    assert tree(other) == tree(one) == {n: c for n, c in before.items() if n not in gone} | contents
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_what_is_a_persons_stays_with_its_mode_its_links_and_its_empty_folders(tmp_path: Path) -> None:
    folder = filled(tmp_path / "site", {"index.html": b"old", "CNAME": b"notes.example"})
    (folder / "CNAME").chmod(0o640)
    (folder / "link").symlink_to("CNAME")
    (folder / "mine" / "empty").mkdir(parents=True)
    before = (folder / "CNAME").stat()
    assert treeswap.put(folder, {"index.html": b"new"}, [])
    after = (folder / "CNAME").stat()
    assert (after.st_ino, after.st_mode, after.st_mtime_ns) == (
        before.st_ino,
        before.st_mode,
        before.st_mtime_ns,
    )
    assert (folder / "link").is_symlink()
    assert (folder / "mine" / "empty").is_dir()


def test_what_a_person_saves_meanwhile_is_carried_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled(tmp_path / "site", {"index.html": b"old", "about.html": b"old", "other.html": b"old"})

    def saving(new: Path, old: Path) -> bool:
        filled(old, {"new/page.html": b"mine", "index.html": b"mine", "other.html": b"mine, in place"})
        (old / "about.html.tmp").write_bytes(b"mine")
        (old / "about.html.tmp").replace(old / "about.html")
        return exchanged(new, old)

    monkeypatch.setattr("digest.treeswap.exchanged", saving)
    assert treeswap.put(folder, {"index.html": b"ours"}, [])
    assert tree(folder) == {
        "index.html": b"mine",
        "about.html": b"mine",
        "other.html": b"mine, in place",
        "new/page.html": b"mine",
    }


def test_where_the_system_refuses_files_change_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled(tmp_path / "site", {"a": b"old", "b": b"old"})
    monkeypatch.setattr("digest.treeswap.exchanged", lambda *_: False)
    placing.put_whole(folder, {"a": b"new"}, ["b"])
    assert tree(folder) == {"a": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_work_tree_of_git_and_links_are_left_in_their_place(tmp_path: Path) -> None:
    work = filled(tmp_path / "work", {".git/HEAD": b"x"})
    (tmp_path / "link").symlink_to(work)
    inner = filled(tmp_path / "inner", {"a": b"x"})
    (inner / "b").symlink_to(work)
    assert not any(map(treeswap.can, (work, tmp_path / "link", inner)))
    assert treeswap.can(tmp_path / "nowhere")


def test_an_error_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "site", {"a": b"old"})

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    with pytest.raises(DigestError, match="free some space"):
        placing.put_whole(folder, {"b": b"new"})
    assert tree(folder) == {"a": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_run_that_died_left_is_taken_away(tmp_path: Path) -> None:
    folder = filled(tmp_path / "site", {"a": b"old"})
    filled(tmp_path / ".site.digest-new", {"a": b"half"})
    assert treeswap.put(folder, {"b": b"new"}, [])
    assert tree(tmp_path) == {"site/a": b"old", "site/b": b"new"}


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.ENOTSUP])
def test_where_a_file_can_have_no_second_name_files_change_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = filled(tmp_path / "site", {"a": b"old", "theirs": b"x"})

    def refused(*_: object, **__: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr("os.link", refused)
    placing.put_whole(folder, {"a": b"new"})
    assert tree(tmp_path) == {"site/a": b"new", "site/theirs": b"x"}


@pytest.mark.parametrize("closed", [".", "site", "site/inner"])
def test_where_a_folder_is_not_ours_to_change_files_change_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    folder = filled(tmp_path / "site", {"a": b"old", "inner/b": b"x"})
    monkeypatch.setattr("os.access", lambda path, _: path != tmp_path / closed)
    assert not treeswap.can(folder)
    placing.put_whole(folder, {"a": b"new"})
    assert tree(tmp_path) == {"site/a": b"new", "site/inner/b": b"x"}


def test_the_folder_in_which_one_stands_is_not_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled(tmp_path / "site", {"a": b"old"})
    number = folder.stat().st_ino
    monkeypatch.chdir(folder)
    treeswap.tidy(Path())
    placing.put_whole(Path(), {"a": b"new"})
    assert (folder.stat().st_ino, tree(tmp_path)) == (number, {"site/a": b"new"})


def test_folders_keep_their_mode_and_their_times(tmp_path: Path) -> None:
    folder = filled(tmp_path / "site", {"mine/deep/b": b"x", "a": b"old"})
    inner = folder / "mine" / "deep"
    inner.chmod(0o2770)
    os.utime(inner, (1_000_000_000, 1_000_000_000))
    before = inner.stat()
    assert treeswap.put(folder, {"a": b"new"}, [])
    after = inner.stat()
    assert (after.st_mode, after.st_mtime, after.st_gid) == (before.st_mode, before.st_mtime, before.st_gid)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives folders away")
def test_a_folder_stays_its_owners_when_root_publishes(tmp_path: Path) -> None:
    folder = filled(tmp_path / "site", {"mine/b": b"x"})
    for path in (folder, folder / "mine"):
        os.chown(path, 65534, 65534)
    assert treeswap.put(folder, {"a": b"new"}, [])
    assert {path.stat().st_uid for path in (folder, folder / "mine")} == {65534}
