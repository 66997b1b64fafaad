"""A sentence keeps every character, and is marked where the figure stands and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import highlights

SPANS = st.lists(st.tuples(st.integers(-9, 40), st.integers(-9, 40)))


def shown(parts: tuple[highlights.Part, ...]) -> str:
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


@given(st.text(max_size=30), SPANS)
def test_nothing_of_the_sentence_is_lost_whatever_the_spans(
    sentence: str, spans: list[tuple[int, int]]
) -> None:
    parts = highlights.at(sentence, spans)
    assert "".join(part.text for part in parts) == sentence
    inside = {n for start, end in spans for n in range(max(0, start), min(end, len(sentence)))}
    marks = "".join(("x" if part.marked else "-") * len(part.text) for part in parts)
    assert marks == "".join("x" if n in inside else "-" for n in range(len(sentence)))


@given(st.text(max_size=30), st.text(max_size=5))
def test_nothing_is_lost_whatever_the_words(sentence: str, words: str) -> None:
    assert "".join(part.text for part in highlights.of(sentence, words)) == sentence


@pytest.mark.parametrize(
    ("sentence", "words", "told"),
    [
        ("It pays $14 billion, not $140 billion.", "$14 billion", "It pays [$14 billion], not $140 billion."),
        ("In 1949 it held 49 % of them.", "49", "In 1949 it held [49] % of them."),
        ("It paid 2.49 for 49 of 49,000.", "49", "It paid 2.49 for [49] of 49,000."),
        ("From 5% to 5%.", "5%", "From [5%] to [5%]."),
        ("It costs US$3bn.", "$3bn", "It costs US[$3bn]."),
        ("Nothing here.", "$3bn", "Nothing here."),
        ("Nothing here.", "", "Nothing here."),
    ],
)
def test_a_figure_is_marked_where_it_stands_on_its_own(sentence: str, words: str, told: str) -> None:
    assert shown(highlights.of(sentence, words)) == told


def test_three_figures_of_a_sentence_are_three_marks_and_overlapping_ones_are_one() -> None:
    assert shown(highlights.at("10 and 20 and 30", [(14, 16), (0, 2), (7, 9)])) == "[10] and [20] and [30]"
    assert shown(highlights.at("about 10 billion", [(0, 8), (6, 16)])) == "[about 10 billion]"
