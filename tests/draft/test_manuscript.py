"""A draft in parts: no byte is lost between the text and its parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import draft
from digest.draft.manuscript import Manuscript, block_of, with_stories
from digest.errors import DraftError
from tests import editions

WRITTEN = draft.write(editions.edition(3, 4))
PLACES = [at for at, letter in enumerate(WRITTEN) if letter == "\n"]
TYPED = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "\r",
        "x",
        "\n\nWords.\n",
        "<!-- note: a -->",
        "\n## Section 1\n",
        "\n### Mine\n",
        "\u2028",
        "```\n",
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from(PLACES), TYPED), max_size=4),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_parts_together_are_the_text(edits: list[tuple[int, str]], bom: str, newline: str) -> None:
    text = WRITTEN
    for at, typed in sorted(edits, reverse=True):
        text = text[:at] + typed + text[at:]
    text = bom + text.replace("\n", newline)
    try:
        draft.read(text)
    except DraftError:
        return
    assert str(Manuscript.of(text)) == text


def test_each_part_knows_what_it_is() -> None:
    parts = Manuscript.of(WRITTEN)
    assert [len(chapter.stories) for chapter in parts.chapters] == [4, 4, 4]
    story = parts.chapters[1].stories[2]
    assert parts.where(story.id) == (1, 2)
    assert story.lines[0].startswith("### ")
    assert story.piece is not None
    assert story.piece.headline in story.text
    assert parts.where("nowhere") is None


def test_what_changes_place_leaves_one_empty_line_at_each_seam() -> None:
    parts = Manuscript.of(WRITTEN)
    last = parts.chapters[-1]
    turned = parts.with_chapters((*parts.chapters[:-1], with_stories(last, reversed(last.stories))))
    text = str(turned)
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    ids = [piece.id for piece in draft.read(text).sections[-1].pieces]
    assert ids == [block.id for block in reversed(last.stories)]


def test_a_block_takes_the_line_ends_of_its_file() -> None:
    parts = Manuscript.of(WRITTEN.replace("\n", "\r\n"))
    assert parts.newline == "\r\n"
    assert block_of("### Mine\n\nWords.", "", parts.newline).lines == ("### Mine\r\n", "\r\n", "Words.\r\n")


def test_marks_behind_headings_are_read_and_what_is_held_is_not_printed() -> None:
    lines = WRITTEN.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("### "))
    lines[first] += " <!-- pinned --> <!-- new -->"
    text = (
        "\n".join(lines)
        + "\n## Held for next week <!-- held -->\n\n### [Later](https://a.example/x) <!-- story abc123 -->\n"
    )
    read = draft.read(text)
    assert read.sections[0].pieces[0].marks == {"pinned", "new"}
    assert [piece.headline for section in read.held for piece in section.pieces] == ["Later"]
    assert "Later" not in [piece.headline for section in read.sections for piece in section.pieces]
    made = draft.applied(editions.edition(3, 4), read)
    assert "Later" not in [piece.headline for piece in made.pieces]


def test_a_section_called_held_for_next_week_needs_no_mark() -> None:
    read = draft.read(WRITTEN + "\n## Held for next week\n\n### Mine for later\n\nWords.\n")
    assert [section.is_held for section in read.held] == [True]


def test_conflicts_are_found_with_their_lines() -> None:
    text = (
        WRITTEN.rstrip("\n") + "\n\n<!-- conflict: two sums; take one, then delete this comment\n$2B\n-->\n"
    )
    (found,) = draft.read(text).conflicts
    assert found.line == text[: text.index("<!-- conflict")].count("\n") + 1
    assert found.text.startswith("two sums")


@pytest.mark.parametrize(
    ("slip", "line"),
    [
        ("### [A headline](https://a.example/x <!-- story aaa111 -->\n\nWords.", 1),
        ("### Mine\n\nSee [the report](https://a.example/x for more.", 3),
        ("### Mine\n\nSee [the report](https://a.example/x\nand (more) of it.", 3),
        ("### Mine\n\n![What it shows](picture.png", 3),
        ("### Mine\n\nWords.\n\nSee [it](<https://a.example/x y).", 5),
    ],
)
def test_a_link_that_is_not_closed_is_named_with_its_line(slip: str, line: int) -> None:
    place = WRITTEN.count("\n") + 1 + line
    with pytest.raises(DraftError, match="not closed") as caught:
        draft.read(f"{WRITTEN}\n{slip}\n")
    assert caught.value.subject == f"draft.md:{place}"


@pytest.mark.parametrize(
    "text",
    [
        'See [a](https://a.example/x "a title") and [b](<https://a.example/x y>).',
        "See [Mercury (planet)](https://a.example/Mercury_(planet)).",
        "In code: `[a](https://a.example/x` it stands open.",
        "```\n[a](https://a.example/x\n```",
        "Brackets](and (nothing) [else](not an address",
        r"Escaped \[a](https://a.example/x is text.",
        "A [link\nover lines](https://a.example/x) is one.",
    ],
)
def test_what_is_no_open_link_is_let_through(text: str) -> None:
    assert draft.read(f"{WRITTEN}\n### Mine\n\n{text}\n").sections[-1].pieces[-1].blurb == text
