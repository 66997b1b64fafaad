"""Where elements stand in a page: their path, what they have in common with others, the year above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from selectolax.lexbor import LexborNode

from digest.collect import listdates, trees

_YEARS_STAND_IN = trees.HEADINGS | {"dt", "th", "caption", "summary"}


@dataclass(frozen=True, slots=True)
class _Place:
    number: int
    path: str
    depth: int
    year: int | None


class Map:
    """The places of all elements below `body`, found in one walk."""

    def __init__(self, body: LexborNode | None) -> None:
        self._places: dict[int, _Place] = {}
        self._ends: dict[int, int] = {}
        year: int | None = None
        walked = list(body.traverse()) if body else []
        for number, node in enumerate(walked):
            if node.tag in _YEARS_STAND_IN:
                year = listdates.year_of(trees.said(node)) or year
            above = self._places.get(node.parent.mem_id) if node.parent else None
            path = f"{above.path}>{node.tag}" if above else ""
            self._places[node.mem_id] = _Place(number, path, above.depth + 1 if above else 0, year)

        parents = {node.mem_id: node.parent.mem_id for node in walked if node.parent}
        for mem_id, place in reversed(self._places.items()):
            end = self._ends.setdefault(mem_id, place.number)
            above_id = parents.get(mem_id, 0)
            self._ends[above_id] = max(self._ends.get(above_id, 0), end)

    def size(self, mem_id: int) -> int:
        """How many elements it is, with all in it; 1 for a text."""
        known = self._places.get(mem_id)
        return self._ends[mem_id] - known.number + 1 if known else 1

    def are_apart(self, mem_ids: Sequence[int]) -> bool:
        """Whether of these, which are in document order, none lies in the one before it."""
        return all(self._ends[one] < self.place(other) for one, other in pairwise(mem_ids))

    def place(self, mem_id: int) -> int:
        """Its number in document order."""
        return self._places[mem_id].number

    def depth(self, mem_id: int) -> int:
        """How many elements it lies in."""
        return self._places[mem_id].depth

    def year(self, mem_id: int) -> int | None:
        """The year of the nearest heading above it, None where none names one."""
        return self._places[mem_id].year

    def keys(self, node: LexborNode) -> Iterator[str]:
        """What `node` may have in common with the other rows of its list.

        The path of its tags; that and its parent; one of its classes, there or anywhere; being an article.
        """
        path = self._places[node.mem_id].path
        yield path
        yield f"{path}#{node.parent.mem_id if node.parent else 0}"
        if node.tag == "article":
            yield "article"
        for token in trees.tokens(node):
            yield f"{path}.{token}"
            yield f"{node.tag}.{token}"
