"""The model of importance: a ridge regression over the headlines of our weeks.

Its settings were chosen by ordering each of our weeks with a model of the other five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import Ridge

from bench.training.news import Told
from digest.learned.traits import Traits
from digest.learned.weights import Weights
from digest.learned.worth import LABELS, share

FAINT = 0.02  # grades; a word that says less is left out of the file
PENALTY = 20.0
# 8 and less fit single headlines. Words of the teaser, pairs of words, vectors, and how often such news is
# picked up elsewhere in the pool added nothing.

Array = NDArray[np.float64]
Weeks = Mapping[str, tuple[Sequence[Told], Sequence[Traits]]]


def matrix(reports: Sequence[Traits], stems: Mapping[str, int]) -> sparse.csr_matrix:
    """One row for each report: its headline's words, then the roots of its probabilities."""
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for one in reports:
        title = set(one.title)
        known = sorted(stems[stem] for stem in title if stem in stems)
        places += known
        values += [share(len(title))] * len(known)
        ends.append(len(places))
    words = sparse.csr_matrix((values, places, ends), (len(reports), len(stems)))
    chances = np.stack([one.probabilities for one in reports]).astype(float)
    return sparse.hstack([words, sparse.csr_matrix(LABELS * np.sqrt(chances))]).tocsr()


def fit(weeks: Weeks, weights: Weights) -> dict[str, Array]:
    """The arrays of the model, from those of `weeks` that are graded.

    A story counts by the root of its reports, so that the largest do not decide.
    """
    stems = {stem: row for row, stem in enumerate(weights.rarity)}
    graded = [(told, reports) for told, reports in weeks.values() if told[0].importance is not None]
    rows = sparse.vstack([matrix(reports, stems) for _, reports in graded])
    grades = np.array([one.importance for told, _ in graded for one in told], float)
    counts = np.concatenate([_counts(told) for told, _ in graded])
    model = Ridge(alpha=PENALTY, solver="lsqr", tol=1e-6).fit(rows, grades, sample_weight=counts)
    found = np.asarray(model.coef_)
    found[: len(stems)][np.abs(found[: len(stems)]) < FAINT] = 0.0
    ordinary = float(np.average(grades, weights=counts))
    return {
        "stems": np.round(found[: len(stems)], 3).astype(np.float16),
        "labels": found[len(stems) :].astype(np.float32),
        "base": np.array([float(model.intercept_) - ordinary], np.float32),
    }


def _counts(told: Sequence[Told]) -> Array:
    sizes = Counter(one.story for one in told)
    return np.array([sizes[one.story] ** -0.5 for one in told])
