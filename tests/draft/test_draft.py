"""The draft: written, edited by a person, read again."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import draft, markup
from digest.errors import DraftError
from digest.model import Edition, Link, Piece, Section, Sentence
from tests.records import edition, piece

LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "x"
)


def told_first(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(sorted(pieces, key=lambda piece: piece.is_brief))


def back(edition: Edition, text: str) -> Edition:
    return draft.applied(edition, draft.read(text))


def edited(before: str, after: str, made: Edition) -> Edition:
    text = draft.write(made)
    assert text.count(before) == 1, f"{before!r} is not unique in the draft"
    return back(made, text.replace(before, after))


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    links = st.builds(Link, LINE, st.just("https://circuit.example/a_(b)"))
    return piece(draw(LINE), *draw(st.lists(LINE, max_size=3)), also=tuple(draw(st.lists(links, max_size=3))))


@given(st.lists(st.lists(pieces(), max_size=4, unique_by=lambda p: p.id), max_size=3), LINE, LINE)
def test_an_untouched_draft_gives_the_edition_back(groups: list[list[Piece]], title: str, intro: str) -> None:
    unique = {made.id: made for group in groups for made in group}
    sections = tuple(
        Section(f"s{n}", f"{title} {n}", "", told_first(p for p in group if unique.pop(p.id, None)))
        for n, group in enumerate(groups)
    )
    made = edition(*sections, title=title, subject=title[::-1].strip() or "x", intro=markup.escape(intro))
    assert back(made, draft.write(made)) == made


@given(st.text(max_size=80))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    folded = "\n".join(line.strip(" \t") for line in text.strip().split("\n"))
    assert markup.unescape(markup.escape(folded)) == folded.strip()


def test_edited_words_replace_the_machines_and_own_up_to_it() -> None:
    made = edited("It is large.", "It is *very* large. So they say.", edition())
    told = made.sections[0].pieces[0]
    assert told.blurb == "It is *very* large. So they say."
    assert told.summary == (Sentence("It is *very* large.", None), Sentence("So they say.", None))
    assert told.story is not None


def test_a_sentence_that_still_stands_keeps_its_source() -> None:
    made = edition()
    source = made.pieces[0].summary[0].entry
    told = edited("It is large.", "It is large. And mine.", made).pieces[0]
    assert told.summary == (Sentence("It is large.", source), Sentence("And mine.", None))


def test_a_headline_can_be_reworded_and_keeps_its_story() -> None:
    made = edited("[First deal]", "[A \\[better\\] headline]", edition())
    assert made.pieces[0].headline == "A [better] headline"
    assert made.pieces[0].story is not None


def test_a_deleted_story_is_gone_and_its_text_turns_it_into_a_brief() -> None:
    text = draft.write(edition())
    start, end = text.index("### [First deal]"), text.index("### [A brief]")
    assert [p.headline for p in back(edition(), text[:start] + text[end:]).pieces] == ["A brief", "A ruling"]
    assert [p.is_brief for p in edited("It is large.\n\n", "", edition()).sections[0].pieces] == [True, True]


def test_stories_can_change_place_and_section() -> None:
    made = edition()
    text = draft.write(made)
    block = text[text.index("### [A brief]") : text.index("## Labor")]
    moved = back(made, text.replace(block, "") + "\n" + block)
    assert [p.headline for p in moved.sections[0].pieces] == ["First deal"]
    assert [p.headline for p in moved.sections[1].pieces] == ["A ruling", "A brief"]


def test_sections_follow_the_order_of_the_draft() -> None:
    text = draft.write(edition())
    front, deals, labor = re.split(r"(?m)^(?=## )", text)
    made = back(edition(), front + labor + "\n" + deals)
    assert [section.id for section in made.sections] == ["labor", "deals"]


def test_an_editor_writes_a_story_of_their_own() -> None:
    made = back(edition(), draft.write(edition()) + "\n### My view\n\nI think **so**.\n\n- a\n- b\n")
    own = made.sections[1].pieces[-1]
    assert (own.headline, own.url, own.story) == ("My view", "", None)
    assert own.blurb == "I think **so**.\n\n- a\n- b"


def test_a_brief_between_stories_goes_to_the_end_of_its_section() -> None:
    text = draft.write(edition())
    start, end = text.index("### [A brief]"), text.index("## Labor")
    moved = text[:start] + text[end:]
    moved = moved.replace("### [First deal]", text[start:end] + "### [First deal]")
    assert [piece.headline for piece in back(edition(), moved).sections[0].pieces] == [
        "First deal",
        "A brief",
    ]


def test_a_section_may_have_words_before_its_first_story() -> None:
    made = edited("<!-- section labor -->\n", "<!-- section labor -->\n\nA slow week.\n", edition())
    assert made.sections[1].intro == "A slow week."
    assert made.sections[0].intro == ""


def test_comments_never_ship() -> None:
    text = draft.write(edition()).replace(
        "It is large.", "It is <!-- check! --> large.\n<!-- note: two\nlines -->"
    )
    assert back(edition(), text).pieces[0].blurb == "It is  large."


def test_text_in_a_code_fence_is_neither_heading_nor_comment() -> None:
    fence = "```\n## not a section\n<!-- kept -->\n```"
    assert edited("It is large.", fence, edition()).pieces[0].blurb == fence


@pytest.mark.parametrize("place", ["\n<!-- story {id} -->", "", " {#x}<!-- story {id} -->"])
def test_an_id_is_found_under_its_heading_and_by_the_address_when_it_is_lost(place: str) -> None:
    made = edition()
    first = made.pieces[0]
    text = draft.write(made).replace(
        f" <!-- story {first.id} -->",
        place.format(id=first.id) if "#" not in place else f" <!-- story {first.id} -->",
    )
    assert back(made, text) == made


def test_a_changed_list_of_further_reports_is_followed() -> None:
    made = edition()
    text = draft.write(made)
    text = text.replace(
        "Also: [The Circuit](https://circuit.example/a)", "Also: [Me](https://me.example/(x))", 1
    )
    assert back(made, text).pieces[0].also == (Link("Me", "https://me.example/(x)"),)
    text = text.replace("https://me.example/(x)", "<https://me.example/(x)>")
    assert back(made, text).pieces[0].also == (Link("Me", "https://me.example/(x)"),)
    text = text.replace("](<https://me.example/(x)>)", "](<https://me.example/(x)>) has more")
    assert back(made, text).pieces[0].also == ()  # no clean list; it stays as text
    assert "Also: [Me]" in back(made, text).pieces[0].blurb


def test_line_ends_and_marks_of_other_systems_do_not_matter() -> None:
    made = edition()
    assert back(made, "\ufeff" + draft.write(made).replace("\n", "\r\n")) == made


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('"Plain"', "Plain"),
        ("'It''s fine'", "It's fine"),
        ("Bare: with a colon", "Bare: with a colon"),
        ('"Meta\'s "bold" move"', 'Meta\'s "bold" move'),
    ],
)
def test_front_matter_is_read_as_a_person_writes_it(value: str, title: str) -> None:
    assert edited('title: "AI Scale-Up Weekly"', f"title: {value}", edition()).title == title


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('title: "AI', 'titel: "AI', 3, 'did you mean "title"'),
        ('title: "AI Scale-Up Weekly"', 'title: "AI', 3, "quote is not closed"),
        ('title: "AI Scale-Up Weekly"', "just words", 3, "name: value"),
        ("## Deals <!-- section deals -->", "## Dels", 16, 'did you mean "Deals"'),
        ("## Deals <!-- section deals -->", "# Deals", 16, 'use "##"'),
        ("## Deals <!-- section deals -->", "", 18, "before the first section"),
        ("It is large.", "It <!-- is large.", 20, "not closed"),
        ('edition: "2026-W47"', "edition: 2026-W46", None, "not of 2026-W47"),
        ('title: "AI Scale-Up Weekly"', 'edition: "2026-W47"', 3, "stands twice"),
        ('title: "AI Scale-Up Weekly"', r'title: "a\nBcc: x@y.example"', 3, "line break"),
    ],
)
def test_a_slip_is_named_with_its_line(before: str, after: str, line: int | None, words: str) -> None:
    with pytest.raises(DraftError) as caught:
        edited(before, after, edition())
    assert words in str(caught.value)
    assert caught.value.subject == ("draft.md" if line is None else f"draft.md:{line}")


def test_a_story_that_stands_twice_is_named_with_both_lines() -> None:
    made = edition()
    text = draft.write(made)
    heading = next(line for line in text.split("\n") if line.startswith("### [First deal]"))
    with pytest.raises(DraftError, match=r"stands here and in line 18"):
        back(made, text + "\n" + heading + "\n")


def test_an_unclosed_front_matter_and_a_missing_one_are_named() -> None:
    text = draft.write(edition())
    with pytest.raises(DraftError, match="not closed"):
        draft.read(text.replace("---\n\n", "\n", 1).replace("---", "---", 1))
    with pytest.raises(DraftError, match="does not start with ---"):
        draft.read("## Deals\n")


@given(st.text(max_size=300))
def test_reading_gives_a_draft_or_a_draft_error(text: str) -> None:
    try:
        read = draft.read("---\n---\n" + text)
    except DraftError:
        return
    assert isinstance(read, draft.Draft)
