"""The items of an edition: itself, and each of its sections that holds a story."""

from __future__ import annotations

import uuid
from dataclasses import replace
from html import escape
from urllib.parse import quote, urldefrag, urlsplit

from digest.model import Edition, Section
from digest.publish import facts
from digest.publish.feeds import content, fit
from digest.publish.feeds.content import Content
from digest.publish.feeds.item import Item
from digest.render import clean

_TOLD = 3  # headlines that stand for a section
_BETWEEN = " · "


def of(
    edition: Edition, page_html: str, *, link: str = "", above: str = "../../", image: str = ""
) -> dict[str, Item]:
    """The items of `edition` by the id of their section, "" for the whole, out of its page as it was frozen.

    Args:
        edition: whose items.
        page_html: holds each section in an element with its anchor as the id.
        link: where the page is, seen from the feed of all editions; used without an address of the edition.
        above: what stands before `link` seen from the feed of a section, which lies deeper.
        image: absolute address of its card; "" for none.
    """
    address = facts.of(edition).canonical
    where = address or (above + link if link else "")
    near = content.of(page_html, address or link)
    deep = near if where == (address or link) else content.of(page_html, where)
    sections = {
        section.id: _section(edition, section, deep, where, image)
        for section in edition.sections
        if section.pieces
    }
    return {"": _whole(edition, near, address or link, image), **sections}


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


def permanent_of(edition: Edition, section: str) -> str:
    """The id of the item of a section, which follows from that of the edition and its own."""
    ahead, name = permanent(edition), fit.text(section)
    if ahead.startswith("tag:"):
        return f"{ahead}/{quote(name, safe='')}"
    return uuid.uuid5(uuid.UUID(ahead), name).urn


def _whole(edition: Edition, said: Content, address: str, image: str) -> Item:
    found = facts.of(edition)
    return Item(
        permanent(edition),
        address,
        fit.text(found.title),
        fit.text(found.description),
        said.whole,
        tuple(map(fit.text, found.tags)),
        fit.fixed(found.date),
        fit.fixed(found.updated),
        fit.language(edition.language),
        image,
    )


def _section(edition: Edition, section: Section, said: Content, address: str, image: str) -> Item:
    own = {piece.id for piece in section.pieces}
    notes = tuple(note for note in edition.corrections if note.story in own)
    alone = facts.of(replace(edition, sections=(section,), corrections=notes))
    anchor = clean.anchor(section.id, "section")
    return Item(
        permanent_of(edition, section.id),
        f"{urldefrag(address).url}#{anchor}" if address else "",
        fit.text(_BETWEEN.join(filter(None, (alone.title, facts.printable(section.title))))),
        fit.text(_headlines(section)),
        said.part(anchor) or said.notice + _list(section),
        tuple(map(fit.text, alone.tags)),
        fit.fixed(alone.date),
        fit.fixed(alone.updated),
        fit.language(edition.language),
        image,
    )


def _headlines(section: Section) -> str:
    return _BETWEEN.join(facts.printable(piece.headline) for piece in section.pieces[:_TOLD])


def _list(section: Section) -> str:
    """The stories of a section where a page of the user's own does not say where it stands."""
    rows = ((escape(clean.line(piece.headline)), escape(clean.url(piece.url))) for piece in section.pieces)
    lines = (f'<li><a href="{url}">{text}</a></li>' if url else f"<li>{text}</li>" for text, url in rows)
    return fit.text("<ul>\n{}\n</ul>".format("\n".join(lines)))
