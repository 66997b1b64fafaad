"""How a source is: by its own rhythm, how often it fails, and what becomes of what it brings.

A source that stops without an error is the commonest failure of all. It is told by what it did before: who
published every day and says nothing for a week is silent, who writes twice a year is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from digest import words
from digest.model import Memory

LOOK_BACK = timedelta(days=90)
"""The history by which a source is judged."""

MANY_EMPTIES = 3
"""So many answers in a row without an item are a fault and not a pause."""

LEAST_SILENCE = timedelta(days=4)
"""Nobody is silent before: weekends and a holiday are free."""

FEW_SILENCE = timedelta(days=14)
"""The same of whom only a few items are known."""

_LEAST_GAPS = 5  # fewer say nothing of a rhythm
_PATIENCE = 3  # times the longest usual gap
_FEW_GAPS = 2  # with less than the usual history more patience is due
_FEW_PATIENCE = 10
_OFTEN = 0.25  # share of attempts that fail before it is said
_LEAST_ATTEMPTS = 8
_TOLD = ("section", "merged")


@dataclass(frozen=True, slots=True)
class History:
    """What is kept of a source, as far as it tells how it is.

    Attributes:
        moments: when its entries of the last `LOOK_BACK` happened, in any order; aware UTC.
        asked, failed: attempts of the last `LOOK_BACK`.
        fates: how many of its entries met each fate, whatever the edition.
        newest: of all its entries; None where it has none.
        entries: how many are kept.
    """

    moments: Sequence[datetime] = ()
    asked: int = 0
    failed: int = 0
    fates: Mapping[str, int] | None = None
    newest: datetime | None = None
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """How a source is.

    Attributes:
        newest: when its newest entry happened; None where it has none.
        usual_gap: the median gap between its entries; None where they are too few.
        silent_since: its newest entry, where by its rhythm there should have been another; else None.
        error_rate: share of the attempts that failed, 0 to 1; None where it was never asked.
        told: share of its judged entries that stand in editions or behind a story there; None for no entry.
        copies: share of its judged entries that say what another said before; None for no entry.
        trouble: what a person should look at, in words; "" when all is well.
    """

    newest: datetime | None = None
    usual_gap: timedelta | None = None
    silent_since: datetime | None = None
    error_rate: float | None = None
    told: float | None = None
    copies: float | None = None
    trouble: str = ""


def of(memory: Memory, history: History, now: datetime) -> Condition:
    """The condition at `now` of a source of which this is remembered and kept."""
    gaps = _gaps(history.moments)
    silent = _silent_since(memory, history.newest, gaps, now)
    judged = sum((history.fates or {}).values())
    usual = median(gap.total_seconds() for gap in gaps) if len(gaps) >= _LEAST_GAPS else None
    return Condition(
        newest=history.newest,
        usual_gap=timedelta(seconds=usual) if usual is not None else None,
        silent_since=silent,
        error_rate=history.failed / history.asked if history.asked else None,
        told=_share(history, _TOLD, judged),
        copies=_share(history, ("copy",), judged),
        trouble=_trouble(memory, history, silent, now),
    )


def _gaps(moments: Sequence[datetime]) -> list[timedelta]:
    """The times between moments that differ, shortest first."""
    ordered = sorted(moments)
    return sorted(later - earlier for earlier, later in pairwise(ordered) if later > earlier)


def _silent_since(
    memory: Memory, newest: datetime | None, gaps: list[timedelta], now: datetime
) -> datetime | None:
    """Who can be read and says nothing for three times its longest usual pause (the 95th percentile).

    For ten times the longest, where only a few pauses are known.
    """
    if newest is None or memory.error or len(gaps) < _FEW_GAPS:
        return None
    longest = gaps[min(len(gaps) * 95 // 100, len(gaps) - 1)]
    if len(gaps) < _LEAST_GAPS:
        return newest if now - newest > max(longest * _FEW_PATIENCE, FEW_SILENCE) else None
    return newest if now - newest > max(longest * _PATIENCE, LEAST_SILENCE) else None


def _share(history: History, names: Sequence[str], judged: int) -> float | None:
    found = history.fates or {}
    return sum(found.get(name, 0) for name in names) / judged if judged else None


def _trouble(memory: Memory, history: History, silent: datetime | None, now: datetime) -> str:
    """The gravest of what is wrong."""
    if memory.checked_at is None:
        return "not collected yet"
    if memory.retired is not None:
        return f"gone for good since {memory.retired:%d %B %Y}; take it out or find its new address"
    if memory.error:
        times = f", {memory.failures} times in a row" if memory.failures > 1 else ""
        return f"{memory.error}{times}"
    return next(filter(None, _doubts(memory, history, silent, now)), "")


def _doubts(memory: Memory, history: History, silent: datetime | None, now: datetime) -> Iterator[str]:
    """What is wrong with a source that can be read, the gravest first."""
    if memory.empties >= MANY_EMPTIES and history.entries:
        yield f"lists nothing any more; {words.counted(memory.empties, 'empty answer')} in a row"
    if silent is not None:
        yield f"silent for {(now - silent).days} days, though it can be read"
    if history.asked >= _LEAST_ATTEMPTS and history.failed >= _OFTEN * history.asked:
        yield f"fails often: {history.failed} of {history.asked} times"
    if memory.moved_to:
        yield f"has moved to {memory.moved_to}"
