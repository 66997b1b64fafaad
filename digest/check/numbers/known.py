"""Figures that an edition proves itself: its number, its days, and how many stories stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from digest import bundled, messages
from digest.check.numbers.proof import Told, is_day, rounded
from digest.model import Edition

_COUNTED = bundled.pairs("claim_counts.txt")
_NEXT = re.compile(
    r"\s?(?:(?:of|more|other|further|new|short|independent|different)\s)?([^\W\d_]+)", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:\b(?:edition|issue|number|no\.?|nr\.?|week|wk\.?|digest)\s*#?|#)\s?$", re.IGNORECASE
)
_LINE = re.compile(r"\d (?:stor(?:y|ies)|pieces?) from \d{1,6} newsrooms?\b", re.IGNORECASE)
_SHARED = re.compile(r"\b(?:more than one|several|two or more) newsrooms?\b", re.IGNORECASE)
# The machine's own line above the stories, by the messages that it is written with in other languages.
_MESSAGES = {"opening.stories": "stories", "opening.newsrooms": "newsrooms", "edition.reports": "reports"}
_COUNT = "{count}"


class Known:
    """What an edition can say of itself."""

    def __init__(self, edition: Edition) -> None:
        self._numbers = {edition.number, *(watch.number for watch in edition.watch)}
        self._counts = {name: tuple(found) for name, found in _counts(edition)}
        self._printed = {
            "stories": len(edition.pieces),
            "newsrooms": edition.publishers,
            "shared": self._counts["shared"][0],
        }
        self._days = tuple(_days(edition))
        self._totals = _totals(edition)
        self._words = messages.of(edition.language)
        self._counted = {**_COUNTED, **dict(self._own_words())}
        self._line = re.compile(f"{_LINE.pattern}|{self._own_line()}", re.IGNORECASE)
        self._weeks = {day.isocalendar().week for day in self._days}

    def proves(self, told: Told, sentence: str) -> bool:
        """Whether a figure of the words around the stories is one of these."""
        figure = told.figure
        if figure.kind in ("year", "date"):
            return self.is_day(told)
        if figure.kind == "money":
            return any(rounded(told, total) for total in self._totals.get(figure.unit, ()))
        if _NUMBERED.search(sentence[max(0, figure.start - 16) : figure.start]):
            return figure.value in self._numbers or figure.value in self._weeks
        return self.counted(told, sentence) is True

    def is_day(self, told: Told) -> bool:
        """Whether a date lies in the edition's period, or a year or month is one of its own."""
        return any(is_day(told, day) for day in self._days)

    def stale(self, told: Told, sentence: str) -> str:
        """The right number where the line of numbers above the stories has another; "" for everything else.

        That line is the machine's, so each number in it counts one thing only: what is printed now.
        """
        name = self._name(told, sentence)
        if not name or not (
            self._line.search(sentence) or (name == "shared" and self._is_shared(told, sentence))
        ):
            return ""
        right = self._printed.get(name)
        return "" if right is None or right == told.figure.value else str(right)

    def counted(self, told: Told, sentence: str) -> bool | None:
        """Whether a count of stories, newsrooms and the like is right; None where it counts another thing."""
        name = self._name(told, sentence)
        return told.figure.value in self._counts[name] if name else None

    def counts(self, told: Told, sentence: str) -> str:
        """What the edition as a whole counts of what is counted here; "" where nothing is."""
        name = self._name(told, sentence)
        return str(self._counts[name][0]) if name else ""

    def _name(self, told: Told, sentence: str) -> str:
        """What is counted here; "" where it is none of an edition's own things."""
        if told.figure.kind != "number" or told.figure.high is not None:
            return ""
        after = _NEXT.match(sentence, told.figure.end)
        name = self._counted.get(after[1].lower(), "") if after else ""
        is_shared = sentence.startswith(" of them", told.figure.end) or self._is_shared(told, sentence)
        return name or ("shared" if is_shared else "")

    def _is_shared(self, told: Told, sentence: str) -> bool:
        """Whether a number says how many stories several newsrooms tell."""
        before, after = sentence[: told.figure.start], sentence[told.figure.end :]
        parts = [form.partition(_COUNT) for form in self._forms("edition.shared") if _COUNT in form]
        return bool(_SHARED.search(sentence)) or any(
            before.endswith(start) and after.startswith(end.rstrip(".")) for start, _, end in parts
        )

    def _own_words(self) -> Iterator[tuple[str, str]]:
        """The words that stand behind a number in the language of the edition, and what they count."""
        for key, name in _MESSAGES.items():
            for form in self._forms(key):
                start, mark, after = form.partition(_COUNT)
                if mark and not start and (word := _NEXT.match(after)):
                    yield word[1].lower(), name

    def _own_line(self) -> str:
        """The beginning of the machine's line as a pattern: `28 Meldungen aus 19 Redaktionen`."""
        line = re.escape(self._words.say("opening.counts", stories="\x01", newsrooms="\x02"))
        for mark, name in (("\x01", "stories"), ("\x02", "newsrooms")):
            words = "|".join(re.escape(word) for word, counted in self._own_words() if counted == name)
            line = line.replace(re.escape(mark), rf"\d{{1,6}} (?:{words})\b[^\d,.]{{0,12}}")
        return line

    def _forms(self, key: str) -> tuple[str, ...]:
        forms = self._words.table[key]
        return tuple(forms.values()) if isinstance(forms, Mapping) else ()


def _counts(edition: Edition) -> Iterator[tuple[str, tuple[int, ...]]]:
    stories = [piece.story for piece in edition.pieces if piece.story]
    told = [len(section.told) for section in edition.sections]
    briefs = [len(section.briefs) for section in edition.sections]
    deals = [sum(len(piece.deals) for piece in section.pieces) for section in edition.sections]
    shared = sum(len(story.publishers) > 1 for story in stories)
    yield "shared", (shared, sum(len(story.publishers) == 1 for story in stories))
    pieces = [len(section.pieces) for section in edition.sections]
    yield "stories", (len(stories), len(edition.pieces), shared, sum(told), sum(briefs), *pieces, *told)
    yield "newsrooms", (edition.publishers, *(len(story.publishers) for story in stories))
    reports = sum(len(story.entries) for story in stories)
    copies = sum(len(story.copies) for story in stories)
    yield "reports", (sum(note.seen for note in edition.sources), reports, reports + copies)
    yield "sources", (len(edition.sources), sum(note.used > 0 for note in edition.sources))
    yield "sections", (len(edition.sections), sum(bool(section.pieces) for section in edition.sections))
    yield "deals", (sum(deals), *deals)
    yield "briefs", (sum(briefs), *briefs)


def _totals(edition: Edition) -> dict[str, set[float]]:
    """What the sums of the deal table make, by currency: of each section, and of all."""
    found: dict[str, set[float]] = {}
    whole: dict[str, float] = {}
    for section in edition.sections:
        own: dict[str, float] = {}
        for amount in (deal.amount for piece in section.pieces for deal in piece.deals if deal.amount):
            own[amount.currency] = own.get(amount.currency, 0.0) + amount.value
        for currency, total in own.items():
            found.setdefault(currency, set()).add(total)
            whole[currency] = whole.get(currency, 0.0) + total
    for currency, total in whole.items():
        found[currency].add(total)
    return found


def _days(edition: Edition) -> Iterator[date]:
    zone = ZoneInfo(edition.period.timezone)
    day, last = (moment.astimezone(zone).date() for moment in (edition.period.start, edition.period.end))
    for _ in range(400):  # a period of years has no days worth naming one by one
        yield day
        if day >= last:
            return
        day += timedelta(days=1)
