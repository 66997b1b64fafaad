"""A thin section is named with what is wrong, and an ordinary one is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digest import thin
from digest.model import Edition, Entry, Piece, Section, SourceNote, Story
from tests import editions

USUAL = (("Wire", 9), ("Post", 5))


def told(source: str, number: int) -> Piece:
    at = editions.WEEK.start
    entry = Entry(f"e{number}", source, source, "", "", "One", "", "", "", "", "", at, at)
    return Piece(f"s{number}", "One", "", "Words.", story=Story(f"s{number}", (entry,)))


def week(*sources: str, notes: Sequence[tuple[str, int]] = USUAL) -> Edition:
    """An edition whose section Deals has a story of each of `sources`, all of which brought so many items."""
    pieces = tuple(told(source, number) for number, source in enumerate(sources))
    made = editions.edition(rooms=(Section("deals", "Deals", "", pieces),))
    return replace(made, sources=tuple(SourceNote(name, seen, 0) for name, seen in notes))


EARLIER = (
    week("Wire", "Wire", "Post", "Post"),
    week("Wire", "Post", "Wire"),
    week("Wire", "Post", "Wire", "Wire"),
)


def sentence(made: Edition, earlier: Sequence[Edition] = EARLIER, **troubles: str) -> str:
    return "; ".join(found.sentence for found in thin.of(made, earlier, troubles))


def test_a_section_with_half_of_its_usual_stories_is_thin_and_one_with_more_is_not() -> None:
    assert sentence(week("Wire", "Post")).startswith("Deals: 2 stories, usually 4, because")
    assert sentence(week("Wire")).startswith("Deals: 1 story, usually 4, because")
    assert sentence(week("Wire", "Post", "Wire")) == ""


def test_a_section_that_is_missing_is_thin_by_the_name_that_it_had() -> None:
    made = replace(week(), sections=())
    assert sentence(made).startswith("Deals: 0 stories, usually 4")


def test_sources_that_are_not_well_are_named_with_what_is_wrong() -> None:
    found = sentence(week("Post"), Wire="answered 500")
    assert found.endswith("because 1 source of it failed or fell silent (Wire: answered 500)")
    assert "Wire" not in sentence(week("Post"), Elsewhere="answered 500")


def test_a_source_that_is_well_and_brought_nothing_is_named() -> None:
    made = week("Post", notes=(("Wire", 0), ("Post", 5)))
    assert sentence(made).endswith("because Wire brought nothing")


def test_where_all_are_well_it_says_whether_they_wrote_less_or_of_other_things() -> None:
    less = week("Post", notes=(("Wire", 2), ("Post", 1)))
    assert sentence(less).endswith("because its sources wrote less (3 items, usually 14)")
    assert sentence(week("Post")).endswith("because its sources wrote of other things (14 items, usually 14)")


def test_nothing_is_called_thin_before_it_is_known_what_is_usual() -> None:
    assert sentence(week(), EARLIER[:2]) == ""
    small = [week("Wire")] * 5
    assert sentence(week(), small) == ""
