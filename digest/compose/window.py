"""Which entries belong to a period: each to exactly one, the rest with a reason why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model import Entry, Fate, Memory, Period


@dataclass(frozen=True, slots=True)
class Windowed:
    """The entries of a period, and the fates of all others."""

    entries: tuple[Entry, ...]
    fates: tuple[Fate, ...]


def entries(
    candidates: Iterable[Entry],
    period: Period,
    memories: Mapping[str, Memory],
    late: timedelta,
    held: Collection[str] = (),
    known: Collection[str] | None = None,
) -> Windowed:
    """Sorts `candidates` into the period and out of it.

    An entry belongs to the period in which it was published. One that was published up to `late` before
    the period, in a source that had been watched by then, belongs to it too if it could not run earlier.
    `known` are the ids of all that earlier editions looked at, and so had their say about; where that is
    None, whatever was first seen before the period had begun counts as such. `memories` has an item for each
    configured source. `held` are ids of entries that belong to it whatever their age, since the editor kept
    their stories for it.
    """
    kept, fates = [], []
    for entry in candidates:
        kept_back = entry.id in held and entry.source in memories
        fate = None if kept_back else _fate(entry, period, memories.get(entry.source), late, known)
        if fate is None:
            kept.append(entry)
        else:
            fates.append(Fate(entry.id, entry.source, entry.title, entry.url, *fate))
    return Windowed(tuple(kept), tuple(fates))


def _fate(
    entry: Entry, period: Period, memory: Memory | None, late: timedelta, known: Collection[str] | None
) -> tuple[str, str] | None:
    if memory is None:
        return "filtered", f'its source "{entry.source}" is no longer in the configuration'
    if entry.dated >= period.end:
        return "next edition", f"dated {entry.dated:%Y-%m-%d %H:%M} UTC, after the period closed"
    if entry.dated >= period.start:
        return None
    if _in_reach(entry, period, memory.watched_since, late) and _is_new(entry, period, known):
        return None
    return "too old", f"published {entry.dated:%Y-%m-%d %H:%M} UTC, before the period began"


def _in_reach(entry: Entry, period: Period, watched_since: datetime | None, late: timedelta) -> bool:
    """Published shortly before the period, by a source that was watched then."""
    watched = watched_since is not None and watched_since < period.start
    return watched and entry.dated >= period.start - late


def _is_new(entry: Entry, period: Period, known: Collection[str] | None) -> bool:
    """It could not run earlier: an edition that was made late, or by hand, has it or has not."""
    return period.start <= entry.seen_at < period.end if known is None else entry.id not in known
