"""Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from digest.publish.feeds import fit
from digest.publish.feeds.channel import Channel
from digest.publish.feeds.elements import ATOM, MEDIA, document, said, said_if, spoken
from digest.publish.feeds.item import Item, newest, updated

NAME = "Atom"
FILENAME = "feed.xml"
MEDIA_TYPE = "application/atom+xml"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write(items: Iterable[Item], channel: Channel) -> bytes:
    """The feed of the newest of `items`."""
    shown = newest(items)
    root = Element("feed", {"xmlns": ATOM, "xmlns:media": MEDIA, **spoken(channel.language)})
    said(root, "id", channel.id)
    said(root, "title", channel.title, type="text")
    said_if(root, "subtitle", channel.tagline, type="text")
    said(root, "updated", fit.rfc3339(updated(shown) or _NEVER))
    SubElement(root, "link", rel="self", type=MEDIA_TYPE, href=fit.text(channel.address(FILENAME)))
    SubElement(root, "link", rel="alternate", type="text/html", href=fit.text(channel.home))
    said_if(root, "icon", channel.image)
    author = SubElement(root, "author")
    said(author, "name", fit.line(channel.title) or "Digest")
    said_if(author, "uri", channel.home if channel.folder else "")
    said(root, "generator", "Digest")
    for item in shown:
        _entry(SubElement(root, "entry"), item)
    return document(root)


def entry(item: Item) -> str:
    """The entry of `item` alone, as a preview shows it."""
    root = Element("entry", {"xmlns": ATOM, "xmlns:media": MEDIA})
    _entry(root, item)
    indent(root, " ")
    return tostring(root, encoding="unicode")


def _entry(root: Element, item: Item) -> None:
    root.attrib.update(spoken(item.language))
    said(root, "id", item.id)
    said(root, "title", item.title, type="text")
    said(root, "updated", fit.rfc3339(item.updated))
    said(root, "published", fit.rfc3339(item.published))
    if item.address:
        SubElement(root, "link", rel="alternate", type="text/html", href=fit.text(item.address))
    for tag in filter(None, map(fit.line, item.tags)):
        SubElement(root, "category", term=tag)
    said_if(root, "summary", item.summary, type="text")
    if item.image:
        SubElement(root, "media:thumbnail", url=fit.text(item.image))
    said(root, "content", item.html, type="html")
