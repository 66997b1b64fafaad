"""How alike two texts are: TF-IDF over sparse bags, cosine between them.

Salton and Buckley, Information Processing & Management 24(5), 1988: a term counts by how often it
stands in the text (here dampened by a logarithm) and by how rare it is over all texts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

Bag = Mapping[str, float]  # term -> weight, of Euclidean length 1 unless empty


class Rarity:
    """Inverse document frequencies of a set of texts, smoothed so that an unseen term is rare, not zero."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for terms in documents:
            counts.update(set(terms))
            total += 1
        self._weights = {term: math.log((1 + total) / (1 + count)) + 1 for term, count in counts.items()}
        self._unseen = math.log(1 + total) + 1

    def weight(self, term: str) -> float:
        """How rare `term` is: at least 1, for a term of every text."""
        return self._weights.get(term, self._unseen)

    def bag(self, terms: Iterable[str]) -> dict[str, float]:
        """The terms of one text as a bag of length 1."""
        return self.counted(Counter(terms))

    def counted(self, counts: Mapping[str, float]) -> dict[str, float]:
        """The same for terms that are counted already, in parts if need be."""
        raw = {term: (1 + math.log(n) if n > 1 else n) * self.weight(term) for term, n in counts.items()}
        return normalised(raw)


def normalised(bag: Bag) -> dict[str, float]:
    """`bag` scaled to length 1."""
    length = math.sqrt(sum(weight * weight for weight in bag.values()))
    return {term: weight / length for term, weight in bag.items()} if length else {}


def cosine(one: Bag, other: Bag) -> float:
    """Cosine of two bags of length 1: 0.0 for nothing shared, 1.0 for the same, in any order of terms."""
    return math.fsum(one[term] * other[term] for term in one.keys() & other.keys())


def grams(text: str, size: int) -> list[str]:
    """Runs of `size` characters within each word, its edges marked: spelling variants share most."""
    found = []
    for word in text.split():
        marked = f"_{word}_"
        found += [marked[start : start + size] for start in range(max(1, len(marked) - size + 1))]
    return found
