"""Who may ask, and what every answer forbids: rules for a web server on an editor's own machine.

Any web page may send requests to 127.0.0.1, and a name that its owner points there (DNS rebinding) makes
the answers readable too. So only loopback names are answered, and nothing here changes any state.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from types import MappingProxyType

from aiohttp import hdrs, web

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of the desk itself, its files and its errors."""

_HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Server": "digest",
    }
)


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine, with any port or none (a tunnel has its own)."""
    return _LOOPBACK.fullmatch(host) is not None


@web.middleware
async def only_loopback(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answers 400 to whoever asked for another host, on every route and on what is no route."""
    # `request.host` is another one where the request line names a server ("GET http://other/").
    hosts = [*request.headers.getall(hdrs.HOST, []), request.host]
    if len(hosts) != 2 or not all(map(is_loopback, hosts)):
        raise web.HTTPBadRequest(text="This desk answers only at http://127.0.0.1 and http://localhost.\n")
    return await handler(request)


async def harden(_request: web.Request, response: web.StreamResponse) -> None:
    """Puts the rules on an answer; a framed document brings a stricter policy of its own."""
    forbid(response)


def forbid(response: web.StreamResponse) -> None:
    """Adds every rule that the answer does not set itself."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


class Connection(web.RequestHandler):
    """A connection whose errors keep the rules too, also where no request could be understood.

    Such errors pass by the application and its signals.
    """

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
            response = web.Response(status=status, text="The desk does not understand this request.\n")
            response.force_close()
        forbid(response)
        return response
