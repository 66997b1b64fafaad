"""The Atom feed of the editions (RFC 4287): each one entry, with its whole text and an id that stays."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from selectolax.lexbor import LexborHTMLParser

from digest.model import Edition
from digest.publish import facts

ATOM = "http://www.w3.org/2005/Atom"
MOST = 20
"""Entries of a feed, the newest."""

# XML 1.0 section 2.2: all else cannot stand in a document, not even escaped.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DRAWN = "script, style, svg, [aria-hidden]"  # what says nothing without the style sheet of the page


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself.

    Attributes:
        home: address of the page that lists the editions; "" where it is nowhere on the web.
        updated: of the entry that changed last.
    """

    title: str
    tagline: str
    language: str
    home: str
    updated: datetime


def entry(edition: Edition, page_html: str, *, link: str = "") -> str:
    """The entry of `edition` as XML, with what `page_html`, its page, holds between head and foot.

    `link` is where the page is, seen from the feed; without one, the address of the edition.
    """
    found = facts.of(edition)
    address = found.canonical or link
    root = Element("entry", {"xmlns": ATOM, "xml:lang": _fit(edition.language)})
    _said(root, "id", permanent(edition))
    _said(root, "title", found.title, type="text")
    _said(root, "updated", found.updated.isoformat(timespec="seconds"))
    _said(root, "published", found.date.isoformat(timespec="seconds"))
    if address:
        SubElement(root, "link", rel="alternate", type="text/html", href=_fit(address))
    for tag in found.tags:
        SubElement(root, "category", term=_fit(tag))
    if found.description:
        _said(root, "summary", found.description, type="text")
    _said(root, "content", _content(page_html, address), type="html")
    return tostring(root, encoding="unicode")


def permanent(edition: Edition) -> str:
    """The id of an edition's entry, which stays when its title, its text or its address change.

    A tag URI (RFC 4151) with the host of its address, or a UUID out of publication and key where it is
    nowhere on the web.
    """
    found = facts.of(edition)
    host = urlsplit(found.canonical).hostname or ""
    if host:
        return f"tag:{host},{found.day}:{found.slug}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{found.category}\n{edition.key}").urn


def feed(entries: Iterable[str], channel: Channel) -> str:
    """A whole feed of `entries`, the newest first, as UTF-8 text; at most `MOST` of them."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": _fit(channel.language)})
    _said(root, "id", channel.home or uuid.uuid5(uuid.NAMESPACE_URL, _fit(channel.title)).urn)
    _said(root, "title", channel.title, type="text")
    if channel.tagline:
        _said(root, "subtitle", channel.tagline, type="text")
    _said(root, "updated", channel.updated.isoformat(timespec="seconds"))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=urljoin(channel.home, "feed.xml"))
    SubElement(root, "link", rel="alternate", type="text/html", href=channel.home or "index.html")
    _said(SubElement(root, "author"), "name", channel.title)
    _said(root, "generator", "Digest")
    head = tostring(root, encoding="unicode").removesuffix("</feed>")
    newest = list(entries)[:MOST]
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', head, *newest, "</feed>\n"])


def _content(page_html: str, address: str) -> str:
    """What a page says, its title aside, links and pictures with their whole address."""
    tree = LexborHTMLParser(page_html)
    main = tree.css_first("main") or tree.body
    if main is None:
        return ""
    notice = tree.css_first("aside.band")  # that it is a sample
    for drawn in main.css(_DRAWN):
        drawn.decompose()
    for node in main.css("[href], [src]"):
        for name in ("href", "src"):
            if value := node.attributes.get(name):
                node.attrs[name] = urljoin(address, value)
    html = main.html or ""
    ahead = f"<p><strong>{escape(notice.text())}</strong></p>\n" if notice else ""
    return ahead + re.sub(r"\n\s*\n+", "\n", html[html.find(">") + 1 : html.rfind("</")]).strip()


def _said(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _fit(text)


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
