"""The model of a story's label from what its reports say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bench.training.news import Told
from digest.learned.filing import story_features
from digest.learned.traits import Traits
from digest.learned.weights import SECTIONS

Read = Mapping[str, tuple[Sequence[Told], Sequence[Traits]]]


def fit(weeks: Read) -> dict[str, NDArray[Any]]:
    """Weights of shape (11, 6) and a bias, from the labelled stories of weeks."""
    features, labels = [], []
    for told, traits in weeks.values():
        members: defaultdict[str, list[Traits]] = defaultdict(list)
        for one, read in zip(told, traits, strict=True):
            members[one.story].append(read)
        section = {one.story: one.section for one in told if one.section}
        for story, label in section.items():
            features.append(story_features(members[story]))
            labels.append(SECTIONS.index(label))
    model = LogisticRegression(C=0.5, max_iter=1000).fit(np.array(features), labels)
    return {
        "weights": model.coef_.T.astype(np.float32),
        "bias": model.intercept_.astype(np.float32),
    }
