"""Room for large documents: few of them are in memory at a time, however many sources send them."""

from __future__ import annotations

import asyncio

LARGE = 500_000  # bytes; nineteen in twenty feeds are smaller
AT_ONCE = 2


class Room:
    """A place is taken when a document turns out to be large, and kept until its task has read it."""

    def __init__(self, places: int = AT_ONCE) -> None:
        self._places = asyncio.Semaphore(places)
        self._inside: set[asyncio.Task[object]] = set()

    async def enter(self, clock: asyncio.Timeout) -> None:
        """Waits for a place; `clock` stands still meanwhile, as waiting for others is not taking long."""
        task = asyncio.current_task()
        if task is None or task in self._inside:
            return
        loop, until = asyncio.get_running_loop(), clock.when()
        left_s = until - loop.time() if until is not None else 0.0
        clock.reschedule(None)
        await self._places.acquire()
        self._inside.add(task)
        task.add_done_callback(self._free)
        if until is not None:
            clock.reschedule(loop.time() + left_s)

    def leave(self) -> None:
        """Gives the place of the current task back: what it fetched before is read.

        Who waits for a connection must not hold a place, because others wait for it with theirs.
        """
        task = asyncio.current_task()
        if task is not None:
            self._free(task)

    def _free(self, task: asyncio.Task[object]) -> None:
        if task in self._inside:
            self._inside.remove(task)
            self._places.release()
