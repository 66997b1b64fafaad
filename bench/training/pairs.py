"""The model of two reports being one story: small boosted trees beside a logistic model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bench.training.news import Told
from digest.compose import cluster
from digest.learned.likeness import FEATURES, Known
from digest.learned.traits import Traits
from digest.learned.weights import Floats, Weights

RISING = {
    "phrases", "title_phrases", "same_sum", "name_count", "title_name_count", "kind", "words", "spelling",
    "text", "rare_words", "rare_text", "headline", "whole", "least_named", "most_named", "named",
    "title_named", "shared_share", "same_figure",
}  # fmt: skip
"""Numbers of a pair that may only speak for one story, the more the louder."""
FALLING = {"other_sum", "other_figure", "firms_apart", "firms_apart_in_titles"}
"""And those that may only speak against."""
FORESTS = 5
Array = NDArray[np.float64]


class Week:
    """The pairs of one week that share enough to be compared, with their labels and weights."""

    def __init__(
        self, told: Sequence[Told], traits: Sequence[Traits], weights: Weights, weight: float
    ) -> None:
        known = Known(traits, weights)
        self.pairs = sorted(cluster.candidates(known))
        self.features = known.features(self.pairs)
        self.same = np.array([told[one].story == told[other].story for one, other in self.pairs], bool)
        sizes = Counter(one.story for one in told)
        counts = np.ones(len(self.pairs))
        for row, (one, _) in enumerate(self.pairs):
            if self.same[row]:  # a story of thirty reports has 435 pairs and is still one story
                counts[row] = 1 / max(1.0, (sizes[told[one].story] - 1) ** 0.5)
        counts *= weight * 1000 / max(1.0, counts.sum()) * len(told) / 330
        related = [self._related(told[one], told[other]) for one, other in self.pairs]
        counts[np.array(related, bool)] *= 0.5
        self.counts = counts

    @staticmethod
    def _related(one: Told, other: Told) -> bool:
        linked = other.story == one.related or one.story == other.related
        shared = one.related is not None and one.related == other.related
        return one.story != other.story and (linked or shared)


def fit(weeks: Sequence[Week]) -> dict[str, NDArray[Any]]:
    """The arrays that `digest.learned.likeness` reads."""
    features = np.vstack([week.features for week in weeks])
    same = np.concatenate([week.same for week in weeks])
    counts = np.concatenate([week.counts for week in weeks])
    scaler = StandardScaler().fit(features)
    plain = LogisticRegression(C=0.3, max_iter=500).fit(
        scaler.transform(features), same, sample_weight=counts
    )
    coefficients = plain.coef_[0] / scaler.scale_
    intercept = float(plain.intercept_[0] - (scaler.mean_ / scaler.scale_) @ plain.coef_[0])
    trees = [tree for seed in range(FORESTS) for tree in _grown(features, same, counts, seed)]
    arrays = _arrays(trees)
    arrays["values"] /= FORESTS
    return {
        "coefficients": coefficients.astype(np.float32),
        "intercept": np.array([intercept], np.float32),
        **arrays,
    }


def _grown(features: Floats, same: NDArray[np.bool_], counts: Array, seed: int) -> list[Mapping[str, Any]]:
    """One forest, on some of the features and pairs; the mean of several is steadier than any."""
    model = lightgbm.LGBMClassifier(
        n_estimators=80,
        num_leaves=8,
        learning_rate=0.1,
        min_child_samples=30,
        reg_lambda=5,
        feature_fraction=0.5,
        bagging_fraction=0.7,
        bagging_freq=1,
        seed=seed,
        monotone_constraints=[1 if f in RISING else -1 if f in FALLING else 0 for f in FEATURES],
        n_jobs=1,
        deterministic=True,
        force_row_wise=True,
        verbose=-1,
    ).fit(features, same, sample_weight=counts)
    trees: list[Mapping[str, Any]] = model.booster_.dump_model()["tree_info"]
    return trees


def _arrays(trees: Sequence[Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
    listed = [list(_nodes(tree["tree_structure"])) for tree in trees]
    most = max(map(len, listed))
    shape = (len(listed), most)
    found = {name: np.zeros(shape, np.int16) for name in ("splits", "left", "right")}
    bounds, values = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for tree, nodes in enumerate(listed):
        for place, (split, bound, left, right, value) in enumerate(nodes):
            found["splits"][tree, place], bounds[tree, place] = split, bound
            found["left"][tree, place], found["right"][tree, place] = left, right
            values[tree, place] = value
    depth = max(_depth(tree["tree_structure"]) for tree in trees)
    return {**found, "bounds": bounds, "values": values, "depth": np.array([depth], np.int16)}


def _nodes(root: Mapping[str, Any]) -> Iterator[tuple[int, float, int, int, float]]:
    """Nodes in an order in which their places are known: feature, bound, left, right, value."""
    queue: list[Mapping[str, Any]] = [root]
    for own, node in enumerate(queue):  # grows while it is walked
        place = len(queue)
        if "leaf_value" in node:
            yield 0, 0.0, own, own, node["leaf_value"]
        else:
            queue += [node["left_child"], node["right_child"]]
            yield node["split_feature"], node["threshold"], place, place + 1, 0.0


def _depth(node: Mapping[str, Any]) -> int:
    if "leaf_value" in node:
        return 0
    return 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))
