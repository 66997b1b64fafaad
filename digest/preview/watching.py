"""Noticing that something changed, whether or not it exists yet.

Single files are never watched: an editor that saves by renaming leaves a watch on the old file. What is
watched are folders; what decides is the content, so that a render that writes into a watched folder
cannot set itself off, and a lost event is found a second later.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from contextlib import aclosing
from hashlib import blake2b
from pathlib import Path

from watchfiles import awatch

_HASHED_BYTES = 1_000_000
_LOOK_EVERY_MS = 1_000
_RETRY_S = 0.2


async def wakes(folders: Callable[[], frozenset[Path]]) -> AsyncIterator[None]:
    """Wakes when something moves in `folders()`, and once a second in any case; without end.

    Folders come and go; each time the set differs, the watch is set up again.
    """
    while True:
        watched = folders()
        try:
            async with aclosing(_changes(watched)) as changes:
                async for _ in changes:
                    yield
                    if folders() != watched:
                        break
        except OSError:  # a folder went away while its watch was set up
            await asyncio.sleep(_RETRY_S)


async def either(wakes: AsyncIterator[None], touched: asyncio.Event) -> AsyncIterator[bool]:
    """Wakes whenever `wakes` does, or `touched` is set, which it clears: then with True."""
    moved = asyncio.ensure_future(anext(wakes))
    asked = asyncio.ensure_future(touched.wait())
    try:
        while True:
            await asyncio.wait({moved, asked}, return_when=asyncio.FIRST_COMPLETED)
            if moved.done():
                await moved
                moved = asyncio.ensure_future(anext(wakes))
            was_touched = asked.done()
            if was_touched:
                touched.clear()
                asked = asyncio.ensure_future(touched.wait())
            yield was_touched
    finally:
        moved.cancel()
        asked.cancel()


def _changes(watched: frozenset[Path]) -> AsyncGenerator[object, None]:
    return awatch(
        *watched,
        watch_filter=None,
        debounce=20,
        step=5,
        rust_timeout=_LOOK_EVERY_MS,
        yield_on_timeout=True,
        recursive=False,
        ignore_permission_denied=True,
    )


def folders_of(paths: Iterable[Path]) -> frozenset[Path]:
    """The existing folders in which a change of any of `paths` shows.

    For a folder those are all below it and the one that holds it; for a file the one that holds it; for
    what does not exist the nearest above it that does.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(Path(folder) for folder, _, _ in os.walk(path))
        found.add(next(parent for parent in path.absolute().parents if parent.is_dir()))
    return frozenset(found)


def content_of(paths: Iterable[Path]) -> bytes:
    """A hash that changes when any file of `paths`, or below them, changes its content or name."""
    total = blake2b()
    for file in sorted(_files(paths)):
        total.update(os.fsencode(file) + b"\0" + _content(file) + b"\0")
    return total.digest()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
        else:
            yield path


def _content(file: Path) -> bytes:
    """A hash of the content; size and time of what is too large to read at every look."""
    try:
        status = file.stat()
        if status.st_size > _HASHED_BYTES:
            return f"{status.st_size} {status.st_mtime_ns}".encode()
        return blake2b(file.read_bytes()).digest()
    except OSError:
        return b"missing"
