"""`sources.toml`: everything about an edition, checked as a whole before anything runs.

Every setting stands here once with its type, bounds and default, and is explained to editors in the
shipped `sources.toml`. A file with seven faults gives one `ConfigError` that lists all seven, each with
its line, its place and what would be right.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from digest.errors import ConfigError, Fault
from digest.model import Source

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _duration(value: object) -> object:
    """`"90s"`, `"3h"`, `"2d"` to a timedelta."""
    match = re.fullmatch(r"(\d+)\s*([smhdw])", value.strip()) if isinstance(value, str) else None
    if not match:
        raise PydanticCustomError(
            "duration", 'should be a number and a unit in quotes, like "30s", "3h" or "2d"'
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError(
            "zone", 'is no time zone; write an IANA name such as "Europe/London"'
        ) from error
    return value


def _section_id(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise PydanticCustomError("id", "should be small letters, digits and hyphens, starting with a letter")
    return value


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/?#]+\S*", value):
        raise PydanticCustomError("web", "should be an address that starts with https:// or http://")
    return value


def _one_line(value: str) -> str:
    if any(ord(char) < 32 for char in value):
        raise PydanticCustomError("line", "should be one line without control characters")
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Line = Annotated[str, AfterValidator(_one_line)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_one_line)]
SectionId = Annotated[str, AfterValidator(_section_id)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Share = Annotated[float, Field(ge=0, le=10)]


class Settings(BaseModel):
    """A table of the file: unknown keys are refused, values are not converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class EditionSettings(Settings):
    """`[edition]`: what it is called and where it is."""

    title: Name
    tagline: Line = ""
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    url: WebAddress = ""
    out: Name = "out"
    sample: bool = False


_SLOTS: Mapping[str, tuple[str, str]] = {
    "day": (r"(?P<hour>\d{1,2}):(?P<minute>\d{2})", '"18:00"'),
    "week": (rf"(?P<day>{'|'.join(WEEKDAYS)})\s+(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})", '"sunday 18:00"'),
    "month": (
        r"(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})",
        '"1 07:00" (day of the month, time)',
    ),
}


def _slot(build: str, period: str) -> tuple[int, int, int] | None:
    match = re.fullmatch(_SLOTS[period][0], build.strip().lower())
    if not match:
        return None
    day = match.groupdict().get("day") or "0"
    number, hour, minute = (
        WEEKDAYS.index(day) if day in WEEKDAYS else int(day),
        int(match["hour"]),
        int(match["minute"]),
    )
    fits = hour < 24 and minute < 60 and (period != "month" or 1 <= number <= 28)
    return (number, hour, minute) if fits else None


def _fits_period(build: str, info: ValidationInfo) -> str:
    period = info.data.get("period")
    if period and not _slot(build, period):
        words = {"period": period, "example": _SLOTS[period][1]}
        raise PydanticCustomError(
            "slot", 'does not fit the period "{period}"; write it like {example}', words
        )
    return build


class ScheduleSettings(Settings):
    """`[schedule]`: when the period closes, and how often to collect."""

    period: Literal["day", "week", "month"] = "week"
    build: Annotated[str, AfterValidator(_fits_period), Field(validate_default=True)] = "sunday 18:00"
    collect_every: Duration = timedelta(hours=3)
    grace: Duration = timedelta(hours=36)

    @property
    def slot(self) -> tuple[int, int, int]:
        """Day (weekday from Monday = 0, or day of the month, or 0), hour and minute of the cut."""
        slot = _slot(self.build, self.period)
        assert slot is not None, "checked when it was read"  # noqa: S101
        return slot


class SelectionSettings(Settings):
    """`[selection]`: what may come in and how much of it."""

    topic: tuple[Line, ...] = ()
    avoid: tuple[Line, ...] = ()
    stories_per_section: Annotated[int, Field(ge=1, le=50)] = 6
    briefs_per_section: Annotated[int, Field(ge=0, le=50)] = 6
    per_publisher: Annotated[int, Field(ge=1, le=50)] = 3
    late: Duration = timedelta(days=2)


class RankingSettings(Settings):
    """`[ranking]`: how much each reason counts."""

    coverage: Share = 1.0
    weight: Share = 0.5
    figures: Share = 0.4
    recency: Share = 0.3
    fit: Share = 0.5


class FetchingSettings(Settings):
    """`[fetching]`: manners and limits towards the sources."""

    timeout: Duration = timedelta(seconds=30)
    connections: Annotated[int, Field(ge=1, le=200)] = 20
    per_host: Annotated[int, Field(ge=1, le=20)] = 1
    max_body_mb: Annotated[int, Field(ge=1, le=100)] = 10
    contact: Line = ""


class Theme(Settings):
    """`[[sections]]`: what a section is about, and how to recognise it."""

    id: SectionId
    title: Name
    description: Line = ""
    keywords: tuple[Line, ...] = ()
    examples: tuple[Line, ...] = ()


class SourceSettings(Settings):
    """`[[sources]]`: what every kind of source has; a kind adds its own settings."""

    name: Name
    kind: str
    weight: Annotated[float, Field(ge=0.1, le=3)] = 1.0
    section: SectionId | None = None

    @property
    def place(self) -> str:
        """The address or path that a person would recognise it by."""
        raise NotImplementedError(f"source kind {self.kind} names no place")

    @property
    def source(self) -> Source:
        """The record that travels with a run."""
        return Source(self.name, self.kind, self.place, self.weight, self.section)


class Config(BaseModel):
    """A checked configuration.

    Attributes:
        file: where it was read.
        sections: in printed order.
        sources: settings of each source, of the class that its kind brings.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    file: Path
    edition: EditionSettings
    schedule: ScheduleSettings
    selection: SelectionSettings
    ranking: RankingSettings
    fetching: FetchingSettings
    sections: tuple[Theme, ...]
    sources: tuple[SourceSettings, ...]

    @property
    def folder(self) -> Path:
        """The folder of the file: relative paths start here."""
        return self.file.parent

    @property
    def out(self) -> Path:
        """The folder for everything that is made."""
        return self.folder / self.edition.out

    @property
    def templates(self) -> Path:
        """Where the user's own templates would lie."""
        return self.folder / "templates"


_TABLES: Mapping[str, type[Settings]] = {
    "edition": EditionSettings,
    "schedule": ScheduleSettings,
    "selection": SelectionSettings,
    "ranking": RankingSettings,
    "fetching": FetchingSettings,
}
_LISTS = ("sections", "sources")
_T = TypeVar("_T", bound=Settings)


def load(file: Path, kinds: Mapping[str, type[SourceSettings]]) -> Config:
    """The configuration in `file`; `kinds` gives the settings class of each kind of source.

    Raises:
        ConfigError: the file is missing, is no TOML, or has faults (all of them listed).
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        fault = Fault("", 'no such file; "digest init" writes one, --config names another')
        raise ConfigError(str(file), [fault]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), [Fault("", f"cannot be read: {error}")]) from error
    return parse(text, file, kinds)


def parse(text: str, file: Path, kinds: Mapping[str, type[SourceSettings]]) -> Config:
    """The configuration in `text`, as if it stood in `file`.

    Raises:
        ConfigError: it is no TOML or has faults (all of them listed).
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), [Fault("", f"is not valid TOML: {error}")]) from error
    reading = _Reading(raw, kinds)
    config = reading.config(file.absolute())
    if config is None or reading.faults:
        places = _Places(text)
        found = (Fault(_spoken(path, raw), problem, places.line(path)) for path, problem in reading.faults)
        raise ConfigError(str(file), sorted(found, key=lambda fault: fault.line or 0))
    return config


Path_ = tuple[str | int, ...]  # a path into the document: ("sources", 3, "weight")


class _Reading:
    """One pass over a raw document that gathers settings and faults."""

    def __init__(self, raw: Mapping[str, Any], kinds: Mapping[str, type[SourceSettings]]) -> None:
        self.raw = raw
        self.kinds = kinds
        self.faults: list[tuple[Path_, str]] = []

    def config(self, file: Path) -> Config | None:
        for key in self.raw.keys() - _TABLES.keys() - set(_LISTS):
            self.faults.append(((key,), f"unknown table{_meant(key, (*_TABLES, *_LISTS))}"))
        tables = {name: self._table(cls, (name,), self.raw.get(name, {})) for name, cls in _TABLES.items()}
        sections = [self._table(Theme, path, value) for path, value in self._rows("sections")]
        sources = [self._source(path, value) for path, value in self._rows("sources")]
        self._twice("sections", "id")
        self._twice("sources", "name")
        self._hints()
        if self.faults:
            return None
        return Config.model_construct(file=file, sections=tuple(sections), sources=tuple(sources), **tables)

    def _rows(self, name: str) -> Iterator[tuple[Path_, Any]]:
        rows = self.raw.get(name)
        if not isinstance(rows, list) or not rows:
            self.faults.append(((name,), f"at least one [[{name}]] table is needed"))
            return
        yield from (((name, number), row) for number, row in enumerate(rows))

    def _table(self, cls: type[_T], path: Path_, value: Any) -> _T | None:
        if not isinstance(value, dict):
            self.faults.append((path, "should be a table"))
            return None
        try:
            return cls.model_validate(_tuples(value))
        except ValidationError as error:
            known = tuple(cls.model_fields)
            self.faults += [_worded(path, detail, known) for detail in error.errors(include_url=False)]
            return None

    def _source(self, path: Path_, value: Any) -> SourceSettings | None:
        kind = value.get("kind") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind not in self.kinds:
            names = ", ".join(f'"{name}"' for name in sorted(self.kinds))
            self.faults.append(((*path, "kind"), f'"{kind}" is no kind of source; there are {names}'))
            return None
        return self._table(self.kinds.get(kind or "", SourceSettings), path, value)

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
                known = [name for name in ids if isinstance(name, str)]
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
    "string_pattern_mismatch": 'should be a language tag such as "en" or "pt-BR"',
}


def _worded(path: Path_, detail: ErrorDetails, known: Sequence[str]) -> tuple[Path_, str]:
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


def _spoken(path: Path_, raw: Mapping[str, Any]) -> str:
    """`("sources", 3, "weight")` as a person would say it: `source "Wired": weight`."""
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
        self._lines: dict[Path_, int] = {}
        table: Path_ = ()
        counts: dict[str, int] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if header := re.match(r"\s*\[\[\s*([\w-]+)\s*\]\]", line):
                counts[header[1]] = counts.get(header[1], -1) + 1
                table = (header[1], counts[header[1]])
                self._lines.setdefault((header[1],), number)
            elif header := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
                table = (header[1],)
            elif key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line):
                self._lines.setdefault((*table, key[1]), number)
                continue
            else:
                continue
            self._lines.setdefault(table, number)

    def line(self, path: Path_) -> int | None:
        """Where `path`, or else the nearest thing around it, stands."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None
