"""The routes of the desk and the loop that serves them. GET changes nothing; what does is in `actions`."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from aiohttp import web

from digest.errors import DigestError
from digest.preview import actions, frames, guard, page, pictures, static, tabs, views
from digest.preview.desk import OUTPUTS, View
from digest.preview.guard import KEYS, Keys
from digest.preview.live import Live
from digest.preview.shelf import Shelf
from digest.preview.sight import Sight
from digest.preview.studio import Studio

_HOST = "127.0.0.1"
_KEEP_ALIVE_S = 15
_LAST_WORDS_S = 1
_LONGEST_REQUEST = 2_000_000  # bytes: a text that a person writes


def serve(
    studio: Studio,
    key: str,
    *,
    port: int,
    ready: Callable[[str], None],
    stop: threading.Event | None = None,
    keys: Keys | None = None,
) -> None:
    """Serve the desk on 127.0.0.1 until Ctrl-C, or until `stop` is set.

    Args:
        studio: the project to show.
        key: the edition that opens first.
        port: 0 for any that is free.
        ready: called once with the address, when it can be opened.
        stop: ends it from another thread.
        keys: what opens it; new ones unless given.

    Raises:
        DigestError: the port cannot be had.
    """
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(Shelf(studio, key), port, ready, stop or threading.Event(), keys or Keys()))


async def _serve(
    shelf: Shelf, port: int, ready: Callable[[str], None], stop: threading.Event, keys: Keys
) -> None:
    runner = web.AppRunner(application(shelf, keys), shutdown_timeout=_LAST_WORDS_S)
    await runner.setup()
    try:
        listening = await _listen(runner, port)
        ready(f"http://{_HOST}:{listening.sockets[0].getsockname()[1]}/?token={keys.start}")
        shelf.live(shelf.key)
        while not stop.is_set() and not shelf.has_fallen:  # noqa: ASYNC110 `stop` belongs to threads
            await asyncio.sleep(0.1)
        listening.close()
        await shelf.rest()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> asyncio.Server:
    remedy = "choose another with --port, or --port 0 for any that is free"
    loop, manager = asyncio.get_running_loop(), runner.server
    assert manager is not None, "the runner is set up"  # noqa: S101
    try:
        return await loop.create_server(lambda: guard.Connection(manager, loop=loop), _HOST, port)
    except OverflowError:
        raise DigestError(f"port {port}", "is no port number", remedy) from None
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        problem = "is taken by another program" if taken else f"cannot be used ({error.strerror})"
        raise DigestError(f"port {port}", problem, remedy) from error


def application(shelf: Shelf, keys: Keys) -> web.Application:
    """The web application of a desk."""
    guards = [guard.only_loopback, guard.only_its_own]
    app = web.Application(middlewares=guards, client_max_size=_LONGEST_REQUEST)
    app[actions.SHELF], app[KEYS] = shelf, keys
    app.on_response_prepare.append(guard.harden)
    app.on_shutdown.append(_close)
    app.router.add_get("/", _page)
    app.router.add_get("/static/{name}", _static)
    app.router.add_get(f"/static/{static.STAMP}/{{name}}", _script)
    app.router.add_get("/frame/{tab}", _frame)
    app.router.add_get("/events", _events, allow_head=False)
    for path, action in actions.ROUTES.items():
        app.router.add_post(path, action)
    return app


def _view(request: web.Request) -> View:
    shelf = request.app[actions.SHELF]
    view = View.of(request.query)
    return view if view.edition else view.of_edition(shelf.key)


def _live(request: web.Request, view: View) -> Live:
    live = request.app[actions.SHELF].live(view.edition)
    if live is None:
        raise web.HTTPNotFound(text="There is no such edition.\n")
    return live


async def _page(request: web.Request) -> web.Response:
    shelf, view = request.app[actions.SHELF], _view(request)
    try:
        live, knows = _live(request, view), request.app[KEYS].page
        sight = await asyncio.to_thread(Sight.of, shelf.studio, live, view, knows)
        return _html(await asyncio.to_thread(page.html, sight))
    except DigestError as error:  # the project itself is gone, or cannot be read just now
        raise web.HTTPServiceUnavailable(text=f"{error}\n") from error


async def _static(request: web.Request) -> web.Response:
    """The style sheet in the colours of an edition: a row of a fixed table, never a path."""
    view = _view(request)
    live = request.app[actions.SHELF].live(view.edition)
    sections = await asyncio.to_thread(page.sections, live.desk) if live else ()
    found = static.style(request.match_info["name"], sections)
    if found is None:
        raise web.HTTPNotFound(text="There is no such file.\n")
    return web.Response(text=found, content_type="text/css", charset="utf-8")


async def _script(request: web.Request) -> web.Response:
    """A script by its name; its address names its content, so that a browser asks for it once."""
    found = static.script(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound(text="There is no such file.\n")
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return web.Response(text=found, content_type="text/javascript", charset="utf-8", headers=headers)


async def _frame(request: web.Request) -> web.Response:
    """A document by the name of its tab: a row of a fixed table, never a path."""
    view, tab = _view(request), request.match_info["tab"]
    live = _live(request, view)
    if tab in tabs.TABS:
        return await asyncio.to_thread(
            _sheet, request.app[actions.SHELF].studio, live, replace(view, sheet=tab)
        )
    output = OUTPUTS.get(tab)
    text = live.desk.read(output.filename) if output else None
    if output is None or text is None:
        raise web.HTTPNotFound(text="There is no such output.\n")
    look = replace(view, tab=tab).look
    document = frames.document(output, text, look.scheme, live.changed.get(tab))
    if output.is_html:
        document = await asyncio.to_thread(views.shown, document, look)
        document = await asyncio.to_thread(pictures.inside, document, live.desk.folder)
    nonce = secrets.token_urlsafe(18)
    headers = {"Content-Security-Policy": frames.policy(nonce)}
    live.saw()
    return _html(document + static.in_frame(nonce), headers)


def _sheet(studio: Studio, live: Live, view: View) -> web.Response:
    """A tab that is computed, or that shows a file otherwise; in words what keeps it from being made."""
    name, scheme, desk = view.sheet, view.look.scheme, live.desk
    tab = tabs.TABS[name]
    try:
        made = None if tab.filename else tabs.computed(studio, desk.key, name, view.engine)
        text = desk.read(tab.filename) if tab.filename else made
        document = tabs.document(tab, text, scheme) if text else tabs.lacking(tab, tab.empty, scheme)
    except DigestError as error:
        document = tabs.lacking(tab, str(error), scheme)
    nonce = secrets.token_urlsafe(18)
    return _html(document + static.in_frame(nonce), {"Content-Security-Policy": frames.policy(nonce)})


def _html(text: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """A lone surrogate, which JSON can hold and UTF-8 cannot, becomes a question mark."""
    body = text.encode("utf-8", "replace")
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


async def _events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: the tag of the state now, and of each state that follows.

    Who says what is looked at is told besides where that document is now, so that it need not wait for the
    page around it.
    """
    view, tells = _view(request), "tab" in request.query
    live = _live(request, view)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        await response.write(b"retry: 1000\n\n")
        async for tag in live.tags(_KEEP_ALIVE_S):
            place = f"data: {await asyncio.to_thread(page.frame, live, view)}\n" if tag and tells else ""
            await response.write(f"data: {tag}\n{place}\n".encode() if tag else b": still here\n\n")
    return response


async def _close(app: web.Application) -> None:
    await app[actions.SHELF].close()
