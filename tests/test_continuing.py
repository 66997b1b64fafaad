"""An event keeps its id from build to build, whichever of its reports leads."""

from __future__ import annotations

from digest import continuing, draft
from digest.model import Edition, Fate, Piece, Section, Story, stable_id
from tests import editions
from tests.editions import entry

A, B, C, D = (entry(f"Report {letter}", f"Outlet {letter}") for letter in "abcd")


def told(*entries: object, id_: str = "", related: tuple[str, ...] = ()) -> Piece:
    """A story of these reports, the lead first, with the id that its lead gives it."""
    lead = entries[0]
    story = Story(id_ or named(lead), tuple(entries), related=related)  # type: ignore[arg-type]
    return Piece(story.id, story.lead.title, story.lead.url, "Told.", story=story)


def named(lead: object) -> str:
    return stable_id("story", lead.id)  # type: ignore[attr-defined]


def edition(*pieces: Piece, section: str = "s1") -> Edition:
    return editions.edition(rooms=(Section(section, "One", "", pieces),))


def ids(made: Edition, before: Edition) -> list[str]:
    return [piece.id for piece in continuing.kept(made, (), before)[0].pieces]


def test_a_story_goes_on_when_a_better_report_leads() -> None:
    before = edition(told(A, B), told(C))
    assert ids(edition(told(D, A, B), told(C)), before) == [named(A), named(C)]


def test_the_id_is_the_same_wherever_it_stands() -> None:
    before = edition(told(A, B))
    made = edition(told(B, A), told(C, related=(named(B),)))
    fates = (
        Fate("e", "s", "t", "u", "section", "r", named(B)),
        Fate("f", "s", "t", "u", "section", "r", "other"),
    )
    below = Section("s1", "One", "", (told(D, related=(named(B),)),))
    now, told_fates, waiting = continuing.kept(made, fates, before, (below,))
    first, second = now.pieces
    assert first.story
    assert second.story
    assert waiting[0].pieces[0].story
    assert {first.id, first.story.id, *second.story.related} == {named(A)}
    assert waiting[0].pieces[0].story.related == (named(A),)
    assert [fate.story for fate in told_fates] == [named(A), "other"]


def test_of_a_story_that_falls_in_two_the_part_with_its_lead_goes_on() -> None:
    before = edition(told(A, B, C, D))
    assert ids(edition(told(B, C, D), told(A)), before) == [named(B), named(A)]


def test_of_two_stories_that_fall_in_one_the_one_with_the_same_lead_goes_on() -> None:
    before = edition(told(A, B, C), told(D))
    made = edition(told(D, A, B, C))
    assert ids(made, before) == [named(D)]
    assert continuing.folded(continuing.kept(made, (), before)[0], before) == {named(A): "Report d"}


def test_the_largest_part_goes_on_where_the_lead_is_gone() -> None:
    before = edition(told(A, B, C, D))
    assert ids(edition(told(B), told(C, D)), before) == [named(B), named(A)]


def test_two_stories_never_share_an_id() -> None:
    before = edition(told(B, A, id_=named(A)))
    now = ids(edition(told(A), told(B, C)), before)
    assert now[1] == named(A)
    assert len(set(now)) == 2
    below = Section("s1", "One", "", (told(A),))
    _, _, waiting = continuing.kept(edition(told(B, C)), (), before, (below,))
    assert waiting[0].pieces[0].id != named(A)


def test_what_a_person_deleted_is_remembered_while_the_machine_has_it_not() -> None:
    before = edition(told(A), told(B), told(C))
    lost = continuing.lost(edition(told(C)), before, removed=(named(B),))
    assert lost
    assert [piece.id for piece in lost.pieces] == [named(A)]
    text = draft.write(edition(told(C)))
    again = continuing.recalled(text, text, edition(told(C), told(A)), lost, "draft.md")
    assert f"<!-- story {named(A)} -->" in again
    kept = continuing.recalled(text, draft.write(before), edition(told(C)), lost, "draft.md")
    assert kept == text
