"""Further series of editions from one `sources.toml`: `[series.daily]` lays other settings over it.

    [series.daily]
    edition.title   = "Scale Notes, daily"
    schedule.period = "day"
    schedule.build  = "07:00"
    delivery.list   = "daily"
    sections        = ["deals", "labor"]

What a series does not say is as above. Its editions lie in a folder of its own inside of the project's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digest.config import Config

TABLE = "series"
KeyPath = tuple[str | int, ...]
"""A path into the document: `("sources", 3, "weight")`."""
Problem = tuple[KeyPath, str]

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_TAKEN = frozenset({"consent", "keys", "outbox", "site"})  # folders that a project has anyway
_LISTS = {"sections": "id", "sources": "name"}


@dataclass(frozen=True, slots=True)
class Added:
    """A document, and what it lays over itself.

    Attributes:
        main: the document without its series.
        overlays: what each series says, by its name.
        faults: of the names and of what narrows the lists.
    """

    main: Mapping[str, Any]
    overlays: Mapping[str, Mapping[str, Any]]
    faults: tuple[Problem, ...]

    def document(self, name: str) -> dict[str, Any]:
        """The document of the series called `name`."""
        overlay = self.overlays[name]
        found = dict(self.main)
        for key, value in overlay.items():
            below = self.main.get(key)
            if key in _LISTS and _is_names(value) and isinstance(below, list):
                rows = [row for row in below if isinstance(row, dict) and row.get(_LISTS[key]) in value]
                found[key] = rows or below  # that none is called so is told elsewhere
            elif isinstance(value, dict) and isinstance(below, dict):
                found[key] = {**below, **value}
            else:
                found[key] = value
        if "sections" in overlay and isinstance(found.get("sources"), list):
            found["sources"] = [_unhinted(row, found["sections"]) for row in found["sources"]]
        edition, own = found.get("edition", {}), overlay.get("edition", {})
        if isinstance(edition, dict) and isinstance(own, dict) and "out" not in own:
            found["edition"] = {**edition, "out": f"{edition.get('out', 'out')}/{name}"}
        return found

    def placed(self, name: str, fault: Problem) -> Problem:
        """A fault of the series called `name`, at what it says itself where it says that."""
        path, problem = fault
        said: Any = self.overlays[name]
        length = 0
        while length < len(path) and isinstance(said, dict) and path[length] in said:
            said = said[path[length]]
            length += 1
        here: KeyPath = (TABLE, name, *path[:length])
        there = ".".join(map(str, path[length:]))
        return here, f"{there}: {problem}" if there else problem


def of(raw: Mapping[str, Any]) -> Added:
    """The series that the document `raw` adds."""
    main = {key: value for key, value in raw.items() if key != TABLE}
    given = raw.get(TABLE, {})
    if not isinstance(given, dict):
        return Added(main, {}, (((TABLE,), "write each as [series.NAME]"),))
    good = {name: overlay for name, overlay in given.items() if not _wrong(name, overlay)}
    faults = [((TABLE, name), problem) for name, value in given.items() if (problem := _wrong(name, value))]
    unknown = (fault for name, overlay in good.items() for fault in _unknown(name, overlay, main))
    return Added(main, good, (*faults, *unknown))


def clashes(found: Mapping[str, Config]) -> Iterator[Problem]:
    """Two series that would write into one place."""
    folders: dict[object, str] = {}
    for name, config in found.items():
        places = {("edition", "out"): config.out}
        if config.publish.kind == "site":
            places["publish", "folder"] = config.published
        for path, folder in places.items():
            other = folders.setdefault(folder, name)
            if other != name:
                who = f"[series.{other}]" if other else "the main series"
                yield (TABLE, name, *path), f"would write into the same folder as {who}; give it its own"
                break


def _wrong(name: str, overlay: object) -> str:
    """What is wrong with a series as a whole; "" for nothing."""
    if not _NAME.fullmatch(name) or name in _TAKEN:
        return "should be called by small letters, digits and hyphens, and not like a folder of ours"
    return "" if isinstance(overlay, dict) else "should be a table"


def _unknown(name: str, overlay: Mapping[str, Any], main: Mapping[str, Any]) -> Iterator[Problem]:
    """Names in `sections` or `sources` of a series that the document has not."""
    for key, own in _LISTS.items():
        rows, wanted = main.get(key), overlay.get(key)
        if not (_is_names(wanted) and isinstance(rows, list)):
            continue
        known = [row.get(own) for row in rows if isinstance(row, dict)]
        for one in wanted or ():
            if one not in known:
                yield (TABLE, name, key), f'there is none called "{one}" above'


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _unhinted(row: Any, sections: Any) -> Any:
    """A source without its hint to a section that the series has not."""
    known = [one.get("id") for one in sections if isinstance(one, dict)] if isinstance(sections, list) else []
    if not isinstance(row, dict) or row.get("section") in {None, *known}:
        return row
    return {key: value for key, value in row.items() if key != "section"}
