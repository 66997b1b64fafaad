"""What was found while a story was out of the draft is told to its editor when the story comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import editing
from digest.project import load, opened
from tests.test_rebuild import KEY, block, build, built_once, change, correct, file, sample

__all__ = ["built_once", "file", "sample"]

OXMIQ = "chip designer Oxmiq"


def act(folder: Path, action: str, **values: str) -> None:
    with opened(load(folder / "sources.toml")) as project:
        editing.act(project, KEY, action, **values)


def undo(folder: Path) -> None:
    with opened(load(folder / "sources.toml")) as project:
        editing.undone_last(project, KEY)


def told(file: Path) -> str:
    return block(file.read_text("utf-8"), OXMIQ)


@pytest.mark.parametrize("back", ["restore", "undo"])
def test_an_untouched_story_comes_back_as_its_reports_have_it_now(
    sample: Path, file: Path, back: str
) -> None:
    act(sample, "drop", story="Oxmiq")
    correct(sample, "$35 million", "$53 million")
    build(sample)
    assert OXMIQ not in file.read_text("utf-8")
    act(sample, "restore", story="Oxmiq") if back == "restore" else undo(sample)
    assert "$53 million" in told(file)
    assert "$35 million" not in told(file)
    stood = file.read_bytes()
    build(sample)
    assert file.read_bytes() == stood


@pytest.mark.parametrize("back", ["restore", "undo"])
def test_a_reworded_story_comes_back_with_the_conflict_and_a_settled_one_stays_settled(
    sample: Path, file: Path, back: str
) -> None:
    change(file, "Oxmiq, a start-up", "Our own Oxmiq, a start-up")
    act(sample, "drop", story="Oxmiq")
    correct(sample, "$35 million", "$53 million")
    build(sample)
    act(sample, "restore", story="Oxmiq") if back == "restore" else undo(sample)
    assert "Our own Oxmiq" in told(file)
    assert "<!-- conflict" in told(file)
    act(sample, "settle", story="Oxmiq", which="mine")
    stood = file.read_bytes()
    build(sample)
    assert file.read_bytes() == stood


def test_a_story_that_was_cut_out_by_hand_and_put_back_meets_what_was_found_meanwhile(
    sample: Path, file: Path
) -> None:
    change(file, "Oxmiq, a start-up", "Our own Oxmiq, a start-up")
    cut = told(file)
    change(file, cut, "")
    correct(sample, "$35 million", "$53 million")
    build(sample)
    build(sample)  # however often
    change(file, "### [Google", f"{cut}### [Google")
    act(sample, "pin", story="Scale AI tender")  # which says nothing of this story
    build(sample)
    assert "Our own Oxmiq" in told(file)
    assert "<!-- conflict" in told(file)
    stood = file.read_bytes()
    build(sample)
    assert file.read_bytes() == stood
