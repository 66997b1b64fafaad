"""All reports of an edition, and those that a piece rests on, with their figures in order of value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from digest.check.numbers.alike import Lines
from digest.check.numbers.proof import Told
from digest.check.numbers.reports import Report, Seen
from digest.model import Edition, Entry, Piece, Story

_COUNTED = {"number", "people", "chips", "year"}
_MOST_ALIKE = 60  # figures of one value that are looked at
_MOST_DATES = 500
_CLOSE = 0.03  # of the value: no two figures further apart are equal
_MOST_NEAR = 2_000  # figures among which the nearest to a wrong one is looked for


class Group:
    """Reports on which the same words rest."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.reports = tuple(reports)

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        """The first figures of all of them: enough to find one that is nearly right."""
        return tuple(islice((seen for report in self.reports for seen in report.seen), _MOST_NEAR))

    @cached_property
    def lines(self) -> Lines:
        """Their sentences, to be asked which one another follows."""
        return Lines(dict.fromkeys(line for report in self.reports for line in report.sentences))

    @cached_property
    def _sorted(self) -> dict[str, list[tuple[float, int, Seen]]]:
        found: dict[str, list[tuple[float, int, Seen]]] = {}
        for number, seen in enumerate(seen for report in self.reports for seen in report.seen):
            for value in {seen.figure.value, seen.figure.high or seen.figure.value}:
                found.setdefault(_family(seen.told), []).append((value, number, seen))
        for values in found.values():
            values.sort(key=lambda one: one[:2])
        return found

    def near(self, told: Told) -> Iterator[Seen]:
        """The figures that may say the same as `told`: dates, or values that rounding explains."""
        value = told.figure.value
        if told.figure.kind in ("date", "year"):
            yield from (one[2] for one in self._sorted.get("date", ())[:_MOST_DATES])
        if told.figure.kind == "date":
            return
        reaches = [_CLOSE * abs(value)]
        if told.figure.qualifier != "exact":
            reaches.append(min(told.last_digit, abs(value)))
        for reach in reaches:
            yield from islice(self._between(told, value - reach, value + reach), _MOST_ALIKE)

    def _between(self, told: Told, low: float, high: float) -> Iterator[Seen]:
        values = self._sorted.get(_family(told), [])
        for at in range(bisect_left(values, low, key=lambda one: one[0]), len(values)):
            if values[at][0] > high:
                return
            yield values[at][2]

    def holds(self, told: str) -> bool:
        """Whether these words stand in one of them."""
        return any(report.holds(told) for report in self.reports)


class Shelf:
    """All reports of an edition, by id and by piece."""

    def __init__(self, edition: Edition, entries: Mapping[str, Entry]) -> None:
        self._reports: dict[str, Report] = {}
        self._by_piece: dict[str, Group] = {}
        for piece in edition.pieces:
            if piece.story:
                told = (*piece.story.entries, *piece.story.copies)
                kept = _kept(piece, piece.story)
                own = [self._report(one, entries, kept) for one in told]
                self._by_piece[piece.id] = Group(dict.fromkeys(own))
        self.all = Group(tuple(self._reports.values()))

    def _report(self, entry: Entry, entries: Mapping[str, Entry], kept: Mapping[str, list[str]]) -> Report:
        if entry.id not in self._reports:
            self._reports[entry.id] = Report(entries.get(entry.id, entry), kept.get(entry.id, ()))
        return self._reports[entry.id]

    def of(self, piece: Piece | None) -> Group:
        """Those that a piece rests on; all where it rests on none, and for the words around the stories."""
        return (self._by_piece.get(piece.id) if piece else None) or self.all


def _family(told: Told) -> str:
    return "number" if told.figure.kind in _COUNTED else told.figure.kind


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
