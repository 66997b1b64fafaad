"""The card that is shown where an edition is shared: its size, its words, and what it does with any title."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from digest import messages
from digest.publish import card
from digest.publish.card import Card
from digest.render import palette
from tests.editions import weekly

PLAIN = Card(
    "Scale Notes",
    "A third crane",
    "No. 3",
    (("Ash → Birch", "$2B"),),
    (("#0a6b4b", 60), ("#7a2f9e", 40)),
    "#0b57a4",
)


def opened(made: Card) -> Image.Image:
    return Image.open(io.BytesIO(card.png(made))).convert("RGB")


def ink(made: Card, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are not paper."""
    part = opened(made).crop(box)
    paper = tuple(bytes.fromhex(palette.LIGHT.paper[1:]))
    return sum(count for count, colour in part.getcolors(1 << 20) or () if colour != paper)


def test_it_tells_the_week() -> None:
    made = card.of(weekly(), "harbour", messages.of("en"), is_rtl=False)
    assert made.title == weekly().subject
    assert len(made.figures) >= 3
    assert sum(percent for _, percent in made.stripes) in range(98, 103)
    assert made.words.startswith(f"{weekly().title}. {made.title}. ")
    content = card.png(made)
    assert Image.open(io.BytesIO(content)).size == (1200, 630)
    assert content == card.png(made)
    assert len(content) < 60_000


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=400))
def test_any_title_stays_within_its_margins(title: str) -> None:
    made = replace(PLAIN, title=title)
    assert not ink(made, (0, 140, 60, 600))
    assert not ink(made, (1140, 140, 1200, 600))
    assert not ink(made, (72, 414, 1128, 430))


@pytest.mark.parametrize(
    "title", ["人工智能公司融资", "شركة تجمع المال", "🚀🚀🚀", "Moonshot (月之暗面)", "₹500M"]
)
def test_a_title_that_the_fonts_cannot_write_is_not_drawn_half(title: str) -> None:
    assert card.drawable(title) == ""
    assert opened(replace(PLAIN, title=title)) == opened(replace(PLAIN, title=PLAIN.masthead))


def test_a_sign_that_is_missing_is_left_out() -> None:
    assert card.drawable("Crane 🚀 arrives – “at last”") == "Crane arrives – “at last”"
    assert card.drawable("Договор") == "Договор"
    assert card.drawable("S\u030ckoda, twenty\u2011five") == "Škoda, twenty-five"


def test_a_sum_is_drawn_whole_or_not_at_all() -> None:
    nothing = replace(PLAIN, figures=())
    for figure in (("Ash", "₹500M"), ("Ash", "over $14,800 million (rumoured)"), ("月之暗面", "$1B")):
        assert opened(replace(PLAIN, figures=(figure,))) == opened(nothing)


def test_lines_are_filled_and_no_word_is_lost() -> None:
    words = ["aa", "b", "cccccccc", "d"]
    assert card.wrapped(words, [20, 10, 80, 10], 5, 40) == [["aa", "b"], ["cccccccc"], ["d"]]


def test_from_the_right_it_is_the_other_way_round() -> None:
    left, right = (72, 150, 300, 230), (900, 150, 1128, 230)
    short = replace(PLAIN, title="Crane")
    assert ink(short, left)
    assert not ink(short, right)
    turned = replace(short, is_rtl=True)
    assert ink(turned, right)
    assert not ink(turned, left)
