"""The texts, links and people of a sound feed's items, as feedparser would give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element

from feedparser.urls import _urljoin, make_safe_absolute_uri

from digest.collect import xhtml

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_PERSON = frozenset({f"{ATOM}name", f"{ATOM}email", f"{ATOM}uri"})
_HTML = frozenset({"text/html", "html", "application/xhtml+xml", "xhtml"})
TYPES = frozenset({"text", "html", "text/plain", "text/html"})


class DoubtError(Exception):
    """Something that is left to feedparser."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: the base of its links and its language, both inherited."""

    base: str
    language: str

    def within(self, element: Element) -> Place:
        """The place inside `element` (XML Base; XML 1.0 section 2.12)."""
        base = element.get(f"{XML}base") or self.base
        language = element.get(f"{XML}lang", self.language)
        if base is self.base and language is self.language:
            return self
        base = (make_safe_absolute_uri(self.base, base) or self.base) if self.base else base
        return Place(base, language)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of an item, not yet unescaped, and where it stands."""

    raw: str
    place: Place

    @property
    def value(self) -> str:
        """HTML as it is; what holds no tag is plain text, often escaped twice."""
        return self.raw if "<" in self.raw else unescape(self.raw)


def words_of(element: Element | None, place: Place) -> Words:
    """The text in `element`, which stands in `place`; DoubtError for unusual forms."""
    if element is None:
        return Words("", Place("", ""))
    kind = element.get("type", "text").lower()
    require(own_attributes(element) <= {"type"} and (kind in TYPES or kind == "xhtml"))
    if kind != "xhtml":
        require(not len(element))
        return Words(text_of(element), place.within(element))
    written = xhtml.inside(element)
    require(written is not None)
    return Words(written or "", place.within(element))


def own_attributes(element: Element) -> set[str]:
    """Names of its attributes beside those of XML itself."""
    return {name for name in element.attrib if not name.startswith(XML)}


def resolved(element: Element, place: Place) -> str:
    """The address in `element`, made absolute."""
    written = text_of(element)
    return joined(place.within(element).base, written) if written else ""


def joined(base: str, written: str) -> str:
    """The address `written`, absolute; like feedparser, with a short way for those that already are."""
    return written if _ABSOLUTE.fullmatch(written) else str(_urljoin(base, written))


def alternates(links: Iterable[Element], place: Place) -> tuple[list[str], list[str]]:
    """Addresses of the item itself: of pages, and of whatever form."""
    pages, others = [], []
    for link in links:
        require(link.get("href") and {"url", "uri"}.isdisjoint(link.attrib))
        if link.get("rel", "alternate").lower() == "alternate":
            others.append(joined(place.within(link).base, link.get("href", "")))
            if link.get("type", "text/html").lower() in _HTML:
                pages.append(others[-1])
    return pages, others


def is_person(element: Element) -> bool:
    """Whether `element` is an Atom person of the usual parts, each once (RFC 4287 section 3.2)."""
    tags = [inner.tag for inner in element]
    plain = not any(map(len, element)) and len(set(tags)) == len(tags) and _PERSON.issuperset(tags)
    return plain and not (tags and text_of(element)) and not any(inner.attrib for inner in element)


def is_named(element: Element) -> bool:
    """Whether the person has a name and no mail address, parts of which feedparser gives to the next one."""
    name = text_of(element.find(f"{ATOM}name")) if len(element) else text_of(element)
    return bool(name) and "@" not in "".join(element.itertext())


def person_name(element: Element) -> str:
    """The person as feedparser writes one: "Ada (ada@mail.example)"."""
    name, email = text_of(element.find(f"{ATOM}name")), text_of(element.find(f"{ATOM}email"))
    if len(element):
        return f"{name} ({email})" if name and email else name or email
    return text_of(element)


def author_name(written: str) -> str:
    """The name in "mail@site (Name)" and "Name <mail@site>", which feedparser cuts in the wrong place."""
    match = _NAME_LAST.fullmatch(written[:500]) or _NAME_FIRST.fullmatch(written[:500])
    return match[1] if match else written


_ABSOLUTE = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/[\w/.~%+=&:@!-]*", re.ASCII)
_NAME_LAST = re.compile(r"[^\s@]+@[^\s@]+\s+\((.+)\)")
_NAME_FIRST = re.compile(r"([^@]+?)\s+[(<][^\s@]+@[^\s@]+[)>]")


def text_of(element: Element | None) -> str:
    """Its text without the spaces around it; "" for no element."""
    return (element.text or "").strip() if element is not None else ""


def require(condition: object) -> None:
    """Raises DoubtError where `condition` does not hold."""
    if not condition:
        raise DoubtError
