"""`sources.toml`, read: a file with seven faults gives one error that lists all seven.

Each fault has its line, its place in words, and what would be right.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from digest import series
from digest.config import (
    Config,
    DeliverySettings,
    DkimSettings,
    EditionSettings,
    FetchingSettings,
    MailboxSettings,
    MailSettings,
    PublishSettings,
    RankingSettings,
    ScheduleSettings,
    SelectionSettings,
    SignupSettings,
    SourceSettings,
    Theme,
)
from digest.errors import ConfigError, Fault, UsageError
from digest.settings import Settings

_TABLES: Mapping[str, type[Settings]] = {
    "edition": EditionSettings,
    "mail": MailSettings,
    "schedule": ScheduleSettings,
    "selection": SelectionSettings,
    "ranking": RankingSettings,
    "fetching": FetchingSettings,
    "publish": PublishSettings,
    "signup": SignupSettings,
    "mailbox": MailboxSettings,
    "dkim": DkimSettings,
}
_LISTS = ("sections", "sources")
_DELIVERY = "delivery"
_T = TypeVar("_T", bound=Settings)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The settings class of each kind, by its name."""

    sources: Mapping[str, type[SourceSettings]]
    deliveries: Mapping[str, type[DeliverySettings]]


def load(file: Path, kinds: Kinds, name: str = "") -> Config:
    """The configuration in `file`: of its main series of editions, or of the one called `name`.

    Raises:
        UsageError: there is no series of that name.
        ConfigError: the file is missing, is no TOML, or has faults (all of them listed).
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        fault = Fault("", 'no such file; "digest init" writes one, --config names another')
        raise ConfigError(str(file), [fault]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), [Fault("", f"cannot be read: {error}")]) from error
    return parse(text, file, kinds, name)


def parse(text: str, file: Path, kinds: Kinds, name: str = "") -> Config:
    """The configuration in `text`, as if it stood in `file`.

    Raises:
        UsageError: there is no series called `name`.
        ConfigError: it is no TOML or has faults (all of them listed).
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), [_not_toml(error)]) from error
    added = series.of(raw)
    reading = _Reading(added.main, kinds)
    found = {"": reading.config(file.absolute())}
    faults = [*reading.faults, *added.faults]
    for one in added.overlays:
        own = _Reading(added.document(one), kinds)
        found[one] = own.config(file.absolute())
        news = (fault for fault in own.faults if fault not in reading.faults)
        # Where the main one has faults, only what this one says itself is told beside them.
        told = (fault for fault in news if not reading.faults or fault[0][0] in added.overlays[one])
        faults += [added.placed(one, fault) for fault in told]
    whole = {one: config for one, config in found.items() if config is not None}
    faults += series.clashes(whole)
    if faults:
        places = _Places(text)
        spoken = (Fault(_spoken(path, raw), problem, places.line(path)) for path, problem in faults)
        raise ConfigError(str(file), sorted(spoken, key=lambda fault: fault.line or 0))
    if name not in whole:
        close = difflib.get_close_matches(name, added.overlays, n=1)
        known = f"there are {', '.join(added.overlays)}" if added.overlays else "the file adds none"
        remedy = f'did you mean "{close[0]}"?' if close else known
        raise UsageError(f'"{name}"', "is no series of this file", remedy)
    home = whole[""].edition.out if name else ""
    return whole[name].model_copy(update={"series": name, "others": tuple(added.overlays), "home": home})


KeyPath = series.KeyPath


def _not_toml(error: tomllib.TOMLDecodeError) -> Fault:
    """The parser's words with the line in front, as everywhere else."""
    words, _, place = str(error).partition(" (at ")
    line = re.search(r"line (\d+)", place)
    return Fault("", f"is not valid TOML: {words}", int(line[1]) if line else None)


class _Reading:
    """One pass over a raw document that gathers settings and faults."""

    def __init__(self, raw: Mapping[str, Any], kinds: Kinds) -> None:
        self.raw = raw
        self.kinds = kinds
        self.faults: list[tuple[KeyPath, str]] = []

    def config(self, file: Path) -> Config | None:
        for key in self.raw.keys() - {*_TABLES, _DELIVERY, *_LISTS}:
            self.faults.append(((key,), f"unknown table{_meant(key, (*_TABLES, _DELIVERY, *_LISTS))}"))
        tables = {name: self._table(cls, (name,), self.raw.get(name, {})) for name, cls in _TABLES.items()}
        delivery = self._delivery(self.raw.get(_DELIVERY, {}))
        sections = [self._table(Theme, path, value) for path, value in self._rows("sections")]
        sources = [self._source(path, value) for path, value in self._rows("sources")]
        self._twice("sections", "id")
        self._twice("sources", "name")
        self._hints()
        if self.faults:
            return None
        lists = {"sections": tuple(sections), "sources": tuple(sources)}
        values: dict[str, Any] = {**lists, _DELIVERY: delivery, **tables}
        return Config.model_construct(file=file, **values)

    def _rows(self, name: str) -> Iterator[tuple[KeyPath, Any]]:
        rows = self.raw.get(name, [])
        if not isinstance(rows, list):
            self.faults.append(((name,), f"write each as [[{name}]]"))
            return
        if not rows and name != "sources":  # a person may add them one by one
            self.faults.append(((name,), f"write each as [[{name}]]; at least one is needed"))
            return
        yield from (((name, number), row) for number, row in enumerate(rows))

    def _table(self, cls: type[_T], path: KeyPath, value: Any) -> _T | None:
        if not isinstance(value, dict):
            self.faults.append((path, "should be a table"))
            return None
        try:
            return cls.model_validate(_tuples(value))
        except ValidationError as error:
            known = tuple(cls.model_fields)
            self.faults += [_worded(path, detail, known) for detail in error.errors(include_url=False)]
            return None

    def _source(self, path: KeyPath, value: Any) -> SourceSettings | None:
        kind = value.get("kind") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind not in self.kinds.sources:
            self._no_kind(path, kind, "source", self.kinds.sources)
            self._of_no_kind(path, value)
            return None
        return self._table(self.kinds.sources.get(kind or "", SourceSettings), path, value)

    def _of_no_kind(self, path: KeyPath, row: Mapping[str, Any]) -> None:
        """Keys of a source of an unknown kind that no kind has."""
        known = list(dict.fromkeys(key for kind in self.kinds.sources.values() for key in kind.model_fields))
        for key in row.keys() - set(known):
            self.faults.append(((*path, key), f"unknown key{_meant(key, known)}"))

    def _delivery(self, value: Any) -> DeliverySettings | None:
        """The settings of the kind that is chosen; those of others may stay and are not looked at."""
        kinds, path = self.kinds.deliveries, (_DELIVERY,)
        kind = value.get("kind", "maildir") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            return self._table(DeliverySettings, path, value)
        if kind not in kinds:
            self._no_kind(path, kind, "delivery", kinds)
            return None
        chosen = kinds[kind]
        foreign = {key for other in kinds.values() for key in other.model_fields} - chosen.model_fields.keys()
        return self._table(chosen, path, {key: given for key, given in value.items() if key not in foreign})

    def _no_kind(self, path: KeyPath, kind: str, noun: str, kinds: Iterable[str]) -> None:
        names = ", ".join(f'"{name}"' for name in sorted(kinds))
        self.faults.append(((*path, "kind"), f'"{kind}" is no kind of {noun}; there are {names}'))

    def _twice(self, table: str, key: str) -> None:
        seen: dict[str, int] = {}
        for number, row in enumerate(self._dicts(table)):
            value = row.get(key)
            if isinstance(value, str) and seen.setdefault(value, number) != number:
                self.faults.append(((table, number, key), f'"{value}" is used twice; each needs its own'))

    def _hints(self) -> None:
        ids = [row.get("id") for row in self._dicts("sections")]
        for number, row in enumerate(self._dicts("sources")):
            hint = row.get("section")
            if isinstance(hint, str) and hint not in ids:
                known = dict.fromkeys(name for name in ids if isinstance(name, str))
                problem = f'there is no section "{hint}"{_meant(hint, known)}'
                self.faults.append((("sources", number, "section"), problem))

    def _dicts(self, table: str) -> list[dict[str, Any]]:
        rows = self.raw.get(table)
        return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


_WORDS = {
    "missing": "is missing",
    "string_type": "should be text in quotes",
    "int_type": "should be a whole number",
    "float_type": "should be a number",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list in square brackets",
    "string_too_short": "should not be empty",
    "too_short": "should not be empty",
    "string_pattern_mismatch": 'should be a language tag such as "en" or "pt-BR"',
}


def _worded(path: KeyPath, detail: ErrorDetails, known: Sequence[str]) -> tuple[KeyPath, str]:
    """One pydantic error as a path into the file and words for an editor."""
    where = (*path, *detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        return where, f"unknown key{_meant(str(detail['loc'][-1]), known)}"
    words = _WORDS.get(kind) or detail["msg"].removeprefix("Value error, ").replace("Input should", "should")
    given = detail["input"]
    shown = f" (it is {given!r})" if isinstance(given, str | int | float) and kind != "missing" else ""
    return where, words + shown


def _meant(word: str, known: Iterable[str]) -> str:
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1)
    return f' (did you mean "{close[0]}"?)' if close else f"; known are {', '.join(names)}"


def _spoken(path: KeyPath, raw: Mapping[str, Any]) -> str:
    """`("sources", 3, "weight")` as a person would say it: `source "Wired": weight`."""
    if path[0] == series.TABLE and len(path) > 1:
        here = f"[{series.TABLE}.{path[1]}]"
        return f"{here} {'.'.join(map(str, path[2:]))}" if path[2:] else here
    if len(path) > 1 and isinstance(path[1], int):
        rows = raw.get(str(path[0]))
        row = rows[path[1]] if isinstance(rows, list) else None
        name = row.get("name") or row.get("id") if isinstance(row, dict) else None
        who = (
            f'{str(path[0])[:-1]} "{name}"' if isinstance(name, str) else f"{str(path[0])[:-1]} {path[1] + 1}"
        )
        return ": ".join([who, *(_item(part) for part in path[2:])])
    return ": ".join([f"[{path[0]}]", *(_item(part) for part in path[1:])])


def _item(part: str | int) -> str:
    return f"item {part + 1}" if isinstance(part, int) else part


class _Places:
    """Line numbers of tables and keys, which tomllib does not tell."""

    def __init__(self, text: str) -> None:
        self._lines: dict[KeyPath, int] = {}
        table: KeyPath = ()
        counts: dict[str, int] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if header := re.match(r"\s*\[\[\s*([\w-]+)\s*\]\]", line):
                counts[header[1]] = counts.get(header[1], -1) + 1
                table = (header[1], counts[header[1]])
                self._lines.setdefault((header[1],), number)
            elif header := re.match(r"\s*\[\s*([\w-]+(?:\.[\w-]+)*)\s*\]", line):
                table = tuple(header[1].split("."))
            elif key := re.match(r"\s*[\"']?([\w-]+(?:\.[\w-]+)*)[\"']?\s*=", line):
                self._lines.setdefault((*table, *key[1].split(".")), number)
                continue
            else:
                continue
            self._lines.setdefault(table, number)

    def line(self, path: KeyPath) -> int | None:
        """Where `path`, or else the nearest thing around it, stands."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None
