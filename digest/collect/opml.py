"""Subscription lists: OPML 1.0 to 2.0 (opml.org/spec2), read from whatever program wrote them, and written.

They are read tag by tag, without an XML parser: what exporters write is often not well-formed, and where
nothing is expanded, no entity or DTD can do harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

from digest import text, urls
from digest.collect import repair
from digest.errors import DigestError

LARGEST = 10_000_000  # bytes

_LONGEST_NAME = 100
_SOUND = r"(?:\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+\s*+/?"
_TAG = re.compile(rf"<(?P<end>/?)(?:[\w.-]+:)?(?P<name>[\w.-]++)(?P<inside>{_SOUND}|[^<>]*+)>")
"""Sound tags first, which may hold ">"; then what stands between two brackets, quotes in quotes and all."""
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list; names and addresses are unique within it.

    Attributes:
        folders: the names of the folders that it lies in, the outermost first.
    """

    name: str
    url: str
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds.

    Attributes:
        feeds: in its order.
        left_out: what was not taken, in words, one a line.
    """

    feeds: tuple[Subscription, ...]
    left_out: tuple[str, ...] = ()


def read(file: Path) -> tuple[Subscription, ...]:
    """The feeds in `file`, in its order. Raises as `listed` does."""
    return listed(file).feeds


_FEED_SCHEME = re.compile(r"^feed:(//)?", re.IGNORECASE)


def listed(file: Path) -> Listing:
    """What `file` holds.

    Raises:
        DigestError: it cannot be read, is no OPML, or names no feed.
    """
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except OSError as error:
        raise DigestError(str(file), f"cannot be read: {error.strerror}") from error
    if len(body) > LARGEST:
        raise DigestError(str(file), f"is larger than {LARGEST // 1_000_000} MB", "take a part of it")
    words = repair.decoded(body) or ""
    if "<!DOCTYPE" in words or "<!ENTITY" in words:
        raise DigestError(str(file), "declares a document type, which a subscription list has no use for")
    tags = list(_TAG.finditer(_without(_without(words, "<!--", "-->"), "<![CDATA[", "]]>")))
    if not any(match["name"].lower() == "opml" for match in tags):
        raise DigestError(str(file), "is no OPML", "export the subscriptions as OPML")
    found = _listing(tags)
    if not found.feeds:
        why = f": {found.left_out[0]}" if found.left_out else ""
        raise DigestError(str(file), f"names no feed{why}", "export the subscriptions as OPML")
    return found


def _without(words: str, start: str, end: str) -> str:
    """`words` without what stands between `start` and `end`; what does not end goes on to the last."""
    first, *parts = words.split(start)
    return " ".join((first, *(part.partition(end)[2] for part in parts)))


def _listing(tags: Iterable[re.Match[str]]) -> Listing:
    by_url: dict[str, Subscription] = {}
    names: set[str] = set()
    left_out: list[str] = []
    for given, folders in _outlines(tags):
        written = _FEED_SCHEME.sub(_as_web, given.get("xmlurl", "").strip())
        url = urls.safe(written.replace(" ", "%20"))
        title = _title(given)
        if not url:
            if why := _without_feed(given, written, title):
                left_out.append(why)
        elif url not in by_url:
            name = _unused(title, url, names)
            names.add(name)
            by_url[url] = Subscription(name, url, folders)
    return Listing(tuple(by_url.values()), tuple(left_out))


def _as_web(match: re.Match[str]) -> str:
    """What some readers write: `feed://host/…` for http, and `feed:https://…`."""
    return "http://" if match[1] else ""


def _title(given: dict[str, str]) -> str:
    return text.one_line(given.get("text", "").strip() or given.get("title", "").strip(), _LONGEST_NAME)


def _without_feed(given: dict[str, str], written: str, title: str) -> str:
    """Why an outline gives no feed; "" for a folder or a line of text."""
    if written:
        return f"{title or written[:100]}: {written[:100]} is no http or https address"
    if given.get("type", "").lower() in {"link", "include"} and given.get("url"):
        return f"{title or given['url'][:100]}: a list that lies elsewhere ({given['url'][:100]})"
    if given.get("type", "").lower() == "rss" or given.get("htmlurl", "").strip():
        return f"{title or given.get('htmlurl', '')[:100] or 'an outline'}: names no feed"
    return ""


def _outlines(tags: Iterable[re.Match[str]]) -> Iterator[tuple[dict[str, str], tuple[str, ...]]]:
    """The attributes of each outline, names in small letters, and the folders around it."""
    around: list[str] = []
    for match in tags:
        if match["name"].lower() != "outline":
            continue
        if match["end"]:
            del around[-1:]
            continue
        pairs = _ATTRIBUTE.findall(match["inside"])
        given = {name.lower(): unescape(double or single) for name, double, single in pairs}
        yield given, tuple(filter(None, around))
        if not match["inside"].rstrip().endswith("/"):
            around.append("" if given.get("xmlurl") else _title(given))


def _unused(name: str, url: str, names: set[str]) -> str:
    """`name`, or the host, with a number where another feed has it already."""
    wanted = name or urls.host(url)
    number, found = 2, wanted
    while found in names:
        number, found = number + 1, f"{wanted} {number}"
    return found


def written(title: str, feeds: Iterable[Subscription], now: datetime) -> str:
    """An OPML 2.0 list of `feeds`, each in the first of its folders; `now` is when it was made, aware."""
    root = ET.Element("opml", version="2.0")
    head, body = ET.SubElement(root, "head"), ET.SubElement(root, "body")
    ET.SubElement(head, "title").text = _plain(title)
    ET.SubElement(head, "dateCreated").text = format_datetime(now)
    folders: dict[str, ET.Element] = {}
    for feed in feeds:
        place = body
        if feed.folders:
            name = _plain(feed.folders[0])
            place = (
                folders[name] if name in folders else ET.SubElement(body, "outline", text=name, title=name)
            )
            folders[name] = place
        name = _plain(feed.name)
        ET.SubElement(place, "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _plain(name: str) -> str:
    """`name` without what XML 1.0 has no way to write (section 2.2)."""
    return text.one_line(name, _LONGEST_NAME * 2)
