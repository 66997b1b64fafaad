"""How much such news has mattered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from digest import words
from digest.learned import traits, weights
from digest.learned.weights import Weights
from digest.learned.worth import LEAST, MOST, Worth
from tests.records import entry


def taught(**values: float) -> Weights:
    """Weights that know what these words are worth, and nothing of labels."""
    learned = weights.shipped()
    values = {words.stem(word): value for word, value in values.items()}
    stems = np.array([values.get(stem, 0.0) for stem in learned.rarity], np.float32)
    nothing = np.zeros(len(weights.SECTIONS), np.float32)
    return replace(learned, worth={"stems": stems, "labels": nothing, "base": np.zeros(1, np.float32)})


def value(title: str, learned: Weights) -> float:
    return float(Worth(learned).values(traits.of([entry(title)], learned))[0])


def test_words_that_stood_in_important_news_raise_the_value_and_others_lower_it() -> None:
    learned = taught(merger=0.4, phone=-0.4)
    assert value("A merger of two banks", learned) > 0 > value("A phone of two colours", learned)
    assert value("A garden of two colours", learned) == 0


def test_a_value_is_bounded_whatever_a_headline_holds() -> None:
    learned = taught(merger=90.0, phone=-90.0)
    assert value("merger", learned) == pytest.approx(MOST)
    assert value("phone", learned) == pytest.approx(LEAST)
    assert value("", learned) == 0
    assert value("merger " * 2000, learned) == pytest.approx(MOST)


def test_the_words_that_spoke_most_are_told_as_they_stand_in_the_headline() -> None:
    learned = taught(merger=0.4, bank=0.1, phone=-0.4)
    title = "Phones and a merger of banks"
    (read,) = traits.of([entry(title)], learned)
    assert Worth(learned).words_for(read, title) == (["merger", "banks"], ["phones"])


def test_weights_without_a_model_say_nothing() -> None:
    learned = replace(weights.shipped(), worth={})
    assert value("A merger of two banks", learned) == 0
    assert len(Worth(learned).values([])) == 0
