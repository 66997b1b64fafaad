"""The older items of feeds that keep them in archives (RFC 5005), fetched once, back to a day or an end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain

from digest import words
from digest.collect import feed, manners
from digest.collect.fetcher import Problem
from digest.collect.items import Origin, apart, newest_first
from digest.collect.kinds import Door, failed, fresh
from digest.collect.reading import Job, Reading
from digest.config import SourceSettings
from digest.model import Collected, Memory

MOST_PAGES = 100
MOST_ENTRIES = 5_000


def way(since: datetime | None) -> Callable[[SourceSettings, Door, Memory], Awaitable[Collected]]:
    """How sources are asked for all that they have since then (aware); as far back as it goes for None."""

    async def collect(settings: SourceSettings, door: Door, memory: Memory) -> Collected:
        if not isinstance(settings, feed.Settings):
            return Collected(settings.name, (), memory, left_alone="is no feed, and so has no archive")
        return await _walked(settings, door, memory, since)

    return collect


async def _walked(settings: feed.Settings, door: Door, memory: Memory, since: datetime | None) -> Collected:
    """The feed and its archives, one after the other; what fails on the way back ends it with a note."""
    pages: list[Reading] = []
    seen: set[str] = set()
    url, note = manners.address(settings.url, memory, door.now), ""
    while url and url not in seen and len(pages) < MOST_PAGES:
        seen.add(url)
        page = await _page(settings.name, url, door)
        if page.problem and not pages:
            return failed(settings.name, "fetch", page.problem, memory, door.now)
        if page.problem:
            note = f"{url}: {page.problem}; the archives behind it were not reached"
            break
        pages.append(page)
        if _is_enough(pages, since):
            break
        url = page.links[0][0] if page.links else ""
    entries = newest_first(apart(chain.from_iterable(page.entries for page in pages)))
    told = (f"{words.counted(len(pages) - 1, 'archive')} read", note)
    result = fresh(settings.name, entries[:MOST_ENTRIES], memory, door, tuple(filter(None, told)))
    return replace(result, memory=replace(result.memory, body_hash=memory.body_hash))


def _is_enough(pages: list[Reading], since: datetime | None) -> bool:
    oldest = min(_moments(pages[-1]), default=None)
    is_far = since is not None and oldest is not None and oldest < since
    return is_far or sum(len(page.entries) for page in pages) >= MOST_ENTRIES


def _moments(page: Reading) -> Iterator[datetime]:
    return (entry.published for entry in page.entries if entry.published)


async def _page(name: str, url: str, door: Door) -> Reading:
    answer = await door.fetcher.get(url, Memory())
    if isinstance(answer, Problem):
        return Reading(problem=answer.sentence)
    origin = Origin(name, answer.url, door.now, publisher=name, charset=answer.charset)
    reading = await door.workers.read(Job("feed", answer.body, origin))
    return replace(reading, problem=f"sent {reading.problem}") if reading.problem else reading
