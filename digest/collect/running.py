"""One run over the sources: all at the same time, each within its limits, none able to stop the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from digest.collect import fulltext, manners
from digest.collect.asking import Asking
from digest.collect.fetcher import Fetcher
from digest.collect.kinds import Door, failed
from digest.collect.round import Round
from digest.collect.workers import Workers
from digest.config import FetchingSettings, SourceSettings, WebSettings
from digest.errors import DigestError
from digest.model import Collected, Memory

Way = Callable[[SourceSettings, Door, Memory], Awaitable[Collected]]
"""How a source is asked."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def nothing_known(_source: str) -> Mapping[str, str]:
    """Of a source of which nothing is kept."""
    return {}


def straight(fetcher: Asking) -> Asking:
    """Asks the network itself."""
    return fetcher


@dataclass(frozen=True, slots=True)
class Terms:
    """How a run goes.

    Attributes:
        fetching: limits and manners.
        folder: of the configuration; relative paths start here.
        now: the moment of the run, aware UTC.
        way: how a source is asked.
        is_wanted: all are asked but those whose servers forbid it; else only those that are due.
        forgets: the results come back without their entries, which are kept: of a thousand sources these
            are half a gigabyte.
        watch: is told who is being asked.
        known: gives the ids of the entries of a source that are kept, with the hash of what it said of each;
            may be called from another thread.
        through: what stands between the sources and the network.
    """

    fetching: FetchingSettings
    folder: Path
    now: datetime
    way: Way
    is_wanted: bool = True
    forgets: bool = False
    watch: Round | None = None
    known: Callable[[str], Mapping[str, str]] = nothing_known
    through: Callable[[Asking], Asking] = straight


async def attempts(
    sources: Sequence[SourceSettings],
    memories: Mapping[str, Memory],
    terms: Terms,
    keep: Callable[[Collected], None],
) -> tuple[Collected, ...]:
    """One attempt at each of `sources`, all at the same time; the results in the order of `sources`."""
    own, now = Fetcher(terms.fetching, watch=terms.watch), terms.now
    async with own as fetcher, Workers() as workers, asyncio.TaskGroup() as group:
        keeping = asyncio.Lock()

        async def kept(source: str) -> Mapping[str, str]:
            async with keeping:
                return await asyncio.to_thread(terms.known, source)

        door = Door(terms.through(fetcher), workers, terms.folder, now, kept, own.rest)
        over_at = asyncio.get_running_loop().time() + terms.fetching.budget.total_seconds()

        async def attempt(settings: SourceSettings, memory: Memory) -> Collected:
            reason = manners.left_alone(memory, now, is_wanted=terms.is_wanted)
            if reason:
                collected = Collected(settings.name, (), memory, left_alone=reason)
            else:
                collected = await _attempt(settings, door, memory, over_at, terms.way)
            async with keeping:
                if collected.entries:  # beside the loop, which goes on feeding the workers meanwhile
                    await asyncio.to_thread(keep, collected)
                else:
                    keep(collected)
            return replace(collected, entries=(), said={}) if terms.forgets else collected

        before = {settings.name: memories.get(settings.name, Memory()) for settings in sources}
        turns = sorted(sources, key=lambda settings: _turn(before[settings.name]))
        tasks = {one.name: group.create_task(attempt(one, before[one.name])) for one in turns}
    return tuple(tasks[settings.name].result() for settings in sources)


def _turn(memory: Memory) -> tuple[int, datetime]:
    """Who failed often comes last, so that time that runs out costs only those; else who waits longest."""
    return memory.failures, memory.checked_at or _NEVER


async def _attempt(
    settings: SourceSettings, door: Door, memory: Memory, over_at: float, way: Way
) -> Collected:
    """One attempt, and what to remember of it; `over_at` is when the run ends, by the clock of the loop."""
    try:
        async with asyncio.timeout_at(over_at) as run:
            result = await _collected(settings, door, memory, run, way)
    except TimeoutError:  # the run's own, of which a source is innocent: it is asked first the next time
        reason = "was not reached before the time of the run was over; [fetching] budget gives it more"
        return Collected(settings.name, (), memory, left_alone=reason)
    memory = manners.after(memory, result, door.now)
    return replace(result, memory=memory, listed=len(result.entries))


async def _collected(
    settings: SourceSettings, door: Door, memory: Memory, run: asyncio.Timeout, way: Way
) -> Collected:
    try:
        result = await way(settings, door, memory)
        door.rest()  # before others of the same source ask for room
        is_whole = isinstance(settings, WebSettings) and settings.fulltext and result.entries
        return await fulltext.filled(result, door) if is_whole else result
    except DigestError as error:
        return failed(settings.name, "collect", str(error), memory, door.now)
    except Exception as error:  # one source must never end the run; it becomes a value
        if run.expired():
            raise
        words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return failed(settings.name, "collect", words[:300], memory, door.now)
