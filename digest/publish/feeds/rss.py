"""RSS 2.0, by the specification and the best practices of the RSS Advisory Board (rssboard.org)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from xml.etree.ElementTree import Element, SubElement

from digest.publish.feeds import fit
from digest.publish.feeds.channel import Channel
from digest.publish.feeds.elements import ATOM, MEDIA, document, said, said_if
from digest.publish.feeds.item import Item, newest, updated

NAME = "RSS"
FILENAME = "rss.xml"
MEDIA_TYPE = "application/rss+xml"
_DOCS = "https://www.rssboard.org/rss-specification"
_SPACES = {
    "xmlns:atom": ATOM,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": MEDIA,
}


def write(items: Iterable[Item], channel: Channel) -> bytes:
    """The feed of the newest of `items`."""
    shown, title = newest(items), fit.line(channel.title) or "Digest"
    root = Element("rss", {"version": "2.0", **_SPACES})
    head = SubElement(root, "channel")
    said(head, "title", title)
    said(head, "link", channel.home)
    said(head, "description", fit.line(channel.tagline) or title)
    if channel.folder:
        own = fit.text(channel.address(FILENAME))
        SubElement(head, "atom:link", rel="self", type=MEDIA_TYPE, href=own)
    said_if(head, "language", fit.language(channel.language))
    if changed := updated(shown):
        said(head, "lastBuildDate", fit.rfc822(changed))
    said(head, "generator", "Digest")
    said(head, "docs", _DOCS)
    if channel.image:
        _image(head, channel, title)
    for item in shown:
        _item(SubElement(head, "item"), item, title)
    return document(root)


def _image(head: Element, channel: Channel, title: str) -> None:
    """Its title and link are those of the channel, as the specification wants."""
    image = SubElement(head, "image")
    said(image, "url", channel.image)
    said(image, "title", title)
    said(image, "link", channel.home)


def _item(root: Element, item: Item, author: str) -> None:
    said(root, "title", fit.line(item.title) or item.address or item.id)
    said_if(root, "link", item.address)
    said(root, "guid", item.id, isPermaLink="false")
    said(root, "pubDate", fit.rfc822(item.published))
    if item.updated != item.published:  # RSS has no word of its own for it
        said(root, "atom:updated", fit.rfc3339(item.updated))
    said(root, "dc:creator", author)  # `author` is for an address of mail
    for tag in item.tags:
        said_if(root, "category", tag)
    if item.image:
        SubElement(root, "media:thumbnail", url=fit.text(item.image))
    said_if(root, "description", escape(item.summary, quote=False))  # which is read as HTML
    said(root, "content:encoded", item.html)
