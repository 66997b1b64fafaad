"""A file of raw items, one JSON object a line, as `digest analyse` and `digest evaluate` read it.

`{"id", "title", "url"?, "published"?, "publisher"?, "summary"?, "text"?}`; whatever else a line holds is
left to those who ask for it. A bad line is told with its number and stops no other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest import text, urls
from digest.collect import dates
from digest.collect.items import LONGEST_NAME, LONGEST_SUMMARY, LONGEST_TEXT, LONGEST_TITLE
from digest.errors import UsageError
from digest.model import Entry

_LATEST = datetime(9000, 1, 1, tzinfo=UTC)  # where nobody says what time it is, any date may be meant
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # for a file without any date: all are of one moment
_FIELDS = ("id", "title", "url", "published", "publisher", "summary", "text")
_FORM = 'write one {"id": …, "title": …} a line'


@dataclass(frozen=True, slots=True)
class Item:
    """One line.

    Attributes:
        id: as it stands in the file, text or number.
        row: the whole object.
    """

    id: str | int | float
    entry: Entry
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Items:
    """A file's items in its order, and what is wrong with the lines that give none."""

    items: tuple[Item, ...]
    faults: tuple[str, ...] = ()


def load(file: Path, now: datetime | None) -> Items:
    """The items in `file`.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return read(file.read_bytes(), str(file), now)
    except FileNotFoundError:
        raise UsageError(str(file), "there is no such file", "give a file of items, or - for input") from None
    except OSError as error:
        raise UsageError(str(file), f"cannot be read: {(error.strerror or str(error)).lower()}") from error


def read(content: bytes, where: str, now: datetime | None) -> Items:
    """The items in `content`; `where` names it in faults.

    An item without a usable date counts as published at `now`, else with the newest that there is.
    """
    rows: dict[str, _Row] = {}
    faults: list[str] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            _add(_Row(line, number), rows)
        except ValueError as error:
            faults.append(f"{where}:{number}: {error}; the line is left out")
    moments = {key: dates.moment(row.said("published"), now or _LATEST) for key, row in rows.items()}
    newest = now or max(filter(None, moments.values()), default=_UNDATED)
    items = tuple(Item(row.id, row.entry(moments[key], newest), row.row) for key, row in rows.items())
    return Items(items, tuple(faults))


def _add(row: _Row, rows: dict[str, _Row]) -> None:
    if (first := rows.setdefault(row.key, row)) is not row:
        raise ValueError(f'the id "{row.key[:80]}" stands in line {first.number} already; give it its own')


class _Row:
    """A line that is an item. Raises `ValueError`, in words, where it is none."""

    def __init__(self, line: bytes, number: int) -> None:
        self.number = number
        self.row = _object(line)
        for name in _FIELDS:
            if isinstance(self.row.get(name), bool | list | dict):
                raise ValueError(f'"{name}" is neither a text nor a number; {_FORM}')  # noqa: TRY004 - one kind of error, told by line
        self.id: str | int | float = self.row.get("id", "")
        self.key = self.said("id").strip()
        if not self.key:
            raise ValueError(f'has no "id"; {_FORM}')
        self.title = text.headline(self.said("title"), LONGEST_TITLE)
        if not self.title:
            raise ValueError(f'the item "{self.key[:80]}" has no "title"; {_FORM}')

    def said(self, name: str) -> str:
        """A text, or a number as one; "" where there is none."""
        value = self.row.get(name)
        return "" if value is None else str(value)

    def entry(self, published: datetime | None, newest: datetime) -> Entry:
        """The item as a source would have published it."""
        url = urls.safe(self.said("url").strip())
        publisher = text.headline(self.said("publisher"), LONGEST_NAME) or urls.host(url) or "unnamed"
        return Entry(
            id=self.key,
            source=publisher,
            publisher=publisher,
            guid="",
            url=url,
            title=self.title,
            summary=_prose(self.said("summary"), LONGEST_SUMMARY),
            html="",
            text=_prose(self.said("text"), LONGEST_TEXT),
            author="",
            language="",
            published=published,
            seen_at=published or newest,
        )


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("is not text in UTF-8; save the file in that encoding") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no JSON; {_FORM}") from error
    if not isinstance(row, dict):
        raise ValueError(f"is no JSON object; {_FORM}")  # noqa: TRY004 - one kind of error, told by line
    return row


def _prose(said: str, limit: int) -> str:
    return text.plain(said, limit) if "<" in said or "&" in said else text.prose(said, limit)
