"""`published.json`: what was put where, so that a file that a person changed since is never overwritten.

It also holds which editions lie there, and what each shared page was made of, so that only those are made
again that say something else now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digest.errors import DigestError

FILE = "published.json"
"""Its name, in the folder of all editions: never inside of what is published."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A file that we wrote.

    Attributes:
        edition: for which; "" for all.
        digests: SHA-256 of what we wrote there. There are two while it is being replaced: should the machine
            die, either is known as ours.
        stamp: of what it was made of; "" where that is not known.
    """

    edition: str
    digests: tuple[str, ...]
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """All that was put into one folder: files by name, and of each edition there the version, by its key."""

    files: Mapping[str, Mine] = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)


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
        name: {"edition": mine.edition, "sha256": list(mine.digests)}
        | ({"of": mine.stamp} if mine.stamp else {})
        for name, mine in sorted(place.files.items())
    }
    return {"files": files, "editions": dict(sorted(place.editions.items()))}


def _place(value: Mapping[str, Any]) -> Place:
    files = {
        str(name): Mine(str(mine["edition"]), tuple(map(str, mine["sha256"])), str(mine.get("of", "")))
        for name, mine in value["files"].items()
    }
    return Place(files, {str(key): _version(found) for key, found in value["editions"].items()})


def _version(found: object) -> str:
    """The version of an edition; "" where an older Digest, which wrote more of it, did not know."""
    return found if isinstance(found, str) else ""
