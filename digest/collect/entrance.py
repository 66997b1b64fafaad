"""What the rest of the program asks of this room: entries of all sources, and feeds of sites."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from digest.collect import api, discovery, feed, folder, letterbox, listpage, sitemap
from digest.collect.discovery import Found, Missing
from digest.collect.fetcher import Fetcher
from digest.collect.kinds import Door, SourceKind
from digest.collect.running import Terms, Way, attempts
from digest.collect.workers import Workers
from digest.config import FetchingSettings, SourceSettings
from digest.model import Collected, Memory

KINDS: Mapping[str, SourceKind] = {
    "feed": feed,
    "page": listpage,
    "json": api,
    "sitemap": sitemap,
    "mailbox": letterbox,
    "folder": folder,
}


async def by_kind(settings: SourceSettings, door: Door, memory: Memory) -> Collected:
    """Asks a source as its kind does."""
    return await KINDS[settings.kind].collect(settings, door, memory)


def entries(
    sources: Sequence[SourceSettings],
    memories: Mapping[str, Memory],
    fetching: FetchingSettings,
    folder: Path,
    now: datetime,
    keep: Callable[[Collected], None],
    *,
    way: Way = by_kind,
    **more: Any,
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
        way: how a source is asked; as its kind does unless given.
        more: further `Terms`.

    Raises:
        Exception: only what `keep` raises; whatever a source does wrong is a `Failure` in its result.
    """
    terms = Terms(fetching, folder, now, way, **more)
    try:
        return asyncio.run(attempts(sources, memories, terms, keep))
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
