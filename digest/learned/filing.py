"""The trained section model: how probable each label is for a report or a story, and what decided.

For a report one softmax layer over clues, each block of them of a fixed length, and over the report's
vectors. For a story a second, small one over what its reports say together and how many newsrooms tell it:
what several newsrooms tell is seldom nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from digest.learned import clues
from digest.learned.weights import Floats, Weights

if TYPE_CHECKING:
    from digest.learned.traits import Traits

_LEAST = 1e-4  # a probability below which nothing is said more surely
_SPOKEN = "tpkqo"  # blocks whose clues can be told in words
DENSE = 2.0
"""Length of the two vectors together with the blocks of clues."""


def weighed(
    found: Mapping[str, Sequence[str]], weights: Weights, blocks: Iterable[str] = clues.BLOCKS
) -> tuple[list[int], Floats]:
    """Rows of the known clues and what each counts, in the order of the `blocks`."""
    rows: list[int] = []
    counts: list[Floats] = []
    for block in blocks:
        known = [row for row in map(weights.clues.get, found[block]) if row is not None]
        if known:
            raw = weights.clue_rarity[known]
            counts.append(raw * np.float32(clues.BLOCKS[block] / np.sqrt(float(raw @ raw))))
            rows += known
    return rows, np.concatenate(counts) if counts else np.zeros(0, np.float32)


def evidence(
    found: Sequence[Mapping[str, Sequence[str]]], titles: Floats, wholes: Floats, weights: Weights
) -> Floats:
    """Evidence for each label, before it is made into probabilities; shape (reports, 6)."""
    total = np.zeros((len(found), len(weights.bias)), np.float32)
    dense = DENSE * np.hstack([titles, wholes])
    for number, clues_of_one in enumerate(found):
        # One at a time, for the last bit of a product of matrices depends on how many rows there are.
        total[number] = dense[number] @ weights.dense + weights.bias
        rows, counts = weighed(clues_of_one, weights)
        if rows:
            total[number] += counts @ weights.clue_weights[rows]
    return total


def probabilities(evidence: Floats) -> Floats:
    """Softmax over the last axis."""
    raised = np.exp(evidence - evidence.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def story_features(members: Sequence[Traits]) -> Floats:
    """What the reports of one story say together: six label logarithms, then five facts; shape (11,)."""
    chances = np.maximum(np.array([one.probabilities for one in members]), _LEAST)
    together = probabilities(np.log(chances).mean(axis=0))
    kept = np.log((1 - chances[:, -1] + _LEAST) / chances[:, -1])
    facts = (
        float(kept.max()),
        float(np.log(len({one.publisher for one in members}))),
        float(np.mean([one.comment for one in members])),
        max((value for one in members for value in one.sums), default=0.0) / 25,
        float(len(members) > 1),
    )
    return np.concatenate([np.log(np.maximum(together, _LEAST)), np.array(facts)]).astype(np.float32)


def of_story(members: Sequence[Traits], weights: Weights) -> Floats:
    """Probability of each label for the story that `members` tell; shape (6,)."""
    return probabilities(story_features(members) @ weights.stories["weights"] + weights.stories["bias"])


def words_for(
    found: Mapping[str, Sequence[str]], label: int, other: int, weights: Weights, most: int = 3
) -> list[tuple[str, float]]:
    """The words and kinds that spoke most for `label` against `other`, strongest first, with how much."""
    names, rows, counts = _spoken(tuple(tuple(found[block]) for block in _SPOKEN), weights)
    gains = counts * (weights.clue_weights[rows, label] - weights.clue_weights[rows, other])
    told = dict(zip(names, gains.tolist(), strict=True))
    best = sorted(told.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [(_said(name), round(gain, 2)) for name, gain in best if gain > 0]


@lru_cache(maxsize=8)  # every section asks about the same lead
def _spoken(found: tuple[tuple[str, ...], ...], weights: Weights) -> tuple[list[str], list[int], Floats]:
    rows, counts = weighed(dict(zip(_SPOKEN, found, strict=True)), weights, _SPOKEN)
    return [clue for held in found for clue in held if clue in weights.clues], rows, counts


@lru_cache(maxsize=4096)
def _said(clue: str) -> str:
    """A clue as an editor would read it; kinds of words stand in brackets."""
    block, _, text = clue.partition(":")
    text = text.replace("zbigmoney", "a sum in billions").replace("zmoney", "a sum of money")
    text = text.replace("zpercent", "a share").replace("zyear", "a year").replace("znum", "a number")
    if block == "p":
        return text if text in {"no teaser", "no word of the field"} else f"published by {text}"
    if block == "t":
        return f'"{text.replace("<s> ", "").replace(" </s>", "")}"'
    return f"[{re.sub(r'^ai|(?<= )ai', 'AI', text).replace('-', ' ')}]"
