"""How much such news has mattered: a line fitted to the importance that stories of labelled weeks were given.

It reads the words of a headline and the section probabilities, so that its answer can be told in words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from digest import words
from digest.learned.traits import Traits
from digest.learned.weights import SECTIONS, Floats, Weights

WORDS, LABELS = 2.0, 3.0
"""Length of the words of a headline together, and of the roots of the probabilities."""
LEAST, MOST = -1.0, 1.5
"""Bounds of a value: a grade of importance less than ordinary news has, and one and a half more."""


class Worth:
    """The model in `weights`, ready to be asked about many reports; 0 for all where there is none."""

    def __init__(self, weights: Weights) -> None:
        model = weights.worth
        known = zip(weights.rarity, model["stems"].tolist(), strict=True) if model else ()
        self._stems: dict[str, float] = {stem: value for stem, value in known if value}
        self._labels = model["labels"] if model else np.zeros(len(SECTIONS), np.float32)
        self._base = float(model["base"][0]) if model else 0.0

    def values(self, reports: Sequence[Traits]) -> Floats:
        """How much more than ordinary news each report matters, in grades of importance; shape (reports,)."""
        if not reports:
            return np.zeros(0, np.float32)
        said = np.array([self._said(one) for one in reports], np.float32)
        labels = LABELS * np.sqrt(np.stack([one.probabilities for one in reports])) @ self._labels
        return np.asarray(np.clip(said + labels + self._base, LEAST, MOST), np.float32)

    def _said(self, one: Traits) -> float:
        stems = set(one.title)
        return math.fsum(self._stems.get(stem, 0.0) for stem in stems) * share(len(stems))

    def words_for(self, one: Traits, title: str, most: int = 3) -> tuple[list[str], list[str]]:
        """The words of `title` that spoke most for and against, as they stand there, strongest first."""
        told = sorted((self._stems[stem], stem) for stem in set(one.title) if stem in self._stems)
        more = [stem for value, stem in told[::-1][:most] if value > 0]
        less = [stem for value, stem in told[:most] if value < 0]
        written = {words.stem(word): word for word in words.words(title)} if told else {}
        return [written.get(stem, stem) for stem in more], [written.get(stem, stem) for stem in less]


def share(count: int) -> float:
    """What each of `count` words of a headline counts."""
    return WORDS / math.sqrt(count) if count else 0.0
