"""What the three formats ask of a feed, as far as it can be checked: each gives the faults that it found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

_GRAMMAR = Path(__file__).parents[1] / "atom.rng"
_A = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_HEAD = "title link description language copyright managingEditor webMaster pubDate lastBuildDate category"
_HEAD += " generator docs cloud ttl image rating textInput skipHours skipDays item"
_ITEM = "title link description author category comments enclosure guid pubDate source"
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d [+-]\d{4}"
)
_RFC3339 = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TOP = "version title home_page_url feed_url description user_comment next_url icon favicon authors language"
_TOP += " expired hubs items"
_ROW = "id url external_url title content_html content_text summary image banner_image date_published"
_ROW += " date_modified authors tags language attachments"


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(_GRAMMAR))


def atom(document: bytes) -> list[str]:
    """Faults by RFC 4287: its grammar, and what it says in words."""
    root, grammar = etree.fromstring(document), _grammar()
    if not grammar.validate(root):
        return [str(error) for error in grammar.error_log]
    return list(_atom(root))


def _atom(root: Any) -> Iterator[str]:
    entries = root.findall(f"{_A}entry") if root.tag == f"{_A}feed" else [root]
    ids = [entry.findtext(f"{_A}id") for entry in entries]
    if len(set(ids)) < len(ids):
        yield "two entries of one id"
    if root.tag == f"{_A}feed" and not (root.findtext(f"{_A}author/{_A}name") or "").strip():
        yield "no author (4.1.1)"
    for node in (root, *entries):
        yield from _absolute([node.findtext(f"{_A}id") or ""], "an id is no URI (4.2.6)")
        kinds = [(link.get("rel"), link.get("type")) for link in node.findall(f"{_A}link")]
        if len(set(kinds)) < len(kinds):
            yield "two links of one relation and type (4.1.1)"
    for node in root.iter(f"{_A}updated", f"{_A}published"):
        yield from _matching(_RFC3339, [node.text], "is no date of RFC 3339 (3.3)")
    for node in root.iter(f"{_A}category"):
        if not node.get("term"):
            yield "a category without a term (4.2.2)"


def rss(document: bytes, *, placed: bool = True) -> list[str]:
    """Faults by RSS 2.0 and the best practices of its board; `placed` where it has an address."""
    root = etree.fromstring(document)
    head = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1 or head is None:
        return ["it is no RSS 2.0"]
    return [
        *_channel(head, placed),
        *(fault for row in head.iterfind("item") for fault in _item(row, placed)),
    ]


def _channel(head: Any, placed: bool) -> Iterator[str]:  # noqa: FBT001
    yield from (f"no {name}" for name in ("title", "link", "description") if not head.findtext(name))
    yield from _known(head, _HEAD, "item category")
    own = [link.get("href") for link in head.findall(f"{_A}link") if link.get("rel") == "self"]
    if placed:
        yield from _absolute([head.findtext("link"), *own], "is no whole address")
        yield from () if len(own) == 1 else ["it does not say where it is itself"]
    image = head.find("image")
    if image is not None:
        same = all(image.findtext(name) == head.findtext(name) for name in ("title", "link"))
        yield from () if same else ["the image has another title or link than the channel"]
        yield from _absolute([image.findtext("url")], "is no address of an image")
    yield from _matching(_LANGUAGE, [node.text for node in head.iterfind("language")], "is no language")
    yield from _dates(head, "lastBuildDate")
    guids = [row.findtext("guid") for row in head.iterfind("item")]
    if len(set(guids)) < len(guids):
        yield "two items of one guid"


def _item(row: Any, placed: bool) -> Iterator[str]:  # noqa: FBT001
    yield from _known(row, _ITEM, "category enclosure")
    if not (row.findtext("title") or row.findtext("description")):
        yield "an item without title and description"
    guid = row.find("guid")
    if guid is None or not guid.text:
        yield "an item without a guid"
    elif guid.get("isPermaLink") != "false" and urlsplit(guid.text).scheme not in {"http", "https"}:
        yield "a guid that is no address, and does not say so"
    if placed and row.findtext("link"):
        yield from _absolute([row.findtext("link")], "is no whole address")
    if len(row.findall(_CONTENT)) > 1:
        yield "content:encoded twice"
    yield from _dates(row, "pubDate")


def _known(node: Any, names: str, many: str) -> Iterator[str]:
    """Elements without a namespace are those of the specification, most of them once."""
    found = [child.tag for child in node if not child.tag.startswith("{")]
    yield from (f"{name}: unknown" for name in found if name not in names.split())
    yield from (f"{name}: twice" for name in set(found) - set(many.split()) if found.count(name) > 1)


def _dates(node: Any, name: str) -> Iterator[str]:
    for text in (child.text or "" for child in node.iterfind(name)):
        if not _RFC822.fullmatch(text) or f"{parsedate_to_datetime(text):%a}" != text[:3]:
            yield f"{text!r} is no date of RFC 822 with four digits of a year"


def json_feed(document: bytes, *, placed: bool = True) -> list[str]:
    """Faults by JSON Feed 1.1; `placed` where it has an address."""
    found = json.loads(document.decode("utf-8"))
    return [*_top(found, placed), *(fault for row in found["items"] for fault in _row(row, placed))]


def _top(found: dict[str, Any], placed: bool) -> Iterator[str]:  # noqa: FBT001
    if found.get("version") != "https://jsonfeed.org/version/1.1":
        yield "no version 1.1"
    yield from (f"{key}: unknown" for key in found if key not in _TOP.split())
    yield from (f"{key}: no text" for key in ("title",) if not isinstance(found.get(key), str))
    if placed:
        yield from _absolute([found.get("home_page_url"), found.get("feed_url")], "is no whole address")
    yield from _absolute([found[key] for key in ("icon", "favicon") if key in found], "is no address")
    yield from _people(found)
    ids = [row.get("id") for row in found["items"]]
    if len(set(ids)) < len(ids):
        yield "two items of one id"


def _row(row: dict[str, Any], placed: bool) -> Iterator[str]:  # noqa: FBT001
    yield from (f"{key}: unknown" for key in row if key not in _ROW.split())
    if not (isinstance(row.get("id"), str) and row["id"]):
        yield "an item without an id"
    if not any(isinstance(row.get(key), str) for key in ("content_html", "content_text")):
        yield "an item without content"
    texts = ("url", "title", "summary", "image", "language", "content_html")
    yield from (f"{key}: no text" for key in texts if not isinstance(row.get(key, ""), str))
    if placed and "url" in row:
        yield from _absolute([row["url"]], "is no whole address")
    yield from _matching(_LANGUAGE, [row[key] for key in ("language",) if key in row], "is no language")
    dates = [row[key] for key in ("date_published", "date_modified") if key in row]
    yield from _matching(_RFC3339, dates, "is no date of RFC 3339")
    if not all(isinstance(tag, str) and tag for tag in row.get("tags", ())):
        yield "a tag that is no text"
    yield from _people(row)


def _people(holder: dict[str, Any]) -> Iterator[str]:
    for person in holder.get("authors", ()):
        if not person or set(person) - {"name", "url", "avatar"}:
            yield "an author of nothing"


def _absolute(addresses: Iterable[str | None], fault: str) -> Iterator[str]:
    yield from (f"{one!r} {fault}" for one in addresses if not (one and urlsplit(one).scheme))


def _matching(pattern: re.Pattern[str], texts: Iterable[str | None], fault: str) -> Iterator[str]:
    yield from (f"{text!r} {fault}" for text in texts if not pattern.fullmatch(text or ""))


CHECKS = {"atom": atom, "rss": rss, "json": json_feed}
"""The check of each format."""
