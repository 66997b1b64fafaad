"""RSS, RDF and Atom: bytes in, a `Document` out. feedparser reads; the bytes are mended before.

feedparser is given streams only: a string or bytes it would try to open as a path or an address. Its
own sanitising is off (slow, quadratic, and it misses titles); `items` makes everything safe.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser
import feedparser.api

from digest.collect import repair
from digest.collect.items import Document, Item

feedparser.api.PREFERRED_XML_PARSERS[:] = ["digest.collect.expat_driver"]

_DATES = ("published", "updated", "created")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)


class NotAFeedError(Exception):
    """The document is something else; the message says what, to be read after "sent"."""


def read(body: bytes, url: str = "", charset: str = "") -> Document:
    """The feed in `body`, which was found at `url`.

    Raises:
        NotAFeedError: it is a web page or no feed at all.
    """
    text = repair.decoded(body, charset)
    notes: tuple[str, ...] = ()
    complete = True
    if text is not None:
        if _PAGE.match(text[:20_000]) and not _FEED.search(text):
            raise NotAFeedError("a web page, not a feed")
        text, notes = repair.mended(text.lstrip())
        complete = repair.is_complete(text)
        body = b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode("utf-8", "ignore")
    parsed = _parsed(body, url)
    if not parsed.entries and not parsed.version and not (text and _FEED.search(text[:5_000])):
        raise NotAFeedError("something that is no feed")
    if not complete:
        notes = (*notes, "ends in the middle; what was whole was taken")
    return _document(parsed, complete=complete, notes=notes)


def _parsed(body: bytes, url: str) -> Any:
    headers = {"content-type": "application/xml", "content-location": url}
    return feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _document(parsed: Any, *, complete: bool, notes: tuple[str, ...]) -> Document:
    feed = parsed.feed
    return Document(
        title=_text(feed.get("title")),
        language=_text(feed.get("language")),
        items=tuple(_item(entry) for entry in parsed.entries),
        complete=complete,
        notes=notes,
    )


def _item(entry: Any) -> Item:
    summary = entry.get("summary_detail") or {}
    body = max([*(entry.get("content") or ()), summary], key=lambda part: len(_text(part.get("value"))))
    value = _text(body.get("value"))
    is_plain = body.get("type") == "text/plain" and "<" not in value
    source = entry.get("source") or {}
    return Item(
        guid=_text(entry.get("id")),
        link=_link(entry),
        title=_text(entry.get("title")),
        summary=_text(entry.get("summary")),
        html="" if is_plain else value,
        text=value if is_plain else "",
        author=_text(entry.get("author")),
        publisher=_text(source.get("title")),
        language=_text(body.get("language")),
        dates=tuple(_dates(entry)),
        base=_text(body.get("base")),
    )


def _link(entry: Any) -> str:
    """Where the item leads: past FeedBurner's counter, else its link, else its first alternate."""
    link = _text(entry.get("feedburner_origlink")) or _text(entry.get("link"))
    links = (_text(link.get("href")) for link in entry.get("links") or () if link.get("rel") == "alternate")
    return link or next(links, "")


def _dates(entry: Any) -> Iterator[str]:
    yield from (value for name in _DATES if (value := _text(dict.get(entry, name))))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
