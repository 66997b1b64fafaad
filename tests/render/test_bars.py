"""Bars: as long as their figures, never without them, and quiet where there is nothing to compare."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.model import Deal, Money
from digest.render import Templates, bars, columns, deals, issue, renditions
from tests import editions
from tests.render import reckoned

TEMPLATES = Templates()


def _sums(*told: tuple[str, float, str]) -> tuple[bars.Bar, ...]:
    made = (Deal("funding", company, (), Money(value), status=status) for company, value, status in told)
    return bars.sums(deals.table(reckoned.one_room(*made)))


def test_a_bar_is_as_long_as_its_sum_and_the_largest_fills_the_line() -> None:
    found = _sums(("Ash", 8e9, "announced"), ("Birch", 4e9, "closed"), ("Cedar", 1e9, "announced"))
    assert [(bar.label, bar.value, bar.percent, len(bar.text)) for bar in found] == [
        ("Ash", "$8B", 100, 24),
        ("Birch", "$4B", 50, 12),
        ("Cedar", "$1B", 12, 3),
    ]


def test_what_is_not_settled_is_drawn_hollow_and_said_in_words() -> None:
    rumour, settled, _ = _sums(("Ash", 8e9, "rumoured"), ("Birch", 4e9, "closed"), ("Cedar", 1e9, "closed"))
    assert (rumour.note, rumour.is_hollow, set(rumour.text)) == ("rumoured", True, {"░"})
    assert (settled.note, settled.is_hollow, set(settled.text)) == ("", False, {"█"})


def test_two_sums_need_no_picture_and_the_seventh_is_left_out() -> None:
    assert _sums(("Ash", 8e9, "closed"), ("Birch", 4e9, "closed")) == ()
    many = [
        (name, 1e9 - n, "closed")
        for n, name in enumerate(("Ash", "Birch", "Cedar", "Doum", "Elm", "Fir", "Gum"))
    ]
    assert [bar.label for bar in _sums(*many)] == ["Ash", "Birch", "Cedar", "Doum", "Elm", "Fir"]


def test_a_sum_far_below_the_largest_is_still_seen() -> None:
    found = _sums(("Ash", 500e9, "closed"), ("Birch", 1e9, "closed"), ("Cedar", 1e6, "rumoured"))
    assert [bar.percent for bar in found] == [100, bars.LEAST_PERCENT, bars.LEAST_PERCENT]
    assert [len(bar.text) for bar in found] == [24, 1, 1]


def test_plans_and_funds_stand_among_the_sums_only_where_there_is_little_else() -> None:
    plan, pool = Deal("spending", "Vantor", (), Money(500e9)), Deal("fund", "Elia", (), Money(90e9))
    rounds = [Deal("funding", name, (), Money(1e9 - n)) for n, name in enumerate(("Ash", "Birch", "Cedar"))]

    def labels(*told: Deal) -> list[str]:
        return [bar.label for bar in bars.sums(deals.table(reckoned.one_room(*told)))]

    assert labels(plan, pool, *rounds) == ["Ash", "Birch", "Cedar"]
    assert labels(plan, pool, *rounds[:2]) == ["Vantor", "Elia", "Ash", "Birch"]
    many = [Deal("spending", f"Planner {chr(65 + n)}", (), Money(9e12)) for n in range(14)]
    assert labels(*many, *rounds) == ["Ash", "Birch", "Cedar"], "also where they fill the table"


def test_where_a_plan_is_left_out_of_the_bars_the_line_above_them_says_so() -> None:
    rounds = [Deal("funding", name, (), Money(1e9)) for name in ("Ash", "Birch", "Cedar")]
    plan = Deal("spending", "Planner", (), Money(9e10))

    def above(*deals: Deal) -> str:
        first, *others = (room := editions.edition(sections=1).sections[0]).pieces
        pieces = (replace(first, deals=deals), *others)
        return issue.of(editions.edition(rooms=(replace(room, pieces=pieces),))).largest

    assert above(*rounds) == "The largest sums"
    assert above(plan, *rounds) == "The largest sums, funds and plans aside"


def test_a_lone_section_needs_no_contents() -> None:
    assert issue.of(editions.edition(sections=1)).contents == ()
    assert issue.of(editions.edition(sections=1)).ribbon == ()
    two = issue.of(editions.edition(sections=2, stories=4))
    assert [(block.title, block.count) for block in two.contents] == [
        ("Section 1", "4 stories"),
        ("Section 2", "4 stories"),
    ]


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 10**6)), max_size=40))
def test_the_ribbon_is_full_and_shows_every_section_with_a_story(counts: list[tuple[int, int]]) -> None:
    found = bars.ribbon(counts)
    assert [stripe.section for stripe in found] == [number for number, count in counts if count]
    assert sum(stripe.percent for stripe in found) == (100 if found else 0)
    assert all(stripe.percent >= bars.LEAST_PERCENT for stripe in found)


def test_a_section_of_half_the_stories_has_half_of_the_ribbon() -> None:
    assert [stripe.percent for stripe in bars.ribbon([(1, 6), (2, 3), (3, 3)])] == [50, 25, 25]


@given(st.text(max_size=300), st.text(alphabet="$0123456789 .B", max_size=90))
def test_words_and_a_sum_share_lines_without_losing_a_word(left: str, right: str) -> None:
    left, right = " ".join(left.split()), " ".join(right.split())
    assert " ".join(columns.beside(left, right).split()) == f"{left} {right}".strip()


@pytest.mark.parametrize("form", ["email", "page"])
def test_a_screen_reader_hears_each_figure_once_and_no_bar(form: str) -> None:
    (made,) = renditions(reckoned.edition(), TEMPLATES, only=[form])
    tree = LexborHTMLParser(made.text)
    drawn = tree.css("tr[aria-hidden=true]" if form == "email" else "svg.bar[aria-hidden=true]")
    assert len(drawn) == 3
    assert all(not node.text().strip() for node in drawn)
    for node in drawn:
        node.decompose()
    heading = next(node for node in tree.css("h2") if node.text() == "The week in figures")
    assert heading.parent
    assert all(words in heading.parent.text() for words in ("$14.8B", "up to $1B", "rumoured", "Brightloom"))


def test_bars_in_the_mail_have_a_ground_that_outlook_draws() -> None:
    (made,) = renditions(reckoned.edition(), TEMPLATES, only=["email"])
    cells = LexborHTMLParser(made.text).css("td.bar")
    assert len(cells) == 2 + 2
    assert all((cell.attributes.get("bgcolor") or "").startswith("#") for cell in cells)
    assert not LexborHTMLParser(made.text).css("svg, img")
