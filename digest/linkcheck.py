"""Asks the pages that an edition links to whether they are there; what they answered is kept for a day.

aiohttp does the talking. Nothing of a page is read but its head: HEAD first, and GET where that is refused.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from digest import __version__, addresses, files, urls
from digest.check import Reply
from digest.check.reply import OFFLINE

if TYPE_CHECKING:
    import aiohttp

FILE = "links.json"
"""Name of the file, in the folder of all editions, that keeps what pages answered."""

FRESH, FRESH_FAILURE = timedelta(hours=24), timedelta(hours=1)
"""For how long an answer counts, and for how long that there was none: lines fail and come back."""

MOST_REDIRECTS = 5
TIMEOUT_S = 10
AT_ONCE = 8
MOST_BYTES = 1_000_000  # of the head of an answer and what came with it

_REDIRECTS = {301: True, 308: True, 302: False, 303: False, 307: False}  # whether for good
_FINAL = frozenset({401, 410, 429})  # a HEAD that is answered so is answered; others may only refuse HEAD

Refusal = Callable[[str], str]
Listener = Callable[[int, int], None]


def replies(
    links: Iterable[str],
    known: Mapping[str, Reply],
    now: datetime,
    *,
    contact: str = "",
    refusal: Refusal = addresses.refusal,
    listen: Listener = lambda _done, _total: None,
) -> dict[str, Reply]:
    """What each of `links` answers: as `known` where that is fresh at `now`, else asked.

    Args:
        links: http and https; each is asked once, at most `AT_ONCE` at a time and one of a host.
        known: earlier answers by address.
        now: the time that decides what is fresh, and that new answers bear.
        contact: the address that is told to servers.
        refusal: is given each IP address before it is connected to, and says why it must not be, or "".
        listen: is told how many of how many are done.
    """
    wanted = list(dict.fromkeys(links))
    fresh = {url: known[url] for url in wanted if url in known and _is_fresh(known[url], now)}
    missing = [url for url in wanted if url not in fresh]
    asked = asyncio.run(_Asker(contact, refusal, listen).all(missing)) if missing else {}
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    answers = fresh | {url: replace(reply, asked_at=at) for url, reply in asked.items()}
    return {url: answers[url] for url in wanted}


def unreached(heard: Mapping[str, Reply]) -> dict[str, Reply]:
    """`heard` where none of several pages answered: then they count as not asked. Else nothing."""
    asked = {url: reply for url, reply in heard.items() if not reply.unasked}
    if len(asked) < 2 or not all(reply.problem for reply in asked.values()):
        return {}
    return {**heard, **{url: replace(reply, problem="", unasked=OFFLINE) for url, reply in asked.items()}}


def load(folder: Path) -> dict[str, Reply]:
    """The answers that `folder` keeps; none where the file is gone or broken: they can be had again."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {str(url): Reply(**reply) for url, reply in told.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def save(folder: Path, known: Mapping[str, Reply], now: datetime) -> None:
    """Keeps those of the answers that are fresh, in the order of their addresses."""
    kept = {url: asdict(reply) for url, reply in sorted(known.items()) if _is_fresh(reply, now)}
    files.write(folder, {FILE: json.dumps(kept, ensure_ascii=False, indent=1) + "\n"})


def _is_fresh(reply: Reply, now: datetime) -> bool:
    try:
        age = now - datetime.fromisoformat(reply.asked_at)
    except (ValueError, TypeError):
        return False
    return timedelta(0) <= age < (FRESH_FAILURE if reply.problem or reply.unasked else FRESH)


class _Asker:
    """One round of questions."""

    def __init__(self, contact: str, refusal: Refusal, listen: Listener) -> None:
        self._contact, self._refusal, self._listen = contact, refusal, listen
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._turn_of_host: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._done = 0

    async def all(self, links: list[str]) -> dict[str, Reply]:
        async with self._session() as session:
            found = await asyncio.gather(*(self._one(session, url, len(links)) for url in links))
        return dict(zip(links, found, strict=True))

    async def _one(self, session: aiohttp.ClientSession, url: str, total: int) -> Reply:
        async with self._turn_of_host[urls.host(url)], self._turns:
            reply = await _asked(session, url)
        self._done += 1
        self._listen(self._done, total)
        return reply

    def _session(self) -> aiohttp.ClientSession:
        import aiohttp  # noqa: PLC0415  # 0.2 s that only asking should pay

        from digest import wire  # noqa: PLC0415

        contact = f" (+{self._contact})" if self._contact else ""
        return aiohttp.ClientSession(
            connector=wire.connector(self._refusal, MOST_BYTES),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"Digest/{__version__}{contact}", "Accept": "text/html, */*;q=0.5"},
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            max_line_size=16_384,
            max_field_size=65_536,
        )


async def _asked(session: aiohttp.ClientSession, url: str) -> Reply:
    """What `url` answers in the end, within `TIMEOUT_S`."""
    import aiohttp  # noqa: PLC0415

    from digest.wire import RefusedError  # noqa: PLC0415

    try:
        async with asyncio.timeout(TIMEOUT_S):
            reply = await _followed(session, "HEAD", url)
            if reply.status >= 400 and reply.status not in _FINAL:
                reply = await _followed(session, "GET", url)
            return reply
    except TimeoutError:
        return Reply(0, f"it took longer than {TIMEOUT_S} s")
    except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: hosts that are none
        if isinstance(getattr(error, "os_error", error), RefusedError):
            return Reply(0, unasked=_in_words(error))
        return Reply(0, _in_words(error))


async def _followed(session: aiohttp.ClientSession, method: str, url: str) -> Reply:
    """The answer at the end of all redirects. Bodies are never read: they may be bombs."""
    from yarl import URL  # noqa: PLC0415

    asked, for_good, moved_to = url, True, ""
    for _ in range(MOST_REDIRECTS + 1):
        async with session.request(method, URL(asked, encoded=True), allow_redirects=False) as response:
            status, target = response.status, response.headers.get("Location", "")
            response.close()
        if status not in _REDIRECTS:
            return Reply(status, "", moved_to)
        asked = urls.safe(target, asked)
        if not asked:
            return Reply(0, "it redirects to an address that is not http or https")
        for_good = for_good and _REDIRECTS[status]
        moved_to = asked if for_good else moved_to
    return Reply(0, f"it redirects more than {MOST_REDIRECTS} times")


def _in_words(error: Exception) -> str:
    """Why there is no answer, to follow the name of the host."""
    import aiohttp  # noqa: PLC0415

    words = str(error) or type(error).__name__
    match error:
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | ConnectionResetError():
            words = "it hung up without an answer"
        case aiohttp.ClientResponseError():
            words = "it sent something that is not HTTP"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            words = "its certificate does not hold"
        case aiohttp.ClientConnectorDNSError():
            words = "its name is not known"
        case aiohttp.ClientConnectorError() if error.os_error.errno:
            words = os.strerror(error.os_error.errno).lower()
        case aiohttp.ClientConnectorError():
            words = str(error.os_error)
    return words[:200]
