"""What is watched may come, go and be replaced."""

from __future__ import annotations

from pathlib import Path

from digest.preview.watching import content_of, folders_of


def test_a_file_is_watched_by_the_folder_that_holds_it(tmp_path: Path) -> None:
    assert folders_of([tmp_path / "draft.md"]) == {tmp_path}


def test_what_does_not_exist_is_watched_where_it_would_begin(tmp_path: Path) -> None:
    assert folders_of([tmp_path / "out" / "2026-W47" / "draft.md"]) == {tmp_path}


def test_a_folder_is_watched_with_all_below_it_and_where_it_could_vanish(tmp_path: Path) -> None:
    (tmp_path / "templates" / "parts").mkdir(parents=True)
    templates = tmp_path / "templates"
    assert folders_of([templates]) == {tmp_path, templates, templates / "parts"}


def test_content_changes_with_each_edit_new_file_rename_and_removal(tmp_path: Path) -> None:
    folder, file = tmp_path / "templates", tmp_path / "draft.md"
    states = [content_of([folder, file])]

    def step() -> None:
        states.append(content_of([folder, file]))

    file.write_text("one", "utf-8")
    step()
    file.write_text("two", "utf-8")
    step()
    folder.mkdir()
    (folder / "email.css").write_text("a", "utf-8")
    step()
    (folder / "email.css").rename(folder / "page.css")
    step()
    (folder / "page.css").unlink()
    folder.rmdir()
    file.unlink()
    step()
    assert len(set(states)) == len(states) - 1
    assert states[-1] == states[0]


def test_writing_the_same_again_is_no_change(tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("one", "utf-8")
    before = content_of([file])
    file.write_text("one", "utf-8")
    assert content_of([file]) == before


def test_a_large_file_is_told_by_size_and_time(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(b"a" * 1_000_001)
    before = content_of([file])
    file.write_bytes(b"a" * 1_000_002)
    assert content_of([file]) != before
