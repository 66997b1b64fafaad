"""A finding leads to the line of the draft that it is about, wherever that stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import draft
from digest.check import Finding
from digest.model import Edition, Piece, Section, Sentence
from digest.preview.places import Places
from tests import editions

DRAFT = """\
---
edition: "2026-W47"
title: "Scale Weekly"
subject: "Northwind pays $14.8 billion"
preheader: "Tall Pines sells a fifth"
---

<!-- note: 3 billion is what I remember -->

Three sums make the week, and
one of them is $9 million.

Watch: Northwind reports on 3 December.
Watch: Tall Pines closes at $2 billion.

## Deals <!-- section deals -->

Deals worth $30 billion were told.

### [Northwind signs](https://wire.example/a) <!-- story aaa111 -->

Northwind pays for a stake
that costs $14.8 billion in all. The chief says that **$14.8** billion is fair.

| Party | Sum |
|---|---|
| Northwind | $15.5 billion |

Deal: Northwind → Tall Pines · investment · $14.8B · announced
Deal: Larch Fund → Quiet Mill · funding · $40M · announced

Also: [Wire](https://wire.example/b)

### [Northwind signs](https://wire.example/c)

A word of mine on $14.8 billion.

## Labor <!-- section labor -->

### [Quiet Mill hires](https://wire.example/d) <!-- story bbb222 -->

It hires 40 people.
"""
OWN = Piece("own-id", "Northwind signs", "https://wire.example/c", "A word of mine on $14.8 billion.")
EDITION = editions.edition(rooms=(Section("deals", "Deals", "", (OWN,)),))


def finding(place: str, said: str = "", figure: str = "", story: str = "") -> Finding:
    return Finding("numbers-unproved", "error", place, said, figure, "It is in no report", "", story)


def text_at(found: Finding, text: str = DRAFT, edition: Edition | None = EDITION) -> str:
    """The words of the line that is found; "" for none."""
    number = Places(text, edition).line(found)
    return text.split("\n")[number - 1] if number else ""


@pytest.mark.parametrize(
    ("place", "said", "figure", "story", "expected"),
    [
        ("subject", "Northwind pays $14.8 billion", "$14.8 billion", "", "subject: "),
        ("preheader", "", "", "", "preheader: "),
        ("intro", "one of them is $9 million.", "$9 million", "", "one of them is"),
        ("watch list, line 2", "closes at $2 billion", "$2 billion", "", "Watch: Tall Pines"),
        ("intro of Deals", "Deals worth $30 billion were told.", "$30 billion", "", "Deals worth"),
        ("section “Labor”", "", "", "", "## Labor"),
        ("section deals", "", "", "", "## Deals"),
        ("story aaa111 “Northwind signs”, headline", "Northwind signs", "", "aaa111", "### [Northwind"),
        (
            "story aaa111 “Northwind signs”, sentence 1",
            "Northwind pays for a stake that costs $14.8 billion in all.",
            "$14.8 billion",
            "aaa111",
            "that costs $14.8",
        ),
        ("story aaa111 “Northwind signs”, sentence 3", "$15.5 billion", "$15.5 billion", "aaa111", "| North"),
        ("deal table, Tall Pines", "amount $14.8B", "$14.8B", "aaa111", "Deal: Northwind"),
        ("deal table, Quiet Mill", "amount $40M", "$41M", "aaa111", "Deal: Larch"),
        ("story own-id “Northwind signs”, sentence 1", "A word", "$14.8 billion", "own-id", "A word of mine"),
        ("story bbb222 “Quiet Mill hires”, templates/email.mjml:4", "<td>", "", "bbb222", "### [Quiet Mill"),
        ("draft.md:18", "", "", "", "Deals worth"),
    ],
)
def test_the_line_is_that_of_the_words(place: str, said: str, figure: str, story: str, expected: str) -> None:
    assert text_at(finding(place, said, figure, story)).startswith(expected)


@pytest.mark.parametrize(
    "place",
    ["email.eml", "sources.toml", "watch list, line 9", "section “Gone”", "email.html", "2026-W47", ""],
)
def test_what_stands_in_no_line_of_the_draft_has_none(place: str) -> None:
    assert text_at(finding(place)) == ""


def test_a_figure_of_a_note_that_never_ships_is_not_meant() -> None:
    assert text_at(finding("intro", "Three sums make the week", "3 sums")).startswith("Three sums")


def test_a_story_that_is_gone_has_no_line() -> None:
    assert text_at(finding("story ccc333 “Gone”", story="ccc333")) == ""


def test_in_a_draft_that_cannot_be_read_a_story_is_found_by_its_comment() -> None:
    broken = DRAFT.replace('subject: "Northwind', "subject Northwind")
    assert text_at(finding("story bbb222 “x”", story="bbb222"), broken).startswith("### [Quiet Mill")
    assert text_at(finding("subject"), broken) == ""


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = "\ufeff" + DRAFT.replace("\n", "\r\n")
    assert text_at(finding("deal table, Quiet Mill", "", "$40M", "aaa111"), text).startswith("Deal: Larch")


def test_every_story_of_a_draft_of_the_machine_is_found() -> None:
    made = editions.judged()
    places = Places(draft.write(made), made)
    lines = draft.write(made).split("\n")
    for piece in made.pieces:
        assert piece.id in lines[places.story(piece.id) - 1]


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=30), st.text(max_size=30), st.text(max_size=12))
def test_no_draft_and_no_finding_break_it(text: str, place: str, figure: str, story: str) -> None:
    made = Piece("x", "h", "", "b", summary=(Sentence("b", None),))
    found = finding(place, figure, figure, story)
    edition = editions.edition(rooms=(Section("deals", "Deals", "", (made,)),))
    number = Places(text, edition).line(found)
    assert 0 <= number <= text.count("\n") + 1
