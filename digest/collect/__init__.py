"""How the world comes in: every source is asked at the same time, and none can stop the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from digest.collect import feed, folder, listpage
from digest.collect.fetcher import Fetcher
from digest.collect.kinds import Door, SourceKind, failed
from digest.collect.workers import Workers
from digest.config import FetchingSettings, SourceSettings
from digest.model import Collected, Memory

KINDS: Mapping[str, SourceKind] = {"feed": feed, "page": listpage, "folder": folder}


def entries(
    sources: Sequence[SourceSettings],
    memories: Mapping[str, Memory],
    fetching: FetchingSettings,
    folder: Path,
    now: datetime,
    keep: Callable[[Collected], None],
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

    Raises:
        Exception: only what `keep` raises; whatever a source does wrong is a `Failure` in its result.
    """
    try:
        return asyncio.run(_all(sources, memories, fetching, folder, now, keep))
    except BaseExceptionGroup as group:  # from `keep`, after the other sources were told to stop
        raise group.exceptions[0] from None


async def _all(
    sources: Sequence[SourceSettings],
    memories: Mapping[str, Memory],
    fetching: FetchingSettings,
    folder: Path,
    now: datetime,
    keep: Callable[[Collected], None],
) -> tuple[Collected, ...]:
    async with Fetcher(fetching) as fetcher, Workers() as workers, asyncio.TaskGroup() as group:
        keeping = asyncio.Lock()
        door = Door(fetcher, workers, folder, now)

        async def attempt(settings: SourceSettings) -> Collected:
            collected = await _attempt(settings, door, memories.get(settings.name, Memory()))
            async with keeping:
                if collected.entries:  # beside the loop, which goes on feeding the workers meanwhile
                    await asyncio.to_thread(keep, collected)
                else:
                    keep(collected)
            return collected

        tasks = [group.create_task(attempt(settings)) for settings in sources]
    return tuple(task.result() for task in tasks)


async def _attempt(settings: SourceSettings, door: Door, memory: Memory) -> Collected:
    try:
        return await KINDS[settings.kind].collect(settings, door, memory)
    except Exception as error:  # noqa: BLE001  # one source must never end the run; it becomes a value
        words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return failed(settings.name, "collect", words[:300], memory, door.now)
