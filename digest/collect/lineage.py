"""Where a feed says that its older items are: RFC 5005 `prev-archive` and `next`, JSON Feed `next_url`."""

from __future__ import annotations

import json
import re
from html import unescape

_HEAD, _TAIL = 50_000, 5_000  # bytes before the first item and behind the last
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)\b")
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")
_LINK = re.compile(rb"<(?:\w+:)?link\b([^<>]{1,2000})>")
_PAIR = re.compile(rb"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NEXT = re.compile(rb'"next_url"\s*:\s*("(?:[^"\\]|\\.){1,2000}")')


def older(body: bytes) -> str:
    """The address of the document with the next older items, maybe relative; "" for none."""
    if body.lstrip()[:1] == b"{":
        found = _NEXT.search(body[:_HEAD]) or _NEXT.search(body[-_TAIL:])
        return str(json.loads(found[1])) if found else ""
    first = _ITEM.search(body)
    head = body[: min(first.start(), _HEAD)] if first else body[:_HEAD]
    tail = _ITEM_END.split(body[-_TAIL:])[-1] if first else b""
    links = [_attributes(match[1]) for match in _LINK.finditer(head + tail)]
    by_relation = {link.get("rel", ""): link.get("href", "") for link in reversed(links)}
    return by_relation.get("prev-archive") or by_relation.get("next") or ""


def _attributes(inside: bytes) -> dict[str, str]:
    return {
        name.decode().lower(): unescape((double or single).decode("utf-8", "replace")).strip()
        for name, double, single in _PAIR.findall(inside)
    }
