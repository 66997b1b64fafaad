"""The numbers gate: every figure that ships is found in a report, or derived in sight, or reported.

A sentence that stands word for word in a report is proved by that and read no further; so what the machine
took is never reported. Each figure of every other sentence is looked for in the reports of its story, then
among what the edition can count itself, then worked out where the sentence shows a sum, and at last looked
for in the reports of other stories, where only a person can say whether it belongs here.

A correction names what was wrong beside what is right ("we wrote $10 billion; it is $14 billion"). So nothing
in it refuses an edition: it is a note where the reports have one of its figures, and a warning where they
have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from digest.check.finding import Finding
from digest.check.numbers import exchanged, hedged, owners, passages, reading, reasons, sums, table, tied
from digest.check.numbers.known import Known
from digest.check.numbers.passages import Passage
from digest.check.numbers.proof import Told, equal, is_day, rounds
from digest.check.numbers.reports import Seen, occurrences
from digest.check.numbers.shelf import Group, Shelf
from digest.check.numbers.skipped import is_no_figure
from digest.model import Edition, Entry

_MOST = 300  # findings; who has to read more of them begins with these and asks again
_COUNTED = 12  # characters behind a number that tell what it counts
_MOST_FIGURES = 200  # of one sentence that are looked for


def of(edition: Edition, entries: Mapping[str, Entry]) -> tuple[Finding, ...]:
    """What is wrong with the figures of `edition`, in printed order.

    `entries` gives, by id, the full text of every entry that stands behind a piece; one that is missing is
    read as far as the edition itself keeps it.
    """
    gate = _Gate(edition, Shelf(edition, entries))
    return tuple(dict.fromkeys(islice(gate.findings(), _MOST)))


class _Gate:
    """One edition with its reports."""

    def __init__(self, edition: Edition, shelf: Shelf) -> None:
        self._edition, self._shelf, self._known = edition, shelf, Known(edition)

    def findings(self) -> Iterator[Finding]:
        for place in passages.cut(self._edition):
            reason = f"only the first {passages.LONGEST:,} characters were read"
            yield Finding("numbers-unread", "error", place, "", "", reason, "make the text shorter")
        for passage in passages.of(self._edition):
            if passage.watch and passage.watch.due:
                continue  # it quotes an earlier edition, whose own gate it went through
            found = (
                finding
                for place, sentence in passages.sentences(passage)
                for finding in self._sentence(passage, place, sentence)
            )
            yield from self._softened(passage, found) if passage.is_correction else found
        for piece in self._edition.pieces:
            for deal in piece.deals:
                yield from table.findings(piece, deal, self._shelf)

    def _softened(self, passage: Passage, found: Iterable[Finding]) -> Iterator[Finding]:
        """What is found in a correction, whose reader is told a wrong figure on purpose."""
        own = self._shelf.of(passage.piece)
        told = reading.of(passage.text)
        is_proved = any(supporters(one, own) or self._known_here(passage, one, passage.text) for one in told)
        for finding in found:
            yield replace(finding, level="note" if is_proved or finding.level == "note" else "warning")

    def _sentence(self, passage: Passage, place: str, sentence: str) -> Iterator[Finding]:
        own = self._shelf.of(passage.piece)
        taken = self._taken(passage, sentence, own)
        if taken == [(0, len(sentence))]:
            return
        told = reading.of(sentence)
        fresh = [number for number, one in enumerate(told) if self._is_checked(one, sentence, taken)]
        if not fresh:
            return
        first = {_once(told[number], sentence): number for number in reversed(fresh)}
        fresh = sorted(first.values())[:_MOST_FIGURES]
        at = _place(passage, place, sentence)
        written = {one.index: one for one in sums.written(sentence, told)}
        results = [told[number] for number, shown in written.items() if shown.fits(told[number])]
        proved: list[Told] = []
        doubted: set[int] = set()
        for number in fresh:
            one, shown = told[number], written.get(number)
            stale = "" if passage.piece else self._known.stale(one, sentence)
            if stale:
                found = [reasons.miscounted(at, one, stale)]
            elif shown:
                found = [] if shown.fits(one) else [reasons.wrong_sum(at, one, shown)]
            elif any(equal(one, result) for result in results) or self._known_here(passage, one, sentence):
                found = []
            else:
                found = list(self._figure(at, sentence, told, number, own))
                proved += [] if any(note.level != "note" for note in found) else [one]
            doubted |= {one.figure.start} if found else set()
            yield from found
        if written:  # who shows a sum speaks of its parts in words of their own
            return
        misplaced = list(owners.findings(at, sentence, proved, own))
        misplaced = misplaced or list(tied.findings(at, sentence, told, proved, doubted, own))
        yield from misplaced or exchanged.findings(at, sentence, told, proved, own)

    def _taken(self, passage: Passage, sentence: str, own: Group) -> list[tuple[int, int]]:
        """Which parts of a sentence stand in a report word for word."""
        bare = sentence.rstrip("…").rstrip()  # a headline is cut to fit a subject line
        if own.holds(bare):
            return [(0, len(sentence))]
        quoted: list[tuple[int, int]] = []
        for words in _quotations(passage, sentence, own):
            quoted += [(at, at + len(words)) for at in occurrences(words, sentence)]
        return quoted

    def _is_checked(self, told: Told, sentence: str, taken: Sequence[tuple[int, int]]) -> bool:
        if is_no_figure(told, sentence):
            return False
        return not any(start <= told.figure.start < end for start, end in taken)

    def _known_here(self, passage: Passage, told: Told, sentence: str) -> bool:
        """Whether the edition proves a figure of the words around the stories; a day of it, anywhere."""
        if passage.piece is None:
            return self._known.proves(told, sentence)
        return told.figure.kind == "date" and self._known.is_day(told)

    def _figure(
        self, at: reasons.Place, sentence: str, told: Sequence[Told], number: int, own: Group
    ) -> Iterator[Finding]:
        """What is to be said of one figure that needs a report."""
        one = told[number]
        found = supporters(one, own)
        if found:
            yield from list(reasons.hedges(at, one, found)) or hedged.findings(at, sentence, one, found)
            return
        if stands_as_written(one, sentence, own) or sums.worded(sentence, told, number):
            return
        counted = self._known.counted(one, sentence) if not at.story else None
        if counted is False:
            yield reasons.miscounted(at, one, self._known.counts(one, sentence))
            return
        elsewhere = supporters(one, self._shelf.all)
        yield reasons.elsewhere(at, one, elsewhere[0], own) if elsewhere else reasons.unproved(at, one, own)


def _place(passage: Passage, place: str, sentence: str) -> reasons.Place:
    piece = passage.piece
    is_own = piece is not None and piece.story is None
    return reasons.Place(place, sentence, piece.id if piece else "", is_own, sentence in passage.linked)


def _once(told: Told, sentence: str) -> tuple[str, str]:
    """What makes two figures of a sentence one: their words, and of a bare number what it counts."""
    end = told.figure.end
    return told.words, sentence[end : end + _COUNTED] if told.figure.kind == "number" else ""


def _quotations(passage: Passage, sentence: str, own: Group) -> Iterator[str]:
    """What of a sentence may have been taken word for word, and was."""
    if passage.piece:
        wanted = [" ".join(one.text.split()) for one in passage.piece.summary if one.entry]
    else:  # headlines in a row, the last of them cut to fit
        wanted = [part.rstrip("…").strip() for part in sentence.split(" · ")]
    yield from (one for one in wanted if one and own.holds(one))


def supporters(told: Told, own: Group) -> list[Seen]:
    """The figures of the reports that say the same, those that say it as exactly first."""
    figure = told.figure
    if figure.kind == "number" and 0 < figure.value < 1:  # 0.49 of something is 49% of it
        share = replace(figure, kind="percent", unit="%", value=figure.value * 100)
        if found := supporters(replace(told, figure=share), own):
            return found
    near = list(own.near(told))
    same = [seen for seen in near if equal(told, seen.told)]
    same.sort(key=lambda seen: seen.figure.qualifier != told.figure.qualifier)
    return same or [seen for seen in near if rounds(told, seen.told)]


def stands_as_written(told: Told, sentence: str, own: Group) -> bool:
    """Whether a bare number stands in a report digit for digit, where the grammar took it for something else.

    A publication date is a date that a report states too.
    """
    if any(is_day(told, report.day) for report in own.reports):
        return True
    if told.figure.kind in ("money", "percent", "power", "energy"):
        return False
    after = sentence[told.figure.end :].split(None, 1)[:1]
    wanted = " ".join([told.words, *after]).strip(".,;:)\"'”’")
    return own.holds(wanted)
