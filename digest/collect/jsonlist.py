"""The answer of an API as a document: its items by configured paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from digest import words
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document, Item
from digest.collect.jsonfeed import parsed
from digest.collect.jsonpaths import absence, instead, is_too_deep, said, values
from digest.collect.jsonrules import Rules

_NEEDED = ("title", "link")
_WISHED = ("date", "summary", "content", "id", "author")
_LOST_LINES = 5  # of which the numbers are told


def read(body: bytes, rules: Rules) -> Document:
    """What the JSON, or the lines of JSON, in `body` list.

    Raises:
        NotAFeedError: it is no JSON, or nothing is where the rules say; the message says what is there.
    """
    document, notes = _document(body)
    if rules.is_one:
        return Document(items=tuple(_item(one, rules) for one in [document] if isinstance(one, dict)))
    found = [document] if _is_item(document, rules) else _items(document, rules.items)
    rows = [row for row in found if isinstance(row, dict)]
    if found and not rows:
        raise NotAFeedError(f"JSON whose items are no objects but {_sample(found)}; has it only ids (each)?")
    if len(rows) < len(found):
        notes.append(f"{words.counted(len(found) - len(rows), 'thing')} in its list are no items")
    notes += _lacking(rows, rules)
    return Document(items=tuple(_item(row, rules) for row in rows), notes=tuple(notes))


def read_ids(body: bytes, rules: Rules) -> Document:
    """The newest ids that the JSON in `body` lists, as items whose link is where each is found.

    Raises:
        NotAFeedError: it is no JSON, or there are no ids where the rules say.
    """
    document, _ = _document(body)
    found = _items(document, rules.items)
    ids = [str(one) for one in found if isinstance(one, str | int) and not isinstance(one, bool)]
    if found and not ids:
        raise NotAFeedError(f"JSON whose items are no ids but {_sample(found)}")
    links = (rules.each.replace("{}", quote(one, safe="")) for one in ids[: rules.newest])
    return Document(items=tuple(Item(guid=link, link=link) for link in links))


def _document(body: bytes) -> tuple[Any, list[str]]:
    """The whole as JSON, else its lines, with notes on lines that are none."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise NotAFeedError("a web page or XML, no JSON")
    try:
        document = parsed(body)
    except NotAFeedError:
        rows, lost = _lines(body)
        if len(rows) + len(lost) < 2 or not rows:
            raise
        document, notes = rows, _notes(lost)
    else:
        notes = []
    if is_too_deep(document):
        raise NotAFeedError("JSON that nests too deep")
    return document, notes


def _lines(body: bytes) -> tuple[list[Any], list[int]]:
    """The objects of JSON Lines, and the numbers of lines that are none; nothing where the first is none."""
    rows: list[Any] = []
    lost: list[int] = []
    for number, line in enumerate(body.decode("utf-8-sig", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = parsed(line)
        except NotAFeedError:
            row = None
        if isinstance(row, dict):
            rows.append(row)
        elif rows:
            lost.append(number)
        else:
            break
    return rows, lost


def _notes(lost: Sequence[int]) -> list[str]:
    named = ", ".join(map(str, lost[:_LOST_LINES])) + (", …" if len(lost) > _LOST_LINES else "")
    return [f"{'line' if len(lost) == 1 else 'lines'} {named}: no JSON object"] if lost else []


def _is_item(document: Any, rules: Rules) -> bool:
    """Whether it is one item and no list: JSON Lines of a single line."""
    return not rules.items and isinstance(document, dict) and bool(said(document, rules.title))


def _items(document: Any, path: str) -> list[Any]:
    """What `path` leads to: the members of a list, or what it finds."""
    if not path and not isinstance(document, list):
        raise NotAFeedError(f"JSON that is no list, so that `items` has to name one {instead(document)}")
    found = values(document, path.removesuffix("[*]"))
    if not found:
        raise NotAFeedError(f'JSON in which `items = "{path}"` finds nothing: {absence(document, path)}')
    return [one for value in found for one in (value if isinstance(value, list) else [value])]


def _sample(found: Sequence[Any]) -> str:
    return ", ".join(str(one)[:20] for one in found[:3])


def _lacking(rows: Sequence[dict[str, Any]], rules: Rules) -> list[str]:
    """Notes on paths that find nothing in any of `rows`.

    Raises:
        NotAFeedError: it is the title or the link, without which an item is none.
    """
    notes = []
    for name in (*_NEEDED, *_WISHED):
        paths = getattr(rules, name)
        if not rows or not paths or any(said(row, paths) for row in rows):
            continue
        plain = next((path for path in paths if "{" not in path), "")
        where = absence(rows[0], plain) if plain else "a template has nothing to be filled with"
        words_ = (
            f"none of {words.counted(len(rows), 'item')} has what {name} = {_quoted(paths)} names: {where}"
        )
        if name in _NEEDED:
            raise NotAFeedError(f"JSON in which {words_}")
        notes.append(words_)
    return notes


def _quoted(paths: Sequence[str]) -> str:
    each = [f'"{path}"' for path in paths]
    return each[0] if len(each) == 1 else f"[{', '.join(each)}]"


def _item(row: dict[str, Any], rules: Rules) -> Item:
    content = said(row, rules.content)
    is_html = "<" in content
    return Item(
        guid=said(row, rules.id),
        link=said(row, rules.link),
        title=said(row, rules.title),
        summary=said(row, rules.summary),
        html=content if is_html else "",
        text="" if is_html else content,
        author=said(row, rules.author, ", "),
        dates=tuple(filter(None, (_moment(said(row, (path,))) for path in rules.date))),
    )


def _moment(written: str) -> str:
    """Unix times in micro- and nanoseconds as milliseconds; everything else as it is."""
    return written[:13] if written.isdecimal() and len(written) in {16, 19} else written
