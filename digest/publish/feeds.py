"""Feeds in three formats, each with the whole text of its items: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from digest.publish.feeditems import Item

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
MOST = 20
"""Items of a feed, the newest."""

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
# XML 1.0 section 2.2: all else cannot stand in a document, not even escaped.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("atom", ATOM)
register_namespace("content", CONTENT)


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself.

    Attributes:
        home: address of the page that lists what the feed lists; "" where it is nowhere on the web.
        page: that page as the feed sees it: `index.html`.
        name: of the file of the feed, seen from `home`.
        updated: of the item that changed last.
    """

    title: str
    tagline: str
    language: str
    home: str
    updated: datetime
    name: str = "feed.xml"
    page: str = "index.html"


def atom(items: Iterable[Item], channel: Channel) -> bytes:
    """`items`, the newest first, as an Atom feed; at most `MOST` of them."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": _fit(channel.language)})
    _said(root, "id", _id(channel))
    _said(root, "title", channel.title, type="text")
    if channel.tagline:
        _said(root, "subtitle", channel.tagline, type="text")
    _said(root, "updated", _moment(channel.updated))
    SubElement(
        root, "link", rel="self", type="application/atom+xml", href=urljoin(channel.home, channel.name)
    )
    SubElement(root, "link", rel="alternate", type="text/html", href=channel.home or channel.page)
    _said(SubElement(root, "author"), "name", channel.title)
    _said(root, "generator", "Digest")
    root.extend(map(entry, _newest(items)))
    return (_XML + tostring(root, encoding="unicode") + "\n").encode()


def entry(item: Item) -> Element:
    """`item` as an Atom entry."""
    root = Element("entry", {"xml:lang": _fit(item.language)})
    _said(root, "id", item.id)
    _said(root, "title", item.title, type="text")
    _said(root, "updated", _moment(item.updated))
    _said(root, "published", _moment(item.published))
    if item.address:
        SubElement(root, "link", rel="alternate", type="text/html", href=_fit(item.address))
    for tag in item.tags:
        SubElement(root, "category", term=_fit(tag))
    if item.summary:
        _said(root, "summary", item.summary, type="text")
    _said(root, "content", item.html, type="html")
    return root


def written(item: Item) -> str:
    """`item` as an Atom entry, in text."""
    return tostring(entry(item), encoding="unicode")


def rss(items: Iterable[Item], channel: Channel) -> bytes:
    """The same as RSS 2.0, with the whole text in `content:encoded`."""
    root = Element("rss", {"version": "2.0"})
    top = SubElement(root, "channel")
    _said(top, "title", channel.title)
    _said(top, "link", channel.home or channel.page)
    _said(top, "description", channel.tagline or channel.title)
    _said(top, "language", channel.language)
    _said(top, "lastBuildDate", format_datetime(channel.updated))
    _said(top, "generator", "Digest")
    SubElement(
        top,
        f"{{{ATOM}}}link",
        rel="self",
        type="application/rss+xml",
        href=urljoin(channel.home, channel.name),
    )
    for item in _newest(items):
        _rss_item(SubElement(top, "item"), item)
    return (_XML + tostring(root, encoding="unicode") + "\n").encode()


def _rss_item(row: Element, item: Item) -> None:
    _said(row, "title", item.title)
    if item.address:
        _said(row, "link", item.address)
    _said(row, "guid", item.id, isPermaLink="false")
    _said(row, "pubDate", format_datetime(item.published))
    for tag in item.tags:
        _said(row, "category", tag)
    if item.summary:
        _said(row, "description", item.summary)
    _said(row, f"{{{CONTENT}}}encoded", item.html)


def jsonfeed(items: Iterable[Item], channel: Channel) -> bytes:
    """The same as JSON Feed 1.1."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": urljoin(channel.home, channel.name) if channel.home else "",
        "description": channel.tagline,
        "language": channel.language,
        "authors": [{"name": channel.title}],
        "items": [_plain(item) for item in _newest(items)],
    }
    kept = {name: value for name, value in told.items() if value != ""}
    return (json.dumps(_whole(kept), ensure_ascii=False, indent=1) + "\n").encode()


def _plain(item: Item) -> Mapping[str, object]:
    told = {
        "id": item.id,
        "url": item.address,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": _moment(item.published),
        "date_modified": _moment(item.updated),
        "tags": list(item.tags),
        "language": item.language,
    }
    return {name: value for name, value in told.items() if value or name == "content_html"}


def _whole(value: object) -> object:
    """The same without what UTF-8 cannot hold."""
    if isinstance(value, str):
        return _fit(value)
    if isinstance(value, Mapping):
        return {name: _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value


FORMATS: Mapping[str, tuple[str, str, Callable[[Sequence[Item], Channel], bytes]]] = MappingProxyType(
    {
        "feed.xml": ("Atom", "application/atom+xml", atom),
        "rss.xml": ("RSS", "application/rss+xml", rss),
        "feed.json": ("JSON Feed", "application/feed+json", jsonfeed),
    }
)
"""Each format by the name of its file: what people call it, its media type, and what writes it."""


def _id(channel: Channel) -> str:
    if channel.home:
        return channel.home
    return uuid.uuid5(uuid.NAMESPACE_URL, _fit(f"{channel.title}\n{channel.page}")).urn


def _newest(items: Iterable[Item]) -> list[Item]:
    return list(items)[:MOST]


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _said(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _fit(text)


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
