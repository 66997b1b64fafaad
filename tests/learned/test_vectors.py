"""Texts as vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from digest.learned import vectors
from digest.learned.weights import Floats, shipped
from tests.oddities import ODD


def one(title: str, lead: str = "") -> tuple[Floats, Floats]:
    """Vectors of one headline, and of it with its lead."""
    titles, wholes = vectors.of([(title, lead)], shipped())
    return titles[0], wholes[0]


@pytest.mark.parametrize("title", ["", "qwxzj vvvkkp", "人工智能", "🚀", "\x00"])
def test_a_text_without_known_words_is_zero_and_like_nothing(title: str) -> None:
    headline, whole = one(title)
    assert not headline.any()
    assert not whole.any()
    assert float(whole @ one("OpenAI raises $40 billion")[1]) == 0


def test_every_other_vector_has_length_one() -> None:
    for vector in (*one("OpenAI raises $40 billion", "The round is led by SoftBank."), one("Chips")[0]):
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_headline_is_nearer_to_the_same_in_other_words_than_to_another_subject() -> None:
    said = one("Chip maker opens factory in Arizona")[0]
    again = one("Semiconductor plant starts production in Phoenix")[0]
    other = one("Novelists sue over pirated books")[0]
    assert said @ again > 0.3 + said @ other


def test_the_lead_adds_to_the_headline_and_counts_less() -> None:
    plain, with_lead = one("Court rules", "Nvidia builds a data centre")
    title, lead = one("Court rules")[0], one("Nvidia builds a data centre")[0]
    assert np.allclose(plain, title)
    assert with_lead @ lead > 0
    assert not np.allclose(with_lead, title)


def test_the_order_of_words_their_case_and_punctuation_do_not_matter() -> None:
    assert np.allclose(one("Meta sues Google!")[0], one("google, SUES meta")[0], atol=1e-6)


def test_texts_are_read_one_by_one() -> None:
    pairs = [("Meta sues Google", "A lead."), ("", ""), ("Chips", "")]
    together = vectors.of(pairs, shipped())[1]
    assert all(np.allclose(row, one(*pair)[1]) for row, pair in zip(together, pairs, strict=True))


def test_nothing_gives_nothing() -> None:
    titles, wholes = vectors.of([], shipped())
    assert titles.shape == wholes.shape == (0, shipped().vectors.shape[1])


@settings(deadline=None)  # the first example opens the weights
@given(title=ODD, lead=ODD)
def test_no_text_is_too_odd_to_place(title: str, lead: str) -> None:
    for vector in one(title, lead):
        assert np.isfinite(vector).all()
        assert np.linalg.norm(vector) < 1.001
