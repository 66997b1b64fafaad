"""Where an item went and why: what every edition made of it, or would make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from digest import archive, composing, decisions, editionjson, feedback, periods, urls
from digest.errors import DigestError
from digest.model import Edition, Entry, Fate, Lesson, Piece
from digest.project import Project

_LATER = "next edition"  # the fate of what an edition saw and left to a later one


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one edition made of an entry.

    Attributes:
        edition: its key.
        number: its number; None where it is not built and this is what a build would do now.
        headline: of the story that the entry stands in, where that was placed in the edition.
        section: title of the section where that story was placed; "" for none.
        moved: what the editor did with that story, in words; "" for nothing.
        parts: headlines of the stories that were cut out of the entry, a roundup, each with its section.
    """

    edition: str
    number: int | None
    fate: Fate
    headline: str = ""
    section: str = ""
    moved: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """An entry and what became of it, newest edition first."""

    entry: Entry
    outcomes: tuple[Outcome, ...]


def of(project: Project, text: str, now: datetime) -> tuple[Explained, ...]:
    """What became of the entries that `text` names: an address, an id, or words of a headline.

    Where no edition has looked at an entry, or only left it to a later one, the edition of its period is
    composed as a trial.

    Raises:
        DigestError: the store holds no such entry.
    """
    editions = _Editions(project, now)
    entries = project.store.find(text) or editions.cut_out(text)
    if not entries:
        raise _unknown(project, text)
    told = project.store.fates([entry.id for entry in entries])
    return tuple(
        Explained(
            entry,
            (
                *editions.trial(entry, [verdict.fate for verdict in told[entry.id]]),
                *(editions.built(entry, one.edition, one.number, one.fate) for one in told[entry.id]),
            ),
        )
        for entry in entries
    )


def _unknown(project: Project, text: str) -> DigestError:
    count = sum(totals.entries for totals in project.store.totals().values())
    problem = f"is none of the {count} items in the store, by address, by id or by the words of its headline"
    remedy = "digest collect fetches what is new, digest sources list names what is read; try fewer words"
    return DigestError(f'"{text}"', problem, remedy)


class _Editions:
    """The editions that were built, and those that would be, each looked up once."""

    def __init__(self, project: Project, now: datetime) -> None:
        self._project = project
        self._now = now
        self._made: dict[str, Edition | None] = {}
        self._edited: dict[str, Edition | None] = {}
        self._trials: dict[str, composing.Composed] = {}
        self._lessons = feedback.load(project.config.out / feedback.FILE).lessons

    def built(self, entry: Entry, key: str, number: int, fate: Fate) -> Outcome:
        """What the edition `key`, as it was last built and then edited, made of `entry`."""
        made = self._edition(key)
        if key not in self._edited:
            self._edited[key] = archive.edition(self._project, key)
        edited = self._edited[key]
        if made and edited:
            (fate,) = decisions.applied([fate], decisions.of(made, edited))
        return _verdict(entry, key, number, fate, made, self._lessons, edited)

    def cut_out(self, text: str) -> tuple[Entry, ...]:
        """Printed events cut out of a roundup, by id, address or words; or a story's lead by the story's id.

        Events of a roundup have entries of their own, which no source listed and the store does not hold.
        """
        meant, found = text.strip(), dict[str, Entry]()
        address, words = urls.canonical(meant), meant.casefold().split()
        for key, _ in self._project.store.editions():
            made = self._edition(key)
            for piece in made.pieces if made else ():
                if piece.story and piece.id == meant:
                    found.setdefault(piece.story.lead.id, piece.story.lead)
            for entry in _entries(made):
                titled = not address and all(word in entry.title.casefold() for word in words)
                here = entry.id == meant or titled or (address and urls.canonical(entry.url) == address)
                if entry.within and here:
                    found.setdefault(entry.id, entry)
        return tuple(found.values())

    def _edition(self, key: str) -> Edition | None:
        """None for one whose record is of another version: its fates still tell something."""
        if key not in self._made:
            kept = self._project.store.edition(key)
            with suppress(DigestError):
                self._made[key] = editionjson.read(kept.edition) if kept else None
        return self._made.setdefault(key, None)

    def trial(self, entry: Entry, fates: Iterable[Fate]) -> tuple[Outcome, ...]:
        """What a build of its period would make of `entry`, where no edition has decided."""
        if any(fate.fate != _LATER for fate in fates):
            return ()
        config = self._project.config
        period = periods.containing(entry.dated, config.schedule, config.edition.timezone)
        if period.key not in self._trials:
            self._trials[period.key] = composing.composed(self._project, period, self._now, _silent)
        trial = self._trials[period.key]
        found = (fate for fate in trial.fates if fate.entry == entry.id)
        return tuple(_verdict(entry, period.key, None, fate, trial.edition, ()) for fate in found)


def _entries(made: Edition | None) -> Iterator[Entry]:
    for piece in made.pieces if made else ():
        if piece.story:
            yield from (*piece.story.entries, *piece.story.copies)


def _silent(_name: str, _done: int, _total: int) -> None:
    """Hears of progress and says nothing."""


def _verdict(
    entry: Entry,
    key: str,
    number: int | None,
    fate: Fate,
    made: Edition | None,
    lessons: Sequence[Lesson],
    edited: Edition | None = None,
) -> Outcome:
    pieces = sorted((*_laid(edited), *_laid(made)), key=lambda laid: laid[0].id != fate.story)
    for piece, section in pieces:
        if piece.story and entry.id in {one.id for one in (*piece.story.entries, *piece.story.copies)}:
            moved = _moved(piece.story.lead.title, key, made, lessons)
            return Outcome(key, number, fate, piece.headline, section, moved)
    parts = tuple(
        (piece.headline, section)
        for piece, section in _laid(made)
        if fate.fate == "split" and piece.story and _is_cut_from(piece.story.entries, fate)
    )
    return Outcome(key, number, fate, parts=parts)


def _laid(edition: Edition | None) -> Iterator[tuple[Piece, str]]:
    """The pieces of an edition with the titles of their sections; of those that wait ""."""
    for section in edition.sections if edition else ():
        yield from ((piece, section.title) for piece in section.pieces)
    yield from ((piece, "") for piece in (edition.held if edition else ()))


def _is_cut_from(entries: Iterable[Entry], roundup: Fate) -> bool:
    return any(
        one.within and (one.within.name, one.within.url) == (roundup.title, roundup.url) for one in entries
    )


def _moved(title: str, key: str, made: Edition | None, lessons: Iterable[Lesson]) -> str:
    """What the editor did with the story of that title in the edition `key`."""
    titles = {section.id: section.title for section in made.sections} if made else {}
    for lesson in lessons:
        if (lesson.edition, lesson.title) == (key, title):
            where = titles.get(lesson.now, lesson.now)
            return f"the editor moved it to {where}" if lesson.now else "the editor left it out of the issue"
    return ""
