"""How well something was found, in numbers; each function is a textbook's, with its source.

Groups and labels are given as a label for each item. Only the items of `true` count, and each of them
must stand in `found` too. All of it is linear in the number of items.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Labels = Mapping[str, str]
Confusion = Mapping[tuple[str, str], int]
"""How many items of the first label were given the second."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Share of what was found that is right, and share of what is right that was found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both (van Rijsbergen)."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)


def same_pairs(found: Labels, true: Labels) -> Rates:
    """Rates over all pairs of items that are grouped together; two groupings are compared."""
    together = Counter((found[item], label) for item, label in true.items())
    both = _pairs(together.values())
    said = _pairs(Counter(found[item] for item in true).values())
    meant = _pairs(Counter(true.values()).values())
    return Rates(_share(both, said), _share(both, meant))


def b_cubed(found: Labels, true: Labels) -> Rates:
    """Rates averaged over items, each asked about its own group (Bagga and Baldwin 1998)."""
    together = Counter((found[item], label) for item, label in true.items())
    said, meant = Counter(found[item] for item in true), Counter(true.values())
    precision = sum(count * count / said[group] for (group, _), count in together.items())
    recall = sum(count * count / meant[label] for (_, label), count in together.items())
    return Rates(_share(precision, len(true)), _share(recall, len(true)))


def confusion(found: Labels, true: Labels) -> Confusion:
    """Which label was taken for which, and how often."""
    return Counter((label, found[item]) for item, label in true.items())


def by_label(confused: Confusion) -> dict[str, Rates]:
    """Rates of each label that is true of an item, in alphabetical order."""
    said: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    for (true, found), count in confused.items():
        meant[true] += count
        said[found] += count
    hits = {label: confused.get((label, label), 0) for label in meant}
    return {
        label: Rates(_share(hits[label], said[label]), _share(hits[label], meant[label]))
        for label in sorted(meant)
    }


def macro_f1(confused: Confusion) -> float:
    """The mean of the F1 of the labels, a rare one counting as much as a common one."""
    rates = by_label(confused).values()
    return _share(sum(each.f1 for each in rates), len(rates))


def accuracy(confused: Confusion) -> float:
    """Share of items with the right label."""
    right = sum(count for (true, found), count in confused.items() if true == found)
    return _share(right, sum(confused.values()))


def ndcg(gains: Sequence[float], there: Iterable[float], first: int) -> float:
    """How near the order is to the best one, over its `first` places (Järvelin and Kekäläinen 2002).

    `gains` are the grades in the order found, `there` all grades that there are. A grade g is worth
    2^g - 1, discounted by log2 of its place plus one. 1.0 where nothing is worth anything.
    """
    best = _discounted(sorted(there, reverse=True)[:first])
    return _discounted(gains[:first]) / best if best else 1.0


def _discounted(grades: Iterable[float]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
