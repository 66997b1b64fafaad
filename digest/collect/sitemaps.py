"""Sitemaps (sitemaps.org 0.9), news sitemaps of Google, their indexes, and lists of addresses as text.

A sitemap has addresses and times, and only those for news have headlines; for the others a headline is made
of the words in the address. There is no DTD in a sitemap, and none is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError, fromstring

from digest import urls, words
from digest.collect import dates, repair
from digest.collect.body import BrokenBodyError, TooLargeError, Unpacker
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document, Item

LARGEST = 50_000_000  # bytes unpacked, as sitemaps.org bounds them
SPAN = timedelta(days=60)
MOST_DATED = 200
MOST_UNDATED = 200  # of the first and of the last that are listed: new ones come at either end
MOST_CHILDREN = 5

_LEAST_WORDS = 3  # in an address that tells what the page says
_GZIP = b"\x1f\x8b"
_WORD = re.compile(r"[^\W\d_]{2,}")
_FILE_END = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """Which addresses count.

    Attributes:
        pattern: `*` stands for anything; starts with `/` where it is about the path alone.
    """

    pattern: str


@dataclass(frozen=True, slots=True)
class _Row:
    url: str
    title: str
    language: str
    date: str
    moment: datetime | None


def read(body: bytes, rules: Rules, now: datetime) -> Document:
    """The addresses in `body` as items, or the documents that an index names.

    Raises:
        NotAFeedError: it is no sitemap.
    """
    plain = _unpacked(body)
    text = repair.decoded(plain) or plain.decode("utf-8-sig", "replace")
    if text.lstrip("\ufeff \t\r\n").startswith(("http://", "https://")):
        return _document([_Row(line.strip(), "", "", "", None) for line in text.split("\n")], rules, now)
    root = _root(text)
    kind = _name(root)
    if kind == "sitemapindex":
        return Document(links=_children(root, now))
    if kind != "urlset":
        raise NotAFeedError(f"a document that starts with <{kind[:40]}>, not a sitemap")
    return _document(list(_rows(root, now)), rules, now)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = Unpacker("gzip", LARGEST)
    try:
        unpacker.take(body)
        return unpacker.whole()
    except TooLargeError:
        raise NotAFeedError(f"a sitemap of more than {LARGEST // 1_000_000} MB") from None
    except BrokenBodyError as error:
        raise NotAFeedError(str(error)) from None


def _root(text: str) -> Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotAFeedError("a document with a DTD, which a sitemap has not")
    start = text.find("<")
    try:
        return fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text[max(start, 0) :]))
    except ParseError as error:
        raise NotAFeedError(f"a sitemap that is not well-formed (line {error.position[0]})") from None


def _name(element: Element) -> str:
    """The name of an element in whatever namespace: many sitemaps give a wrong one."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _texts(element: Element) -> dict[str, str]:
    """The words in the children of an element, by name; of two of a name the first."""
    found: dict[str, str] = {}
    for child in element:
        found.setdefault(_name(child), (child.text or "").strip())
    return found


def _children(index: Element, now: datetime) -> tuple[tuple[str, str], ...]:
    """Addresses and dates of the newest sitemaps that an index names; where it dates none, the last ones."""
    told = [_texts(child) for child in index if _name(child) == "sitemap"]
    pairs = [(one.get("loc", ""), one.get("lastmod", "")) for one in told if one.get("loc")]
    dated = [(moment, pair) for pair in pairs if (moment := dates.first((pair[1],), now))]
    if not dated:
        return tuple(pairs[-MOST_CHILDREN:])
    newest = sorted(dated, key=lambda row: row[0], reverse=True)[:MOST_CHILDREN]
    return tuple(pair for _, pair in newest)


def _rows(root: Element, now: datetime) -> Iterator[_Row]:
    for element in root:
        if _name(element) != "url":
            continue
        told = _texts(element)
        inner = next((child for child in element if _name(child) == "news"), None)
        news = _texts(inner) if inner is not None else {}
        paper = next((child for child in inner or () if _name(child) == "publication"), None)
        language = _texts(paper).get("language", "") if paper is not None else ""
        date = news.get("publication_date") or told.get("lastmod", "")
        moment = dates.first((date,), now)
        yield _Row(told.get("loc", ""), news.get("title", ""), language, date, moment)


def _document(rows: list[_Row], rules: Rules, now: datetime) -> Document:
    matching = [row for row in rows if row.url and matches(rules.pattern, row.url)]
    if rows and not matching:
        raise NotAFeedError(f"no address that matches {rules.pattern}; the first is {rows[0].url[:120]}")
    dated = [row for row in matching if row.moment]
    recent = [row for row in dated if row.moment and row.moment >= now - SPAN]
    recent.sort(key=lambda row: row.moment or now, reverse=True)
    undated = [row for row in matching if not row.moment]
    watched = (
        undated if len(undated) <= 2 * MOST_UNDATED else undated[:MOST_UNDATED] + undated[-MOST_UNDATED:]
    )
    chosen = recent[:MOST_DATED] + watched
    items = [(row, row.title or headline(row.url)) for row in chosen]
    found = tuple(_item(row, title) for row, title in items if title)
    return Document(items=found, notes=tuple(_notes(items, len(undated) - len(watched), len(undated))))


def _notes(items: list[tuple[_Row, str]], unwatched: int, undated: int) -> Iterator[str]:
    made = sum(not row.title and bool(title) for row, title in items)
    mute = sum(not title for _, title in items)
    if made:
        yield f"{words.counted(made, 'headline')} made of the words in addresses"
    if mute:
        yield f"{words.counted(mute, 'page')} left out: no headline, and no words in the address"
    if unwatched:
        yield f"lists {undated:,} pages without a date; the first and last {MOST_UNDATED} are watched"


def _item(row: _Row, title: str) -> Item:
    return Item(link=row.url, title=title, language=row.language, dates=(row.date,) if row.date else ())


def matches(pattern: str, url: str) -> bool:
    """Whether `url` fits `pattern`, in which `*` stands for anything; in time linear in both."""
    if pattern.startswith("/"):
        parts = urlsplit(url)
        url = f"{parts.path}?{parts.query}" if parts.query else parts.path
    first, *rest = pattern.split("*")
    if not rest:
        return url == pattern
    *middle, last = rest
    at = len(first)
    if not url.startswith(first) or not url[at:].endswith(last):
        return False
    end = len(url) - len(last)
    for piece in middle:
        found = url.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


def headline(url: str) -> str:
    """A headline of the words in an address: "Union wins vote" of `/2026/11/union-wins-vote-4711.html`."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    if not parts or not urls.safe(url):
        return ""
    said = [piece for piece in re.split(r"[-_+. ]+", _FILE_END.sub("", parts[-1])) if piece]
    while said and said[-1].isdecimal() and len(said[-1]) > 4:  # an id, and no year
        said.pop()
    if sum(bool(_WORD.fullmatch(piece)) for piece in said) < _LEAST_WORDS:
        return ""
    sentence = " ".join(said)
    return sentence[0].upper() + sentence[1:]
