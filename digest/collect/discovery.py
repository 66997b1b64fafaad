"""From the address of a site to its feed: what the address itself gives, what it points to, what is usual."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import timedelta
from os.path import commonprefix
from urllib.parse import urlsplit

from digest import urls
from digest.collect import manners, sites
from digest.collect.fetcher import Answer, Problem
from digest.collect.items import Origin
from digest.collect.kinds import Door
from digest.collect.reading import Job
from digest.model import Entry, Memory

MOST_POINTED = 6
"""Feeds to which a page points that are looked at."""

_SECONDARY = ("comment", "kommentar", "comentario", "replies")


@dataclass(frozen=True, slots=True)
class Found:
    """A feed.

    Attributes:
        url: where it is, after redirects that are for good.
        title: its own, "" where it has none.
        entries: what it lists now, newest first.
        how: how it was found, in words.
        others: further feeds to which the page points, as pairs of address and title.
        notes: what was mended or cut when it was read.
    """

    url: str
    title: str
    entries: tuple[Entry, ...]
    how: str
    others: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def usual_gap(self) -> timedelta | None:
        """The usual time between its items; None where they are too few."""
        return manners.rhythm(entry.published for entry in self.entries if entry.published)


@dataclass(frozen=True, slots=True)
class Missing:
    """That there is no feed: why, in words, how many addresses were tried, and whether a page is there."""

    why: str
    tried: int
    is_page: bool = False


async def find(address: str, door: Door) -> Found | Missing:
    """The feed of the site at `address`, http or https."""
    tried: set[str] = set()
    problem = ""
    page: Answer | None = None
    async for url, how, answer in _asked(address, door, tried):
        if isinstance(answer, Problem):
            problem = problem or (answer.sentence if url == address else "")
            continue
        found = await _as_feed(url, answer, how, door)
        if found:
            return found
        page = page or (answer if url == address else None)
    if page:
        pointed = await _pointed(page, door)
        found = await _first(pointed, tried, door)
        if found:
            return found
    if not problem:
        usual = ((url, "") for url in sites.usual(page.url if page else address))
        found = await _first(usual, tried, door, how="where many sites keep it")
        if found:
            return found
    if other := _of_another_kind(page):
        return Missing(other, len(tried))
    why = problem or "names no feed, and has none where feeds usually lie"
    return Missing(why, len(tried), is_page=page is not None)


def _of_another_kind(answer: Answer | None) -> str:
    """What is no page and no feed, and what reads it; "" for anything else."""
    start = answer.body[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n") if answer else b""
    if start.startswith((b"{", b"[")):
        return 'answers with JSON that is no feed; a source of kind = "json" reads it by paths'
    if b"<urlset" in start or b"<sitemapindex" in start:
        return 'is a sitemap; a source of kind = "sitemap" reads it'
    return ""


async def _asked(
    address: str, door: Door, tried: set[str]
) -> AsyncIterator[tuple[str, str, Answer | Problem]]:
    """What the well-known addresses of this kind of site give, then the address itself."""
    ways = [(url, "by the kind of the site") for url in sites.known(address)]
    for url, how in [*ways, (address, "at this address")]:
        tried.add(url)
        yield url, how, await door.fetcher.get(url, Memory())


async def _as_feed(url: str, answer: Answer, how: str, door: Door) -> Found | None:
    """The feed in an answer; None where it is none."""
    url = answer.hints.moved_to or url
    origin = Origin("", answer.url, door.now, charset=answer.charset)
    reading = await door.workers.read(Job("feed", answer.body, origin))
    if reading.problem:
        return None
    return Found(url, reading.title, reading.entries, how, notes=reading.notes)


async def _pointed(page: Answer, door: Door) -> list[tuple[str, str]]:
    """Addresses and titles of the feeds to which a page points, the likeliest first."""
    origin = Origin("", page.url, door.now, charset=page.charset)
    reading = await door.workers.read(Job("signposts", page.body, origin))
    pairs = [(entry.url, entry.title) for entry in reading.entries if entry.url]
    return sorted(pairs, key=lambda pair: _doubt(pair, page.url))


def _doubt(pair: tuple[str, str], page: str) -> tuple[bool, int]:
    """Comments come last; else what shares most of the way with the page, in the page's own order."""
    url, title = pair
    is_secondary = any(word in f"{url} {title}".lower() for word in _SECONDARY)
    shared = len(commonprefix([url, page]))  # noqa: RUF071 - addresses are no paths of files
    is_below = urls.host(url) == urls.host(page) and bool(urlsplit(page).path.strip("/"))
    return is_secondary, -shared if is_below else 0


async def _first(
    pairs: Iterable[tuple[str, str]], tried: set[str], door: Door, how: str = "named by the page"
) -> Found | None:
    """The first of some addresses that gives a feed; the page's others are named with it."""
    pairs = list(pairs)
    for url, title in [pair for pair in pairs if pair[0] not in tried][
        : max(MOST_POINTED, 2 * len(sites.USUAL))
    ]:
        tried.add(url)
        answer = await door.fetcher.get(url, Memory())
        found = await _as_feed(url, answer, how, door) if isinstance(answer, Answer) else None
        if found:
            others = tuple((one, name) for one, name in pairs if name and one != url)
            return Found(found.url, found.title or title, found.entries, how, others, found.notes)
    return None
