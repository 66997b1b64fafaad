"""Well-formed RSS 2.0 and Atom 1.0 of the usual elements, read in a tenth of feedparser's time.

Most feeds of most days are sound and simple, and for them feedparser's care is only cost. Whatever is not
known here for certain gives None, and feedparser reads it: other roots, doctypes, XHTML, `xml:base`,
unknown or repeated elements. `bench/corpora.py` checks that both ways give the same entries.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from xml.etree.ElementTree import Element, ParseError, fromstring

from digest.collect.items import Document, Item

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_RSS_READ = frozenset(
    {"title", "link", "guid", "pubDate", "description", "author", "source", _CONTENT, _CREATOR}
)
_RSS_PASSED = frozenset(
    {
        "category",
        "comments",
        "enclosure",
        "{http://purl.org/rss/1.0/modules/slash/}comments",
        "{http://wellformedweb.org/CommentAPI/}commentRss",
    }
)
_ATOM_READ = frozenset({"title", "id", "updated", "published", "summary", "content", "author"})
_ATOM_PASSED = frozenset({"category", "link"})
_DOUBTFUL = ("<!DOCTYPE", "xml:base=", "xml:lang=")
# In UTF-8: C1 controls, which feedparser takes for Windows-1252, and what looks like UTF-8 read as Latin-1,
# which it reads again. Two patterns, because each starts with a fixed byte, which makes the search fast.
_MENDED_BY_FEEDPARSER = (re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xc3[\x82-\xb4]\xc2"))


def read(text: str) -> Document | None:
    """The feed in `text`, or None where it takes more than this to read it right."""
    raw = text.encode("utf-8", "replace")
    if any(word in text for word in _DOUBTFUL) or any(p.search(raw) for p in _MENDED_BY_FEEDPARSER):
        return None
    try:
        root = fromstring(raw)
    except (ParseError, ValueError):
        return None
    if root.tag == "rss" and len(root) == 1 and root[0].tag == "channel":
        return _document(root[0], "title", "language", [_of_rss(row) for row in root[0].iter("item")])
    if root.tag == f"{_ATOM}feed":
        return _document(root, f"{_ATOM}title", "-", [_of_atom(row) for row in root.iter(f"{_ATOM}entry")])
    return None


def _document(feed: Element, title: str, language: str, items: list[Item | None]) -> Document | None:
    known = [item for item in items if item]
    if len(known) < len(items) or not known:
        return None
    return Document(_text(feed.find(title)), _text(feed.find(language)), tuple(known))


def _of_rss(row: Element) -> Item | None:
    found = _known(row, "", _RSS_READ, _RSS_PASSED)
    if found is None or ("author" in found and _CREATOR in found):
        return None
    guid, link = _text(found.get("guid")), _text(found.get("link"))
    is_link = guid and found["guid"].get("isPermaLink", "true") == "true"
    if not link or found["link"].attrib or (is_link and not guid.startswith(("http://", "https://"))):
        return None
    names = list(found)
    if _CONTENT in found and "description" in found and names.index(_CONTENT) < names.index("description"):
        return None
    summary, content = _text(found.get("description")), _text(found.get(_CONTENT))
    author = found.get("author", found.get(_CREATOR))
    return _item(
        found, guid, link, summary, content, author=_text(author), publisher=_text(found.get("source")),
        dates=(_text(found.get("pubDate")),),
    )  # fmt: skip


def _of_atom(row: Element) -> Item | None:
    found = _known(row, _ATOM, _ATOM_READ, _ATOM_PASSED)
    if found is None or any(found[name].get("type", "text") not in {"text", "html"} for name in found):
        return None
    links = [link for link in row.findall(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"]
    if ":" not in _text(found.get("id")):  # relative, and so resolved
        return None
    if len(links) != 1 or links[0].get("type", "text/html") != "text/html" or not links[0].get("href"):
        return None
    summary, content = _text(found.get("summary")), _text(found.get("content"))
    name = found["author"].find(f"{_ATOM}name") if "author" in found else None
    dates = (_text(found.get("published")), _text(found.get("updated")))
    return _item(
        found, _text(found.get("id")), links[0].get("href", ""), summary, content,
        author=_text(name), publisher="", dates=dates,
    )  # fmt: skip


def _item(
    found: Mapping[str, Element],
    guid: str,
    link: str,
    summary: str,
    content: str,
    *,
    author: str,
    publisher: str,
    dates: tuple[str, ...],
) -> Item:
    teaser, body = _read_out(summary or content), _read_out(max(summary, content, key=len))
    is_html = "<" in body
    return Item(
        guid=guid,
        link=link,
        title=_text(found.get("title")),
        summary=teaser,
        html=body if is_html else "",
        text="" if is_html else body,
        author=author_name(author),
        publisher=publisher,
        dates=tuple(filter(None, dates)),
    )


def author_name(written: str) -> str:
    """The name in "mail@site (Name)" and "Name <mail@site>", which feedparser cuts in the wrong place."""
    match = _NAME_LAST.fullmatch(written[:500]) or _NAME_FIRST.fullmatch(written[:500])
    return match[1] if match else written


_NAME_LAST = re.compile(r"[^\s@]+@[^\s@]+\s+\((.+)\)")
_NAME_FIRST = re.compile(r"([^@]+?)\s+[(<][^\s@]+@[^\s@]+[)>]")


def _known(
    row: Element, namespace: str, read: frozenset[str], passed: frozenset[str]
) -> dict[str, Element] | None:
    """Elements of `row` by name; None where one is unknown, repeated or holds others."""
    found: dict[str, Element] = {}
    for element in row:
        name = element.tag.removeprefix(namespace) if namespace else element.tag
        if name in read and name not in found and (not len(element) or name == "author"):
            found[name] = element
        elif name not in passed:
            return None
    return found


def _read_out(value: str) -> str:
    """HTML as it is; what holds no tag is plain text, often escaped twice."""
    return value if "<" in value else unescape(value)


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
