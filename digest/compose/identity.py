"""Which entries of one edition are the same article (`digest.sameness` says what that means)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digest import sameness
from digest.model import Entry
from digest.sameness import Habits, Look, Shelf

same = sameness.same


@dataclass(frozen=True, slots=True)
class Copy:
    """An entry that repeats another, and by what it was known."""

    entry: Entry
    of: str
    reason: str


@dataclass(frozen=True, slots=True)
class Distinct:
    """Entries of which no two are the same article, and the copies that were folded into them."""

    entries: tuple[Entry, ...]
    copies: tuple[Copy, ...]


def distinct(entries: Iterable[Entry], weights: Mapping[str, float]) -> Distinct:
    """Folds copies: of each article the entry of the weightiest source, then the earliest, stays.

    A copy of a copy is one of the original. `weights` gives the weight of each source by name.
    """
    ordered = sorted(entries, key=lambda entry: (-weights.get(entry.source, 1.0), entry.dated, entry.id))
    looks = [Look(entry) for entry in ordered]
    shelf = Shelf(Habits(looks))
    originals: dict[str, str] = {}
    kept: list[Entry] = []
    copies: list[Copy] = []
    for look in looks:
        match = shelf.put(look)
        if match:
            original = originals[match[0].entry.id]
            originals[look.entry.id] = original
            copies.append(Copy(look.entry, original, match[1]))
        else:
            originals[look.entry.id] = look.entry.id
            kept.append(look.entry)
    return Distinct(tuple(sorted(kept, key=lambda entry: (entry.dated, entry.id))), tuple(copies))
