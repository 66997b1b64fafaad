"""`sources.toml`: everything about an edition, checked as a whole before anything runs.

Every setting stands here once with its type, bounds and default, and is explained to editors in the
shipped `sources.toml`. `digest.configfile` reads a file into these classes and lists its faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from digest.addresses import is_network
from digest.model import Source, Stationery
from digest.settings import (
    Domain,
    Duration,
    LeaveAddress,
    Line,
    ListId,
    MailAddress,
    Mailbox,
    Name,
    SectionId,
    Selector,
    Settings,
    Share,
    Wait,
    WebAddress,
    Zone,
    only_place,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class EditionSettings(Settings):
    """`[edition]`: what it is called and where it is."""

    title: Name
    tagline: Line = ""
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    timezone: Zone = "UTC"
    url: Annotated[WebAddress, only_place("key")] = ""
    theme: Literal["harbour", "moss", "plum", "brick", "ochre", "plain"] = "harbour"
    out: Name = "out"
    sample: bool = False


class MailSettings(Settings):
    """`[mail]`: who sends the mail, and what stands below it."""

    sender: Mailbox = ""
    reply_to: Mailbox = ""
    list_id: ListId = ""
    address: Annotated[Line, Field(max_length=300)] = ""
    reason: Annotated[Line, Field(max_length=500)] = ""
    unsubscribe: LeaveAddress = ""
    unsubscribe_mail: MailAddress = ""
    bounces: MailAddress = ""
    images: Literal["embed", "host"] = "embed"


class DeliverySettings(Settings):
    """`[delivery]`: how mail leaves and to whom; a kind adds its own settings.

    `per_minute` is for the whole run, however many connections there are; 0 means as fast as it goes.
    """

    kind: str = "maildir"
    list: SectionId = "readers"
    connections: Annotated[int, Field(ge=1, le=50)] = 4
    per_minute: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    @property
    def is_local(self) -> bool:
        """Whether mail is only put into a folder of this machine."""
        return False

    @property
    def way(self) -> str:
        """Where mail goes, as a sentence ends with it: `through mail.example.org:587`."""
        raise NotImplementedError(f"delivery kind {self.kind} names no way")


_SLOTS: Mapping[str, tuple[str, str]] = {
    "day": (r"(?P<hour>\d{1,2}):(?P<minute>\d{2})", '"18:00"'),
    "week": (rf"(?P<day>{'|'.join(WEEKDAYS)})\s+(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})", '"sunday 18:00"'),
    "month": (
        r"(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})",
        '"1 07:00" (day of the month, time)',
    ),
}


@lru_cache(maxsize=64)  # it is asked for at every step through the calendar
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


def _fits_if_given(send: str, info: ValidationInfo) -> str:
    return _fits_period(send, info) if send else send


class ScheduleSettings(Settings):
    """`[schedule]`: when the period closes, how often to collect, and when the issue goes out by itself.

    `send` is empty where only a person sends. `late` is how long after its time it may still go out.
    """

    period: Literal["day", "week", "month"] = "week"
    build: Annotated[str, AfterValidator(_fits_period), Field(validate_default=True)] = "sunday 18:00"
    collect_every: Wait = timedelta(hours=3)
    grace: Duration = timedelta(hours=36)
    send: Annotated[str, AfterValidator(_fits_if_given)] = ""
    approval: Literal["required", "auto"] = "required"
    late: Duration = timedelta(hours=24)
    ping: Annotated[WebAddress, Field(repr=False)] = ""

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


def _network(value: str) -> str:
    if not is_network(value):
        raise PydanticCustomError(
            "network", 'should be an address or a network in numbers: "192.168.1.20" or "10.0.0.0/8"'
        )
    return value


class FetchingSettings(Settings):
    """`[fetching]`: manners and limits towards the sources.

    `timeout` is for one document, redirects included, `budget` for all sources of a run. `allow` names the
    addresses that are not of the public internet and may be asked all the same.
    """

    timeout: Wait = timedelta(seconds=20)
    budget: Wait = timedelta(minutes=10)
    connections: Annotated[int, Field(ge=1, le=200)] = 50
    per_host: Annotated[int, Field(ge=1, le=20)] = 1
    max_body_mb: Annotated[int, Field(ge=1, le=100)] = 10
    contact: Line = ""
    allow: tuple[Annotated[str, AfterValidator(_network)], ...] = ()


def _has_folder(folder: str, info: ValidationInfo) -> str:
    kind = info.data.get("kind")
    if kind not in (None, "site") and not folder.strip():
        words = {"kind": kind}
        raise PydanticCustomError("blog", "should name the folder of your {kind} blog, seen from here", words)
    return folder


def _bare(address: str) -> str:
    if address and (not address.startswith("https://") or re.search(r"[?#{}]", address)):
        raise PydanticCustomError("bare", "should start with https:// and hold none of ? # { }")
    return address.rstrip("/")


class PublishSettings(Settings):
    """`[publish]`: where an approved edition goes to be read on the web."""

    kind: Literal["site", "hugo", "jekyll", "eleventy", "astro", "pelican", "mkdocs"] = "site"
    folder: Annotated[Line, AfterValidator(_has_folder), Field(validate_default=True)] = ""


def _beside(other: str) -> Callable[[str, ValidationInfo], str]:
    """Refuses a value where the setting `other` is empty."""

    def checked(value: str, info: ValidationInfo) -> str:
        if value and not info.data.get(other, "?"):
            raise PydanticCustomError("beside", "means nothing without {other}", {"other": other})
        return value

    return checked


class DkimSettings(Settings):
    """`[dkim]`: the keys with which mail is signed; without a selector it is not.

    `domain` is the sender's where it is empty.
    """

    domain: Domain = ""
    selector: Selector = ""
    key_file: Annotated[Line, AfterValidator(_beside("selector"))] = ""
    ed25519_selector: Annotated[Selector, AfterValidator(_beside("selector"))] = ""
    ed25519_key_file: Annotated[Line, AfterValidator(_beside("ed25519_selector"))] = ""


class SignupSettings(Settings):
    """`[signup]`: the form with which somebody asks for the mail; without an address there is none."""

    address: Annotated[WebAddress, AfterValidator(_bare)] = ""
    per_hour: Annotated[int, Field(ge=1, le=10_000)] = 60


class MailboxSettings(Settings):
    """`[mailbox]`: where unsubscribe mails, bounces and complaints arrive; empty for nowhere."""

    kind: Literal["", "maildir", "mbox", "imap"] = ""
    path: Line = ""
    host: Line = ""
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Line = ""
    password_file: Line = ""
    folder: Annotated[Line, Field(min_length=1)] = "INBOX"
    filed: Annotated[Line, Field(min_length=1)] = "Digest"


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


class WebSettings(SourceSettings):
    """`[[sources]]` of the kinds that lie on the web, and whose items lead to pages there."""

    url: Annotated[WebAddress, Field(min_length=1)]
    fulltext: bool = False

    @property
    def place(self) -> str:
        """Its address, without the user and password that it may hold: it is shown, kept and handed on."""
        return re.sub(r"^(https?://)[^/?#]*@", r"\1", self.url)


class Config(BaseModel):
    """A checked configuration: of the main series of editions, or of another one that the file adds.

    Attributes:
        file: where it was read.
        series: name of the series; "" for the main one.
        others: names of all series that the file adds, in its order.
        home: folder of the main series, as it is written; "" for the main one itself.
        delivery: of the class that its kind brings.
        sections: in printed order.
        sources: settings of each source, of the class that its kind brings.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    file: Path
    edition: EditionSettings
    mail: MailSettings
    delivery: DeliverySettings
    schedule: ScheduleSettings
    selection: SelectionSettings
    ranking: RankingSettings
    fetching: FetchingSettings
    publish: PublishSettings
    signup: SignupSettings
    mailbox: MailboxSettings
    dkim: DkimSettings
    sections: tuple[Theme, ...]
    sources: tuple[SourceSettings, ...]
    series: str = ""
    others: tuple[str, ...] = ()
    home: str = ""

    @property
    def stationery(self) -> Stationery:
        """What every issue is printed on."""
        return Stationery(theme=self.edition.theme, **self.mail.model_dump(exclude={"bounces"}))

    @property
    def folder(self) -> Path:
        """The folder of the file: relative paths start here."""
        return self.file.parent

    @property
    def out(self) -> Path:
        """The folder for everything that is made."""
        return self.folder / self.edition.out

    @property
    def root(self) -> Path:
        """The folder of the project: of its main series, in which those of the others lie."""
        return self.folder / (self.home or self.edition.out)

    @property
    def people(self) -> Path:
        """The database of readers; one for all series of a project."""
        return self.root / "subscribers.db"

    @property
    def published(self) -> Path:
        """The folder of the blog; the site that is made without one lies in `out`."""
        return self.folder / self.publish.folder if self.publish.folder else self.out / "site"

    @property
    def templates(self) -> Path:
        """Where the user's own templates would lie."""
        return self.folder / "templates"
