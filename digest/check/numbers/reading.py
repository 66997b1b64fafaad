"""The figures of a sentence as the gate reads them: those of the grammar, and days that it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from digest import figures
from digest.check.numbers.proof import Told
from digest.figures import calendar
from digest.model import Figure

_ODD_YEAR = re.compile(  # a slip of the finger makes years that can be none: "June 2205"
    rf"\b(?:in|since|by|until|till|from|early|mid|late|during|{calendar.NAMED}),?\s([1-9]\d{{3}})"
    r"(?![\w%]|[,.]\d|\s?[-–]\s?\d)(?!\s(?:[a-z]{3,30}s|million|billion)\b)"
)
_DAYS = re.compile(  # "15–22 November 2026": the grammar reads the last day only
    rf"(?<![\w.,/-])(?P<day>[1-9]\d?)\s?[-–—]\s?[1-9]\d?\s(?P<month>{calendar.NAMED})(?:\s(?P<year>\d{{4}}))?(?!\w)"
)
_NO_YEAR = 4


def of(sentence: str) -> list[Told]:
    """Every figure of `sentence` in order, not overlapping."""
    own = [*_days(sentence)]
    found = [*own, *(one for one in figures.of(sentence) if _is_free(one, own))]
    found += [one for one in _odd_years(sentence) if _is_free(one, found)]
    return [Told.of(one, sentence) for one in sorted(found, key=lambda one: one.start)]


def _is_free(figure: Figure, taken: list[Figure]) -> bool:
    return not any(figure.start < one.end and one.start < figure.end for one in taken)


def _odd_years(sentence: str) -> Iterator[Figure]:
    for found in _ODD_YEAR.finditer(sentence):
        yield Figure("year", float(found[1]), "", found.start(1), found.end(1))


def _days(sentence: str) -> Iterator[Figure]:
    """The first days of spans of days."""
    for found in _DAYS.finditer(sentence):
        month, year = calendar.MONTHS[found["month"].lower()], int(found["year"] or _NO_YEAR)
        try:
            day = date(year, month, int(found["day"]))
        except ValueError:
            continue
        yield Figure("date", float(day.toordinal()), "", found.start("day"), found.end("day"))
