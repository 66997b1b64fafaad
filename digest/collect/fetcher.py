"""The only HTTP client: conditional, bounded in time and size, and never raising for what a server does.

aiohttp does the talking; the limits are ours. Its own time-outs run per read, its decompression has no
bound, and its redirects carry bodies that nobody asked for.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from digest import __version__, addresses, urls
from digest.collect import hints
from digest.collect.body import BrokenBodyError, TooLargeError, Unpacker
from digest.collect.round import Round
from digest.config import FetchingSettings
from digest.model import SILENT, Hints, Memory

if TYPE_CHECKING:
    import aiohttp

MOST_REDIRECTS = 5
LONGEST_VALIDATOR = 1024  # characters; longer ones are dropped, and the next fetch is a plain one
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave.

    Attributes:
        url: where it was found, after redirects.
        body: unpacked; empty when `unchanged`.
        etag, last_modified: validators, byte for byte; "" for none.
        charset: what the Content-Type says, or "".
        unchanged: the server says that nothing moved since the last good answer (304).
        served_at: when it answered by its own clock, aware UTC; None where it does not say.
        hints: what it asks of whoever asks again.
        size: bytes of the body as they came over the wire.
        took_s: seconds at servers, without waiting for a turn.
    """

    url: str
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    charset: str = ""
    unchanged: bool = False
    served_at: datetime | None = None
    hints: Hints = SILENT
    size: int = 0
    took_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer.

    Attributes:
        sentence: in words that follow the name of the source: "answered 500".
        status: what the server answered; 0 where it did not.
        hints: what it asks of whoever asks again.
        size: bytes of the body that came over the wire all the same.
        took_s: seconds at servers, without waiting for a turn.
    """

    sentence: str
    status: int = 0
    hints: Hints = SILENT
    size: int = 0
    took_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Hop:
    """Where an answer leads on to, and whether for good."""

    target: str
    for_good: bool


class Fetcher:
    """Fetches addresses within `settings`; use as `async with Fetcher(settings) as fetcher`.

    Args:
        settings: limits and contact.
        refusal: is given each IP address before it is connected to, on every hop and after names are
            resolved, and says why it must not be, or "". The only place where that is decided. None takes
            the rule of `digest.addresses` with what the settings allow.
        watch: is told who is being asked.
    """

    def __init__(
        self,
        settings: FetchingSettings,
        refusal: Callable[[str], str] | None = None,
        watch: Round | None = None,
    ) -> None:
        self._watch = watch or Round(0)
        self._settings = settings
        self._refusal = refusal or partial(addresses.refusal, allowed=settings.allow)
        self._closed: dict[str, Problem] = {}
        self._timeout_s = settings.timeout.total_seconds()
        self._most_bytes = settings.max_body_mb * 1_000_000
        self._turns = asyncio.Semaphore(settings.connections)
        self._turns_by_host: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(settings.per_host)
        )
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def get(self, url: str, memory: Memory) -> Answer | Problem:
        """What `url` gives now; with the validators in `memory` the server may say "unchanged".

        Time spent waiting for a turn does not count against the limit, time at servers does. A host that
        asks to be left alone for a while is asked nothing more for the rest of the run.
        """
        left_s = self._timeout_s
        asked, for_good, moved_to = url, True, ""
        for _ in range(MOST_REDIRECTS + 1):
            host = urls.host(asked)
            async with self._turns_by_host[host], self._turns:
                if host in self._closed:
                    return self._closed[host]
                began = time.monotonic()
                self._watch.asking(host)
                try:
                    async with asyncio.timeout(left_s):
                        found = await self._hop(asked, memory)
                except TimeoutError:
                    return Problem(f"took longer than {self._timeout_s:g} s", took_s=self._timeout_s)
                finally:
                    self._watch.answered(host)
                left_s -= time.monotonic() - began
                self._heed(host, found)
            if isinstance(found, Answer):
                moved = replace(found.hints, moved_to=moved_to)
                return replace(found, hints=moved, took_s=self._timeout_s - left_s)
            if isinstance(found, Problem):
                return replace(found, took_s=self._timeout_s - left_s)
            for_good = for_good and found.for_good
            asked, moved_to = found.target, found.target if for_good else moved_to
        return Problem(f"redirected more than {MOST_REDIRECTS} times")

    def _heed(self, host: str, found: Answer | Problem | _Hop) -> None:
        """Closes a host that asks to be left alone."""
        if isinstance(found, Problem) and found.hints.wait is not None:
            words = f"was not asked: {host}, which answered {found.status} before, wants to be left alone"
            self._closed[host] = replace(found, sentence=words, size=0)

    async def _hop(self, url: str, memory: Memory) -> Answer | Problem | _Hop:
        """One request."""
        import aiohttp  # noqa: PLC0415  # 0.2 s that only fetching should pay
        from yarl import URL  # noqa: PLC0415

        session = self._open()
        try:
            async with session.get(
                URL(url, encoded=True), headers=_conditions(memory), allow_redirects=False
            ) as response:
                return await self._received(url, response, memory)
        except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: hosts that are none
            return Problem(_in_words(error))

    async def _received(
        self, url: str, response: aiohttp.ClientResponse, memory: Memory
    ) -> Answer | Problem | _Hop:
        status, headers = response.status, response.headers
        if status in _REDIRECTS:
            response.close()  # its body is never read: it may be a bomb
            return _hop(url, status, headers)
        asked = hints.of(status, headers, datetime.now(UTC))
        if status == 304:
            return _unchanged(url, memory, _served_at(headers), asked)
        if status != 200:
            response.close()
            return Problem(f"answered {status}", status, asked)
        try:
            body, size = await self._body(response)
        except TooLargeError:
            response.close()
            return Problem(f"sent more than {self._settings.max_body_mb} MB")
        except BrokenBodyError as error:
            response.close()
            return Problem(f"sent {error}")
        etag, modified = _validator(headers, "ETag"), _validator(headers, "Last-Modified")
        return Answer(
            url, body, etag, modified, response.charset or "",
            served_at=_served_at(headers), hints=asked, size=size,
        )  # fmt: skip

    async def _body(self, response: aiohttp.ClientResponse) -> tuple[bytes, int]:
        """The body, unpacked, and its size on the wire."""
        if (response.content_length or 0) > self._most_bytes:
            raise TooLargeError
        unpacker = Unpacker(response.headers.get("Content-Encoding", ""), self._most_bytes)
        size = 0
        async for piece in response.content.iter_any():
            size += len(piece)
            unpacker.take(piece)
        return unpacker.whole(), size

    def _open(self) -> aiohttp.ClientSession:
        """The session, made when the first address is fetched."""
        if self._session is None:
            import aiohttp  # noqa: PLC0415

            contact = f" (+{self._settings.contact})" if self._settings.contact else ""
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0,  # turns are given out here, so that waiting does not count as taking long
                    force_close=True,  # kept connections cost 0.3 MB each and are never used again
                    ttl_dns_cache=300,
                    socket_factory=self._socket,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={
                    "User-Agent": f"Digest/{__version__}{contact}",
                    "Accept": _ACCEPT,
                    "Accept-Encoding": "gzip, deflate",
                },
                timeout=aiohttp.ClientTimeout(total=None),
                auto_decompress=False,
                max_line_size=16_384,
                max_field_size=65_536,
            )
        return self._session

    def _socket(self, address: tuple[Any, ...]) -> socket.socket:
        """A socket for `address` as getaddrinfo gives it; the one border to the network."""
        family, kind, protocol, _, place = address
        refusal = self._refusal(str(place[0]))
        if refusal:
            raise OSError(refusal)
        return socket.socket(family, kind, protocol)


def _conditions(memory: Memory) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110 section 13.1)."""
    pairs = {"If-None-Match": memory.etag, "If-Modified-Since": memory.last_modified}
    return {name: value for name, value in pairs.items() if value}


def _hop(url: str, status: int, headers: Any) -> _Hop | Problem:
    """Where a redirect leads; never from an address that is guarded to one that is not."""
    target = urls.safe(headers.get("Location", ""), url)
    if not target:
        return Problem("redirected to an address that is not http or https", status)
    if url.startswith("https:") and not target.startswith("https:"):
        return Problem(f"redirected from https to plain http ({urls.host(target)})", status)
    return _Hop(target, status in _FOR_GOOD)


def _unchanged(url: str, memory: Memory, served_at: datetime | None, asked: Hints) -> Answer | Problem:
    if not _conditions(memory):
        return Problem("answered 304 without being asked whether anything changed", 304)
    etag, modified = memory.etag, memory.last_modified
    return Answer(url, etag=etag, last_modified=modified, unchanged=True, served_at=served_at, hints=asked)


def _served_at(headers: Any) -> datetime | None:
    """The Date header (RFC 9110 section 6.6.1); an answer out of a cache says how old it is (Age)."""
    try:
        said = parsedate_to_datetime(str(headers.get("Date", ""))).replace(tzinfo=UTC)
        return said + timedelta(seconds=int(headers.get("Age", "0")))
    except (ValueError, OverflowError):
        return None


def _validator(headers: Any, name: str) -> str:
    """The header as it came; "" where it could not be sent back as it came."""
    value = str(headers.get(name, ""))
    return value if len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable() else ""


def _in_words(error: Exception) -> str:
    import aiohttp  # noqa: PLC0415

    match error:
        case aiohttp.ClientPayloadError():
            return "broke off in the middle"
        case aiohttp.ServerDisconnectedError() | ConnectionResetError():
            return "hung up without an answer"
        case aiohttp.ClientResponseError():
            return "sent something that is not HTTP"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            why = "its certificate does not hold"
        case aiohttp.ClientConnectorDNSError():
            why = "its name is not known"
        case aiohttp.ClientConnectorError():
            cause = error.os_error
            why = os.strerror(cause.errno).lower() if cause.errno else str(cause)
        case _:
            why = str(error) or type(error).__name__
    return f"could not be reached: {why}"[:200]
