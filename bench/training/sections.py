"""The section model: softmax over clues and vectors, fitted by L-BFGS on soft targets."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.training.news import Item
from digest.learned import clues, filing
from digest.model import Entry

TARGET = {0: 0.55, 1: 0.75, 2: 0.92}  # share of the first label, by how sure the reader was
COUNTS = {0: 0.4, 1: 0.8, 2: 1.0}
SLACK = 3.0  # inverse of the penalty on large weights
ROUNDS = 100
KEPT = 32_000  # clues that ship
_NEAR = 0.55  # likeness of headlines above which two items share a fold

Array = NDArray[np.float64]
Clues = Mapping[str, Sequence[str]]


def clues_of(entry: Entry) -> Clues:
    """The clues of an entry as `digest.learned.traits` reads them."""
    return clues.of(entry.title, entry.summary, entry.publisher)


def targets(items: Sequence[Item]) -> Array:
    """What the model should say of each item: the labels by how sure they are, the rest spread."""
    wanted = np.zeros((len(items), 6))
    for row, item in enumerate(items):
        rest = 1 - TARGET[item.sure]
        wanted[row, item.section] += TARGET[item.sure]
        if item.second is not None and item.second != item.section:
            wanted[row, item.second] += rest
        else:
            wanted[row, item.section] += rest / 2
            wanted[row] += rest / 12
    return wanted


class Vocabulary:
    """The clues that stand in at least two items, with what each counts within its block."""

    def __init__(self, found: Sequence[Clues], least: int = 2) -> None:
        counts = Counter(clue for one in found for held in one.values() for clue in held)
        kept = sorted(clue for clue, count in counts.items() if count >= least)
        total = len(found)
        self.rows = {clue: row for row, clue in enumerate(kept)}
        self.counts = np.array([counts[clue] for clue in kept])
        rare = [math.log((1 + total) / (1 + counts[clue])) + 1 for clue in kept]
        self.rarity = np.array(
            [value if clue[0] in clues.RARITY_COUNTS else 1.0 for clue, value in zip(kept, rare, strict=True)]
        )
        self.rarity = np.round(self.rarity * 16) / 16  # as it is kept in the file

    def matrix(self, found: Sequence[Clues], dense: Array) -> sparse.csr_matrix:
        """One row for each item: blocks of their lengths, then the vectors."""
        places: list[int] = []
        values: list[float] = []
        ends = [0]
        for one in found:
            for block, length in clues.BLOCKS.items():
                known = [row for clue in one[block] if (row := self.rows.get(clue)) is not None]
                raw = self.rarity[known]
                places += known
                values += list(raw * (length / (math.sqrt(float(raw @ raw)) or 1.0)))
            ends.append(len(places))
        counted = sparse.csr_matrix((values, places, ends), (len(found), len(self.rows)))
        return sparse.hstack([counted, sparse.csr_matrix(filing.DENSE * dense)]).tocsr()


def fit(matrix: sparse.csr_matrix, wanted: Array, counts: Array, rounds: int = ROUNDS) -> Array:
    """Weights of shape (columns + 1, 6), the bias last."""
    turned = matrix.T.tocsr()
    shape = (matrix.shape[1] + 1, 6)

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        scores = matrix @ weights[:-1] + weights[-1]
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance = raised / raised.sum(axis=1, keepdims=True)
        value = -(counts[:, None] * wanted * np.log(chance + 1e-12)).sum()
        gap = counts[:, None] * (chance - wanted)
        slope = np.vstack([turned @ gap, gap.sum(axis=0)])
        slope[:-1] += weights[:-1] / SLACK
        return value + 0.5 * (weights[:-1] ** 2).sum() / SLACK, slope.ravel()

    found = minimize(
        loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8}
    )
    return np.asarray(found.x).reshape(shape)


def pruned(vocabulary: Vocabulary, weights: Array, most: int = KEPT) -> NDArray[np.int64]:
    """Rows of the clues that are worth their place."""
    worth = np.abs(weights[: len(vocabulary.rows)]).max(axis=1) * np.sqrt(vocabulary.counts)
    return np.sort(np.argsort(-worth, kind="stable")[:most])


def folds(entries: Sequence[Entry], count: int, seed: int = 0) -> NDArray[np.int64]:
    """A fold for each entry; entries with nearly equal headlines share theirs."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    matrix = vectors.fit_transform([entry.title for entry in entries])
    parent = list(range(len(entries)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for start in range(0, len(entries), 1000):
        near = (matrix[start : start + 1000] @ matrix.T).tocoo()
        close = near.data > _NEAR
        for one, other in zip(near.row[close] + start, near.col[close], strict=True):
            first, second = sorted((root(int(one)), root(int(other))))
            parent[second] = first
    groups = np.array([root(place) for place in range(len(entries))])
    order = np.unique(groups)
    np.random.RandomState(seed).shuffle(order)
    fold = {group: place % count for place, group in enumerate(order)}
    return np.array([fold[group] for group in groups])


def unseen(
    items: Sequence[Item], dense: Array, fold: NDArray[np.int64], asked: NDArray[np.bool_] | None = None
) -> Array:
    """Probabilities for each item by a model that was fitted without its fold; zeros where not `asked`."""
    found = [clues_of(item.entry) for item in items]
    wanted, counts = targets(items), np.array([COUNTS[item.sure] for item in items])
    chances = np.zeros((len(items), 6))
    asked = np.ones(len(items), bool) if asked is None else asked
    for number in np.unique(fold):
        train, test = np.where(fold != number)[0], np.where((fold == number) & asked)[0]
        if not len(test):
            continue
        vocabulary = Vocabulary([found[row] for row in train])
        weights = fit(
            vocabulary.matrix([found[row] for row in train], dense[train]), wanted[train], counts[train]
        )
        keep = pruned(vocabulary, weights)
        dropped = np.setdiff1d(np.arange(len(vocabulary.rows)), keep)
        weights[dropped] = 0
        scores = vocabulary.matrix([found[row] for row in test], dense[test]) @ weights[:-1] + weights[-1]
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances[test] = raised / raised.sum(axis=1, keepdims=True)
    return chances
