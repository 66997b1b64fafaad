"""How probable it is that two reports tell one event, and what they share."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.learned import likeness, traits
from digest.learned.likeness import FEATURES, Known, chances
from digest.learned.weights import Floats, shipped
from digest.model import Entry
from tests.oddities import ODD
from tests.records import entry

BUYS = entry(
    "Northwind buys chip maker Tall Pines for $2 billion", summary="Northwind takes all of Tall Pines."
)
SOLD = entry("Tall Pines sold to Northwind in $2bn deal", source="The Circuit")
OTHER = entry("Novelists sue over pirated books", source="Quay Daily")
ODDEST = entry("", source="", url="")


def known(*entries: Entry) -> Known:
    return Known(traits.of(entries, shipped()), shipped())


def like(one: Entry, other: Entry) -> float:
    return float(chances(known(one, other, OTHER).features([(0, 1)]), shipped())[0])


def column(name: str, one: Entry, other: Entry) -> float:
    """One of the numbers of a pair."""
    return float(known(one, other).features([(0, 1)])[0, FEATURES.index(name)])


def test_two_wordings_of_one_event_are_probable_and_two_events_are_not() -> None:
    assert like(BUYS, SOLD) > 0.8
    assert like(BUYS, OTHER) < 0.05


def test_likeness_has_no_direction() -> None:
    assert like(BUYS, SOLD) == pytest.approx(like(SOLD, BUYS), abs=1e-6)


def test_every_pair_has_as_many_numbers_as_have_names() -> None:
    assert len(set(FEATURES)) == len(FEATURES)
    assert known(BUYS, SOLD, OTHER).features([(0, 1), (0, 2)]).shape == (2, len(FEATURES))
    assert known(BUYS).features([]).shape == (0, len(FEATURES))


def test_the_numbers_say_what_their_names_say() -> None:
    assert column("same_sum", BUYS, SOLD) == 1
    assert column("other_sum", BUYS, entry("Northwind borrows $9 billion")) == 1
    assert column("publisher", BUYS, SOLD) == 0
    assert column("publisher", BUYS, entry("Another headline")) == 1
    assert column("comment", BUYS, entry("What Northwind wants")) == 0.5
    assert column("words", BUYS, BUYS) == pytest.approx(1)
    assert column("words", BUYS, OTHER) == 0
    assert column("headline", BUYS, ODDEST) == column("whole", BUYS, ODDEST) == 0


def test_what_two_reports_share_stands_in_both() -> None:
    shared = known(BUYS, SOLD, OTHER).shared(0, 1)
    read = traits.of([BUYS, SOLD], shipped())
    assert shared
    for term in shared:
        assert all(set(term.split()) <= one.terms for one in read)


def test_of_what_two_reports_share_the_rarest_is_told_first_and_a_name_once() -> None:
    one = entry("OpenAI and Red Hat sign a deal about chips")
    other = entry("A deal of Red Hat on chips with OpenAI", source="The Circuit")
    pair = known(one, other)
    name, *words = pair.shared(0, 1)
    assert name == "red hat"
    assert "red" not in words
    assert words == sorted(words, key=pair.rarity, reverse=True)


def test_reports_that_share_nothing_share_nothing() -> None:
    assert known(BUYS, OTHER).shared(0, 1) == []


def test_a_text_without_known_words_is_like_nothing() -> None:
    blank = replace(OTHER, title="qwxzj", summary="")
    assert column("whole", BUYS, blank) == column("rare_text", BUYS, blank) == 0


def forest(**arrays: object) -> dict[str, Floats]:
    """A model of nothing but these trees."""
    zeros = {"coefficients": np.zeros(len(FEATURES), np.float32), "intercept": np.zeros(1, np.float32)}
    return zeros | {name: np.array(array, np.float32) for name, array in arrays.items()}


STUMP_AND_TREE = forest(
    # The first tree asks number 0 once; the second asks number 0, then on the left number 1.
    splits=[[0, 0, 0, 0, 0], [0, 1, 0, 0, 0]],
    bounds=[[0.5, 0, 0, 0, 0], [2.0, -1.0, 0, 0, 0]],
    left=[[1, 1, 2, 3, 4], [1, 3, 2, 3, 4]],
    right=[[2, 1, 2, 3, 4], [2, 4, 2, 3, 4]],
    values=[[0, 10, 20, 0, 0], [0, 0, 300, 100, 200]],
    depth=[2],
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (0.5, -1.0, 10 + 100),  # at the bound itself goes left
        (0.5, -0.9, 10 + 200),
        (0.6, -5.0, 20 + 100),
        (2.0, 0.0, 20 + 200),
        (2.1, -5.0, 20 + 300),
    ],
)
def test_a_forest_is_the_sum_of_the_leaves_that_a_pair_falls_into(
    first: float, second: float, expected: float
) -> None:
    numbers = np.zeros((1, len(FEATURES)), np.float32)
    numbers[0, :2] = first, second
    assert likeness._grown(numbers, STUMP_AND_TREE).tolist() == [expected]


def test_line_and_forest_count_half_each() -> None:
    model = {name: array.copy() for name, array in STUMP_AND_TREE.items()}
    model["values"] /= 100
    model["coefficients"][2], model["intercept"][0] = 3.0, -1.0
    numbers = np.zeros((1, len(FEATURES)), np.float32)
    numbers[0, 2] = 2.0  # the line says 5, the trees 0.1 and 2
    found = chances(numbers, replace(shipped(), pairs=model))
    assert found[0] == pytest.approx(1 / (1 + math.exp(-(5 + 2.1) / 2)), abs=1e-5)


def test_the_shipped_trees_end_in_leaves() -> None:
    model = shipped().pairs
    places = np.arange(model["splits"].shape[1])
    for left, right in zip(model["left"], model["right"], strict=True):
        leaf = left == places
        assert (leaf == (right == places))[leaf].all()
        assert leaf.any()
        assert (left[~leaf] > places[~leaf]).all(), "a tree that turns back never ends"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_any_numbers_give_a_probability(numbers: list[float]) -> None:
    (found,) = chances(np.array([numbers], np.float32), shipped())
    assert 0 <= found <= 1


@settings(max_examples=50, deadline=None)
@given(title=ODD, summary=ODD)
def test_no_report_is_too_odd_to_be_compared(title: str, summary: str) -> None:
    odd = replace(BUYS, id="odd", title=title, summary=summary)
    found = chances(known(BUYS, odd, ODDEST).features([(0, 1), (1, 2), (0, 2)]), shipped())
    assert np.isfinite(found).all()


def test_nothing_is_compared_with_nothing() -> None:
    assert chances(known().features([]), shipped()).shape == (0,)
