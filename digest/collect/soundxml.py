"""Well-formed RSS 2.0, RSS 1.0 and Atom 1.0 read in a fraction of feedparser's time.

Most feeds of most days are sound, and for them feedparser's care is only cost. What is read here is read as
feedparser 6 reads it, rule by rule; whatever is not known for certain gives None, and feedparser reads it:
other roots, doctypes, elements that it handles in ways not written here, and elements that come twice where
one was meant. `bench/fast_lane.py` compares both ways field by field on every feed at hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, fromstring

from feedparser.urls import make_safe_absolute_uri

from digest.collect import mendable
from digest.collect.items import Document, Item
from digest.collect.soundnames import Names
from digest.collect.soundparts import (
    ATOM,
    TYPES,
    XML,
    DoubtError,
    Place,
    alternates,
    author_name,
    is_named,
    is_person,
    own_attributes,
    person_name,
    require,
    resolved,
    text_of,
    words_of,
)

_RSS_1 = "{http://purl.org/rss/1.0/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ABOUT = f"{_RDF}about"
_RSS = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "pubdate": "published",
    "dcterms_issued": "published",
    "dc_date": "updated",
    "dcterms_modified": "updated",
    "dcterms_created": "created",
    "description": "summary",
    "content_encoded": "content",
    "author": "author",
    "dc_creator": "author",
    "itunes_author": "author",
    "source": "source",
    "feedburner_origlink": "origlink",
}  # fmt: skip
_ATOM_READ = {
    name: name for name in ("title", "id", "updated", "published", "summary", "content", "author", "link")
} | {"contributor": "contributor", "feedburner_origlink": "origlink"}
_MANY = frozenset({"author", "link", "contributor"})
_ROW_HAS = frozenset({_ABOUT, f"{XML}lang", f"{XML}base"})
_TITLES = frozenset({"title", "dc_title", "media_title"})
_LANGUAGES = frozenset({"language", "dc_language"})
_UNKNOWN_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")


def read(text: str, url: str = "") -> Document | None:
    """The feed in `text`, found at `url`, or None where it takes more than this to read it right."""
    raw = text.encode("utf-8", "replace")
    if "<!DOCTYPE" in text or mendable.looks_misread(text, raw) or (not url and "base=" in text):
        return None
    try:
        return _document(fromstring(raw), Names(text), url)
    except (ParseError, ValueError, DoubtError):
        return None


def _document(root: Element, names: Names, url: str) -> Document:
    channel, tag = _shape(root)
    top = root if tag == f"{_RSS_1}item" else channel
    rows = top.findall(tag)
    require(rows and not names.doubt)
    tags = {element.tag for element in root.iter()}
    require({found for found in tags if names[found] in {"item", "entry"}} == {tag})
    require(len(rows) == sum(1 for _ in root.iter(tag)))
    for element in {root, channel, *rows}:
        require({"base", "lang", "href", "lastmod"}.isdisjoint(map(str.lower, element.attrib)))
    place = Place(make_safe_absolute_uri(url, url) or url, "").within(root)
    if top is not root:
        place = place.within(channel)
    reader = _of_atom if root.tag == f"{ATOM}feed" else _of_rss
    items = tuple(reader(row, names, place.within(row)) for row in rows)
    said = _only(channel, names, _LANGUAGES)
    language = root.get(f"{XML}lang", "").replace("_", "-") if root.tag != f"{_RDF}RDF" else ""
    return Document(
        text_of(_only(channel, names, _TITLES)), text_of(said) if said is not None else language, items
    )


def _shape(root: Element) -> tuple[Element, str]:
    """What holds title and language, and the tag of the items."""
    if root.tag == "rss" and len(root) == 1 and root[0].tag == "channel":
        return root[0], "item"
    if root.tag == f"{_RDF}RDF":
        channels = root.findall(f"{_RSS_1}channel")
        require(len(channels) == 1)
        return channels[0], f"{_RSS_1}item"
    require(root.tag == f"{ATOM}feed")
    return root, f"{ATOM}entry"


def _only(channel: Element, names: Names, wanted: frozenset[str]) -> Element | None:
    found = [element for element in channel if names[element.tag] in wanted]
    require(len(found) < 2 and not any(map(len, found)))
    return found[0] if found else None


def _of_rss(row: Element, names: Names, place: Place) -> Item:
    found = _known(row, names, _RSS)
    about = row.get(_ABOUT, "")
    parts = {name: elements[-1] for name, elements in found.items()}
    require(len(found.get("link", ())) < 2 and not any(map(_typed, parts.values())))
    require(not (about and "id" in parts) and not any(map(len, parts.values())))
    is_link = "id" in parts and _is_permalink(parts["id"])
    guid = resolved(parts["id"], place) if is_link else text_of(parts.get("id"))
    link = guid if is_link else ""
    if "link" in parts:
        require(not parts["link"].attrib)
        link = _UNKNOWN_REFERENCE.sub(r"&\1", resolved(parts["link"], place).replace("&amp;", "&"))
    return _item(
        parts, place, guid or about, link,
        author=text_of(parts.get("author")), publisher=text_of(parts.get("source")),
    )  # fmt: skip


def _is_permalink(guid: Element) -> bool:
    written = {name.lower(): value for name, value in guid.attrib.items()}
    return written.get("ispermalink", "true") == "true"


def _of_atom(row: Element, names: Names, place: Place) -> Item:
    found = _known(row, names, _ATOM_READ)
    parts = {name: elements[-1] for name, elements in found.items()}
    require(all(element.tag.startswith(ATOM) for element in row if names[element.tag] in _ATOM_READ
                 and names[element.tag] != "feedburner_origlink"))  # fmt: skip
    authors = found.get("author", ())
    require(all(is_person(person) for person in [*authors, *found.get("contributor", ())]))
    require(len(authors) < 2 or all(map(is_named, authors)))
    leaves = set(parts) - {"author", "contributor", "content", "summary"}
    require(not any(len(parts[name]) for name in leaves))
    require("title" not in parts or own_attributes(parts["title"]) <= {"type"})
    require("title" not in parts or parts["title"].get("type", "text").lower() in TYPES)
    guid = resolved(parts["id"], place) if "id" in parts else ""
    author = person_name(parts["author"]) if "author" in parts else ""
    pages, others = alternates(found.get("link", ()), place)
    link = (pages[-1:] or [guid])[0] or (others[:1] or [""])[0]
    return _item(parts, place, guid, link, author=author, publisher="")


def _item(
    parts: Mapping[str, Element], place: Place, guid: str, link: str, *, author: str, publisher: str
) -> Item:
    summary, content = words_of(parts.get("summary"), place), words_of(parts.get("content"), place)
    copied = content.raw if "summary" not in parts else summary.raw
    body = max(summary, content, key=lambda words: len(words.value))
    is_html = "<" in body.raw
    return Item(
        guid=guid,
        link=text_of(parts.get("origlink")) or link,
        title=text_of(parts.get("title")),
        summary=summary.value or copied,
        html=body.value if is_html else "",
        text="" if is_html else body.value,
        author=author_name(author),
        publisher=publisher,
        language=body.place.language.replace("_", "-"),
        dates=tuple(filter(None, (text_of(parts.get(name)) for name in ("published", "updated", "created")))),
        base=body.place.base,
    )


def _known(row: Element, names: Names, read: Mapping[str, str]) -> dict[str, list[Element]]:
    """Elements of `row` by what they set, in their order."""
    found: dict[str, list[Element]] = {}
    require(_ROW_HAS.issuperset(row.attrib))
    for element in row:
        field = read.get(names[element.tag])
        if field is None:
            titles = found.get("title", ())
            require(names.passes(element, is_titled=any(map(text_of, titles))))
        else:
            require(field not in found or field in _MANY)
            require({"base", "lang"}.isdisjoint(map(str.lower, element.attrib)))
            found.setdefault(field, []).append(element)
    require(not (origlinks := found.get("origlink")) or not origlinks[0].attrib)
    return found


def _typed(element: Element) -> bool:
    return any(name.lower() in {"type", "mode", "src"} for name in element.attrib)
