"""`sources.toml`: everything about an edition, checked as a whole before anything runs.

Every setting stands here once with its type, bounds and default, and is explained to editors in the
shipped `sources.toml`. `digest.configfile` reads a file into these classes and lists its faults.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from digest.model import Source, Stationery

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


def _some_time(value: timedelta) -> timedelta:
    if not value:
        raise PydanticCustomError("wait", "should be longer than nothing")
    return value


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
    if value and not (re.fullmatch(r"https?://[^\s/?#]+\S*", value) and _has_port(value)):
        raise PydanticCustomError("web", "should be an address that starts with https:// or http://")
    return value


def _has_port(address: str) -> bool:
    """Whether the port, if there is one, is a port."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _one_line(value: str) -> str:
    if any(ord(char) < 32 for char in value):
        raise PydanticCustomError("line", "should be one line without control characters")
    return value


def _mailbox(value: str) -> str:
    if value and not re.fullmatch(
        r"(?:[^<>@\x00-\x1f]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)", value.strip()
    ):
        raise PydanticCustomError(
            "mailbox", 'should be a mail address, with a name before it or not: "Name <name@example.org>"'
        )
    return value.strip()


def _mail_address(value: str) -> str:
    if value and not re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", value):
        raise PydanticCustomError("mail", 'should be a mail address like "name@example.org"')
    return value


def _list_id(value: str) -> str:
    if value and not re.fullmatch(r"(?i)[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+", value):
        raise PydanticCustomError(
            "list", 'should be a name of letters, digits and dots: "weekly.example.org"'
        )
    return value


def _only_place(name: str) -> AfterValidator:
    """Refuses an address with another place to be filled in than `{name}`."""

    def checked(value: str) -> str:
        if re.search(r"[{}]", value.replace(f"{{{name}}}", "")):
            words = {"name": f"{{{name}}}"}
            raise PydanticCustomError("place", "can hold {name} and no other place to fill in", words)
        return value

    return AfterValidator(checked)


def _https(value: str) -> str:
    if value and not value.startswith("https://"):
        raise PydanticCustomError("https", "should start with https://")
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Wait = Annotated[Duration, AfterValidator(_some_time)]
Line = Annotated[str, AfterValidator(_one_line)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_one_line)]
SectionId = Annotated[str, AfterValidator(_section_id)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Mailbox = Annotated[str, AfterValidator(_one_line), AfterValidator(_mailbox)]
MailAddress = Annotated[str, AfterValidator(_one_line), AfterValidator(_mail_address)]
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
    url: Annotated[WebAddress, _only_place("key")] = ""
    theme: Literal["harbour", "moss", "plum", "brick", "ochre", "plain"] = "harbour"
    out: Name = "out"
    sample: bool = False


class MailSettings(Settings):
    """`[mail]`: who sends the mail, and what stands below it."""

    sender: Mailbox = ""
    reply_to: Mailbox = ""
    list_id: Annotated[str, AfterValidator(_list_id)] = ""
    address: Annotated[Line, Field(max_length=300)] = ""
    reason: Annotated[Line, Field(max_length=500)] = ""
    unsubscribe: Annotated[WebAddress, AfterValidator(_https), _only_place("token")] = ""
    unsubscribe_mail: MailAddress = ""
    images: Literal["embed", "host"] = "embed"


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
    collect_every: Wait = timedelta(hours=3)
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
    per_company: Annotated[int, Field(ge=1, le=50)] = 3
    diversity: Share = 1.0
    keep: Annotated[float, Field(ge=0.01, le=0.99)] = 0.5
    late: Duration = timedelta(days=2)


class RankingSettings(Settings):
    """`[ranking]`: how much each reason counts; 1 is as shipped, 0 turns it off."""

    coverage: Share = 1.0
    figures: Share = 1.0
    subject: Share = 1.0
    fit: Share = 1.0
    weight: Share = 1.0
    recency: Share = 1.0
    novelty: Share = 1.0
    kind: Share = 1.0


class FetchingSettings(Settings):
    """`[fetching]`: manners and limits towards the sources."""

    timeout: Wait = timedelta(seconds=30)
    connections: Annotated[int, Field(ge=1, le=200)] = 20
    per_host: Annotated[int, Field(ge=1, le=20)] = 1
    max_body_mb: Annotated[int, Field(ge=1, le=100)] = 10
    contact: Line = ""


Trained = Literal["deals", "competitors", "infrastructure", "labor", "geopolitics"]
"""What the shipped weights know: sections of news about AI as an industry."""


class Theme(Settings):
    """`[[sections]]`: what a section is about, and how to recognise it."""

    id: SectionId
    title: Name
    description: Line = ""
    keywords: tuple[Line, ...] = ()
    examples: tuple[Line, ...] = ()
    not_examples: tuple[Line, ...] = ()
    trained: Trained | None = None


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
    mail: MailSettings
    schedule: ScheduleSettings
    selection: SelectionSettings
    ranking: RankingSettings
    fetching: FetchingSettings
    sections: tuple[Theme, ...]
    sources: tuple[SourceSettings, ...]

    @property
    def stationery(self) -> Stationery:
        """What every issue is printed on."""
        return Stationery(theme=self.edition.theme, **self.mail.model_dump())

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
