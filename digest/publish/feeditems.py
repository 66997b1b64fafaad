"""What feeds say of an edition: one item for the whole of it, and one for each of its sections.

An item is the same in every format. Its id stays when title, text or address change; a correction makes its
`updated` later and nothing else.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.model import Edition, Section
from digest.publish import facts
from digest.render import clean

_DRAWN = "script, style, svg, [aria-hidden]"  # what says nothing without the style sheet of the page


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed.

    Attributes:
        id: permanent, a URI.
        address: of its page; relative to the feed where the site is nowhere on the web.
        html: the whole text, links and pictures with their whole address.
        published, updated: with their zone.
    """

    id: str
    address: str
    title: str
    summary: str
    html: str
    tags: tuple[str, ...]
    published: datetime
    updated: datetime
    language: str


def of(edition: Edition, page_html: str, link: str = "") -> dict[str, Item]:
    """The items of `edition` by section, "" for the whole, out of `page_html`, its page.

    `link` is where the page is, seen from the feed; without one, the address of the edition.
    """
    found = facts.of(edition)
    address = found.canonical or link
    parts = _contents(page_html, address)
    whole = Item(
        permanent(edition),
        address,
        found.title,
        found.description,
        parts.get("", ""),
        found.tags,
        found.date,
        found.updated,
        edition.language,
    )
    sections = {
        section.id: _of_section(section, whole, parts.get(_anchor(section), ""))
        for section in edition.sections
        if section.pieces
    }
    return {"": whole} | sections


def permanent(edition: Edition) -> str:
    """The id of an edition's item, which stays when its title, its text or its address change.

    A tag URI (RFC 4151) with the host of its address, or a UUID out of publication and key where it is
    nowhere on the web.
    """
    found = facts.of(edition)
    host = urlsplit(found.canonical).hostname or ""
    if host:
        return f"tag:{host},{found.day}:{found.slug}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{found.category}\n{edition.key}").urn


def _of_section(section: Section, whole: Item, html: str) -> Item:
    title = facts.printable(section.title)
    part = re.sub(r"[^a-z0-9-]", "-", section.id.lower())
    is_tag = whole.id.startswith("tag:")
    own = f"{whole.id}/{part}" if is_tag else uuid.uuid5(uuid.NAMESPACE_URL, f"{whole.id}\n{section.id}").urn
    return replace(
        whole,
        id=own,
        address=f"{whole.address}#{_anchor(section)}" if whole.address else "",
        title=f"{title}: {facts.printable(section.pieces[0].headline)}",
        html=html,
        tags=(title,),
    )


def _anchor(section: Section) -> str:
    return clean.anchor(section.id, "section")


def _contents(page_html: str, address: str) -> Mapping[str, str]:
    """What a page says, its title aside: "" all of it, and by its anchor each section."""
    tree = LexborHTMLParser(page_html)
    main = tree.css_first("main") or tree.body
    if main is None:
        return {}
    notice = tree.css_first("aside.band")  # that it is a sample
    for drawn in main.css(_DRAWN):
        drawn.decompose()
    for node in main.css("[href], [src]"):
        for name in ("href", "src"):
            if value := node.attributes.get(name):
                node.attrs[name] = urljoin(address, value)
    ahead = f"<p><strong>{escape(notice.text())}</strong></p>\n" if notice else ""
    sections = {str(node.attributes.get("id")): ahead + _inside(node) for node in main.css("section[id]")}
    return sections | {"": ahead + _inside(main)}


def _inside(node: LexborNode) -> str:
    html = node.html or ""
    return re.sub(r"\n\s*\n+", "\n", html[html.find(">") + 1 : html.rfind("</")]).strip()
