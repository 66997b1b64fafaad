"""What an editor did otherwise than the machine is said of every report behind a story."""

from __future__ import annotations

from dataclasses import replace

from digest import decisions
from digest.model import Edition, Fate, Piece, Section
from tests.records import edition, entry, piece, story

LEAD, OTHER, COPY = entry("A sale"), entry("A sale, told again"), entry("A sale, copied")
SALE = piece("A sale", "It pays.", story=replace(story(LEAD, OTHER), copies=(COPY,)))
RULING = piece("A ruling", "It binds.")


def with_pieces(*pieces: Piece, **changes: object) -> Edition:
    return edition(Section("deals", "Deals", "", pieces), **changes)


def told(made: Edition, edited: Edition) -> dict[str, tuple[str, str]]:
    fates = [Fate(one.id, "", one.title, "", "merged", "as it was") for one in (LEAD, OTHER, COPY)]
    return {
        fate.title: (fate.fate, fate.reason) for fate in decisions.applied(fates, decisions.of(made, edited))
    }


def test_a_story_that_is_printed_anywhere_is_as_it_was_built() -> None:
    moved = edition(Section("labor", "Labor", "", (replace(SALE, headline="Sold"), RULING)))
    assert set(told(with_pieces(SALE, RULING), moved).values()) == {("merged", "as it was")}


def test_a_story_that_was_left_out_or_waits_takes_all_its_reports_along() -> None:
    made = with_pieces(SALE, RULING)
    assert set(told(made, with_pieces(RULING)).values()) == {
        ("dropped", "left out of the issue by the editor")
    }
    assert set(told(made, with_pieces(RULING, held=(SALE,))).values()) == {
        ("held", "held for the next edition by the editor")
    }


def test_a_story_that_was_brought_in_stands_with_what_tells_it() -> None:
    now = told(with_pieces(RULING), with_pieces(SALE, RULING))
    reason = "chosen by the editor, in deals"
    assert now == {
        "A sale": ("section", reason),
        "A sale, told again": ("merged", reason),
        "A sale, copied": ("copy", reason),
    }


def test_the_machines_reason_is_kept_as_a_note() -> None:
    (fate,) = decisions.applied(
        [Fate(LEAD.id, "", LEAD.title, "", "section", "told in deals", notes=("score 3",))],
        decisions.of(with_pieces(SALE), with_pieces()),
    )
    assert fate.notes == ("as built: section: told in deals", "score 3")


def test_a_story_of_the_editors_own_decides_nothing() -> None:
    own = piece("My view", "So.", story=None)
    assert not decisions.of(with_pieces(), with_pieces(own))
    assert not decisions.of(with_pieces(own), with_pieces(held=(own,)))
