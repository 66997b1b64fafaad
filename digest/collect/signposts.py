"""The feeds that a web page points to; read in a worker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import text, urls
from digest.collect import pages
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document, Item

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "text/xml"})
_LIKE_A_FEED = re.compile(r"(?:/(?:feed|rss|atom)s?/?|\.(?:rss|atom)|(?:rss|feed|atom)\.(?:xml|json|php))$")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|link|a)\b", re.IGNORECASE)
_MOST = 40


def read(body: bytes, url: str) -> Document:
    """The page's title, and an item for each feed that it names in its head, else links to in its text.

    Raises:
        NotAFeedError: it is no web page.
    """
    source = pages.decoded(body)
    if not _PAGE.search(source[:200_000]):
        raise NotAFeedError("something that is neither a feed nor a web page")
    tree = LexborHTMLParser(text.shallow(source))
    base = tree.css_first("base[href]")
    start = urls.safe((base.attributes.get("href") or "") if base else "", url) or url
    items = tuple(_named(tree, start)) or tuple(_linked(tree, start))
    title = tree.css_first("title")
    return Document(escape(title.text()) if title else "", items=items[:_MOST])


def _named(tree: LexborHTMLParser, start: str) -> Iterator[Item]:
    """What `<link rel="alternate">` names, as WHATWG HTML section 4.6.7.1 has it."""
    for node in tree.css("link[href]"):
        relations = (node.attributes.get("rel") or "").lower().split()
        kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
        if ("alternate" in relations and kind in _TYPES) or "feed" in relations:
            yield from _item(node, start, node.attributes.get("title") or "")


def _linked(tree: LexborHTMLParser, start: str) -> Iterator[Item]:
    for node in tree.css("a[href]"):
        path = (node.attributes.get("href") or "").partition("?")[0].lower()
        if _LIKE_A_FEED.search(path):
            yield from _item(node, start, node.text())


def _item(node: LexborNode, start: str, title: str) -> Iterator[Item]:
    url = urls.safe((node.attributes.get("href") or "").strip(), start)
    if url:
        yield Item(guid=url, link=url, title=escape(title.strip()) or escape(url))
