"""Well-formed RSS 2.0, RSS 1.0 and Atom 1.0 read in a tenth of feedparser's time.

Most feeds of most days are sound, and for them feedparser's care is only cost. What is read here is read as
feedparser 6 reads it, rule by rule; whatever is not known for certain gives None, and feedparser reads it:
other roots, doctypes, elements that it handles in ways not written here, and elements that come twice where
one was meant. `bench/fast_lane.py` compares both ways field by field on every feed at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element, ParseError, fromstring

from feedparser.urls import _urljoin, make_safe_absolute_uri

from digest.collect import mendable, xhtml
from digest.collect.items import Document, Item
from digest.collect.soundnames import Names

_ATOM = "{http://www.w3.org/2005/Atom}"
_RSS_1 = "{http://purl.org/rss/1.0/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
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
_PERSON = frozenset({f"{_ATOM}name", f"{_ATOM}email", f"{_ATOM}uri"})
_ROW_HAS = frozenset({_ABOUT, f"{_XML}lang", f"{_XML}base"})
_TITLES = frozenset({"title", "dc_title", "media_title"})
_LANGUAGES = frozenset({"language", "dc_language"})
_HTML = frozenset({"text/html", "html", "application/xhtml+xml", "xhtml"})
_TYPES = frozenset({"text", "html", "text/plain", "text/html"})
_UNKNOWN_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands: the base of its links and its language, both inherited."""

    base: str
    language: str

    def within(self, element: Element) -> _Place:
        """The place inside `element` (XML Base; XML 1.0 section 2.12)."""
        base = element.get(f"{_XML}base") or self.base
        language = element.get(f"{_XML}lang", self.language)
        if base is self.base and language is self.language:
            return self
        base = (make_safe_absolute_uri(self.base, base) or self.base) if self.base else base
        return _Place(base, language)


@dataclass(frozen=True, slots=True)
class _Words:
    """A text of an item, not yet unescaped, and where it stands."""

    raw: str
    place: _Place

    @property
    def value(self) -> str:
        """HTML as it is; what holds no tag is plain text, often escaped twice."""
        return self.raw if "<" in self.raw else unescape(self.raw)


class _DoubtError(Exception):
    """Something that is left to feedparser."""


def read(text: str, url: str = "") -> Document | None:
    """The feed in `text`, found at `url`, or None where it takes more than this to read it right."""
    raw = text.encode("utf-8", "replace")
    if "<!DOCTYPE" in text or mendable.looks_misread(text, raw) or (not url and "base=" in text):
        return None
    try:
        return _document(fromstring(raw), Names(text), url)
    except (ParseError, ValueError, _DoubtError):
        return None


def _document(root: Element, names: Names, url: str) -> Document:
    channel, tag = _shape(root)
    top = root if tag == f"{_RSS_1}item" else channel
    rows = top.findall(tag)
    _require(rows and not names.doubt)
    tags = {element.tag for element in root.iter()}
    _require({found for found in tags if names[found] in {"item", "entry"}} == {tag})
    _require(len(rows) == sum(1 for _ in root.iter(tag)))
    for element in {root, channel, *rows}:
        _require({"base", "lang", "href", "lastmod"}.isdisjoint(map(str.lower, element.attrib)))
    place = _Place(make_safe_absolute_uri(url, url) or url, "").within(root)
    if top is not root:
        place = place.within(channel)
    reader = _of_atom if root.tag == f"{_ATOM}feed" else _of_rss
    items = tuple(reader(row, names, place.within(row)) for row in rows)
    said = _only(channel, names, _LANGUAGES)
    language = root.get(f"{_XML}lang", "").replace("_", "-") if root.tag != f"{_RDF}RDF" else ""
    return Document(
        _text(_only(channel, names, _TITLES)), _text(said) if said is not None else language, items
    )


def _shape(root: Element) -> tuple[Element, str]:
    """What holds title and language, and the tag of the items."""
    if root.tag == "rss" and len(root) == 1 and root[0].tag == "channel":
        return root[0], "item"
    if root.tag == f"{_RDF}RDF":
        channels = root.findall(f"{_RSS_1}channel")
        _require(len(channels) == 1)
        return channels[0], f"{_RSS_1}item"
    _require(root.tag == f"{_ATOM}feed")
    return root, f"{_ATOM}entry"


def _only(channel: Element, names: Names, wanted: frozenset[str]) -> Element | None:
    found = [element for element in channel if names[element.tag] in wanted]
    _require(len(found) < 2 and not any(map(len, found)))
    return found[0] if found else None


def _of_rss(row: Element, names: Names, place: _Place) -> Item:
    found = _known(row, names, _RSS)
    about = row.get(_ABOUT, "")
    parts = {name: elements[-1] for name, elements in found.items()}
    _require(len(found.get("link", ())) < 2 and not any(map(_typed, parts.values())))
    _require(not (about and "id" in parts) and not any(map(len, parts.values())))
    is_link = "id" in parts and _is_permalink(parts["id"])
    guid = _resolved(parts["id"], place) if is_link else _text(parts.get("id"))
    link = guid if is_link else ""
    if "link" in parts:
        _require(not parts["link"].attrib)
        link = _UNKNOWN_REFERENCE.sub(r"&\1", _resolved(parts["link"], place).replace("&amp;", "&"))
    return _item(
        parts, place, guid or about, link,
        author=_text(parts.get("author")), publisher=_text(parts.get("source")),
    )  # fmt: skip


def _is_permalink(guid: Element) -> bool:
    written = {name.lower(): value for name, value in guid.attrib.items()}
    return written.get("ispermalink", "true") == "true"


def _of_atom(row: Element, names: Names, place: _Place) -> Item:
    found = _known(row, names, _ATOM_READ)
    parts = {name: elements[-1] for name, elements in found.items()}
    _require(all(element.tag.startswith(_ATOM) for element in row if names[element.tag] in _ATOM_READ
                 and names[element.tag] != "feedburner_origlink"))  # fmt: skip
    people = [*found.get("author", ()), *found.get("contributor", ())]
    _require(all(_is_person(person) for person in people))
    leaves = set(parts) - {"author", "contributor", "content", "summary"}
    _require(not any(len(parts[name]) for name in leaves))
    _require("title" not in parts or _own(parts["title"]) <= {"type"})
    _require("title" not in parts or parts["title"].get("type", "text").lower() in _TYPES)
    guid = _resolved(parts["id"], place) if "id" in parts else ""
    author = _person(parts["author"]) if "author" in parts else ""
    pages, others = _alternates(found.get("link", ()), place)
    link = (pages[-1:] or [guid])[0] or (others[:1] or [""])[0]
    return _item(parts, place, guid, link, author=author, publisher="")


def _item(
    parts: Mapping[str, Element], place: _Place, guid: str, link: str, *, author: str, publisher: str
) -> Item:
    summary, content = _words(parts.get("summary"), place), _words(parts.get("content"), place)
    copied = content.raw if "summary" not in parts else summary.raw
    body = max(summary, content, key=lambda words: len(words.value))
    is_html = "<" in body.raw
    return Item(
        guid=guid,
        link=_text(parts.get("origlink")) or link,
        title=_text(parts.get("title")),
        summary=summary.value or copied,
        html=body.value if is_html else "",
        text="" if is_html else body.value,
        author=author_name(author),
        publisher=publisher,
        language=body.place.language.replace("_", "-"),
        dates=tuple(filter(None, (_text(parts.get(name)) for name in ("published", "updated", "created")))),
        base=body.place.base,
    )


def author_name(written: str) -> str:
    """The name in "mail@site (Name)" and "Name <mail@site>", which feedparser cuts in the wrong place."""
    match = _NAME_LAST.fullmatch(written[:500]) or _NAME_FIRST.fullmatch(written[:500])
    return match[1] if match else written


_NAME_LAST = re.compile(r"[^\s@]+@[^\s@]+\s+\((.+)\)")
_NAME_FIRST = re.compile(r"([^@]+?)\s+[(<][^\s@]+@[^\s@]+[)>]")


def _known(row: Element, names: Names, read: Mapping[str, str]) -> dict[str, list[Element]]:
    """Elements of `row` by what they set, in their order."""
    found: dict[str, list[Element]] = {}
    _require(_ROW_HAS.issuperset(row.attrib))
    for element in row:
        field = read.get(names[element.tag])
        if field is None:
            titles = found.get("title", ())
            _require(names.passes(element, is_titled=any(map(_text, titles))))
        else:
            _require(field not in found or field in _MANY)
            _require({"base", "lang"}.isdisjoint(map(str.lower, element.attrib)))
            found.setdefault(field, []).append(element)
    _require(not (origlinks := found.get("origlink")) or not origlinks[0].attrib)
    return found


def _words(element: Element | None, place: _Place) -> _Words:
    if element is None:
        return _Words("", _Place("", ""))
    kind = element.get("type", "text").lower()
    _require(_own(element) <= {"type"} and (kind in _TYPES or kind == "xhtml"))
    if kind != "xhtml":
        _require(not len(element))
        return _Words(_text(element), place.within(element))
    written = xhtml.inside(element)
    _require(written is not None)
    return _Words(written or "", place.within(element))


def _own(element: Element) -> set[str]:
    return {name for name in element.attrib if not name.startswith(_XML)}


def _typed(element: Element) -> bool:
    return any(name.lower() in {"type", "mode", "src"} for name in element.attrib)


def _resolved(element: Element, place: _Place) -> str:
    written = _text(element)
    return str(_urljoin(place.within(element).base, written)) if written else ""


def _alternates(links: Iterable[Element], place: _Place) -> tuple[list[str], list[str]]:
    """Addresses of the item itself: of pages, and of whatever form."""
    pages, others = [], []
    for link in links:
        _require(link.get("href") and {"url", "uri"}.isdisjoint(link.attrib))
        if link.get("rel", "alternate").lower() == "alternate":
            others.append(str(_urljoin(place.within(link).base, link.get("href"))))
            if link.get("type", "text/html").lower() in _HTML:
                pages.append(others[-1])
    return pages, others


def _is_person(element: Element) -> bool:
    tags = [inner.tag for inner in element]
    plain = not any(map(len, element)) and len(set(tags)) == len(tags) and _PERSON.issuperset(tags)
    return plain and not (tags and _text(element)) and not any(inner.attrib for inner in element)


def _person(element: Element) -> str:
    name, email = _text(element.find(f"{_ATOM}name")), _text(element.find(f"{_ATOM}email"))
    if len(element):
        return f"{name} ({email})" if name and email else name or email
    return _text(element)


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _require(condition: object) -> None:
    if not condition:
        raise _DoubtError
