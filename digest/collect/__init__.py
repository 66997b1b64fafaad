"""How the world comes in: every source is asked at the same time, and none can stop the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from digest.collect import api, discovery, feed, folder, fulltext, listpage, manners, sitemap
from digest.collect.discovery import Found, Missing
from digest.collect.fetcher import Fetcher
from digest.collect.kinds import Door, SourceKind, failed
from digest.collect.round import Round
from digest.collect.workers import Workers
from digest.config import FetchingSettings, SourceSettings, WebSettings
from digest.model import Collected, Memory

KINDS: Mapping[str, SourceKind] = {
    "feed": feed,
    "page": listpage,
    "json": api,
    "sitemap": sitemap,
    "folder": folder,
}
_NEVER = datetime.min.replace(tzinfo=UTC)


def _nothing_known(_source: str) -> Mapping[str, str]:
    return {}


def entries(
    sources: Sequence[SourceSettings],
    memories: Mapping[str, Memory],
    fetching: FetchingSettings,
    folder: Path,
    now: datetime,
    keep: Callable[[Collected], None],
    *,
    is_wanted: bool = True,
    forgets: bool = False,
    watch: Round | None = None,
    known: Callable[[str], Mapping[str, str]] = _nothing_known,
) -> tuple[Collected, ...]:
    """One attempt at each of `sources`, all at the same time; the results in the order of `sources`.

    Args:
        sources: settings of the classes that `KINDS` names.
        memories: what is remembered by name of source. Without one a source is fetched in full, so an
            empty mapping and a `keep` that does nothing make a trial run.
        fetching: limits and manners.
        folder: of the configuration; relative paths start here.
        now: the moment of the run, aware UTC.
        keep: called with each result as it comes, one at a time, but not always from the same thread.
        known: gives the ids of the entries of a source that are kept, with the hash of what it said of each;
            may be called from another thread.
        forgets: the results come back without their entries, which are kept: of a thousand sources these
            are half a gigabyte.
        watch: is told who is being asked.
        is_wanted: all are asked but those whose servers forbid it; else only those that are due.

    Raises:
        Exception: only what `keep` raises; whatever a source does wrong is a `Failure` in its result.
    """
    try:
        return asyncio.run(
            _all(
                sources,
                memories,
                fetching,
                folder,
                now,
                keep,
                known,
                watch,
                is_wanted=is_wanted,
                forgets=forgets,
            )
        )
    except BaseExceptionGroup as group:  # from `keep`, after the other sources were told to stop
        raise group.exceptions[0] from None


def discovered(address: str, fetching: FetchingSettings, folder: Path, now: datetime) -> Found | Missing:
    """The feed of the site at `address`, within the limits and by the manners of `fetching`."""
    return searched([address], fetching, folder, now)[address]


def searched(
    addresses: Iterable[str], fetching: FetchingSettings, folder: Path, now: datetime
) -> Mapping[str, Found | Missing]:
    """The feeds of the sites at `addresses`, all looked for at the same time, within the budget of a run."""

    async def search() -> dict[str, Found | Missing]:
        async with Fetcher(fetching) as fetcher, Workers() as workers:
            door = Door(fetcher, workers, folder, now)
            over_at = asyncio.get_running_loop().time() + fetching.budget.total_seconds()
            wanted = tuple(dict.fromkeys(addresses))
            found = await asyncio.gather(*(_found(address, door, over_at) for address in wanted))
            return dict(zip(wanted, found, strict=True))

    return asyncio.run(search())


async def _found(address: str, door: Door, over_at: float) -> Found | Missing:
    try:
        async with asyncio.timeout_at(over_at):
            return await discovery.find(address, door)
    except TimeoutError:
        return Missing("could not be searched before the time of the run was over", 0)


async def _all(
    sources: Sequence[SourceSettings],
    memories: Mapping[str, Memory],
    fetching: FetchingSettings,
    folder: Path,
    now: datetime,
    keep: Callable[[Collected], None],
    known: Callable[[str], Mapping[str, str]],
    watch: Round | None,
    *,
    is_wanted: bool,
    forgets: bool,
) -> tuple[Collected, ...]:
    async with Fetcher(fetching, watch=watch) as fetcher, Workers() as workers, asyncio.TaskGroup() as group:
        keeping = asyncio.Lock()

        async def kept(source: str) -> Mapping[str, str]:
            async with keeping:
                return await asyncio.to_thread(known, source)

        door = Door(fetcher, workers, folder, now, kept)
        over_at = asyncio.get_running_loop().time() + fetching.budget.total_seconds()

        async def attempt(settings: SourceSettings, memory: Memory) -> Collected:
            reason = manners.left_alone(memory, now, is_wanted=is_wanted)
            if reason:
                collected = Collected(settings.name, (), memory, left_alone=reason)
            else:
                collected = await _attempt(settings, door, memory, over_at)
            async with keeping:
                if collected.entries:  # beside the loop, which goes on feeding the workers meanwhile
                    await asyncio.to_thread(keep, collected)
                else:
                    keep(collected)
            return replace(collected, entries=(), said={}) if forgets else collected

        before = {settings.name: memories.get(settings.name, Memory()) for settings in sources}
        turns = sorted(sources, key=lambda settings: _turn(before[settings.name]))
        tasks = {one.name: group.create_task(attempt(one, before[one.name])) for one in turns}
    return tuple(tasks[settings.name].result() for settings in sources)


def _turn(memory: Memory) -> tuple[int, datetime]:
    """Who failed often comes last, so that time that runs out costs only those; else who waits longest."""
    return memory.failures, memory.checked_at or _NEVER


async def _attempt(settings: SourceSettings, door: Door, memory: Memory, over_at: float) -> Collected:
    """One attempt, and what to remember of it; `over_at` is when the run ends, by the clock of the loop."""
    try:
        async with asyncio.timeout_at(over_at) as run:
            result = await _collected(settings, door, memory, run)
    except TimeoutError:  # the run's own, of which a source is innocent: it is asked first the next time
        reason = "was not reached before the time of the run was over; [fetching] budget gives it more"
        return Collected(settings.name, (), memory, left_alone=reason)
    memory = manners.after(memory, result, door.now)
    return replace(result, memory=memory, listed=len(result.entries))


async def _collected(settings: SourceSettings, door: Door, memory: Memory, run: asyncio.Timeout) -> Collected:
    try:
        result = await KINDS[settings.kind].collect(settings, door, memory)
        is_whole = isinstance(settings, WebSettings) and settings.fulltext and result.entries
        return await fulltext.filled(result, door) if is_whole else result
    except Exception as error:  # one source must never end the run; it becomes a value
        if run.expired():
            raise
        words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return failed(settings.name, "collect", words[:300], memory, door.now)
