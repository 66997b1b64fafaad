"""Groups that merge best first, out of how alike each two things are.

The likeness of two groups is the power mean over all pairs between them, pairs not compared counting 0: a few
strong witnesses are enough, one chance likeness is not once groups grow. Two things that must stay apart keep
their groups apart.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

_POWER = 2.5


class Groups:
    """Things, by their places, in groups that merge."""

    def __init__(
        self, count: int, likeness: Mapping[tuple[int, int], float], never: Iterable[tuple[int, int]] = ()
    ) -> None:
        self.members = {place: [place] for place in range(count)}
        self._never: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in never:
            self._never[one].add(other)
            self._never[other].add(one)
        self._sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for (one, other), value in likeness.items():
            self._sums[one][other] = self._sums[other][one] = value**_POWER

    def merge(self, bound: float) -> None:
        """Joins the two likest groups until none are as alike as `bound`; ties fall to the lower places."""
        heap = [
            (-value, (one, other))
            for one, others in self._sums.items()
            for other in others
            if one < other and (value := self._between(one, other)) >= bound
        ]
        heapq.heapify(heap)
        while heap:
            negative, (one, other) = heapq.heappop(heap)
            alive = one in self.members and other in self.members
            if alive and -negative == self._between(one, other):  # else this was said before one of them grew
                self._join(one, other)
                for third in self._sums[one]:
                    if (value := self._between(one, third)) >= bound:
                        heapq.heappush(heap, (-value, (min(one, third), max(one, third))))

    def related(self, bound: float, most: int) -> dict[int, list[int]]:
        """For each group at most `most` as alike as `bound`, likest first; both sides know of it."""
        alike = sorted(
            (-value, one, other)
            for one in self.members
            for other in self._sums[one]
            if one < other and (value := self._between(one, other)) >= bound
        )
        found: dict[int, list[int]] = {one: [] for one in self.members}
        for _, one, other in alike:
            if len(found[one]) < most and len(found[other]) < most:
                found[one].append(other)
                found[other].append(one)
        return found

    def _between(self, one: int, other: int) -> float:
        if other in self._never[one]:
            return 0.0
        pairs = len(self.members[one]) * len(self.members[other])
        return float((self._sums[one].get(other, 0.0) / pairs) ** (1 / _POWER))

    def _join(self, one: int, other: int) -> None:
        """Moves everything of `other` to `one`."""
        for third in self._never.pop(other, ()):
            self._never[third].discard(other)
            self._never[third].add(one)
            self._never[one].add(third)
        self.members[one] += self.members.pop(other)
        for third, value in self._sums.pop(other).items():
            self._sums[third].pop(other, None)
            if third != one:
                self._sums[one][third] = self._sums[third][one] = self._sums[one].get(third, 0.0) + value
        self._sums[one].pop(other, None)
