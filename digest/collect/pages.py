"""A saved web page as one article."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import text, urls
from digest.collect.items import Document, Item

_META_CHARSET = re.compile(rb"""<meta\b[^<>]*?\bcharset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_FURNITURE = [
    "script", "style", "noscript", "template", "nav", "aside", "form", "footer", "iframe", "svg", "button",
]  # fmt: skip
_BODIES = ("article", "[itemprop=articleBody]", "main", "[role=main]", "body")
_DATES = (
    ('meta[property="article:published_time"]', "content"),
    ("[itemprop=datePublished]", "content"),
    ("[itemprop=datePublished]", "datetime"),
    ('meta[name="date"]', "content"),
    ('meta[name="dc.date"]', "content"),
    ('meta[name="parsely-pub-date"]', "content"),
    ("time[datetime]", "datetime"),
)
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')


def decoded(body: bytes, charset: str = "") -> str:
    """`body` as text: by byte order mark, as UTF-8, by `charset`, as its own `meta` says, as Windows-1252.

    `charset` is what the transport says about it, or "".
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    declared = _META_CHARSET.search(body[:4096])
    for encoding in ("utf-8-sig", charset, declared[1].decode("ascii") if declared else ""):
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def page(body: bytes, name: str) -> Document:
    """The article of the page in `body`: its words without navigation, its own address and date."""
    source = text.shallow(decoded(body))
    linked_date = _LINKED_DATE.search(source)
    tree = LexborHTMLParser(source)
    read = [_attribute(tree, selector, attribute) for selector, attribute in _DATES]
    link = _link(tree)
    title = _title(tree)
    site = _attribute(tree, 'meta[property="og:site_name"]', "content")
    author = _attribute(tree, 'meta[name="author"]', "content")
    language = (tree.css_first("html") or tree.root).attributes.get("lang") if tree.root else ""
    summary = _attribute(tree, 'meta[name="description"]', "content")
    tree.strip_tags(_FURNITURE)
    node = _longest(tree)
    return Document(
        language=language or "",
        items=(
            Item(
                guid=name,
                link=link,
                title=title or escape(name),
                summary=escape(summary),
                html=(node.html or "") if node else "",
                author=escape(author),
                publisher=escape(site),
                dates=(*read, linked_date[1] if linked_date else ""),
                base=link,
            ),
        ),
    )


def _link(tree: LexborHTMLParser) -> str:
    places = (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content"))
    return next((link for place in places if (link := urls.safe(_attribute(tree, *place)))), "")


def _title(tree: LexborHTMLParser) -> str:
    """HTML of the title: what the page tells others, else its heading, else its window title."""
    told = _attribute(tree, 'meta[property="og:title"]', "content")
    found: Iterable[LexborNode | None] = (tree.css_first(place) for place in ("article h1", "h1", "title"))
    return escape(told) or next((escape(node.text()) for node in found if node and node.text().strip()), "")


def _longest(tree: LexborHTMLParser) -> LexborNode | None:
    """The article itself; pages that hold several give the longest."""
    for place in _BODIES:
        nodes = tree.css(place)
        if nodes:
            return max(nodes, key=lambda node: len(node.text()))
    return None


def _attribute(tree: LexborHTMLParser, selector: str, attribute: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(attribute) or "").strip() if node else ""
