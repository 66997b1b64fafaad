"""Corrections as lines of the draft: written, read back, reworded, refused with what to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import draft
from digest.draft import corrections
from digest.draft.moves import correcting
from digest.errors import DraftError
from digest.model import Correction, Edition
from tests import editions

DAY = date(2025, 6, 17)
OWN = Correction(DAY, "We wrote $10 billion; it is **$14 billion**.")
EARLIER = Correction(
    DAY, "The mine is in Chile.", "1a2b", "2025-W23", "A mine opens", "https://n.example/w23", 2
)


def _read(made: Edition, text: str) -> Edition:
    return draft.applied(made, draft.read(text, "draft.md"))


def _with(*found: Correction) -> Edition:
    return editions.edition(corrections=found)


def _of_story(made: Edition, number: int = 0) -> Correction:
    piece = made.pieces[number]
    return replace(OWN, story=piece.id, headline=piece.headline)


def test_a_correction_reads_like_a_dated_sentence() -> None:
    assert corrections.line(OWN) == "Correction: 2025-06-17 · We wrote $10 billion; it is **$14 billion**."
    assert corrections.line(EARLIER) == "Correction: 2025-W23 · 2025-06-17 · The mine is in Chile."


def test_an_edition_without_corrections_has_the_draft_that_it_had() -> None:
    assert "Correction" not in draft.write(editions.weekly())


def test_corrections_come_back_with_their_stories_and_what_is_known_of_earlier_editions() -> None:
    made = editions.edition()
    made = replace(made, corrections=(EARLIER, OWN, _of_story(made), _of_story(made, 4)))
    text = draft.write(made)
    assert _read(made, text).corrections == made.corrections
    assert draft.write(_read(made, text)) == text


def test_a_line_above_the_first_section_is_about_the_whole_edition() -> None:
    text = draft.write(_with(OWN))
    assert text.index(corrections.line(OWN)) < text.index("\n## ")
    assert _read(editions.edition(), text).corrections == (OWN,)


def test_a_correction_moves_with_its_story_and_keeps_the_text_around_it() -> None:
    made = editions.edition()
    plain = _read(made, draft.write(made))
    marked = replace(made, corrections=(_of_story(made, 4),))
    read = _read(made, draft.write(marked))
    assert read.corrections[0].story == made.pieces[4].id
    assert replace(read, corrections=()) == plain


def test_the_words_of_a_story_that_begin_like_a_correction_stay_its_words() -> None:
    made = editions.edition(sections=1)
    said = replace(made.pieces[0], blurb="Correction: an earlier report named the wrong mine.")
    made = made.with_sections([replace(made.sections[0], pieces=(said, *made.pieces[1:]))])
    read = _read(made, draft.write(made))
    assert (read.pieces[0].blurb, read.corrections) == (said.blurb, ())


def test_a_reworded_line_about_an_earlier_edition_keeps_its_story_and_address() -> None:
    other = replace(EARLIER, text="Northwind employs 900 people, not 9,000.", headline="Northwind hires")
    made = _with(EARLIER, other)
    text = draft.write(made).replace("The mine is in Chile.", "The mine is in Chile, not Peru.")
    found = _read(made, text).corrections
    assert [(one.headline, one.number) for one in found] == [("A mine opens", 2), ("Northwind hires", 2)]
    text = text.replace(corrections.line(replace(EARLIER, text="The mine is in Chile, not Peru.")) + "\n", "")
    assert [one.headline for one in _read(made, text).corrections] == ["Northwind hires"]


def test_a_line_about_an_earlier_edition_can_be_written_by_hand() -> None:
    text = draft.write(editions.edition())
    text = text.replace("\n## ", "\nCorrection: 2025-W20 | 2025-06-17 | Not so.\n\n## ", 1)
    assert _read(editions.edition(), text).corrections == (Correction(DAY, "Not so.", edition="2025-W20"),)


def test_the_key_of_the_edition_itself_says_nothing_more() -> None:
    made = editions.edition()
    text = draft.write(_with(replace(OWN, edition=made.key)))
    assert _read(made, text).corrections == (OWN,)


def test_a_day_is_a_key_too() -> None:
    daily = replace(EARLIER, edition="2025-06-16")
    assert corrections.read(corrections.line(daily).partition(": ")[2], "") == replace(
        daily, story="", headline="", url="", number=0
    )


@pytest.mark.parametrize(
    ("line", "problem", "remedy"),
    [
        ("We were wrong.", "does not begin with its day", "Correction: 2026-11-24 · We wrote"),
        ("24.11.2026 · Wrong.", '"24.11.2026" is no day as it is written here', "2026-11-24"),
        ("17 June 2025 · Wrong.", '"17 June 2025" is no day', "2026-11-24"),
        ("2025-13-01 · Wrong.", "there is no day 2025-13-01", "2026-11-24"),
        ("2025-06-17", "the correction says nothing", "Correction: 2026-11-24 ·"),
        ("2025-W23 · Wrong.", "the correction of 2025-W23 has no day", "2026-W46 · 2026-11-24"),
        ("2025-W23 · 2025-06-17", "the correction says nothing", "Correction:"),
        ("last week · 2025-06-17 · Wrong.", '"last week" names no edition', "2026-W46 · 2026-11-24"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_what_to_write(
    line: str, problem: str, remedy: str
) -> None:
    made = editions.edition()
    text = draft.write(made).replace("\n## ", f"\nCorrection: {line}\n\n## ", 1)
    number = text.split("\n").index(f"Correction: {line}") + 1
    with pytest.raises(DraftError) as caught:
        _read(made, text)
    assert str(caught.value).startswith(f"draft.md:{number}: ")
    assert problem in str(caught.value)
    assert remedy in str(caught.value)


def test_a_link_that_is_not_closed_is_told_with_its_line() -> None:
    with pytest.raises(DraftError, match=r"draft.md:\d+: a link is opened and not closed: .*mine.example"):
        draft.read(draft.write(_with(replace(OWN, text="See [the mine](https://mine.example/1"))))


def test_an_earlier_edition_is_not_corrected_under_a_story_of_this_one() -> None:
    made = editions.edition()
    text = correcting.corrected(draft.write(made), replace(EARLIER, story=made.pieces[0].id))
    with pytest.raises(DraftError, match=r"a correction of 2025-W23 stands under a story.*above the first"):
        _read(made, text)


def test_a_story_that_waits_carries_no_correction() -> None:
    made = editions.edition()
    held = made.pieces[1]
    text = draft.write(replace(made, held=(replace(held, id="abcd"),)))
    with pytest.raises(DraftError, match=r"under a story that waits.*put the story back"):
        _read(made, correcting.corrected(text, replace(OWN, story="abcd")))


def test_a_correction_between_a_section_and_its_stories_is_sent_elsewhere() -> None:
    text = draft.write(editions.edition())
    heading = next(line for line in text.split("\n") if line.startswith("## "))
    with pytest.raises(DraftError, match="put it under its story, or above the first section"):
        draft.read(text.replace(heading, f"{heading}\n\n{corrections.line(OWN)}"))


def test_a_line_is_put_under_its_story_and_changes_nothing_besides() -> None:
    made = editions.edition()
    before = draft.write(made)
    second = replace(OWN, text="And one more.")
    once = correcting.corrected(before, _of_story(made, 3))
    twice = correcting.corrected(once, replace(second, story=made.pieces[3].id))
    added = [line for line in twice.split("\n") if line not in before.split("\n")]
    assert added == [corrections.line(OWN), corrections.line(second)]
    assert f"{corrections.line(OWN)}\n{corrections.line(second)}\n" in twice
    assert twice.replace(f"\n\n{corrections.line(OWN)}\n{corrections.line(second)}", "") == before
    assert {one.story for one in _read(made, twice).corrections} == {made.pieces[3].id}


def test_the_same_line_is_not_put_in_twice() -> None:
    made = editions.edition()
    for one in (OWN, _of_story(made)):
        text = correcting.corrected(draft.write(made), one)
        assert correcting.corrected(text, one) == text


def test_a_file_with_other_line_ends_keeps_them() -> None:
    text = draft.write(editions.edition()).replace("\n", "\r\n")
    done = correcting.corrected(text, OWN)
    assert done.count("\n") == done.count("\r\n") == text.count("\n") + 2


def test_a_correction_written_by_the_program_equals_one_that_it_puts_in() -> None:
    made = editions.edition()
    own = replace(made, corrections=(OWN, _of_story(made)))
    text = correcting.corrected(correcting.corrected(draft.write(made), OWN), _of_story(made))
    assert text == draft.write(own)


_TEXTS = st.text(min_size=1, max_size=80).map(lambda text: " ".join(text.split())).filter(bool)


@given(_TEXTS, st.dates(date(1990, 1, 1)), st.sampled_from(["", "2025-W23", "2025-06-16", "2025-06"]))
def test_whatever_is_written_is_read_as_the_same_day_edition_and_line(
    text: str, day: date, edition: str
) -> None:
    one = Correction(day, text, edition=edition)
    line = corrections.line(one)
    read = corrections.read(line.removeprefix(corrections.LABEL), "")
    assert (read.at, read.edition, corrections.line(read)) == (day, edition, line)
    assert "\n" not in line
    assert "<!--" not in line
