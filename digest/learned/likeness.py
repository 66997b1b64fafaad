"""How probable it is that two reports tell the same event, and what they share.

Each pair is described by about forty numbers: cosines of words, spelling and vectors, within this period and
against general news; names, pairs of names and sums shared; dates; whether both are news of one kind. A
boosted forest of small trees and a logistic model, trained on weeks of labelled news, each give a score;
the mean of both, as a probability, is the likeness.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from digest.learned.traits import Traits
from digest.learned.weights import Floats, Weights

FEATURES = (
    "phrases", "title_phrases", "phrase_count", "same_sum", "other_sum", "name_count", "title_name_count",
    "kind", "unfit", "unfit_gap", "words", "spelling", "text", "rare_words", "rare_text", "headline", "whole",
    "least_named", "most_named", "named", "title_named", "rarest", "second_rarest", "rare_sum",
    "period_rarest", "period_sum", "shared_share", "shared_count", "same_figure", "other_figure",
    "publisher", "days", "comment", "mixed", "leads", "length",
    "firms_shared", "firms_apart", "firms_apart_in_titles",
)  # fmt: skip
"""The numbers of a pair, in the order of their columns."""
_LEAD_TERM = 0.6
_USUAL = 300  # reports of a usual period, as those on which the model was trained
_FAR = 9.0  # log ratio of sums where one side names none
_NO_NAMES = 0.3  # how far a headline without names is "named" in another


class Known:
    """The reports of one period, ready to be compared: bags by how rare their terms are here and at large."""

    def __init__(self, traits: Sequence[Traits], weights: Weights) -> None:
        self.traits = traits
        self._weights = weights
        self._total = max(len(traits), _USUAL)  # among few reports every word would look common
        self._terms = Counter(term for one in traits for term in one.terms)
        by_word = Counter(term for one in traits for term in set(one.title))
        by_run = Counter(run for one in traits for run in one.spelling)
        by_phrase = Counter(phrase for one in traits for phrase in one.all_phrases)
        self._phrases = {phrase: self._rare(count) for phrase, count in by_phrase.items()}
        self._bags = [self._bags_of(one, by_word, by_run) for one in traits]
        self.whole = np.stack([one.whole for one in traits]) if traits else np.zeros((0, 1), np.float32)
        self.headline = np.stack([one.headline for one in traits]) if traits else self.whole

    def _rare(self, count: int) -> float:
        return math.log((1 + self._total) / (1 + count)) + 1

    def rarity(self, term: str) -> float:
        """-log of the share of general news that holds `term`."""
        return self._weights.rarity.get(term, self._weights.unseen)

    def held(self, term: str) -> int:
        """How many reports of the period hold `term`."""
        return self._terms[term]

    def _bags_of(
        self, one: Traits, by_word: Counter[str], by_run: Counter[str]
    ) -> tuple[dict[str, float], ...]:
        title = set(one.title)
        full = dict.fromkeys(one.lead, _LEAD_TERM)
        for term in title:
            full[term] = 1 + full.get(term, 0.0)
        runs = {run: (1 + math.log(n)) * self._rare(by_run[run]) for run, n in one.spelling.items()}
        return (
            _unit({term: self._rare(by_word[term]) for term in title}),
            _unit(runs),
            _unit({term: part * self._rare(self._terms[term]) for term, part in full.items()}),
            _unit({term: self.rarity(term) for term in title}),
            _unit({term: part * self.rarity(term) for term, part in full.items()}),
            {name: self.rarity(name) * min(1, self._rare(self._terms[name]) / 3 + 0.3) for name in one.names},
        )

    def features(self, pairs: Sequence[tuple[int, int]]) -> Floats:
        """The numbers of each pair of reports, by their places; shape (pairs, len(FEATURES))."""
        found = np.array([self._pair(*pair) for pair in pairs], np.float32).reshape(-1, len(FEATURES))
        if pairs:
            ones, others = np.array(pairs).T
            found[:, FEATURES.index("headline")] = (self.headline[ones] * self.headline[others]).sum(axis=1)
            found[:, FEATURES.index("whole")] = (self.whole[ones] * self.whole[others]).sum(axis=1)
        return found

    def _pair(self, first: int, second: int) -> tuple[float, ...]:
        one, other = self.traits[first], self.traits[second]
        bags, others = self._bags[first], self._bags[second]
        shared = one.terms & other.terms
        in_titles = set(one.title) & set(other.title)
        least = min(len(set(one.title)), len(set(other.title)))
        rare = sorted((self.rarity(term) for term in shared), reverse=True)[:4]
        here = sorted((math.log(self._total / self._terms[term]) for term in shared), reverse=True)[:3]
        named, named_back = self._named(bags[5], other), self._named(others[5], one)
        names = (one.names | one.lead_names) & (other.names | other.lead_names)
        title_names = one.names & other.names
        phrases = one.all_phrases & other.all_phrases
        title_phrases = (one.phrases & other.all_phrases) | (one.all_phrases & other.phrases)
        gap = min((abs(a - b) for a in one.sums for b in other.sums), default=_FAR)
        apart = one.figures and other.figures and not one.figures & other.all_figures
        unfit = float(one.probabilities[-1]), float(other.probabilities[-1])
        return (
            min(sum(self._phrases[phrase] for phrase in phrases), 20) / 20,
            min(sum(self._phrases[phrase] for phrase in title_phrases), 20) / 20,
            len(phrases),
            float(gap < 0.12),
            float(bool(one.sums and other.sums) and gap > 0.6),
            len(names),
            len(title_names),
            float(np.sqrt(one.probabilities * other.probabilities).sum()),
            max(unfit),
            abs(unfit[0] - unfit[1]),
            *(cosine(bags[bag], others[bag]) for bag in range(5)),
            0.0,
            0.0,
            min(named, named_back),
            max(named, named_back),
            min(sum(map(self.rarity, names)), 40) / 10,
            min(sum(map(self.rarity, title_names)), 30) / 10,
            rare[0] / 10 if rare else 0.0,
            rare[1] / 10 if len(rare) > 1 else 0.0,
            sum(rare) / 30,
            min(here[0], 6) / 6 if here else 0.0,
            sum(min(value, 6) for value in here) / 15,
            len(in_titles) / max(1, least),
            len(in_titles),
            float(bool(one.figures & other.figures)),
            float(bool(apart and not other.figures & one.all_figures)),
            float(one.publisher == other.publisher),
            min(abs(one.day - other.day), 8) / 8,
            (one.comment + other.comment) / 2,
            float(one.mixed or other.mixed),
            (bool(one.lead) + bool(other.lead)) / 2,
            least / 15,
            len(one.firms & other.firms),
            min(len(one.firms - other.all_firms), len(other.firms - one.all_firms)),
            min(len(one.firms - other.firms), len(other.firms - one.firms)),
        )

    @staticmethod
    def _named(names: Mapping[str, float], other: Traits) -> float:
        """Share of the names of one headline, by rarity, that the other text holds."""
        total = sum(names.values())
        if not total:
            return _NO_NAMES
        return sum(weight for name, weight in names.items() if name in other.terms) / total

    def shared(self, first: int, second: int, most: int = 4) -> list[str]:
        """The rarest terms that two reports share, rarest first: what an editor would point at."""
        one, other = self.traits[first], self.traits[second]
        both = one.all_phrases & other.all_phrases
        inside = {word for phrase in both for word in phrase.split()}
        terms = both | ((one.terms & other.terms) - inside)
        return sorted(terms, key=lambda term: (-self._told(term), term))[:most]

    def _told(self, term: str) -> float:
        return self._phrases.get(term, 0.0) + 6 if " " in term else self.rarity(term)


def chances(features: Floats, weights: Weights) -> Floats:
    """Probability of each pair of being one story, between 0 and 1; shape (pairs,)."""
    model = weights.pairs
    logistic = features @ model["coefficients"] + model["intercept"][0]
    score = 0.5 * logistic + 0.5 * _grown(features, model)
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))), np.float32)


def _grown(features: Floats, model: Mapping[str, Floats]) -> Floats:
    """Sum over the trees. Nodes lie in arrays of shape (trees, nodes); a leaf points at itself."""
    splits, bounds = model["splits"].astype(np.int64), model["bounds"]
    left, right, values = model["left"].astype(np.int64), model["right"].astype(np.int64), model["values"]
    total = np.zeros(len(features), np.float32)
    everyone = np.arange(len(features))
    for tree in range(len(splits)):
        node = np.zeros(len(features), np.int64)
        for _ in range(int(model["depth"][0])):
            goes_left = features[everyone, splits[tree, node]] <= bounds[tree, node]
            node = np.where(goes_left, left[tree, node], right[tree, node])
        total += values[tree, node]
    return total


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two bags of length 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _unit(bag: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in bag.values()))
    return {term: weight / length for term, weight in bag.items()} if length else bag


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; 0.0 of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
