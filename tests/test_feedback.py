"""What an editor teaches: what counts as a lesson, and what stands in the file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from digest import feedback
from digest.model import Edition, Lesson, Piece, Section
from tests import records
from tests.records import NOW

DEAL, RULING = records.piece("Northwind buys Tall Pines", "It pays.", "In cash."), records.piece("A ruling")


def edition(deals: tuple[Piece, ...], labor: tuple[Piece, ...]) -> Edition:
    return records.edition(Section("deals", "Deals", "", deals), Section("labor", "Labor", "", labor))


MADE = edition((DEAL,), (RULING,))


def taught(edited: Edition) -> list[tuple[str, str, str]]:
    return [(found.title, found.was, found.now) for found in feedback.lessons_of(MADE, edited, NOW)]


def test_a_story_left_where_it_was_teaches_nothing() -> None:
    reworded = replace(DEAL, headline="They buy it", blurb="Other words.")
    assert taught(edition((reworded,), (RULING,))) == []


def test_a_story_that_waits_for_the_next_edition_teaches_nothing() -> None:
    assert taught(replace(edition((), (RULING,)), held=(DEAL,))) == []


def test_a_story_moved_to_another_section_teaches_that_section() -> None:
    assert taught(edition((), (RULING, DEAL))) == [("Northwind buys Tall Pines", "deals", "labor")]


def test_a_story_that_is_gone_teaches_that_it_is_not_for_this_digest() -> None:
    assert taught(edition((DEAL,), ())) == [("A ruling", "labor", "")]


def test_a_section_that_is_gone_drops_its_stories() -> None:
    assert taught(MADE.with_sections(MADE.sections[:1])) == [("A ruling", "labor", "")]


def test_a_piece_of_the_editors_own_teaches_nothing() -> None:
    own = Piece("own", "My view", "", "Words.")
    assert taught(edition((DEAL, own), (RULING,))) == []


def test_a_lesson_holds_what_the_story_said() -> None:
    (found,) = feedback.lessons_of(MADE, edition((), (RULING,)), NOW)
    assert found == Lesson(
        "Northwind buys Tall Pines", "It pays. In cash.", "Ledger Wire", "deals", "", "2026-W47", NOW
    )


MOVED = Lesson("A ruling", "It binds.", "Wire", "deals", "labor", "2026-W47", NOW)
EARLIER = replace(MOVED, title="An earlier one", edition="2026-W46", at=NOW - timedelta(weeks=1))


def test_rendering_again_teaches_once_and_keeps_the_time() -> None:
    later = replace(MOVED, at=NOW + timedelta(hours=1))
    assert feedback.merged((EARLIER, MOVED), (later,), "2026-W47") == (EARLIER, MOVED)


def test_a_story_moved_back_is_forgotten_and_other_editions_are_not() -> None:
    assert feedback.merged((EARLIER, MOVED), (), "2026-W47") == (EARLIER,)


def test_a_story_moved_on_teaches_its_last_place_only() -> None:
    on = replace(MOVED, now="infrastructure")
    assert feedback.merged((MOVED,), (on,), "2026-W47") == (on,)


def test_an_older_edition_that_is_rendered_again_keeps_its_place_in_the_file() -> None:
    assert feedback.merged((EARLIER, MOVED), (EARLIER,), "2026-W46") == (EARLIER, MOVED)


def test_a_line_has_its_keys_in_one_order_and_null_for_dropped() -> None:
    line = feedback.write([replace(MOVED, now="")])
    assert list(json.loads(line)) == ["at", "edition", "title", "lead", "publisher", "was", "now"]
    assert line.startswith('{"at": "2026-11-22T18:00:00Z", "edition": "2026-W47"')
    assert line.endswith('"now": null}\n')


lessons = st.builds(
    Lesson,
    *[st.text(max_size=20)] * 6,
    st.datetimes(min_value=NOW.replace(tzinfo=None)).map(
        lambda at: at.replace(microsecond=0, tzinfo=NOW.tzinfo)
    ),
)


@given(st.lists(lessons))
def test_what_is_written_is_read_back(known: list[Lesson]) -> None:
    assert feedback.read(feedback.write(known), "f") == feedback.Feedback(tuple(known))


@given(st.text())
def test_no_text_stops_a_run(text: str) -> None:
    found = feedback.read(text, "f")
    assert len(found.notes) == len(found.unread)


def test_a_broken_line_is_named_kept_and_teaches_nothing() -> None:
    broken = '{"at": "2026-11-22", "title": "cut o'
    found = feedback.read(f"{feedback.write([MOVED])}\n{broken}\n[1]\n{{}}\n", "out/feedback.jsonl")
    assert found.lessons == (MOVED,)
    assert [note.split("; ")[0] for note in found.notes] == [
        "out/feedback.jsonl:3: is no JSON",
        'out/feedback.jsonl:4: has no text "edition"',
        'out/feedback.jsonl:5: has no text "edition"',
    ]
    assert broken in feedback.write(found.lessons, found.unread)


def test_a_line_with_a_time_that_is_none_is_named() -> None:
    line = feedback.write([MOVED]).replace("2026-11-22T18:00:00Z", "last Sunday")
    assert '"at" is no time' in feedback.read(line, "f").notes[0]


def test_no_file_is_no_lesson_and_bytes_that_are_no_text_stop_nothing(tmp_path: Path) -> None:
    assert feedback.load(tmp_path / "feedback.jsonl") == feedback.Feedback()
    (tmp_path / "feedback.jsonl").write_bytes(b"\xff\xfe\x00\n" + feedback.write([MOVED]).encode())
    found = feedback.load(tmp_path / "feedback.jsonl")
    assert (found.lessons, len(found.notes)) == ((MOVED,), 1)
