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
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digest.learned.traits import Traits
from digest.learned.weights import Floats, Weights
from digest.similarity import Bag, cosine, normalised

Places = NDArray[np.int64]
FEATURES = (
    "phrases", "title_phrases", "phrase_count", "same_sum", "other_sum", "name_count", "title_name_count",
    "kind", "unfit", "unfit_gap", "words", "spelling", "text", "rare_words", "rare_text", "headline", "whole",
    "least_named", "most_named", "named", "title_named", "rarest", "second_rarest", "rare_sum",
    "period_rarest", "period_sum", "shared_share", "shared_count", "same_figure", "other_figure",
    "publisher", "days", "comment", "mixed", "leads", "length",
    "firms_shared", "firms_apart", "firms_apart_in_titles",
)  # fmt: skip
"""The numbers of a pair, in the order of their columns."""
_TOGETHER = {"kind", "unfit", "unfit_gap", "headline", "whole", "days", "comment", "mixed", "leads"}
_BY_PAIR = [place for place, name in enumerate(FEATURES) if name not in _TOGETHER]
_LEAD_TERM = 0.6
_USUAL_GAP = 0.25  # two days
_ONE_MOMENT = 0.02  # days within which all reports say nothing by their dates
_USUAL = 300  # reports of a usual period, as those on which the model was trained
_FAR = 9.0  # log ratio of sums where one side names none
_NO_NAMES = 0.3  # how far a headline without names is "named" in another


class _Bags(NamedTuple):
    """What is compared of one report, made when it is first in a pair."""

    title: frozenset[str]
    terms: frozenset[str]
    names: frozenset[str]
    words: Bag
    runs: Bag
    text: Bag
    rare_words: Bag
    rare_text: Bag
    named: Bag
    named_in_all: float


class Known:
    """The reports of one period, ready to be compared: bags by how rare their terms are here and at large."""

    def __init__(self, traits: Sequence[Traits], weights: Weights) -> None:
        self.traits = traits
        self._weights = weights
        self._total = max(len(traits), _USUAL)  # among few reports every word would look common
        self._terms = Counter(term for one in traits for term in one.terms)
        self._words = self._rarities(set(one.title) for one in traits)
        self._runs = self._rarities(one.spelling for one in traits)
        self._phrases = self._rarities(one.all_phrases for one in traits)
        self._made: dict[int, _Bags] = {}
        self.whole = np.stack([one.whole for one in traits]) if traits else np.zeros((0, 1), np.float32)
        self.headline = np.stack([one.headline for one in traits]) if traits else self.whole
        self._chances = np.array([one.probabilities for one in traits], np.float32)
        self._facts = np.array([(one.day, one.comment, one.mixed, bool(one.lead)) for one in traits])

    def _rarities(self, held: Iterable[Iterable[str]]) -> dict[str, float]:
        counts = Counter(chain.from_iterable(held))
        return {term: self._rare(count) for term, count in counts.items()}

    def _rare(self, count: int) -> float:
        return math.log((1 + self._total) / (1 + count)) + 1

    def rarity(self, term: str) -> float:
        """-log of the share of general news that holds `term`."""
        return self._weights.rarity.get(term, self._weights.unseen)

    def held(self, term: str) -> int:
        """How many reports of the period hold `term`."""
        return self._terms[term]

    def _bags(self, place: int) -> _Bags:
        one, rare, rarity = self.traits[place], self._rare, self.rarity
        title = dict.fromkeys(one.title)
        full = dict.fromkeys(one.lead, _LEAD_TERM)
        for term in title:
            full[term] = 1 + full.get(term, 0.0)
        named = {name: rarity(name) * min(1, rare(self._terms[name]) / 3 + 0.3) for name in sorted(one.names)}
        return _Bags(
            title=frozenset(title),
            terms=frozenset(full),
            names=one.names | one.lead_names,
            words=normalised({term: self._words[term] for term in title}),
            runs=normalised({run: (1 + math.log(n)) * self._runs[run] for run, n in one.spelling.items()}),
            text=normalised({term: part * rare(self._terms[term]) for term, part in full.items()}),
            rare_words=normalised({term: rarity(term) for term in title}),
            rare_text=normalised({term: part * rarity(term) for term, part in full.items()}),
            named=named,
            named_in_all=math.fsum(named.values()),
        )

    def _apart(self, ones: Floats, others: Floats) -> Floats:
        """Days between reports as a share of eight; the usual two where dates are missing or all the same."""
        gaps = np.minimum(np.abs(ones - others), 8) / 8
        days = self._facts[:, 0]
        dated = days[~np.isnan(days)]
        if not len(dated) or float(np.ptp(dated)) < _ONE_MOMENT:
            return np.full_like(gaps, _USUAL_GAP)
        return np.asarray(np.where(np.isnan(gaps), _USUAL_GAP, gaps))

    def features(self, pairs: Sequence[tuple[int, int]]) -> Floats:
        """The numbers of each pair of reports, by their places; shape (pairs, len(FEATURES)).

        Bags are kept until the next call only: pairs that come in their order need few of them twice.
        """
        found = np.zeros((len(pairs), len(FEATURES)), np.float32)
        if pairs:
            places = dict.fromkeys(chain.from_iterable(pairs))
            self._made = {place: self._made.get(place) or self._bags(place) for place in places}
            found[:, _BY_PAIR] = [self._pair(*pair) for pair in pairs]
            for name, values in self._together(*np.array(pairs).T).items():
                found[:, FEATURES.index(name)] = values
        return found

    def _together(self, ones: Places, others: Places) -> dict[str, NDArray[Any]]:
        """What is found for all pairs at once."""
        chances = self._chances
        unfit = chances[ones, -1].astype(np.float64), chances[others, -1].astype(np.float64)
        facts, back = self._facts[ones], self._facts[others]
        return {
            "headline": (self.headline[ones] * self.headline[others]).sum(axis=1),
            "whole": (self.whole[ones] * self.whole[others]).sum(axis=1),
            "kind": np.sqrt(chances[ones] * chances[others]).sum(axis=1),
            "unfit": np.maximum(*unfit),
            "unfit_gap": np.abs(unfit[0] - unfit[1]),
            "days": self._apart(facts[:, 0], back[:, 0]),
            "comment": (facts[:, 1] + back[:, 1]) / 2,
            "mixed": np.maximum(facts[:, 2], back[:, 2]),
            "leads": (facts[:, 3] + back[:, 3]) / 2,
        }

    def _pair(self, first: int, second: int) -> tuple[float, ...]:
        """The numbers of `_BY_PAIR`. Sums are exact: they must not depend on the order of a set."""
        one, other = self.traits[first], self.traits[second]
        bags, back = self._made[first], self._made[second]
        shared, in_titles = bags.terms & back.terms, bags.title & back.title
        least = min(len(bags.title), len(back.title))
        rare = sorted(map(self.rarity, shared), reverse=True)[:4]
        here = sorted(self._terms[term] for term in shared)[:3]
        here_logs = [min(math.log(self._total / count), 6) for count in here]
        named, named_back = _named(bags, back), _named(back, bags)
        names, title_names = bags.names & back.names, one.names & other.names
        phrases = one.all_phrases & other.all_phrases
        title_phrases = phrases and (one.phrases & other.all_phrases) | (one.all_phrases & other.phrases)
        gap = min((abs(a - b) for a in one.sums for b in other.sums), default=_FAR)
        apart = one.figures and other.figures and not one.figures & other.all_figures
        return (
            min(self._telling(phrases), 20) / 20,
            min(self._telling(title_phrases), 20) / 20,
            len(phrases),
            gap < 0.12,
            bool(one.sums and other.sums) and gap > 0.6,
            len(names),
            len(title_names),
            cosine(bags.words, back.words),
            cosine(bags.runs, back.runs),
            cosine(bags.text, back.text),
            cosine(bags.rare_words, back.rare_words),
            cosine(bags.rare_text, back.rare_text),
            min(named, named_back),
            max(named, named_back),
            min(math.fsum(map(self.rarity, names)), 40) / 10,
            min(math.fsum(map(self.rarity, title_names)), 30) / 10,
            rare[0] / 10 if rare else 0.0,
            rare[1] / 10 if len(rare) > 1 else 0.0,
            math.fsum(rare) / 30,
            here_logs[0] / 6 if here else 0.0,
            math.fsum(here_logs) / 15,
            len(in_titles) / max(1, least),
            len(in_titles),
            bool(one.figures & other.figures),
            bool(apart and not other.figures & one.all_figures),
            one.publisher == other.publisher,
            least / 15,
            len(one.firms & other.firms),
            min(len(one.firms - other.all_firms), len(other.firms - one.all_firms)),
            min(len(one.firms - other.firms), len(other.firms - one.firms)),
        )

    def _telling(self, phrases: Iterable[str]) -> float:
        return math.fsum(self._phrases[phrase] for phrase in phrases)

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


def _named(one: _Bags, other: _Bags) -> float:
    """Share of the names of one headline, by rarity, that the other text holds."""
    if not one.named_in_all:
        return _NO_NAMES
    return math.fsum(one.named[name] for name in one.named.keys() & other.terms) / one.named_in_all
