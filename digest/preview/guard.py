"""Who may ask, and what every answer forbids: rules for a web server on an editor's own machine.

Any web page may send requests to 127.0.0.1, and a name that its owner points there (DNS rebinding) makes
the answers readable too. So only loopback names are answered, only to the browser that was started with the
token, and only to pages of our own; what changes anything must say besides that it knows the page.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

from aiohttp import hdrs, web

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
_READS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD})
_KNOWS = "X-Digest-Desk"

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


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the desk.

    Attributes:
        start: stands in the address that is printed at the start; whoever has it is let in.
    """

    start: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)

    @property
    def page(self) -> str:
        """Stands in the page; a request that changes anything has to name it. It does not tell the other."""
        return hmac.new(self.start.encode(), b"page", sha256).hexdigest()

    @property
    def cookie(self) -> str:
        """Name of the cookie: browsers share them among ports, so that each desk has its own."""
        return f"digest-desk-{sha256(self.start.encode()).hexdigest()[:8]}"

    def opens(self, token: str) -> bool:
        """Whether `token` is the one of the start; takes the same time for every wrong one."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.start.encode())

    def knows(self, token: str) -> bool:
        """Whether `token` is the one of the page."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.page.encode())


KEYS = web.AppKey("keys", Keys)


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


@web.middleware
async def only_its_own(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answers 403 to pages of others, and to whoever did not come by the address of the start."""
    if not _comes_from_here(request):
        raise web.HTTPForbidden(text="The desk answers no other page.\n")
    keys = request.app[KEYS]
    if request.method in _READS and request.path == "/" and "token" in request.query:
        if keys.opens(request.query["token"]):
            return _let_in(request, keys)
    elif keys.opens(request.cookies.get(keys.cookie, "")):
        if request.method not in _READS:
            _refuse_strange(request, keys)
        return await handler(request)
    raise web.HTTPForbidden(text="Open the desk at the address that digest preview prints.\n")


def _comes_from_here(request: web.Request) -> bool:
    """What a browser says of the page that asks (Fetch Metadata; Origin, RFC 6454)."""
    origin = request.headers.get(hdrs.ORIGIN)
    site = request.headers.get("Sec-Fetch-Site", "none")
    own = f"http://{request.headers.get(hdrs.HOST, '')}"
    return site in {"same-origin", "none"} and (origin is None or origin.lower() == own.lower())


def _refuse_strange(request: web.Request, keys: Keys) -> None:
    """A form of another page can send neither of our headers, nor JSON."""
    if request.headers.get(hdrs.ORIGIN) is None or not keys.knows(request.headers.get(_KNOWS, "")):
        raise web.HTTPForbidden(text="The desk acts only for its own page.\n")
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="The desk understands JSON.\n")


def _let_in(request: web.Request, keys: Keys) -> web.Response:
    """On to the same address without the token, so that it stays in no history; never to another place."""
    rest = request.rel_url.without_query_params("token").query_string
    response = web.Response(status=303, headers={"Location": f"/?{rest}" if rest else "/"})
    response.set_cookie(keys.cookie, keys.start, httponly=True, samesite="Strict", path="/")
    return response


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
