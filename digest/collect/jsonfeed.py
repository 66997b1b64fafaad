"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): bytes in, a `Document` out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any, NoReturn

from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document, Item


def looks_like(body: bytes) -> bool:
    """Whether `body` starts as JSON does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def read(body: bytes) -> Document:
    """The JSON feed in `body`.

    Raises:
        NotAFeedError: it is no JSON, or JSON that is no feed. Numbers that are none, nesting beyond
            the interpreter's stack and keys that occur twice are faults and not surprises.
    """
    raw = parsed(body)
    items = raw.get("items") if isinstance(raw, dict) else None
    if not isinstance(items, list):
        raise NotAFeedError("JSON that is no JSON Feed")
    rows = [row for row in items if isinstance(row, dict)]
    dropped = len(items) - len(rows)
    return Document(
        title=escape(_text(raw, "title")),
        language=_text(raw, "language"),
        items=tuple(_item(row, raw) for row in rows),
        notes=(f"{dropped} things in its list of items are no items",) if dropped else (),
    )


def parsed(body: bytes | str) -> Any:
    """`body` as JSON, strictly.

    Raises:
        NotAFeedError: it is none, and why.
    """
    try:
        return json.loads(body, parse_constant=_refuse, object_pairs_hook=_unique, parse_int=_integer)
    except RecursionError:
        raise NotAFeedError("JSON that nests too deep") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise NotAFeedError(f"broken JSON ({error.msg.lower()}, {place})") from None
    except UnicodeError:
        raise NotAFeedError("broken JSON (its letters are no Unicode)") from None


def _refuse(name: str) -> NoReturn:
    raise NotAFeedError(f"broken JSON ({name} is no number there)")


def _integer(digits: str) -> int:
    if len(digits) > 40:
        raise NotAFeedError(f"broken JSON (a number of {len(digits):,} digits)")
    return int(digits)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key in found if [name for name, _ in pairs].count(key) > 1)
        raise NotAFeedError(f"broken JSON (the key {twice[:40]!r} occurs twice)")
    return found


def _item(row: Mapping[str, Any], feed: Mapping[str, Any]) -> Item:
    return Item(
        guid=_text(row, "id"),
        link=_text(row, "url") or _text(row, "external_url"),
        title=escape(_text(row, "title")),
        summary=escape(_text(row, "summary")),
        html=_text(row, "content_html"),
        text="" if _text(row, "content_html") else _text(row, "content_text"),
        author=escape(_author(row) or _author(feed)),
        language=_text(row, "language"),
        dates=(_text(row, "date_published"), _text(row, "date_modified")),
    )


def _author(holder: Mapping[str, Any]) -> str:
    """1.1 has a list `authors`, 1.0 an object `author`."""
    listed = holder.get("authors")
    people = [*(listed if isinstance(listed, list) else ()), holder.get("author")]
    return ", ".join(
        name for person in people if isinstance(person, dict) and (name := _text(person, "name"))
    )


def _text(holder: Mapping[str, Any], key: str) -> str:
    """A string; ids of sloppy feeds are numbers, which count as written."""
    value = holder.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
