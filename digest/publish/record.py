"""`published.json`: what was put where, so that a file that a person changed since is never overwritten.

It also holds what the home page and the feed say of each edition, so that one of them can be published again
without the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from digest.errors import DigestError
from digest.publish.feeds import Item, from_plain, to_plain

FILE = "published.json"
"""Its name, in the folder of all editions: never inside of what is published."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition as the home page and the feed have it.

    Attributes:
        path: of its page, within the site.
        period: its days, in the words of its language.
        date: when it closed; with its zone.
        updated: when it was last corrected, or `date`.
        item: what the feeds say of it.
    """

    key: str
    path: str
    title: str
    period: str
    number: int
    summary: str
    date: datetime
    updated: datetime
    item: Item


@dataclass(frozen=True, slots=True)
class Mine:
    """A file that we wrote: for which edition ("" for all), and the SHA-256 of what we wrote there.

    There are two while it is being replaced: should the machine die, either is known as ours.
    """

    edition: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """All that was put into one folder."""

    files: Mapping[str, Mine] = field(default_factory=dict)
    editions: Mapping[str, Listed] = field(default_factory=dict)

    @property
    def newest_first(self) -> tuple[Listed, ...]:
        """The editions that it holds."""
        return tuple(sorted(self.editions.values(), key=lambda each: (each.date, each.key), reverse=True))


def write(places: Mapping[str, Place]) -> str:
    """`places`, by kind and folder, as JSON."""
    return json.dumps({name: _plain(place) for name, place in places.items()}, ensure_ascii=False, indent=1)


def read(text: str) -> dict[str, Place]:
    """What `write` wrote.

    Raises:
        DigestError: it is something else.
    """
    try:
        return {name: _place(value) for name, value in json.loads(text).items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        remedy = "restore it from a copy; or delete it, and what was published counts as changed by you"
        raise DigestError(FILE, "is not what digest publish wrote", remedy) from error


def _plain(place: Place) -> dict[str, Any]:
    files = {
        name: {"edition": mine.edition, "sha256": list(mine.digests)} for name, mine in _sorted(place.files)
    }
    editions = {
        key: asdict(listed) | _times(listed) | {"item": to_plain(listed.item)}
        for key, listed in _sorted(place.editions)
    }
    return {"files": files, "editions": editions}


def _times(listed: Listed) -> dict[str, str]:
    return {"date": listed.date.isoformat(), "updated": listed.updated.isoformat()}


def _sorted(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(table.items())


def _place(value: Mapping[str, Any]) -> Place:
    files = {
        str(name): Mine(str(mine["edition"]), tuple(map(str, mine["sha256"])))
        for name, mine in value["files"].items()
    }
    return Place(files, {str(key): _listed(found) for key, found in value["editions"].items()})


def _listed(found: Mapping[str, Any]) -> Listed:
    times = {name: datetime.fromisoformat(found[name]) for name in ("date", "updated")}
    item = from_plain(found["item"])
    return Listed(**{**found, **times, "number": int(found["number"]), "item": item})
