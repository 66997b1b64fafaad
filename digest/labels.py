"""What a person said of raw items, read from the lines that hold them.

`story` (equal values are one event) and `related` (the story that it is connected with), `duplicate_of` or
`dup`, `section` or `primary` (null or "none": not for this digest) and `secondary`, `importance` 0 to 3,
`deals`: a list of the deals that its headline states, in the form that `digest analyse` prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from digest.editionjson.figures import terms_in
from digest.errors import DigestError
from digest.model import Deal
from digest.rawitems import Item

NONE = "none"
"""The label of what is not for this digest."""

_HIGHEST = 3  # grade of importance


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by the id of the entry; each holds the items for which it was given.

    Attributes:
        family: by story, the story that it is connected with.
        original: the item that an item repeats, itself where it repeats none.
        section: id of a known section, or `NONE`.
        notes: labels that mean nothing here, with how many items have them.
    """

    story: Mapping[str, str] = field(default_factory=dict)
    family: Mapping[str, str] = field(default_factory=dict)
    original: Mapping[str, str] = field(default_factory=dict)
    section: Mapping[str, str] = field(default_factory=dict)
    secondary: Mapping[str, str] = field(default_factory=dict)
    importance: Mapping[str, int] = field(default_factory=dict)
    deals: Mapping[str, tuple[Deal, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.story or self.original or self.section or self.importance or self.deals)

    def event(self, item: str) -> str:
        """The story that an item tells, by its label; the item itself where it has none."""
        return self.story.get(item, item)

    @property
    def importance_by_event(self) -> dict[str, int]:
        """The highest grade that any item of an event was given."""
        grades: dict[str, int] = {}
        for item, grade in self.importance.items():
            event = self.event(item)
            grades[event] = max(grade, grades.get(event, 0))
        return grades


def of(items: Iterable[Item], sections: Collection[str]) -> Labels:
    """The labels of `items`, for a digest with the sections of these ids."""
    rows = {item.entry.id: item.row for item in items}
    notes: Counter[str] = Counter()
    story = dict(_texts(rows, ("story",)))
    related = {id_: said for id_, said in _texts(rows, ("related",)) if id_ in story}
    known = {*sections, NONE}
    return Labels(
        story=story,
        family={story[id_]: said for id_, said in sorted(related.items(), reverse=True)},
        original=_originals(rows),
        section=dict(_sections(rows, known, notes)),
        secondary={id_: said for id_, said in _texts(rows, ("secondary",)) if said in known},
        importance=dict(_grades(rows, notes)),
        deals=dict(_deals(rows, notes)),
        notes=tuple(f"{note} ({_items(count)})" for note, count in sorted(notes.items())),
    )


_Rows = Mapping[str, Mapping[str, Any]]


def _texts(rows: _Rows, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The first of `names` that an item has a text or number under."""
    for id_, row in rows.items():
        said = next((row[name] for name in names if _says(row.get(name))), None)
        if said is not None:
            yield id_, str(said)


def _says(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def _originals(rows: _Rows) -> dict[str, str]:
    """For every item what it repeats, a copy of a copy led back; empty where no item repeats any."""
    said = dict(_texts(rows, ("duplicate_of", "dup")))
    return {id_: _first(id_, said) for id_ in rows} if said else {}


def _first(id_: str, said: Mapping[str, str]) -> str:
    seen = [id_]
    while (before := said.get(seen[-1], seen[-1])) not in seen:
        seen.append(before)
    return min(seen[seen.index(before) :])  # more than one only where copies form a ring


def _sections(rows: _Rows, known: Collection[str], notes: Counter[str]) -> Iterator[tuple[str, str]]:
    for id_, row in rows.items():
        name = next((name for name in ("section", "primary") if name in row), None)
        if name is None:
            continue
        said = NONE if row[name] is None or row[name] == "" else str(row[name])
        if said in known:
            yield id_, said
        else:
            notes[f'there is no section "{said[:80]}"; left out of the section figures'] += 1


def _grades(rows: _Rows, notes: Counter[str]) -> Iterator[tuple[str, int]]:
    for id_, row in rows.items():
        grade: Any = row.get("importance")
        if grade in range(_HIGHEST + 1) and not isinstance(grade, bool):
            yield id_, int(grade)
        elif grade is not None:
            notes[
                f'"{str(grade)[:80]}" is no importance from 0 to {_HIGHEST}; left out of those figures'
            ] += 1


def _deals(rows: _Rows, notes: Counter[str]) -> Iterator[tuple[str, tuple[Deal, ...]]]:
    for id_, row in rows.items():
        said = row.get("deals")
        if said is None:
            continue
        try:
            yield id_, tuple(terms_in(deal) for deal in said)
        except (DigestError, TypeError):
            notes["a deal is not in the form that digest analyse prints; left out of those figures"] += 1


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
