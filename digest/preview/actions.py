"""What the desk's page may have done: each request is JSON, each answer says in words what happened.

{"edition": "2026-W47", "action": "drop", "values": {"story": "50ee8d818d02"}}
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any

from aiohttp import web

from digest.errors import DigestError
from digest.preview.shelf import Shelf
from digest.preview.studio import ClashError, Done

SHELF = web.AppKey("shelf", Shelf)


async def _act(request: web.Request) -> web.Response:
    """An editorial move on the draft."""
    asked = await _Asked.of(request)
    return await _answered(asked, lambda: asked.studio.act(asked.key, asked.name("action"), asked.values))


async def _undo(request: web.Request) -> web.Response:
    """Takes the last move back."""
    asked = await _Asked.of(request)
    return await _answered(asked, lambda: asked.studio.undo(asked.key))


async def _plan(request: web.Request) -> web.Response:
    """What a step that leads out of the house would do; changes nothing. An address stays out of the URL."""
    asked = await _Asked.of(request)
    try:
        plan = await asyncio.to_thread(asked.studio.plan, asked.key, asked.name("step"), asked.values)
    except DigestError as error:
        return _told(str(error), status=409)
    return web.json_response(asdict(replace(plan, agreed=asked.shelf.promise(plan.agreed))))


async def _carry_out(request: web.Request) -> web.Response:
    """Does what was agreed to."""
    asked = await _Asked.of(request)
    step, agreed = asked.name("step"), asked.shelf.redeemed(asked.name("agreed"))
    if not agreed:
        return _told("This was done already, or never asked for. Look at it again.", status=409)
    return await _answered(asked, lambda: asked.studio.carry_out(asked.key, step, asked.values, agreed))


ROUTES: Mapping[str, Callable[[web.Request], Awaitable[web.Response]]] = MappingProxyType(
    {"/act": _act, "/undo": _undo, "/plan": _plan, "/carry-out": _carry_out}
)


class _Asked:
    """A request, read. Raises `HTTPBadRequest` where it is none."""

    def __init__(self, shelf: Shelf, body: Mapping[str, Any]) -> None:
        self._body, self.shelf = body, shelf
        self.studio, self.key = shelf.studio, self.name("edition")
        live = shelf.live(self.key)
        if live is None:
            raise web.HTTPNotFound(text="There is no such edition.\n")
        self.live = live

    @classmethod
    async def of(cls, request: web.Request) -> _Asked:
        try:
            body = await request.json()
        except (ValueError, RecursionError, LookupError):
            body = None
        if not isinstance(body, dict):
            raise web.HTTPBadRequest(text="This is no request of the desk's page.\n")
        return cls(request.app[SHELF], body)

    def name(self, of: str) -> str:
        found = self._body.get(of)
        if not isinstance(found, str) or not _is_text(found):
            raise web.HTTPBadRequest(text=f"The request has no {of}.\n")
        return found

    @property
    def values(self) -> Mapping[str, str]:
        found = self._body.get("values", {})
        if not isinstance(found, dict) or not all(map(_is_text, found.values())):
            raise web.HTTPBadRequest(text="The values of the request are no texts.\n")
        return found


def _is_text(value: object) -> bool:
    """Whether a value is a text that a file can hold: JSON has lone surrogates, UTF-8 has none."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


async def _answered(asked: _Asked, do: Callable[[], Done]) -> web.Response:
    try:
        done = await asyncio.to_thread(do)
    except ClashError as clash:
        return _told(str(clash), status=409, now=clash.now, wanted=clash.wanted)
    except DigestError as error:
        return _told(str(error), status=409)
    asked.live.touch()
    return _told(done.words)


def _told(words: str, *, status: int = 200, **more: str) -> web.Response:
    return web.json_response({"words": words, **more}, status=status)
