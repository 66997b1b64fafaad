"""The editions that are open on the desk, each with what happens to it over time."""

from __future__ import annotations

import asyncio
import contextlib
import secrets

from digest.preview.live import Live
from digest.preview.studio import Studio

_MOST_ASKED = 50  # questions that wait for their yes


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
        self._asked: dict[str, str] = {}
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

    def promise(self, agreed: str) -> str:
        """A name for what a person is asked to agree to, good for one time; "" for nothing."""
        if not agreed:
            return ""
        name = secrets.token_urlsafe(12)
        self._asked = {**dict(list(self._asked.items())[1 - _MOST_ASKED :]), name: agreed}
        return name

    def redeemed(self, name: str) -> str:
        """What the name stood for, once; "" after that: a second click must not send a second mail."""
        return self._asked.pop(name, "")

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
