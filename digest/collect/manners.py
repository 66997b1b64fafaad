"""When a source is asked again, and where: by what it says, by its own rhythm, and by how it fared.

All decisions are functions of values; `digest.collect` asks and remembers.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from digest.model import Collected, Hints, Memory

MOVED_FOR = timedelta(days=7)
"""A new address is believed after it was told for so long: servers under repair redirect "for good" too."""

BACKOFF_FROM, BACKOFF_TO = timedelta(minutes=15), timedelta(days=1)
"""How long a source is left alone after its first failure, and at most after many."""

LEAST, MOST = timedelta(minutes=5), timedelta(days=1)
"""Between two looks at a source that is well."""

LOOKS_PER_GAP = 4
"""So often a source is looked at between two of its items: news is then at most a quarter of a gap late."""

SLACK = timedelta(minutes=5)
"""So much too early is early enough: a timer does not tick to the second."""

GONE_FOR = timedelta(days=30)
"""A source that is gone for good is looked for again after so long, should that have been a mistake."""

JUMP = timedelta(days=31)
"""A time to ask again that is further away than this was noted by a clock that was wrong."""

DOUBTED = 6
"""After so many failures in a row at an adopted address, the one in the configuration is tried again."""

_FEW = 3  # items whose times say something of a rhythm


def address(url: str, memory: Memory, now: datetime) -> str:
    """Where a source is asked: at `url`, or where it has said for a week that it has moved to."""
    return memory.moved_to if is_adopted(memory, now) else url


def is_adopted(memory: Memory, now: datetime) -> bool:
    """Whether the new address of a source that says it moved is taken for its own."""
    since = memory.moved_since
    return bool(memory.moved_to) and since is not None and now - since >= MOVED_FOR


def left_alone(memory: Memory, now: datetime, *, is_wanted: bool) -> str:
    """Why a source is not asked at `now`, or "".

    Args:
        memory: what is remembered of it.
        now: aware UTC.
        is_wanted: a person asks, or an edition closes; then only what the server itself forbids counts.
    """
    if memory.retired is not None and now - memory.retired < GONE_FOR:
        return f"is gone for good, as its server said on {memory.retired:%Y-%m-%d} (410)"
    barred = memory.barred_until
    if barred is not None and now < barred <= now + JUMP:
        return f"wants to be left alone until {barred:%Y-%m-%d %H:%M} UTC"
    due = memory.next_at
    if is_wanted or due is None or due - now <= SLACK or due > now + JUMP:
        return ""
    if memory.checked_at is not None and memory.checked_at > now:  # it was asked by a clock that ran ahead
        return ""
    return f"is not due before {due:%Y-%m-%d %H:%M} UTC"


def joined(head: Hints, document: Hints) -> Hints:
    """What the head of an answer and the document in it ask for together."""
    return replace(head, every=document.every, idle_hours=document.idle_hours, idle_days=document.idle_days)


def after(before: Memory, result: Collected, now: datetime) -> Memory:
    """What to remember after an attempt: `result.memory` with when and where the source is asked again.

    Args:
        before: what was remembered.
        result: the attempt.
        now: aware UTC.
    """
    hints, memory = result.hints, result.memory
    barred = now + hints.wait if hints.wait is not None else None
    memory = replace(memory, barred_until=barred, retired=now if hints.is_gone else None)
    if result.failure:
        if memory.failures >= DOUBTED:
            memory = replace(memory, moved_to="", moved_since=None)
        pause = max(backoff(memory.failures, result.source), hints.wait or timedelta(0))
        return replace(memory, next_at=now + pause)
    if not result.unchanged:
        memory = _learnt(replace(memory, empties=_empties(before, result)), result)
    memory = _moved(before, memory, hints, now)
    pause = max(timedelta(seconds=memory.every_s), hints.fresh or timedelta(0), hints.wait or timedelta(0))
    return replace(memory, next_at=_awake(now + min(max(pause, LEAST), MOST), memory.idle))


def backoff(failures: int, source: str) -> timedelta:
    """How long a source is left alone after so many failures in a row: doubling, spread by a quarter.

    The spread is the same each time for a source and count, so that runs can be repeated.
    """
    pause = min(BACKOFF_FROM * 2 ** min(max(failures - 1, 0), 16), BACKOFF_TO)
    spread = random.Random(f"{source}/{failures}").uniform(0.75, 1.25)  # noqa: S311  # no secret
    return timedelta(seconds=pause.total_seconds() * spread)


def rhythm(moments: Iterable[datetime]) -> timedelta | None:
    """The usual gap between items of these times: the median; None where they are too few."""
    ordered = sorted(moments)
    gaps_s = [(later - earlier).total_seconds() for earlier, later in pairwise(ordered) if later > earlier]
    return timedelta(seconds=median(gaps_s)) if len(gaps_s) >= _FEW else None


def _learnt(memory: Memory, result: Collected) -> Memory:
    """`memory` with how often to look, and when not, by the items and wishes of an answer."""
    gap = rhythm(entry.published for entry in result.entries if entry.published)
    looks = gap / LOOKS_PER_GAP if gap else timedelta(0)
    pause = min(max(looks, result.hints.every or timedelta(0)), MOST)
    hours, days = result.hints.idle_hours, result.hints.idle_days
    idle = f"{','.join(map(str, hours))};{','.join(map(str, days))}" if hours or days else ""
    return replace(memory, every_s=int(pause.total_seconds()), idle=idle)


def _empties(before: Memory, result: Collected) -> int:
    return 0 if result.entries else before.empties + 1


def _moved(before: Memory, memory: Memory, hints: Hints, now: datetime) -> Memory:
    """A move that is told counts from when it was first told; one that is not told any more never was."""
    if is_adopted(before, now):  # asked at its new address already
        return memory
    since = before.moved_since if hints.moved_to == before.moved_to else now
    return replace(memory, moved_to=hints.moved_to, moved_since=since if hints.moved_to else None)


def _awake(moment: datetime, idle: str) -> datetime:
    """The first whole hour from `moment` on that is none of the idle ones, within a week."""
    if not idle:
        return moment
    hours, days = (frozenset(map(int, filter(None, part.split(",")))) for part in idle.split(";"))
    found = moment
    for _ in range(24 * 7):
        if found.hour not in hours and found.weekday() not in days:
            return found
        found = found.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment
