"""The measures, against examples that were worked out by hand."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import measures
from digest.measures import Rates

# Six items: two true events of three; found as one group of four and one of two.
TRUE = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y", "f": "y"}
FOUND = {"a": "1", "b": "1", "c": "1", "d": "1", "e": "2", "f": "2"}


def test_pairs_that_stand_together_are_counted() -> None:
    # said: 6 pairs in the four, 1 in the two; meant: 3 and 3; both: ab, ac, bc, ef
    assert measures.same_pairs(FOUND, TRUE) == Rates(4 / 7, 4 / 6)


def test_b_cubed_asks_each_item_about_its_own_group() -> None:
    # precision: a, b, c 3/4 each, d 1/4, e, f 1 each; recall: a, b, c 1 each, d 1/3, e, f 2/3 each
    rates = measures.b_cubed(FOUND, TRUE)
    assert (rates.precision, rates.recall) == pytest.approx((4.5 / 6, (3 + 1 / 3 + 4 / 3) / 6))


def test_f1_is_the_harmonic_mean() -> None:
    assert Rates(0.5, 1.0).f1 == pytest.approx(2 / 3)
    assert Rates(0.0, 0.0).f1 == 0.0


def test_nothing_grouped_is_nothing_found() -> None:
    assert measures.same_pairs({item: item for item in TRUE}, TRUE) == Rates(0.0, 0.0)


SECTIONS = {"a": "deals", "b": "deals", "c": "deals", "d": "none", "e": "labor"}
FILED = {"a": "deals", "b": "labor", "c": "deals", "d": "deals", "e": "labor"}


def test_sections_are_told_apart_label_by_label() -> None:
    confused = measures.confusion(FILED, SECTIONS)
    assert confused == {
        ("deals", "deals"): 2,
        ("deals", "labor"): 1,
        ("none", "deals"): 1,
        ("labor", "labor"): 1,
    }
    assert measures.by_label(confused) == {
        "deals": Rates(2 / 3, 2 / 3),
        "labor": Rates(1 / 2, 1.0),
        "none": Rates(0.0, 0.0),
    }
    assert measures.macro_f1(confused) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert measures.accuracy(confused) == pytest.approx(3 / 5)


def test_the_order_is_measured_against_the_best_one() -> None:
    found = 1 / log2(2) + 7 / log2(3) + 0 / log2(4)  # grades 1, 3, 0
    best = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)  # there are 3, 2, 1, 0
    assert measures.ndcg([1, 3, 0, 2], [0, 1, 2, 3], 3) == pytest.approx(found / best)
    assert measures.ndcg([3, 2], [2, 3], 20) == 1.0
    assert measures.ndcg([0, 0], [0, 0], 20) == 1.0
    assert measures.ndcg([], [3], 20) == 0.0


@given(st.dictionaries(st.text(max_size=3), st.sampled_from("xyz"), min_size=2))
def test_what_is_found_as_it_is_true_is_perfect(true: dict[str, str]) -> None:
    assert measures.b_cubed(true, true).f1 == pytest.approx(1.0)
    assert measures.macro_f1(measures.confusion(true, true)) == 1.0
    rates = measures.same_pairs(true, true)
    assert rates in {Rates(1.0, 1.0), Rates(0.0, 0.0)}
