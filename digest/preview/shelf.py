"""The editions that are open on the desk, each with what happens to it over time."""

from __future__ import annotations

import asyncio
import contextlib

from digest.preview.live import Live
from digest.preview.studio import Studio


class Shelf:
    """All of one project that is open: an edition is followed from when it was first looked at.

    Attributes:
        studio: the project.
        key: the edition that opens first.
    """

    def __init__(self, studio: Studio, key: str) -> None:
        self.studio = studio
        self.key = key
        self._lives: dict[str, Live] = {}
        self._following: list[asyncio.Task[None]] = []

    def live(self, key: str) -> Live | None:
        """What happens to the edition of `key`; None where there is none such."""
        if key not in self._lives:
            desk = self.studio.desk(key)
            if desk is None:
                return None
            self._lives[key] = Live(desk)
            self._following.append(asyncio.create_task(self._lives[key].follow()))
        return self._lives[key]

    @property
    def has_fallen(self) -> bool:
        """Following an edition ended, which nobody asked for."""
        return any(task.done() for task in self._following)

    async def close(self) -> None:
        """Lets all who follow go home, and waits for what they do."""
        for live in self._lives.values():
            await live.close()

    async def rest(self) -> None:
        """Ends the following itself."""
        for task in self._following:
            task.cancel()
        for task in self._following:
            with contextlib.suppress(asyncio.CancelledError):
                await task
