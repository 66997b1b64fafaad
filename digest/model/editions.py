"""What goes out: an edition with its sections, and what became of every item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from digest.model.figures import Watch
from digest.model.pictures import Picture
from digest.model.stories import Piece


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
    def days(self) -> tuple[date, date]:
        """The first and the last day that it covers; each day is one period's.

        A cut in the evening closes its own day; a cut before noon closes the day before.
        """
        zone = ZoneInfo(self.timezone)
        half_day = timedelta(hours=12)
        last = (self.end.astimezone(zone) - half_day).date()
        return min((self.start.astimezone(zone) + half_day).date(), last), last

    @property
    def label(self) -> str:
        """The days that it covers, as a reader says it: `16–22 November 2026`."""
        first, last = self.days
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
class Correction:
    """What an edition that had gone out got wrong, put right in words that its readers see.

    Attributes:
        at: the day on which it was corrected.
        text: what was wrong and what is right, as Markdown of one line.
        story: id of the piece that it stands under; "" for the edition as a whole.
        edition: key of the earlier edition that was wrong; "" where it is the one that holds this.
        headline: of that piece, as it was told then; "" for the edition as a whole.
        url: where the corrected edition can be read; "" for nowhere.
        number: of that earlier edition; 0 where it is this one, or unknown.
    """

    at: date
    text: str
    story: str = ""
    edition: str = ""
    headline: str = ""
    url: str = ""
    number: int = 0


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
        watch: what earlier editions expected and falls due now.
        pictures: the files that its texts show, each once, in the order in which they first stand there.
        held: pieces that wait for the next edition and are not printed in this one.
        corrections: of itself, and of earlier editions, as its readers are told them.
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
    watch: tuple[Watch, ...] = ()
    pictures: tuple[Picture, ...] = ()
    held: tuple[Piece, ...] = ()
    corrections: tuple[Correction, ...] = ()

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
    `too old`, `next edition`, `ran before`, `split`, `empty`; by an editor's decision also `held` and
    `dropped` (`digest.decisions`).

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
    """One output of an edition, ready to be written.

    Attributes:
        replaced: by id the pieces that could not be rendered and stand there with their headline only, and
            what went wrong; "intro" and ids of sections for their introductions.
        briefed: ids of the pieces whose text the mail has no room for.
        dropped: ids of the pieces for which it has no room at all.
    """

    format: str
    filename: str
    media_type: str
    text: str
    replaced: Mapping[str, str] = field(default_factory=dict)
    briefed: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
