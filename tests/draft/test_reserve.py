"""Stories that a draft holds back, and stories that it brings in: read with the evidence behind them."""

from __future__ import annotations

import pytest

from digest import draft
from digest.errors import DraftError
from digest.model import Edition, Piece, Section
from tests.records import edition, piece

OUTSIDE = piece("A sale below the line", "It is small.")
HELD = "\n\n## Held for next week <!-- held -->\n\n"


def block(told: Piece) -> str:
    """A piece as it stands in a draft."""
    return draft.write(edition(Section("deals", "Deals", "", (told,)))).partition("<!-- section deals -->")[2]


def read(text: str, *reserve: Piece) -> Edition:
    return draft.applied(edition(), draft.read(text), {one.id: one for one in reserve})


def test_a_story_in_reserve_keeps_its_evidence_in_other_words() -> None:
    text = draft.write(edition()) + block(OUTSIDE).replace("small", "tiny")
    there = read(text, OUTSIDE).pieces[-1]
    assert (there.story, there.blurb) == (OUTSIDE.story, "It is tiny.")
    assert read(text).pieces[-1].story is None


def test_what_is_in_reserve_is_printed_only_where_the_draft_names_it() -> None:
    assert read(draft.write(edition()), OUTSIDE) == edition()
    own = f"\n### [Mine]({OUTSIDE.url})\n\nOf my own.\n"  # the same address is not yet the same story
    assert read(draft.write(edition()) + own, OUTSIDE).pieces[-1].story is None


def test_what_stands_under_the_heading_of_what_waits_is_not_printed() -> None:
    first, *others = edition().sections[0].pieces
    text = draft.write(edition()).replace(block(first).strip(), "", 1) + HELD + block(first).strip() + "\n"
    made = read(text)
    assert made.held == (first,)
    assert made.sections[0].pieces == tuple(others)


def test_a_story_that_waits_may_be_of_ones_own_or_out_of_the_reserve() -> None:
    text = draft.write(edition()) + HELD + block(OUTSIDE).strip() + "\n\n### Mine\n\nLater.\n"
    waiting, own = read(text, OUTSIDE).held
    assert waiting == OUTSIDE
    assert (own.headline, own.story) == ("Mine", None)


def test_what_waits_is_in_the_draft_that_the_edition_writes() -> None:
    made = read(draft.write(edition()) + HELD + block(OUTSIDE), OUTSIDE)
    assert draft.applied(made, draft.read(draft.write(made))) == made


def test_a_story_cannot_both_wait_and_be_printed() -> None:
    first = edition().sections[0].pieces[0]
    with pytest.raises(DraftError, match=f"story {first.id} stands here and in line"):
        read(draft.write(edition()) + HELD + block(first))
