"""Many articles, asked which of them an entry repeats, without comparing it with each.

What `rules` says of a pair is asked only of pairs that share something telling: an address, a headline,
the words of an address, a run of the text, or one of their rarest words. A posting that many share tells
nothing and is not followed, so that the work grows with the number of entries and not with its square.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator

from digest.sameness.look import Look
from digest.sameness.rules import reason

_STANDING = 3  # openings that a publisher starts alike more often are its formula
_MOST = 24  # articles behind one key; later ones are found by their other keys
_COMMON = 200  # a word of so many headlines tells nothing
_RAREST = 6  # words of a headline that are looked up
_RAREST_OF_LEAD = 4
_FEW = 3  # rare words; who has no more of them need share but one
_SKETCH = 4  # runs of the text that are looked up: those of the smallest hashes
_SHORTEST_SKETCHED = 8


class Habits:
    """What is usual in a set of entries: how often words stand in it, how outlets open their pieces."""

    def __init__(self, looks: Iterable[Look]) -> None:
        self._counts: Counter[str] = Counter()
        openings: Counter[tuple[str, str]] = Counter()
        seen: set[tuple[str, str]] = set()
        for look in looks:
            if (look.outlet, look.heading) in seen:  # what is printed often is not therefore usual
                continue
            seen.add((look.outlet, look.heading))
            self._counts.update(look.terms | look.lead)
            openings[look.formula] += 1
        self.formulas = frozenset(
            opening for opening, count in openings.items() if count > _STANDING or not opening[1]
        )

    def rarest(self, terms: Iterable[str], most: int) -> list[str]:
        """The rarest of `terms`, without those that stand everywhere."""
        telling = sorted((self._counts[term], term) for term in terms if self._counts[term] <= _COMMON)
        return [term for _, term in telling[:most]]


class Shelf:
    """Looks put up one after the other."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._by_key: dict[str, tuple[int, ...]] = {}  # small and flat: there are a dozen keys an entry
        self._looks: list[Look] = []

    def first(self, look: Look) -> tuple[Look, str] | None:
        """What `look` repeats and why: what has its address or headline before all else."""
        return self._first(look, list(self._strong(look)), list(self._weak(look)))

    def put(self, look: Look) -> tuple[Look, str] | None:
        """Adds `look`; gives what `first` would have given before."""
        strong, weak = list(self._strong(look)), list(self._weak(look))
        found = self._first(look, strong, weak)
        for key in (*strong, *weak):
            held = self._by_key.get(key, ())
            if len(held) < _MOST:
                self._by_key[key] = (*held, len(self._looks))
        self._looks.append(look)
        return found

    def _first(self, look: Look, strong: list[str], weak: list[str]) -> tuple[Look, str] | None:
        for number in self._near(strong, weak):
            why = reason(look, self._looks[number], self._habits.formulas)
            if why:
                return self._looks[number], why
        return None

    def _near(self, strong: list[str], weak: list[str]) -> Iterator[int]:
        """Those that share a strong key, then those that share two rare words or the only ones."""
        done: set[int] = set()
        for key in strong:
            for number in self._by_key.get(key, ()):
                if number not in done:
                    done.add(number)
                    yield number
        shared: dict[int, int] = {}
        for key in weak:
            for number in self._by_key.get(key, ()):
                shared[number] = shared.get(number, 0) + 1
        least = 2 if len(weak) > _FEW else 1
        yield from sorted(number for number, count in shared.items() if count >= least and number not in done)

    def _strong(self, look: Look) -> Iterator[str]:
        """Keys of which one is reason enough to compare, the most telling first."""
        if look.url:
            yield f"address {look.url}"
        if look.heading:
            yield f"heading {look.outlet}: {look.heading}"
            yield f"heading {look.heading}"
        if look.slug:
            yield f"slug {look.outlet}: {' '.join(sorted(look.slug))}"
        if len(look.runs) >= _SHORTEST_SKETCHED:
            for run in heapq.nsmallest(_SKETCH, look.runs):
                yield f"text {run}"

    def _weak(self, look: Look) -> Iterator[str]:
        """Rare words: of headline and opening within the outlet, the rarest of the headline anywhere."""
        rare = self._habits.rarest(look.terms, _RAREST)
        rare_in_lead = self._habits.rarest(look.lead - look.terms, _RAREST_OF_LEAD)
        for term in (*rare, *rare_in_lead):
            yield f"word {look.outlet}: {term}"
        for term in rare[: _RAREST // 2]:
            yield f"word {term}"
