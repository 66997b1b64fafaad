"""What a kind of source is, and what it is given.

A kind is a module with `Settings` and `collect`, and one row in `digest.collect.KINDS`. To add one, copy
`feed.py`, the shortest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from digest.collect.asking import Asking
from digest.collect.fetcher import Answer, Problem
from digest.collect.workers import Workers
from digest.config import SourceSettings
from digest.model import Collected, Entry, Failure, Memory
from digest.text import one_line


async def _nothing(_source: str) -> Mapping[str, str]:
    return {}


def _idle() -> None:
    """Has nothing to give back."""


@dataclass(frozen=True, slots=True)
class Door:
    """What a source may use of the outside.

    Attributes:
        fetcher: the only way to the network.
        workers: the only way to read what came in.
        folder: relative paths start here.
        now: the moment of the run, aware UTC.
        known: gives the ids of the entries of a source that are kept, with the hash of what it said of
            each.
        rest: gives back the room for what the current task has fetched, once it is read.
        permits: the robots.txt of each site as it was asked for in this run.
    """

    fetcher: Asking
    workers: Workers
    folder: Path
    now: datetime
    known: Callable[[str], Awaitable[Mapping[str, str]]] = _nothing
    rest: Callable[[], None] = _idle
    permits: dict[str, asyncio.Future[Answer | Problem]] = field(default_factory=dict)


class SourceKind(Protocol):
    """A module that collects from one kind of source."""

    @property
    def Settings(self) -> type[SourceSettings]:  # noqa: N802  # a class in a module
        """The table `[[sources]]` of this kind."""

    async def collect(self, settings: Any, door: Door, memory: Memory, /) -> Collected:
        """One attempt at one source, `settings` being of the kind's own class.

        What the source does wrong is a `failed(...)`; whatever is raised is taken for one too.
        """


def body_hash(*bodies: bytes) -> str:
    """Equal for equal bodies."""
    digest = blake2b(digest_size=16)
    for body in bodies:
        digest.update(len(body).to_bytes(8))
        digest.update(body)  # apart: a sum of both would be a second copy of a large body
    return digest.hexdigest()


def succeeded(memory: Memory, now: datetime) -> Memory:
    """`memory` after an attempt that worked."""
    since = memory.watched_since or now
    return replace(memory, checked_at=now, succeeded_at=now, watched_since=since, failures=0, error="")


def fresh(
    source: str, entries: tuple[Entry, ...], memory: Memory, door: Door, notes: tuple[str, ...] = ()
) -> Collected:
    """An attempt that brought what the source lists now."""
    return Collected(source, entries, succeeded(memory, door.now), notes=notes)


def unchanged(source: str, memory: Memory, door: Door) -> Collected:
    """An attempt that found nothing moved."""
    return Collected(source, (), succeeded(memory, door.now), unchanged=True)


def failed(source: str, stage: str, error: str, memory: Memory, now: datetime) -> Collected:
    """An attempt that failed; what was remembered of the last good answer stays."""
    error = one_line(error, 200)  # a server must not write over several lines of a terminal
    after = replace(memory, checked_at=now, failures=memory.failures + 1, error=error)
    return Collected(source, (), after, failure=Failure(source, stage, error))
