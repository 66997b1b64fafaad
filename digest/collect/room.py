"""Room for documents: few of them are in memory at a time, however many sources send them.

Servers answer faster than documents can be read, so that without it those of a thousand sources would wait.
"""

from __future__ import annotations

import asyncio

SMALL = 16_000  # bytes; what is smaller counts for nothing
LARGE = 300_000  # nine in ten feeds are smaller
HUGE = 2_000_000


class Room:
    """A place is taken when a document turns out not to be small, and kept until its task has read it.

    A large one takes a second place, of which there are two, and a huge one a third, of which there is one.
    """

    def __init__(self, some: int = 32, large: int = 2, huge: int = 1) -> None:
        self._doors = (asyncio.Semaphore(some), asyncio.Semaphore(large), asyncio.Semaphore(huge))
        self._passed: dict[asyncio.Task[object], int] = {}

    async def enter(self, size: int, clock: asyncio.Timeout) -> None:
        """Waits for the places of a document that has `size` bytes by now.

        `clock` stands still meanwhile: waiting for others is not taking long.
        """
        task = asyncio.current_task()
        wanted = (size > SMALL) + (size > LARGE) + (size > HUGE)
        if task is None or self._passed.get(task, 0) >= wanted:
            return
        loop, until = asyncio.get_running_loop(), clock.when()
        left_s = until - loop.time() if until is not None else 0.0
        clock.reschedule(None)
        while (passed := self._passed.get(task, 0)) < wanted:
            await self._doors[passed].acquire()
            self._passed[task] = passed + 1
            if not passed:
                task.add_done_callback(self._free)
        if until is not None:
            clock.reschedule(loop.time() + left_s)

    def leave(self) -> None:
        """Gives the places of the current task back: what it fetched before is read.

        Who waits for a connection must not hold a place, because others wait for it with theirs.
        """
        task = asyncio.current_task()
        if task is not None:
            task.remove_done_callback(self._free)
            self._free(task)

    def _free(self, task: asyncio.Task[object]) -> None:
        for door in self._doors[: self._passed.pop(task, 0)]:
            door.release()
