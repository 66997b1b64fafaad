"""The reports that stand behind an edition, read for what they state in figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from digest import claims, figures, text, words
from digest.check.proof import Told
from digest.model import Claim, Edition, Entry, Figure, Piece, Story

_LONGEST = 20_000  # characters of one report that are read; compose keeps no more either


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as a report states it: the figure, the sentence it stands in, and whose report that is."""

    told: Told
    sentence: str
    report: Report = field(repr=False)

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.told.figure

    @property
    def words(self) -> str:
        """The figure as it stands there."""
        return self.told.words


class Report:
    """One entry, read when it is first asked for."""

    def __init__(self, entry: Entry, kept: Iterable[str] = ()) -> None:
        """`kept` are sentences of it that the edition itself holds, for a text that is gone."""
        self.id = entry.id
        self.outlet = entry.publisher or entry.source
        self.title = entry.title
        self.day: date = entry.dated.date()
        full = entry.text or (text.plain_of_safe(entry.html, _LONGEST) if entry.html else "")
        self._claims: dict[str, tuple[Claim, ...]] = {}
        self._texts = (entry.title, entry.summary[:_LONGEST], full[:_LONGEST], *kept)

    @cached_property
    def folded(self) -> str:
        """All of it with single spaces; texts are kept apart by a line end."""
        return "\n".join(" ".join(one.split()) for one in self._texts if one)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence once."""
        return tuple(dict.fromkeys(one for told in self._texts for one in words.sentences(told)))

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        """Every figure of it."""
        return tuple(
            Seen(Told.of(figure, sentence), sentence, self)
            for sentence in self.sentences
            for figure in figures.of(sentence)
        )

    def claimed(self, sentence: str) -> tuple[Claim, ...]:
        """The claims of one of its sentences, read once."""
        if sentence not in self._claims:
            self._claims[sentence] = claims.of(self.id, sentence)
        return self._claims[sentence]

    def holds(self, told: str) -> bool:
        """Whether these words stand in it, whole words at both ends."""
        wanted = " ".join(told.split())
        return bool(wanted) and any(True for _ in occurrences(wanted, self.folded))


def occurrences(wanted: str, within: str) -> Iterator[int]:
    """Where `wanted` stands in `within` and neither end cuts a word or a number."""
    at = within.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not _cuts(within, at) and not _cuts(within, end):
            yield at
        at = within.find(wanted, at + 1)


def _cuts(within: str, at: int) -> bool:
    """Whether a word or number goes on over the place `at`."""
    if not 0 < at < len(within):
        return False
    before, after = within[at - 1], within[at]
    if before.isalnum() and after.isalnum():
        return True
    inside = before in ".,:/" and after.isdigit() and at > 1 and within[at - 2].isdigit()
    beyond = after in ".,:/" and before.isdigit() and at + 1 < len(within) and within[at + 1].isdigit()
    return inside or beyond


class Shelf:
    """All reports of an edition, by id and by piece."""

    def __init__(self, edition: Edition, entries: Mapping[str, Entry]) -> None:
        self._reports: dict[str, Report] = {}
        self._by_piece: dict[str, tuple[Report, ...]] = {}
        for piece in edition.pieces:
            if piece.story:
                told = (*piece.story.entries, *piece.story.copies)
                kept = _kept(piece, piece.story)
                self._by_piece[piece.id] = tuple(self._report(one, entries, kept) for one in told)

    def _report(self, entry: Entry, entries: Mapping[str, Entry], kept: Mapping[str, list[str]]) -> Report:
        if entry.id not in self._reports:
            self._reports[entry.id] = Report(entries.get(entry.id, entry), kept.get(entry.id, ()))
        return self._reports[entry.id]

    @property
    def all(self) -> tuple[Report, ...]:
        """Every report behind a piece."""
        return tuple(self._reports.values())

    def of(self, piece: Piece | None) -> tuple[Report, ...]:
        """Those that a piece rests on; all where it rests on none, and for the words around the stories."""
        return (self._by_piece.get(piece.id) if piece else None) or self.all

    def get(self, entry: str) -> Report | None:
        """The report of this id, if there is one."""
        return self._reports.get(entry)


def _kept(piece: Piece, story: Story) -> dict[str, list[str]]:
    """Sentences by entry that an edition keeps word for word, also where the text itself is gone."""
    found: dict[str, list[str]] = {}
    for sentence in story.summary:
        if sentence.entry:
            found.setdefault(sentence.entry, []).append(sentence.text)
    for claim in story.claims:
        found.setdefault(claim.entry, []).append(claim.sentence)
    for due in story.due:
        found.setdefault(due.entry, []).append(due.sentence)
    for statement in (one for deal in (*story.deals, *piece.deals) for one in deal.statements):
        found.setdefault(statement.entry, []).append(statement.sentence)
    return found
