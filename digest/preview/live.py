"""What the open pages follow: the state of the outputs and of the last render."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.preview.checked import Checked, checked
from digest.preview.desk import OUTPUTS, Desk
from digest.preview.frames import changed_at
from digest.preview.renders import Render
from digest.preview.watching import content_of, either, folders_of, wakes

if TYPE_CHECKING:
    from digest.check import Finding

_CHECK_AFTER_S = 0.4
_FIRST_AFTER_S = 0.7
log = logging.getLogger(__name__)


class Live:
    """The desk over time. `follow` keeps it up to date; all else only reads it.

    Attributes:
        error: what the last render failed with, in words; "" when it worked.
        checked: what the gate found last; None before the first time, and where there is no gate.
        changed: by tab, where its output last changed; None or missing for nowhere.
        last: what lies on the desk.
        before: what lay there before it; None as long as nothing changed.
        first: what lay there when the desk was opened.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.error = ""
        self.checked: Checked | None = None
        self.changed: dict[str, int | None] = {}
        self.first = self.last = Render.of(desk)
        self.before: Render | None = None
        self._revision = 0
        self._run = secrets.token_hex(4)  # a page that outlives the server must not mistake the next one
        self._closed = False
        self._news = asyncio.Condition()
        self._touched = asyncio.Event()
        self._unchecked = asyncio.Event()
        self._unchecked.set()
        self._seen = asyncio.Event()

    @property
    def tag(self) -> str:
        """Names the state; two equal tags mean that a page need not be loaded again."""
        return f"{self._run}-{self._revision}"

    async def follow(self) -> None:
        """Render once, then again at each change of what is watched, until cancelled; check what it gave.

        What lies there already is shown first: it is hardly ever another than what the first render gives.
        """
        if self.last.texts.get("email"):
            await self._first_look()
        inputs, seen = b"", self._outputs()
        checking = asyncio.create_task(self._checks())
        try:
            async for touched in _at_once_and(either(wakes(self._folders), self._touched)):
                error = self.error
                now = content_of(self.desk.inputs)
                if now != inputs or (self._outputs() != seen and self._lacks()):
                    inputs = now
                    error = await self._rerendered()
                if touched or error != self.error or self._outputs() != seen:
                    seen = self._outputs()
                    await self._announce(error)
                    self._unchecked.set()
        finally:
            checking.cancel()

    def saw(self) -> None:
        """That somebody has the document before them."""
        self._seen.set()

    async def _first_look(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._seen.wait(), _FIRST_AFTER_S)

    def touch(self) -> None:
        """Looks at once whether anything changed, and tells the pages to look as well."""
        self._touched.set()

    async def tags(self, keep_alive_s: float) -> AsyncIterator[str]:
        """The tag of each state from now on; "" whenever nothing happened for a while.

        What comes while one is being told is told next: only what was given counts as told.
        """
        told = ""
        while not self._closed:
            if self.tag == told and await self._quiet(told, keep_alive_s):
                yield ""
            else:
                told = self.tag
                yield told

    async def close(self) -> None:
        """Let all who follow go home."""
        async with self._news:
            self._closed = True
            self._news.notify_all()

    def _folders(self) -> frozenset[Path]:
        return folders_of((*self.desk.inputs, *self._files()))

    def _files(self) -> list[Path]:
        names = [output.filename for output in OUTPUTS.values()]
        return [self.desk.folder / name for name in (*names, "edition.json")]

    def _lacks(self) -> bool:
        """Whether somebody deleted an output that was there."""
        return any(
            text and self.desk.read(OUTPUTS[tab].filename) is None for tab, text in self.last.texts.items()
        )

    def _outputs(self) -> bytes:
        return content_of(self._files())

    async def _rerendered(self) -> str:
        """The render's error. A folder without a draft has nothing to render and nothing wrong."""
        return await asyncio.to_thread(_in_words, self.desk.rerender) if self.desk.has_draft else ""

    async def _checks(self) -> None:
        """Checks whenever there was a render, a moment later: who edits sees the outputs first."""
        while self.desk.check:
            await self._unchecked.wait()
            self._unchecked.clear()
            await asyncio.sleep(_CHECK_AFTER_S)
            await self._check(self.desk.check)

    async def _check(self, check: Callable[[], Sequence[Finding]]) -> None:
        found = await asyncio.to_thread(checked, check)
        if not found.problem:  # who is in the middle of a word still wants to know what is new after it
            self.last = self.last.checked(found.findings)
        self.first = self.first if self.before else self.last
        if found != self.checked:
            async with self._news:
                self.checked = found
                self._revision += 1
                self._news.notify_all()

    async def _announce(self, error: str) -> None:
        now = Render.of(self.desk)
        for tab, text in now.texts.items():
            if text != self.last.texts.get(tab, ""):
                known = self.last.texts.get(tab)
                self.changed[tab] = changed_at(known, text) if known else None
        async with self._news:
            if now.has_same_outputs(self.last):
                now = now.checked(self.last.findings)
            else:
                self.before = self.last
            self.last, self.error = now, error
            self._revision += 1
            self._news.notify_all()

    async def _quiet(self, tag: str, seconds: float) -> bool:
        """True when `seconds` passed without news."""
        async with self._news:
            try:
                news = self._news.wait_for(lambda: self._closed or self.tag != tag)
                await asyncio.wait_for(news, seconds)
            except TimeoutError:
                return True
        return False


async def _at_once_and(wakes: AsyncIterator[bool]) -> AsyncIterator[bool]:
    yield False
    async for wake in wakes:
        yield wake


def _in_words(rerender: Callable[[], str]) -> str:
    """What `rerender` says, or what it died of: an editor's typing must not end the desk."""
    try:
        return rerender()
    except DigestError as error:
        return str(error)
    except (Exception, SystemExit) as error:  # templates of the user's own can raise anything
        log.debug("the render failed", exc_info=True)
        return f"The render failed with {type(error).__name__}: {error}"
