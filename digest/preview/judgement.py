"""Why each story stands where it stands, for the panel: read from the evidence in `edition.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from digest.model import Edition, Entry, Piece, Reason, Section, Since, Story, Tie
from digest.preview import evidence
from digest.preview.evidence import NO_EVIDENCE, Evidence, Outlet
from digest.render import clean, dates

_TELLERS = (
    ("Newsrooms", "newsrooms"),
    ("Wires", "wires"),
    ("Rewrites", "rewrites"),
    ("Documents", "documents"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A reason: its name, what it rests on in words, and its number, also as text."""

    name: str
    note: str
    value: float
    number: str


@dataclass(frozen=True, slots=True)
class Case:
    """What spoke for one decision.

    Attributes:
        title: the decision.
        total: sum of the rows as text.
        full: the number at which the bar of a row is full, the same for all cases of a kind.
    """

    title: str
    rows: tuple[Row, ...]
    total: str
    full: float


@dataclass(frozen=True, slots=True)
class Report:
    """An entry of a story.

    Attributes:
        why: why it stands with the story, in words; "" where nothing is known.
        roundup: what it was cut from; "" for most.
    """

    publisher: str
    title: str
    url: str
    date: str
    why: str
    rows: tuple[Row, ...]
    roundup: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A sentence as it is printed, and whose report it was taken from; None for a person's own words."""

    text: str
    outlet: Outlet | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A printed story and all that was decided about it; empty but for its headline where nothing was.

    Attributes:
        anchor: tells its details from all others on the page.
        id: of the piece.
        score: as text; "" for the editor's own piece.
        moved: section where the machine had filed it, where the editor moved it; else "".
        cases: for its section, for the one that came second, for its place.
        tellers: pairs of a kind of voice and the names.
        before: the earlier telling, in words; "" for a new story.
        related: headlines of related stories of the issue.
        evidence: what its reports state.
        printed: its text, sentence by sentence.
    """

    anchor: str
    id: str
    headline: str
    score: str = ""
    moved: str = ""
    cases: tuple[Case, ...] = ()
    tellers: tuple[tuple[str, str], ...] = ()
    reports: tuple[Report, ...] = ()
    copies: tuple[Report, ...] = ()
    before: str = ""
    related: tuple[str, ...] = ()
    evidence: Evidence = NO_EVIDENCE
    printed: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A section with its stories in printed order."""

    anchor: str
    title: str
    verdicts: tuple[Verdict, ...]


def rooms(edition: Edition) -> tuple[Room, ...]:
    """All sections of `edition`, also those without a story."""
    desk = _Desk(edition)
    return tuple(
        Room(
            clean.anchor(section.id, "room"),
            clean.line(section.title) or section.id,
            tuple(desk.verdict(piece, section) for piece in (*section.told, *section.briefs)),
        )
        for section in edition.sections
    )


class _Desk:
    """What verdicts need to know of the whole edition: names of sections, headlines, the time zone."""

    def __init__(self, edition: Edition) -> None:
        self._zone = edition.period.timezone
        self._titles = {section.id: clean.line(section.title) for section in edition.sections}
        self._headlines = {piece.story.id: piece.headline for piece in edition.pieces if piece.story}

    def verdict(self, piece: Piece, section: Section) -> Verdict:
        anchor, headline = clean.anchor(piece.id, "why"), clean.line(piece.headline) or "Untitled"
        story = piece.story
        if story is None:
            return Verdict(anchor, piece.id, headline, printed=self._printed(piece))
        return Verdict(
            anchor,
            piece.id,
            headline,
            score=_number(story.score.value),
            moved=self._title(story.section) if story.section not in ("", section.id) else "",
            cases=tuple(case for case in self._cases(story, section) if case.rows),
            tellers=_tellers(story),
            reports=self._reports(story, story.entries),
            copies=self._reports(story, story.copies),
            before=_before(story.since),
            related=tuple(clean.line(self._headlines[i]) for i in story.related if i in self._headlines),
            evidence=evidence.of(story, self._zone),
            printed=self._printed(piece),
        )

    def _printed(self, piece: Piece) -> tuple[Printed, ...]:
        told = evidence.outlets(piece.story, self._zone) if piece.story else {}
        return tuple(
            Printed(clean.text(said.text), evidence.teller(said.entry, told) if said.entry else None)
            for said in piece.summary
        )

    def _title(self, section: str) -> str:
        return self._titles.get(section, "") or section

    def _cases(self, story: Story, section: Section) -> tuple[Case, ...]:
        here = self._title(story.section or section.id)
        second = self._title(story.runner_up) if story.runner_up else "left out"
        filing = _most(story.filed_by, story.against)
        return (
            _case(f"Why {here}", story.filed_by, filing),
            _case(f"Came second: {second}", story.against, filing),
            _case("Its place", story.score.reasons, _most(story.score.reasons)),
        )

    def _reports(self, story: Story, entries: tuple[Entry, ...]) -> tuple[Report, ...]:
        ties = {tie.entry: tie for tie in story.ties}
        names = {entry.id: entry.publisher for entry in (*story.entries, *story.copies)}
        found = (self._report(entry, ties.get(entry.id), names) for entry in entries)
        return tuple(
            replace(report, why="leads the story") if entry is story.lead else report
            for entry, report in zip(entries, found, strict=True)
        )

    def _report(self, entry: Entry, tie: Tie | None, names: Mapping[str, str]) -> Report:
        near = clean.line(names.get(tie.to, "")) if tie else ""
        return Report(
            publisher=clean.line(entry.publisher) or entry.source,
            title=clean.line(entry.title) or "Untitled",
            url=clean.url(entry.url),
            date=dates.day(entry.dated, self._zone),
            why=f"nearest to {near}" if near else "",
            rows=_rows(tie.reasons) if tie else (),
            roundup=clean.line(entry.within.name) if entry.within else "",
        )


def _case(title: str, reasons: tuple[Reason, ...], full: float) -> Case:
    return Case(title, _rows(reasons), _number(sum(reason.value for reason in reasons)), full)


def _rows(reasons: Iterable[Reason]) -> tuple[Row, ...]:
    """The reasons that say something: a zero without words does not."""
    return tuple(
        Row(clean.line(reason.name), clean.line(reason.note), max(0.0, reason.value), _number(reason.value))
        for reason in reasons
        if reason.value or reason.note
    )


def _most(*groups: tuple[Reason, ...]) -> float:
    """The largest value, and 1 where none is above 0: a bar needs a length."""
    return max((reason.value for group in groups for reason in group if reason.value > 0), default=1.0)


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _tellers(story: Story) -> tuple[tuple[str, str], ...]:
    named = ((label, getattr(story.voices, field)) for label, field in _TELLERS)
    return tuple((label, ", ".join(map(clean.line, names))) for label, names in named if names)


def _before(since: Since | None) -> str:
    if since is None:
        return ""
    told = f"No. {since.number} told it as “{clean.line(since.headline)}”."
    return f"{told} New since: {clean.line(since.new)}" if since.new else told
