"""`fulltext = true`: the articles behind teasers, fetched within limits and by the rules of their sites.

An article that cannot be had costs nothing: the teaser stays, and a note says how many there were and why.
What the feed said is remembered beside (`Collected.said`), so that an article is fetched once, and again
when its item in the feed changes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from digest import text, urls, words
from digest.collect import robots, wholepage
from digest.collect.fetcher import Problem
from digest.collect.items import Origin
from digest.collect.kinds import Door
from digest.collect.reading import Job
from digest.model import Collected, Entry, Memory

MOST = 30
"""Articles fetched for one source in one run, the newest first."""

RECENT = timedelta(days=14)
"""Older items are left as they are: no edition takes them."""

TEASER = 1_200
"""An item with fewer characters is taken for a teaser."""

_SUBSCRIBERS, _FORBIDDEN, _UNREAD, _SHORT = (
    "behind a paywall",
    "refused by robots.txt",
    "could not be read",
    "no longer than the teaser",
)
_PAID = frozenset({401, 402, 403})
_WORTH = 1.2  # times the teaser


async def filled(result: Collected, door: Door) -> Collected:
    """`result` with the whole text of those new or changed entries that have only a teaser."""
    known = await door.known(result.source)
    said = {entry.id: entry.content_hash for entry in result.entries}
    wanted = [
        entry for entry in result.entries if known.get(entry.id) != said[entry.id] and _is_teaser(entry, door)
    ]
    if not wanted:
        return replace(result, said=said)
    tried = await asyncio.gather(*(_article(entry, door) for entry in wanted[:MOST]))
    whole = {found.id: found for found in tried if isinstance(found, Entry)}
    entries = tuple(whole.get(entry.id, entry) for entry in result.entries)
    note = _note(len(whole), len(wanted), (found for found in tried if isinstance(found, str)))
    return replace(result, entries=entries, said=said, notes=(*result.notes, note))


def _note(whole: int, wanted: int, reasons: Iterable[str]) -> str:
    parts = [f"{count} {reason}" for reason, count in sorted(Counter(reasons).items())]
    if wanted > MOST:
        parts.append(f"{wanted - MOST} left out: {MOST} are fetched in a run")
    told = f"the whole text of {whole} of {words.counted(wanted, 'article')}"
    return f"{told} ({', '.join(parts)})" if parts else told


def _is_teaser(entry: Entry, door: Door) -> bool:
    is_recent = door.now - entry.dated <= RECENT
    return is_recent and bool(entry.url) and len(_plain(entry)) < TEASER


def _plain(entry: Entry) -> str:
    return text.plain_of_safe(entry.html, TEASER * 2) if entry.html else entry.text


async def _article(entry: Entry, door: Door) -> Entry | str:
    """The entry with its article; else why not."""
    url = urls.safe(entry.url)
    if not url or await robots.refusal(door, url):
        return _FORBIDDEN
    answer = await door.fetcher.get(url, Memory())
    if isinstance(answer, Problem):
        return _SUBSCRIBERS if answer.status in _PAID else answer.sentence
    origin = Origin(entry.source, answer.url, door.now, publisher=entry.publisher, charset=answer.charset)
    reading = await door.workers.read(Job("whole", answer.body, origin))
    if reading.problem == wholepage.PAYWALL:
        return _SUBSCRIBERS
    if reading.problem or not reading.entries:
        return _UNREAD
    return _joined(entry, reading.entries[0])


def _joined(entry: Entry, article: Entry) -> Entry | str:
    """The entry with the text of its article. One without any words of its own takes its headline as well."""
    teaser = _plain(entry) or entry.summary
    if len(_plain(article)) < len(teaser) * _WORTH:
        return _SHORT
    if not teaser and article.title:
        entry = replace(entry, title=article.title, published=entry.published or article.published)
    return replace(entry, html=article.html, text=article.text, summary=entry.summary or entry.text)
