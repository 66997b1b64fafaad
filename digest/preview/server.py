"""The routes of the desk and the loop that serves them. All routes read; none changes anything."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import threading
from collections.abc import Callable, Mapping

from aiohttp import web

from digest.errors import DigestError
from digest.preview import frames, guard, page, pictures
from digest.preview.desk import OUTPUTS, Desk, View
from digest.preview.live import Live

_LIVE = web.AppKey("live", Live)
_HOST = "127.0.0.1"
_KEEP_ALIVE_S = 15
_LAST_WORDS_S = 1


def serve(
    desk: Desk, *, port: int, ready: Callable[[str], None], stop: threading.Event | None = None
) -> None:
    """Serve the desk on 127.0.0.1 until Ctrl-C, or until `stop` is set.

    Args:
        desk: what to show.
        port: 0 for any that is free.
        ready: called once with the address, when it can be opened.
        stop: ends it from another thread.

    Raises:
        DigestError: the port cannot be had.
    """
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(desk, port, ready, stop or threading.Event()))


async def _serve(desk: Desk, port: int, ready: Callable[[str], None], stop: threading.Event) -> None:
    live = Live(desk)
    runner = web.AppRunner(application(live), shutdown_timeout=_LAST_WORDS_S)
    await runner.setup()
    try:
        listening = await _listen(runner, port)
        ready(f"http://{_HOST}:{listening.sockets[0].getsockname()[1]}/")
        following = asyncio.create_task(live.follow())
        while not stop.is_set() and not following.done():  # noqa: ASYNC110 `stop` belongs to threads
            await asyncio.sleep(0.1)
        following.cancel()
        listening.close()
        with contextlib.suppress(asyncio.CancelledError):
            await following
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


def application(live: Live) -> web.Application:
    """The web application of a desk."""
    app = web.Application(middlewares=[guard.only_loopback])
    app[_LIVE] = live
    app.on_response_prepare.append(guard.harden)
    app.on_shutdown.append(_close)
    app.router.add_get("/", _page)
    app.router.add_get("/desk.css", _css)
    app.router.add_get("/desk.js", _script)
    app.router.add_get("/frame/{tab}", _frame)
    app.router.add_get("/events", _events, allow_head=False)
    return app


async def _page(request: web.Request) -> web.Response:
    return _html(page.html(request.app[_LIVE], View.of(request.query)))


async def _css(request: web.Request) -> web.Response:
    return web.Response(text=page.css(request.app[_LIVE].desk), content_type="text/css")


async def _script(_request: web.Request) -> web.Response:
    return web.Response(text=page.script(), content_type="text/javascript")


async def _frame(request: web.Request) -> web.Response:
    """A document by the name of its tab: a row of a fixed table, never a path."""
    live, tab = request.app[_LIVE], request.match_info["tab"]
    output = OUTPUTS.get(tab)
    text = live.desk.read(output.filename) if output else None
    if output is None or text is None:
        raise web.HTTPNotFound(text="There is no such output.\n")
    document = frames.document(output, text, View.of(request.query).scheme, live.changed.get(tab))
    if output.is_html:
        document = await asyncio.to_thread(pictures.inside, document, live.desk.folder)
    return _html(document, {"Content-Security-Policy": frames.POLICY})


def _html(text: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """A lone surrogate, which JSON can hold and UTF-8 cannot, becomes a question mark."""
    body = text.encode("utf-8", "replace")
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


async def _events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: the tag of the state now, and of each state that follows."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        await response.write(b"retry: 1000\n\n")
        async for tag in request.app[_LIVE].tags(_KEEP_ALIVE_S):
            await response.write(f"data: {tag}\n\n".encode() if tag else b": still here\n\n")
    return response


async def _close(app: web.Application) -> None:
    await app[_LIVE].close()
