"""Files put into a folder: all or none, and never one outside of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import placing
from digest.errors import DigestError


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/../../x", "/etc/x", "a//b", "a\\b", "c:x", "a/", "x\x00y"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    for act in (placing.inside, placing.content, lambda folder, at: placing.put(folder, {at: b"x"})):
        with pytest.raises(DigestError, match="no name of a file"):
            act(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_link_out_of_the_folder_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    blog, outside = tmp_path / "blog", tmp_path / "outside"
    blog.mkdir()
    outside.mkdir()
    (outside / "secret").write_text("mine", "utf-8")
    (blog / "posts").symlink_to(outside)
    (blog / "page").symlink_to(outside / "secret")
    (blog / "gone").symlink_to(tmp_path / "nowhere")
    for name in ("posts/p.md", "page", "gone"):
        with pytest.raises(DigestError, match="link out of"):
            placing.put(blog, {"first.md": b"1", name: b"x"})
        with pytest.raises(DigestError, match="link out of"):
            placing.content(blog, name)
    assert sorted(path.name for path in blog.iterdir()) == ["gone", "page", "posts"]
    assert (outside / "secret").read_text("utf-8") == "mine"
    assert [path.name for path in outside.iterdir()] == ["secret"]


def test_a_link_within_the_folder_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "posts").symlink_to("real")
    placing.put(tmp_path, {"posts/p.md": b"x"})
    assert (tmp_path / "real" / "p.md").read_bytes() == b"x"
    assert (tmp_path / "posts").is_symlink()


def test_a_ring_of_links_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(DigestError):
        placing.put(tmp_path, {"a": b"x"})


def test_a_folder_that_is_itself_a_link_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "blog").symlink_to("real")
    placing.put(tmp_path / "blog", {"a/p.md": b"x"})
    assert placing.content(tmp_path / "blog", "a/p.md") == b"x"


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"no folder")
    with pytest.raises(DigestError, match="cannot be written"):
        placing.put(tmp_path, {"kept": b"new", "file/below": b"x"}, without=["file"])
    assert (tmp_path / "kept").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "kept"]


def test_what_a_run_that_died_left_is_no_litter_after_the_next(tmp_path: Path) -> None:
    (tmp_path / ".p.md.part").write_bytes(b"half")
    placing.put(tmp_path, {"p.md": b"whole"})
    assert [path.name for path in tmp_path.iterdir()] == ["p.md"]


def test_a_folder_that_loses_its_last_file_goes_too(tmp_path: Path) -> None:
    placing.put(tmp_path, {"a/b/one": b"1", "a/two": b"2"})
    placing.put(tmp_path, {}, without=["a/b/one"])
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["two"]
    placing.put(tmp_path, {}, without=["a/two"])
    assert tmp_path.is_dir()
    assert not (tmp_path / "a").exists()


def test_a_folder_where_a_file_goes_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    with pytest.raises(DigestError, match="cannot be read"):
        placing.content(tmp_path, "index.html")


def test_what_a_run_that_died_left_beside_a_file_that_is_not_wanted_any_more_goes_too(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    for name in (".one.png.part", ".mine.part"):
        (tmp_path / "p" / name).write_bytes(b"half")
    placing.tidy(tmp_path, ["p/one.png", "p/two.png", "../x", "q/z"])
    assert [path.name for path in (tmp_path / "p").iterdir()] == [".mine.part"]
