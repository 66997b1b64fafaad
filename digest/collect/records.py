"""Items as JSON Lines: `{"id","title","url","published","publisher","summary"?,"text"?}` a line."""

from __future__ import annotations

from html import escape
from typing import Any

from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document, Item
from digest.collect.jsonfeed import parsed

_MOST_NAMED = 5


def records(body: bytes) -> Document:
    """The items in `body`; lines that are none are left out, with a note that gives their numbers.

    Raises:
        NotAFeedError: no line is an item.
    """
    items: list[Item] = []
    bad: list[int] = []
    for number, line in enumerate(body.decode("utf-8-sig", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        item = _item(line)
        if item:
            items.append(item)
        else:
            bad.append(number)
    if not items:
        raise NotAFeedError("no line that is an item")
    return Document(items=tuple(items), notes=_notes(bad))


def _item(line: str) -> Item | None:
    try:
        row = parsed(line)
    except NotAFeedError:
        return None
    if not isinstance(row, dict) or not (_text(row, "title") or _text(row, "text")):
        return None
    return Item(
        guid=_text(row, "id"),
        link=_text(row, "url"),
        title=escape(_text(row, "title")),
        summary=escape(_text(row, "summary")),
        text=_text(row, "text"),
        publisher=escape(_text(row, "publisher")),
        dates=(_text(row, "published"),),
    )


def _notes(bad: list[int]) -> tuple[str, ...]:
    if not bad:
        return ()
    named = ", ".join(map(str, bad[:_MOST_NAMED])) + (", …" if len(bad) > _MOST_NAMED else "")
    return (f"line {named}: no item" if len(bad) == 1 else f"lines {named}: no items",)


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else str(value) if type(value) in {int, float} else ""
