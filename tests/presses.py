"""The press for tests: an edition becomes all its outputs as it does in a project, without one on disk."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from digest import press
from digest.check import Galley
from digest.model import BLANK, Edition, Entry, Stationery
from digest.project import Project


def galley(made: Edition, paper: Stationery = BLANK) -> Galley:
    """`made` with its reports and all its outputs, as the gate gets them.

    Raises:
        DigestError: an output lacks some of it.
    """
    config = SimpleNamespace(
        templates=Path("no-templates"), stationery=paper, mail=SimpleNamespace(sender=paper.sender)
    )
    project = cast("Project", SimpleNamespace(config=config, folder=Path("no-such-project").joinpath))
    printed = press.printed(project, made)
    return Galley(
        made,
        entries(made),
        printed.texts,
        paper,
        printed.replaced,
        traced=printed.traced,
        unsent=printed.unsent,
    )


def entries(made: Edition) -> dict[str, Entry]:
    """The reports behind an edition, by id."""
    stories = [piece.story for piece in made.pieces if piece.story]
    return {entry.id: entry for story in stories for entry in (*story.entries, *story.copies)}
