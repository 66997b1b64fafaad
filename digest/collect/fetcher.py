"""The only HTTP client: conditional, bounded in time and size, and never raising for what a server does.

aiohttp does the talking; the limits are ours. Its own time-outs run per read, its decompression has no
bound, and its redirects carry bodies that nobody asked for.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from digest import __version__, addresses, urls
from digest.collect import heads, hints
from digest.collect.body import BrokenBodyError, TooLargeError, Unpacker
from digest.collect.room import Room
from digest.collect.round import Round
from digest.config import FetchingSettings
from digest.model import SILENT, Hints, Memory

if TYPE_CHECKING:
    import aiohttp

MOST_REDIRECTS = 5
MOST_TIMEOUTS = 3  # of one host in a row; then it is asked nothing more in this run
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
        self._slow: Counter[str] = Counter()
        self._room = Room()
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

    def rest(self) -> None:
        """Gives back the room for what the current task has fetched: it is read."""
        self._room.leave()

    async def get(self, url: str, memory: Memory, accept: str = "") -> Answer | Problem:
        """What `url` gives now; with the validators in `memory` the server may say "unchanged".

        `accept` is the form wanted where a server has several (RFC 9110 section 12.5.1); "" means feeds.

        Time spent waiting for a turn does not count against the limit, time at servers does. A host that
        asks to be left alone for a while, or does not answer three times in a row, is asked nothing more
        for the rest of the run. A user and password in `url` go to its own origin, and to no other one
        that it redirects to.
        """
        self._room.leave()
        left_s = self._timeout_s
        asked, credentials = heads.login(url)
        wish = {"Accept": accept} if accept else {}
        for_good, moved_to = not credentials, ""
        for _ in range(MOST_REDIRECTS + 1):
            found, left_s = await self._turn(asked, memory, wish | credentials, left_s)
            if isinstance(found, Answer):
                moved = replace(found.hints, moved_to=moved_to)
                return replace(found, hints=moved, took_s=self._timeout_s - left_s)
            if isinstance(found, Problem):
                return replace(found, took_s=self._timeout_s - left_s)
            for_good = for_good and found.for_good
            credentials = credentials if heads.are_of_one_origin(asked, found.target) else {}
            asked, moved_to = found.target, found.target if for_good else moved_to
        return Problem(f"redirected more than {MOST_REDIRECTS} times", took_s=self._timeout_s - left_s)

    async def _turn(
        self, url: str, memory: Memory, more: Mapping[str, str], left_s: float
    ) -> tuple[Answer | Problem | _Hop, float]:
        """One request when it is its turn, and how much time is left then."""
        host = urls.host(url)
        loop = asyncio.get_running_loop()
        async with self._turns_by_host[host], self._turns:
            if host in self._closed:
                return self._closed[host], left_s
            self._watch.asking(host)
            until = loop.time() + left_s
            try:
                async with asyncio.timeout_at(until) as clock:
                    found = await self._hop(url, memory, more, clock)
            except TimeoutError:
                found = Problem(f"took longer than {self._timeout_s:g} s")
            finally:
                self._watch.answered(host)
            self._heed(host, found, is_late=clock.expired())
            return found, max(0.0, (clock.when() or until) - loop.time())

    def _heed(self, host: str, found: Answer | Problem | _Hop, *, is_late: bool) -> None:
        """Closes a host that asks to be left alone, or keeps everybody waiting."""
        self._slow[host] = self._slow[host] + 1 if is_late else 0
        if isinstance(found, Problem) and found.hints.wait is not None:
            words = f"was not asked: {host}, which answered {found.status} before, wants to be left alone"
            self._closed[host] = replace(found, sentence=words, size=0)
        elif self._slow[host] >= MOST_TIMEOUTS:
            self._closed[host] = Problem(f"was not asked: {host} was too slow {MOST_TIMEOUTS} times before")

    async def _hop(
        self, url: str, memory: Memory, more: Mapping[str, str], clock: asyncio.Timeout
    ) -> Answer | Problem | _Hop:
        """One request."""
        import aiohttp  # noqa: PLC0415  # 0.2 s that only fetching should pay
        from yarl import URL  # noqa: PLC0415

        session = self._open()
        asking = {**heads.conditions(memory), **more}
        try:
            async with session.get(URL(url, encoded=True), headers=asking, allow_redirects=False) as response:
                return await self._received(url, response, memory, clock)
        except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: hosts that are none
            return Problem(heads.in_words(error))

    async def _received(
        self, url: str, response: aiohttp.ClientResponse, memory: Memory, clock: asyncio.Timeout
    ) -> Answer | Problem | _Hop:
        status, headers = response.status, response.headers
        if status in _REDIRECTS:
            response.close()  # its body is never read: it may be a bomb
            return _hop(url, status, headers)
        asked = hints.of(status, headers, datetime.now(UTC))
        if status == 304:
            return _unchanged(url, memory, heads.served_at(headers), asked)
        if status != 200:
            response.close()
            return Problem(f"answered {status}", status, asked)
        try:
            body, size = await self._body(response, clock)
        except TooLargeError:
            response.close()
            return Problem(f"sent more than {self._settings.max_body_mb} MB")
        except BrokenBodyError as error:
            response.close()
            return Problem(f"sent {error}")
        etag, modified = heads.validator(headers, "ETag"), heads.validator(headers, "Last-Modified")
        return Answer(
            url, body, etag, modified, response.charset or "",
            served_at=heads.served_at(headers), hints=asked, size=size,
        )  # fmt: skip

    async def _body(self, response: aiohttp.ClientResponse, clock: asyncio.Timeout) -> tuple[bytes, int]:
        """The body, unpacked, and its size on the wire."""
        if (response.content_length or 0) > self._most_bytes:
            raise TooLargeError
        unpacker = Unpacker(response.headers.get("Content-Encoding", ""), self._most_bytes)
        size = 0
        async for piece in response.content.iter_any():
            size += len(piece)
            for _ in unpacker.steps(piece):
                await self._room.enter(unpacker.size, clock)
        return unpacker.whole(), size

    def _open(self) -> aiohttp.ClientSession:
        """The session, made when the first address is fetched."""
        if self._session is None:
            import aiohttp  # noqa: PLC0415

            from digest import wire  # noqa: PLC0415

            contact = f" (+{self._settings.contact})" if self._settings.contact else ""
            self._session = aiohttp.ClientSession(
                connector=wire.connector(self._refusal, 2 * self._most_bytes),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={
                    "User-Agent": f"Digest/{__version__}{contact}",
                    "Accept": _ACCEPT,
                    "Accept-Encoding": "gzip, deflate",
                },
                timeout=aiohttp.ClientTimeout(total=None),
                auto_decompress=False,
                read_bufsize=65_536,
                max_line_size=16_384,
                max_field_size=65_536,
            )
        return self._session


def _hop(url: str, status: int, headers: Any) -> _Hop | Problem:
    """Where a redirect leads; never from an address that is guarded to one that is not."""
    target = urls.safe(headers.get("Location", ""), url)
    if not target:
        return Problem("redirected to an address that is not http or https", status)
    if url.startswith("https:") and not target.startswith("https:"):
        return Problem(f"redirected from https to plain http ({urls.host(target)})", status)
    return _Hop(target, status in _FOR_GOOD)


def _unchanged(url: str, memory: Memory, served_at: datetime | None, asked: Hints) -> Answer | Problem:
    if not heads.conditions(memory):
        return Problem("answered 304 without being asked whether anything changed", 304)
    etag, modified = memory.etag, memory.last_modified
    return Answer(url, etag=etag, last_modified=modified, unchanged=True, served_at=served_at, hints=asked)
