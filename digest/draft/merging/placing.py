"""Which stories stand in a merged draft, under which section, in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digest.draft.drafted import PINNED
from digest.draft.merging import order
from digest.draft.merging.stand import HELD, Stand


@dataclass(slots=True)
class Row:
    """A section of the merged draft.

    Attributes:
        name: the same as its key, but for the second of two headings of one section.
        number: of its heading among all blocks of the editor's draft; -1 where they have none.
        stories: keys, in order.
    """

    key: str
    name: str
    number: int
    stories: list[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """All sections in order, and which stories came and went."""

    rows: tuple[Row, ...]
    arrived: tuple[str, ...]
    removed: tuple[str, ...]


def placed(base: Stand, mine: Stand, theirs: Stand) -> Placed:
    """Where each story goes: those a person moved stay, the others follow the machine."""
    placing = _Placing(base, mine, theirs)
    removed = placing.cleared()
    arrived = placing.filled()
    return Placed(tuple(placing.rows), arrived, removed)


class _Placing:
    def __init__(self, base: Stand, mine: Stand, theirs: Stand) -> None:
        self._base, self._mine, self._theirs = base, mine, theirs
        blocks = mine.blocks
        self._pinned = frozenset(key for key in blocks if (p := blocks[key].piece) and PINNED in p.marks)
        self._stirred = frozenset[str]().union(
            *(order.stirred(base.order(key), self._free(mine.order(key))) for key in mine.openings)
        )
        self._coming = self._on_their_way()
        self.rows = self._as_they_stand()

    def cleared(self) -> tuple[str, ...]:
        """Takes out what goes and puts what stays in the machine's order; gives the stories that are gone."""
        gone = [key for row in self.rows for key in row.stories if self._is_gone(key)]
        for row in self.rows:
            row.stories = [key for key in row.stories if key not in gone and key not in self._coming]
            is_one = sum(other.key == row.key for other in self.rows) == 1
            if is_one and not self._stirred & set(row.stories):
                row.stories = order.followed(row.stories, self._theirs.order(row.key), self._pinned)
        return tuple(gone)

    def filled(self) -> tuple[str, ...]:
        """Puts in what comes, under new headings where need be; gives the stories that are new."""
        self.rows = self._arranged()
        arrived: list[str] = []
        for section in self._theirs.openings:
            theirs = self._theirs.order(section)
            orders = [row.stories for row in self.rows if row.key == section]
            for key in theirs:
                if key in self._coming and orders:
                    order.arrived(orders, theirs, key, self._pinned)
                    arrived += [] if key in self._mine.blocks else [key]
        return tuple(arrived)

    def _free(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if key not in self._pinned)

    def _as_they_stand(self) -> list[Row]:
        rows, number = list[Row](), 1
        for shelf in self._mine.shelves:
            again = any(row.key == shelf.key for row in rows)
            name = f"{shelf.key} {number}" if again else shelf.key
            rows.append(Row(shelf.key, name, number, list(shelf.stories)))
            number += 1 + len(shelf.stories)
        return rows

    def _is_gone(self, key: str) -> bool:
        """Whether the machine no longer has a story that nobody touched."""
        was, here = self._base.story(key), self._mine.story(key)
        if key in self._theirs.blocks or was is None or here is None or key in self._pinned:
            return False
        return not self._is_moved(key) and was.passage.plain == here.passage.plain

    def _is_moved(self, key: str) -> bool:
        """Whether a person put it where it stands."""
        return key in self._stirred or self._base.places.get(key) != self._mine.places.get(key)

    def _on_their_way(self) -> frozenset[str]:
        """What goes into a section of the machine's choice: new stories, and those that it filed anew."""
        has = self._base.blocks.keys() | self._mine.blocks.keys()
        new = {key for key in self._theirs.blocks if key not in has}
        fresh = {section for section in self._theirs.openings if section not in self._base.openings}
        there = {*self._mine.openings, *fresh, *(self._theirs.places[key] for key in new)}
        here = self._mine.places
        filed = {
            key
            for key, section in self._theirs.places.items()
            if here.get(key, section) != section
            and section in there
            and key not in self._pinned
            and not self._is_moved(key)
        }
        return frozenset(new | filed)

    def _arranged(self) -> list[Row]:
        """The sections in their order, with headings for those that have none and for which there is news.

        What waits for the next edition stays at the end.
        """
        rows = {row.name: row for row in self.rows if not self._is_over(row)}
        names, theirs = list(rows), tuple(self._theirs.openings)
        last: list[str] = []
        while names and rows[names[-1]].key == HELD:
            last.insert(0, names.pop())
        if not order.stirred(tuple(self._base.openings), names):
            names = order.followed(names, theirs)
        for section in theirs:
            if section not in rows and self._is_wanted(section):
                rows[section] = Row(section, section, -1, [])
                order.arrived([names], theirs, section, ())
        return [rows[name] for name in (*names, *last)]

    def _is_wanted(self, section: str) -> bool:
        """Whether a heading that the editor's draft lacks has to come (again)."""
        is_new = section not in self._base.openings
        return is_new or any(key in self._coming for key in self._theirs.order(section))

    def _is_over(self, row: Row) -> bool:
        """Whether the machine no longer has an empty section whose heading nobody touched."""
        was, here = self._base.opening(row.key), self._mine.opening(row.key)
        if row.key in self._theirs.openings or row.stories or was is None or here is None:
            return False
        return was.passage.plain == here.passage.plain
