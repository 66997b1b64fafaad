"""The records that flow through a run, in the order in which they come to be.

`Source -> Entry -> Story -> Piece -> Section -> Edition -> Rendition`. All are frozen, hold tuples,
and carry aware UTC datetimes and ids that are stable hashes. A later record wraps earlier ones and
does not repeat their fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import chain
from zoneinfo import ZoneInfo


def stable_id(*parts: str) -> str:
    """Twelve hex digits that depend on `parts` alone, in any process and on any machine."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


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
        return f"{self.source}: {self.stage}: {self.error}"


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
    """

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    watched_since: datetime | None = None
    failures: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one attempt at one source gave.

    Attributes:
        entries: everything that the source lists now, newest first; empty when unchanged or failed.
        unchanged: the source said, or its bytes show, that nothing moved since the last good answer.
        failure: set when the attempt failed.
        notes: what was cut or mended on the way, in words.
        memory: what to remember for the next attempt.
    """

    source: str
    entries: tuple[Entry, ...]
    memory: Memory
    unchanged: bool = False
    failure: Failure | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One named part of a decision: what spoke for it, by how much, and the evidence in words."""

    name: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What decided the order: the sum of its reasons."""

    reasons: tuple[Reason, ...] = ()

    @property
    def value(self) -> float:
        """Sum of the reasons, rounded so that it prints and compares alike everywhere."""
        return round(sum(reason.value for reason in self.reasons), 4)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printed sentence and the id of the entry that it was taken from (None: the editor's own)."""

    text: str
    entry: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Why an entry stands with a story: the entry of it that it is nearest to, and what they share."""

    entry: str
    to: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who tells a story, by how independent they are; names of publishers, each once.

    Attributes:
        newsrooms: newsrooms that report in their own words, a family of outlets counted once.
        wires: agencies whose text is carried; each is one voice, however many outlets print it.
        rewrites: outlets that carry a wire's text.
        documents: those whom it is about, or an authority, speaking for themselves: a primary document.
    """

    newsrooms: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    rewrites: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def independent(self) -> int:
        """How many confirm it: newsrooms and wires, a wire that is also among the newsrooms once."""
        return len({*self.newsrooms, *self.wires})


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier edition that told this story, and what is new.

    Attributes:
        edition: key of that edition.
        number: its number.
        headline: how it was told then.
        new: what is new, in one line.
    """

    edition: str
    number: int
    headline: str
    new: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What an editor did with a story, remembered.

    Attributes:
        title, lead, publisher: of the story's lead entry; `lead` is its opening.
        was: id of the section where the machine had put it.
        now: id of the section where the editor put it; "" where they dropped it.
        edition: key of the edition.
        at: aware UTC.
    """

    title: str
    lead: str
    publisher: str
    was: str
    now: str
    edition: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """One event: a lead entry and the other entries about it.

    Attributes:
        id: id of the story, taken from its lead.
        entries: all that tell it, the lead first; near copies are in `copies` instead.
        copies: entries that repeat one of `entries` and count as no voice of their own.
        section: id of the section it is filed under; "" while unfiled.
        filed_by: what spoke for that section.
        relevance: how probable it is that the story is for this digest at all, 0 to 1.
        score: what decides its place.
        summary: sentences taken word for word from the entries.
        ties: why each entry but the lead, and each copy, stands here.
        related: ids of stories that are connected with it and yet events of their own.
        runner_up: id of the section that came second; "" for none, or where leaving out came second.
        against: what spoke for the runner-up.
        voices: who tells it.
        since: the earlier edition that told it; None for a new story.
    """

    id: str
    entries: tuple[Entry, ...]
    copies: tuple[Entry, ...] = ()
    section: str = ""
    filed_by: tuple[Reason, ...] = ()
    relevance: float = 0.0
    score: Score = Score()
    summary: tuple[Sentence, ...] = ()
    ties: tuple[Tie, ...] = ()
    related: tuple[str, ...] = ()
    runner_up: str = ""
    against: tuple[Reason, ...] = ()
    voices: Voices = Voices()
    since: Since | None = None

    @property
    def lead(self) -> Entry:
        """The entry that the headline links to."""
        return self.entries[0]

    @property
    def publishers(self) -> tuple[str, ...]:
        """The newsrooms that tell it, each once, the lead's first."""
        return tuple(dict.fromkeys(entry.publisher for entry in self.entries))


@dataclass(frozen=True, slots=True)
class Piece:
    """A story as it is printed: words that a person may change, and the story that they rest on.

    Attributes:
        id: the story's id; for the editor's own pieces a hash of the headline.
        headline: plain text.
        url: where the headline leads; "" for none.
        blurb: Markdown under the headline; "" makes the piece a brief of one line.
        also: further reports, printed as "Also: …".
        summary: the sentences of the blurb and where each is from.
        story: the evidence; None for a piece that the editor wrote.
    """

    id: str
    headline: str
    url: str
    blurb: str
    also: tuple[Link, ...] = ()
    summary: tuple[Sentence, ...] = ()
    story: Story | None = None

    @property
    def is_brief(self) -> bool:
        """A piece without text is one line in the list at the end of its section."""
        return not self.blurb


@dataclass(frozen=True, slots=True)
class Section:
    """A theme of the issue with its pieces; the first with text is its lead.

    `intro` is Markdown that the editor put before the first piece, mostly "".
    """

    id: str
    title: str
    description: str
    pieces: tuple[Piece, ...]
    intro: str = ""

    @property
    def told(self) -> tuple[Piece, ...]:
        """The pieces with text, in order."""
        return tuple(piece for piece in self.pieces if not piece.is_brief)

    @property
    def briefs(self) -> tuple[Piece, ...]:
        """The pieces of one line, in order."""
        return tuple(piece for piece in self.pieces if piece.is_brief)


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open interval [start, end) in a named time zone, and its key.

    Attributes:
        key: `2026-W47` for a week, `2026-11-22` for a day, `2026-11` for a month.
        start: aware UTC, first instant inside.
        end: aware UTC, first instant outside: the moment at which the edition closes.
        timezone: IANA name; dates are shown in it.
    """

    key: str
    start: datetime
    end: datetime
    timezone: str

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def label(self) -> str:
        """The days that it covers, as a reader says it: `16–22 November 2026`.

        A cut in the evening closes its own day; a cut before noon closes the day before.
        """
        zone = ZoneInfo(self.timezone)
        half_day = timedelta(hours=12)
        last = (self.end.astimezone(zone) - half_day).date()
        first = min((self.start.astimezone(zone) + half_day).date(), last)
        if first == last:
            return f"{last.day} {last:%B %Y}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{last.day} {last:%B %Y}"
        if first.year == last.year:
            return f"{first.day} {first:%B} – {last.day} {last:%B %Y}"
        return f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What one source did for an edition.

    Attributes:
        seen: entries of the period.
        used: entries that stand behind a printed piece.
        problem: why it gave nothing, in words; "" when all is well.
    """

    name: str
    seen: int
    used: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """What one period's issue contains: the one record behind every output.

    Attributes:
        number: 1 for the first edition of this publication.
        subject: subject line of the mail, plain text.
        preheader: the line that an inbox shows after the subject, plain text.
        intro: Markdown before the first section; may be "".
        url: where the page can be read on the web; "" for nowhere.
        sample: made from invented outlets; says so wherever it shows.
        built_at: aware UTC, the `now` of the build.
    """

    period: Period
    number: int
    title: str
    tagline: str
    language: str
    subject: str
    preheader: str
    intro: str
    sections: tuple[Section, ...]
    sources: tuple[SourceNote, ...]
    built_at: datetime
    url: str = ""
    sample: bool = False

    @property
    def key(self) -> str:
        """The period's key; also the name of its folder."""
        return self.period.key

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in printed order."""
        return tuple(chain.from_iterable(section.pieces for section in self.sections))

    @property
    def publishers(self) -> int:
        """How many newsrooms stand behind the printed pieces."""
        stories = (piece.story for piece in self.pieces if piece.story)
        return len({name for story in stories for name in story.publishers})

    def with_sections(self, sections: Iterable[Section]) -> Edition:
        """The same edition with other sections."""
        return replace(self, sections=tuple(sections))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one entry, with the reason: nothing that was seen vanishes.

    `fate` is one of: `section`, `merged`, `copy`, `below the line`, `filtered`, `not for this digest`,
    `too old`, `next edition`, `ran before`, `split`, `empty`.

    Attributes:
        entry: id of the entry.
        reason: one line.
        story: id of the story that it stands in; "" for none.
        notes: further lines: why it was merged, what decided for the section and what came second.
    """

    entry: str
    source: str
    title: str
    url: str
    fate: str
    reason: str
    story: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendition:
    """One output of an edition, ready to be written."""

    format: str
    filename: str
    media_type: str
    text: str
