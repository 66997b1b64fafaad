"""When an entry that came in is one that is known under another id.

The id of an entry is made of its guid and link. Publishers change both: they move to another system and
give every item a new guid, a slug follows its headline, http becomes https. An entry of a new id is then
taken for one that is known if that one is not listed any more, and if what they share belongs to them
alone: feeds that give all their items one guid or one link exist as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar

from digest import urls
from digest.model import Entry

ALIKE = 0.5
"""Two headlines are versions of one when they share so much of their words (Jaccard)."""

_MIDNIGHT = time()
_LEAST_WORDS = 4  # of a headline that says enough to be known again by


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of an entry, as far as it tells who it is."""

    id: str
    guid: str
    url: str
    title: str
    published: datetime | None


_Row = Known | Entry
_AnyRow = TypeVar("_AnyRow", Known, Entry)
_Key = Callable[[_Row], object]


def same(fresh: Sequence[Entry], known: Iterable[Known], listed: Collection[str]) -> Mapping[str, str]:
    """Of the `fresh` entries, by id, those that are known, with the id under which they are.

    Args:
        fresh: entries of one answer whose ids are not known.
        known: entries of the same source that may be the same.
        listed: ids of all entries of the answer; a known one among them is nobody else.
    """
    left, gone = list(fresh), [row for row in known if row.id not in listed]
    found: dict[str, str] = {}
    for key, is_version in _RULES:
        for new, old in _pairs(left, gone, key):
            if is_version(new, old):
                found[new.id] = old.id
        left = [row for row in left if row.id not in found]
        taken = frozenset(found.values())
        gone = [row for row in gone if row.id not in taken]
    return found


def _pairs(left: Sequence[Entry], gone: Sequence[Known], key: _Key) -> Iterator[tuple[Entry, Known]]:
    """Those that share a key which nobody else on either side has."""
    new, old = _alone(left, key), _alone(gone, key)
    return ((new[shared], old[shared]) for shared in new if shared in old)


def _alone(rows: Sequence[_AnyRow], key: _Key) -> dict[object, _AnyRow]:
    counts = Counter(map(key, rows))
    return {key(row): row for row in rows if key(row) is not None and counts[key(row)] == 1}


def _guid(row: _Row) -> object:
    return row.guid or None


def _link(row: _Row) -> object:
    return urls.canonical(row.url) or None


def _told(row: _Row) -> object:
    words = _words(row.title)
    return (words, row.published) if len(words) >= _LEAST_WORDS and row.published else None


def _dated(key: _Key) -> _Key:
    """`key` together with the time, to the second."""

    def joined(row: _Row) -> object:
        found = key(row)
        return (found, row.published) if found is not None and row.published else None

    return joined


def _alike(new: Entry, old: Known) -> bool:
    first, second = set(_words(new.title)), set(_words(old.title))
    return len(first & second) >= ALIKE * len(first | second)


def _is_version(new: Entry, old: Known) -> bool:
    """Whether an id and a date say enough: a bare day may be shared by another item under a used id."""
    is_bare_day = new.published is not None and new.published.time() == _MIDNIGHT
    return not is_bare_day or _link(new) == _link(old) or _alike(new, old)


def _sure(_new: Entry, _old: Known) -> bool:
    return True


def _words(title: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", title.casefold()))


_RULES: tuple[tuple[_Key, Callable[[Entry, Known], bool]], ...] = (
    (_dated(_guid), _is_version),
    (_dated(_link), _sure),
    (_guid, _alike),
    (_link, _alike),
    (_told, _sure),
)
