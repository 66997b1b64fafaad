"""RSS, RDF and Atom: bytes in, a `Document` out. feedparser reads; the bytes are mended before.

feedparser is given streams only: a string or bytes it would try to open as a path or an address. Its
own sanitising is off (slow, quadratic, and it misses titles); `items` makes everything safe.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import feedparser
import feedparser.api

from digest.collect import repair, soundxml
from digest.collect.items import Document, Item
from digest.collect.lifting import Lifted
from digest.collect.soundparts import author_name

feedparser.api.PREFERRED_XML_PARSERS[:] = ["digest.collect.expat_driver"]

_DATES = ("published", "updated", "created")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)


class NotAFeedError(Exception):
    """The document is something else; the message says what, to be read after "sent"."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A text of an entry; plain where `is_html` is not set."""

    value: str
    is_html: bool
    language: str
    base: str


def read(body: bytes, url: str = "", charset: str = "") -> Document:
    """The feed in `body`, which was found at `url`.

    Raises:
        NotAFeedError: it is a web page or no feed at all.
    """
    text = repair.decoded(body, charset)
    lifted = Lifted("")
    notes: tuple[str, ...] = ()
    complete = True
    if text is not None:
        if _PAGE.match(text[:20_000]) and not _FEED.search(text):
            raise NotAFeedError("a web page, not a feed")
        if "<!ENTITY" in text and repair.swells(text):
            raise NotAFeedError("a document that swells when it is read")
        text, notes = repair.mended(text.lstrip().replace("\r\n", "\n"))
        complete = repair.is_complete(text)
        if complete and (document := soundxml.read(text, url)):
            return replace(document, notes=notes)
        lifted = Lifted(text)
        body = b"<?xml version='1.0' encoding='utf-8'?>\n" + lifted.text.encode("utf-8", "ignore")
    parsed = _parsed(body, url)
    if not parsed.entries and not parsed.get("version") and not (text and _FEED.search(text[:5_000])):
        raise NotAFeedError("something that is no feed")
    if not complete:
        notes = (*notes, "ends in the middle; what was whole was taken")
    document = _document(parsed, lifted, complete=complete, notes=notes)
    is_cut = text is not None and not complete and repair.ends_within_item(text)
    return replace(document, items=document.items[:-1]) if is_cut else document


def _parsed(body: bytes, url: str) -> Any:
    headers = {"content-type": "application/xml", "content-location": url}
    try:
        return feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (
        LookupError,
        AttributeError,
        TypeError,
        ValueError,
    ) as error:  # it trips over itself
        raise NotAFeedError(f"something that broke the parser ({type(error).__name__})") from error


def _document(parsed: Any, lifted: Lifted, *, complete: bool, notes: tuple[str, ...]) -> Document:
    feed = parsed.feed
    return Document(
        title=_text(feed.get("title")),
        language=_text(feed.get("language")),
        items=tuple(_item(entry, lifted) for entry in parsed.entries),
        complete=complete,
        notes=notes,
    )


def _item(entry: Any, lifted: Lifted) -> Item:
    summary = _part(entry.get("summary_detail") or {}, lifted)
    parts = [summary, *(_part(content, lifted) for content in entry.get("content") or ())]
    body = max(parts, key=lambda part: len(part.value))
    source = entry.get("source") or {}
    return Item(
        guid=_text(entry.get("id")),
        link=_link(entry),
        title=lifted.back(_text(entry.get("title")), markup=False),
        summary=summary.value or lifted.back(_text(entry.get("summary")), markup=False),
        html=body.value if body.is_html else "",
        text="" if body.is_html else body.value,
        author=author_name(_text(entry.get("author"))),
        publisher=_text(source.get("title")),
        language=body.language,
        dates=tuple(_dates(entry)),
        base=body.base,
    )


def _part(detail: Any, lifted: Lifted) -> _Part:
    raw, kind = _text(detail.get("value")), _text(detail.get("type"))
    value = lifted.back(raw, markup=kind == "application/xhtml+xml")
    is_html = "<" in value
    return _Part(
        value if is_html else unescape(value),
        is_html,
        _text(detail.get("language")),
        _text(detail.get("base")),
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
