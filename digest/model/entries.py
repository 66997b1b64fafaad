"""What comes in: sources, their entries, and what is remembered of a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from digest.model.ids import stable_id


@dataclass(frozen=True, slots=True)
class Source:
    """A configured place to collect from.

    Attributes:
        name: unique within the configuration.
        kind: the row of `digest.collect.KINDS` that reads it.
        place: its address or path, as a person would write it.
        weight: how much the outlet counts, 1.0 being ordinary.
        section: id of the section that a narrow source usually writes about.
    """

    name: str
    kind: str
    place: str
    weight: float = 1.0
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One source, item or address that failed; a value in a result, never the end of a run."""

    source: str
    stage: str
    error: str

    def __str__(self) -> str:
        return f"{self.source}: {self.error}"


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a source published it, made safe.

    Attributes:
        id: stable over runs: hash of source, guid and link.
        source: name of the `Source`.
        publisher: the newsroom: the item's own source element, else the feed's or the source's name.
        guid: the publisher's own id, or "".
        url: absolute http(s) address, or "" where there was none that is safe.
        title: plain text, one line.
        summary: plain text of the teaser, may be "".
        html: the fullest version as sanitised HTML; "" where the source gave plain text.
        text: the fullest version as plain text, paragraphs separated by an empty line. As collected it is
            "" where there is `html`, from which `compose.normalise` reads it out when it is needed.
        author: plain text, may be "".
        language: BCP 47 tag as the source said, or "".
        published: what the source says, at most a day after `seen_at`; None where it says nothing usable.
        seen_at: when this entry was first collected.
        within: the roundup that this event was cut out of; None for what a source published as an item.
    """

    id: str
    source: str
    publisher: str
    guid: str
    url: str
    title: str
    summary: str
    html: str
    text: str
    author: str
    language: str
    published: datetime | None
    seen_at: datetime
    within: Link | None = None

    def __reduce__(self) -> tuple[type[Entry], tuple[Any, ...]]:
        """For pickle, which takes ten times longer over the fields of a frozen dataclass."""
        return Entry, _fields_of(self)

    @property
    def dated(self) -> datetime:
        """When it happened as far as we know: publication, else first sight."""
        return self.published or self.seen_at

    def opening(self, characters: int) -> str:
        """The first words under the headline: of the teaser, else of the text."""
        return (self.summary or self.text)[:characters]

    @property
    def content_hash(self) -> str:
        """Changes when what the source says changes. Another date on the same words is none, a first is."""
        dated = "dated" if self.published else ""
        return stable_id(self.title, self.url, self.summary, self.html, self.text, dated)


_fields_of = attrgetter(*(field.name for field in fields(Entry)))


@dataclass(frozen=True, slots=True)
class Hints:
    """What an answer asks of whoever asks again.

    Attributes:
        wait: not before this time has passed (Retry-After), None where it does not say.
        fresh: it stays as it is for so long (Cache-Control, Expires), None where it does not say.
        every: how often its author wants it to be asked (RSS ttl, sy:updatePeriod), None for no wish.
        idle_hours: hours of a day in UTC, 0 to 23, in which nothing comes (RSS skipHours).
        idle_days: days of the week, Monday being 0, on which nothing comes (RSS skipDays).
        moved_to: where it has moved for good (301 and 308 all the way), "" where it has not.
        is_gone: it is gone for good (410).
    """

    wait: timedelta | None = None
    fresh: timedelta | None = None
    every: timedelta | None = None
    idle_hours: tuple[int, ...] = ()
    idle_days: tuple[int, ...] = ()
    moved_to: str = ""
    is_gone: bool = False


SILENT = Hints()
"""An answer that asks for nothing."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one source between runs.

    Attributes:
        etag, last_modified: validators of the last good answer, byte for byte; "" for none.
        body_hash: of the last good body; equal means nothing to parse.
        checked_at: last attempt.
        succeeded_at: last attempt that worked, whether or not it brought anything new.
        watched_since: first attempt that worked.
        failures: attempts that failed in a row.
        error: what the last attempt failed with; "" when it worked.
        next_at: when a scheduled run asks again; None for at once.
        barred_until: nobody asks before: the server wants to be left alone; None where it does not.
        moved_to, moved_since: where it says that it has moved for good, and since when; "" and None for not.
        retired: when it said that it is gone for good; it is not asked any more.
        empties: answers in a row without an item, from a source that had some.
        every_s: how long it is left alone between two looks, by its rhythm and wishes; 0 for not known.
        idle: the hours and days on which it wants to be left alone, as `digest.collect.manners` writes them.
    """

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    watched_since: datetime | None = None
    failures: int = 0
    error: str = ""
    next_at: datetime | None = None
    barred_until: datetime | None = None
    moved_to: str = ""
    moved_since: datetime | None = None
    retired: datetime | None = None
    empties: int = 0
    every_s: int = 0
    idle: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one attempt at one source gave.

    Attributes:
        entries: everything that the source lists now, newest first; empty when unchanged or failed.
        unchanged: the source said, or its bytes show, that nothing moved since the last good answer.
        failure: set when the attempt failed.
        notes: what was cut or mended on the way, in words.
        memory: what to remember for the next attempt.
        served_at: when a server answered, by its own clock; aware UTC, None where none said so.
        hints: what the answer asks of whoever asks again.
        size: bytes that came over the wire.
        took_s: seconds at its server.
        said: what it said of each entry, as a hash by id, where more is known of the entry than it said.
        listed: how many entries the source lists now, also where `entries` were let go once they were kept.
        left_alone: why the source was not asked this time; "" where it was.
        status: what its server answered in place of the document; 0 where it gave one, or no answer.
        found_at: where the document was found, after redirects; "" where there is none on the web.
    """

    source: str
    entries: tuple[Entry, ...]
    memory: Memory
    unchanged: bool = False
    failure: Failure | None = None
    notes: tuple[str, ...] = ()
    served_at: datetime | None = None
    hints: Hints = SILENT
    size: int = 0
    took_s: float = 0.0
    said: Mapping[str, str] = field(default_factory=dict)
    listed: int = 0
    left_alone: str = ""
    status: int = 0
    found_at: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether the source was asked at all."""
        return not self.left_alone
