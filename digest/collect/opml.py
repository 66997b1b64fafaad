"""Subscription lists: the feeds of an OPML file (opml.org/spec2), from whatever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from digest import text, urls
from digest.errors import DigestError

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list; names and addresses are unique within it."""

    name: str
    url: str


def read(file: Path) -> tuple[Subscription, ...]:
    """The feeds in `file`, in its order.

    Raises:
        DigestError: it cannot be read, is no OPML, or names no feed.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise DigestError(str(file), f"cannot be read: {error.strerror}") from error
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise DigestError(str(file), "declares a document type, which a subscription list has no use for")
    try:
        root = ET.fromstring(body)
    except (ET.ParseError, ValueError) as error:
        raise DigestError(str(file), f"is not well-formed OPML ({error})", "export it again") from error
    found = _subscriptions(root)
    if not found:
        raise DigestError(str(file), "names no feed", "export the subscriptions as OPML")
    return found


def _subscriptions(root: ET.Element) -> tuple[Subscription, ...]:
    by_url: dict[str, Subscription] = {}
    names: set[str] = set()
    for outline in root.iter("outline"):
        given = {key.lower(): value for key, value in outline.attrib.items()}
        url = urls.safe(given.get("xmlurl", ""))
        if url and url not in by_url:
            name = _unused(
                text.one_line(given.get("title") or given.get("text") or "", _LONGEST_NAME), url, names
            )
            names.add(name)
            by_url[url] = Subscription(name, url)
    return tuple(by_url.values())


def _unused(name: str, url: str, names: set[str]) -> str:
    """`name`, or the host, with a number where another feed has it already."""
    wanted = name or urls.host(url)
    number, found = 2, wanted
    while found in names:
        number, found = number + 1, f"{wanted} {number}"
    return found
