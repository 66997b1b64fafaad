"""The file of weights: small, whole, and able to say where it is from."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import digest
from digest.learned.likeness import FEATURES
from digest.learned.weights import SECTIONS, shipped

FILE = Path(digest.__file__).parent / "data" / "learned.npz"


def test_the_file_is_smaller_than_four_megabytes() -> None:
    assert FILE.stat().st_size < 4_000_000


def test_the_file_names_the_program_that_made_it_and_from_how_much() -> None:
    about = shipped().about
    assert about["made_by"] == "bench/training/make.py"
    assert about["items"] > 1000
    assert about["labels"]
    assert about["settings"]


def test_the_program_that_made_it_stands_in_the_checkout() -> None:
    checkout = Path(digest.__file__).parent.parent
    assert (checkout / shipped().about["made_by"]).is_file()


def test_it_needs_no_pickles() -> None:
    with np.load(FILE, allow_pickle=False) as held:
        assert all(held[name].dtype.kind in "iuf" for name in held.files)


def test_every_word_and_every_clue_has_its_row() -> None:
    weights = shipped()
    assert sorted(weights.words.values()) == list(range(len(weights.vectors)))
    assert sorted(weights.clues.values()) == list(range(len(weights.clue_weights)))
    assert len(weights.clue_rarity) == len(weights.clues)


def test_the_shapes_fit_together() -> None:
    weights = shipped()
    dimensions = weights.vectors.shape[1]
    assert weights.clue_weights.shape[1] == len(weights.bias) == len(SECTIONS)
    assert weights.dense.shape == (2 * dimensions, len(SECTIONS))
    assert weights.ordinary.shape[1] == dimensions
    assert weights.pairs["coefficients"].shape == (len(FEATURES),)
    assert weights.stories["weights"].shape[1] == len(SECTIONS)


def test_no_weight_is_endless_or_not_a_number() -> None:
    weights = shipped()
    plain = [weights.vectors, weights.clue_weights, weights.clue_rarity, weights.dense, weights.ordinary]
    named = [*weights.stories.values(), *weights.pairs.values(), *weights.worth.values()]
    assert all(np.isfinite(array).all() for array in (*plain, *named))


def test_a_word_that_was_never_seen_is_rarer_than_any_known() -> None:
    weights = shipped()
    assert weights.unseen >= max(weights.rarity.values())
