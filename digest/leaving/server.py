"""The endpoint as a small web server, for a machine where none is: it stands behind one that does TLS."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import threading
from collections.abc import Callable

from aiohttp import hdrs, web

from digest.errors import DigestError
from digest.leaving.answering import LONGEST, Answer, Reception, Request
from digest.leaving.clients import client

_PATIENCE_S = 15  # for the body of a request
_LAST_WORDS_S = 2
_RECEPTION = web.AppKey("reception", Reception)
_PLAIN = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store", "Server": "digest"}


def serve(
    reception: Reception,
    host: str,
    port: int,
    ready: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Serves until Ctrl-C, or until `stop` is set; `ready` is called once with the address.

    Raises:
        DigestError: the port cannot be had.
    """
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(reception, host, port, ready, stop or threading.Event()))


async def _serve(
    reception: Reception, host: str, port: int, ready: Callable[[str], None], stop: threading.Event
) -> None:
    runner = web.AppRunner(application(reception), shutdown_timeout=_LAST_WORDS_S)
    await runner.setup()
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # in a thread; on Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        listening = await _listen(runner, host, port)
        place = listening.sockets[0].getsockname()
        ready(f"http://{f'[{place[0]}]' if ':' in place[0] else place[0]}:{place[1]}/")
        while not stop.is_set():  # noqa: ASYNC110 - `stop` belongs to threads
            await asyncio.sleep(0.1)
        listening.close()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    remedy = "choose another with --port, or --port 0 for any that is free"
    loop, manager = asyncio.get_running_loop(), runner.server
    assert manager is not None, "the runner is set up"  # noqa: S101

    def speaks() -> _Connection:
        # No log of accesses: a token in it would let whoever reads the log take people off the list.
        return _Connection(manager, loop=loop, access_log=None)  # type: ignore[arg-type]

    try:
        return await loop.create_server(speaks, host, port)
    except OverflowError:
        raise DigestError(f"port {port}", "is no port number", remedy) from None
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        problem = "is taken by another program" if taken else f"cannot be used ({error.strerror})"
        raise DigestError(f"{host}, port {port}", problem, remedy) from error


def application(reception: Reception) -> web.Application:
    """The web application of a reception: every path and every method leads to it."""
    app = web.Application(client_max_size=LONGEST)
    app[_RECEPTION] = reception
    app.router.add_route("*", "/{path:.*}", _answer)
    return app


async def _answer(request: web.Request) -> web.Response:
    asked = Request(
        request.method,
        request.path,
        request.rel_url.raw_query_string,
        request.headers.get(hdrs.CONTENT_TYPE, ""),
        await _body(request),
        client(request.remote or "", request.headers.get("X-Forwarded-For", "")),
    )
    answer = await asyncio.to_thread(request.app[_RECEPTION].answer, asked)
    return _response(answer)


async def _body(request: web.Request) -> bytes:
    """At most one byte more than is allowed: then it is too long, whatever follows."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await request.read()
    except web.HTTPRequestEntityTooLarge:
        return b"\0" * (LONGEST + 1)
    except TimeoutError:
        raise web.HTTPRequestTimeout(headers=_PLAIN) from None


def _response(answer: Answer) -> web.Response:
    headers = [pair for pair in answer.headers if pair[0] != "Content-Length"]  # aiohttp counts itself
    return web.Response(status=answer.status, headers=[*headers, ("Server", "digest")], body=answer.body)


class _Connection(web.RequestHandler):
    """A connection that answers what is no request without a word about what it runs on."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to a request that cannot be read, or that a bug of ours could not answer."""
        if status >= web.HTTPInternalServerError.status_code:
            response = super().handle_error(request, status, exc, message)
        else:
            response = web.Response(status=status, text="This is no request.\n")
            response.force_close()
        response.headers.update(_PLAIN)
        return response
