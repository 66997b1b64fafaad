"""The year that a figure is told with: a sum of one year is wrong of another, though both are reported.

Words are read narrowly. A figure is tied to the date behind it in its clause ("$870 million in 2024"), else
to the one before it ("In 2024 revenue was $870 million"); where neither is clear, it is tied to none, and
nothing is said of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from datetime import date

from digest.check.finding import Finding
from digest.check.numbers.proof import Told, equal, is_day, rounds
from digest.check.numbers.reasons import Place
from digest.check.numbers.reports import Seen
from digest.check.numbers.shelf import Group
from digest.model import Figure

_KINDS = {"money", "percent", "people", "chips", "power", "energy", "multiple"}
_DATES = {"year", "date"}
_CUT = re.compile(
    r"[;:?!]\s|\.\s|\s[–—|·]\s|\b(?:while|whereas|but|although|though|compared|versus|than|after|before|when|"
    r"which|who|that|because|founded|established|created|launched)\b",
    re.IGNORECASE,
)
_TO_DATE = re.compile(  # what may stand between a figure and the date behind it
    r",?\s(?:(?!and\s|or\s|with\s)[\w’'-]+\s){0,6}?(?:in|for|during|by|through|until|of|on|over|as of)\s"
    r"(?:the\s)?(?:(?:whole|full|all|fiscal|calendar|early|mid|late|end|year|first|second|third|fourth|quarter|"
    r"half|Q[1-4]|H[12]|of|mid-)\s){0,5}",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s?(?:,|and|or|to|[-–]|,\sand)\s?")  # between two dates of one figure
_OPENING = re.compile(
    r"(?:^|[,;:]\s|\b(?:and|but|that)\s)"
    r"(?:back\s)?(?:in|for|as for|as of|during|throughout|over|by|on)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_TO_FIGURE = re.compile(r"(?:,\s)?(?:[\w’'%-]+\s){0,9}")  # between a date that opens a clause and the figure
_OF_YEAR = re.compile(
    r"\s(?:[\w’'-]+\s){1,5}?(?:of|was|were|is|at|reached|hit|came to|stood at)\s", re.IGNORECASE
)
_GOAL = re.compile(r"\b(?:by|until|through)\s(?:the\s)?(?:\w+\s){0,3}$", re.IGNORECASE)
_RELATIVE = re.compile(
    r",?\s(?:(?:in|of|for|revenue|sales|profit)\s){0,3}(last|this|next)\syear\b", re.IGNORECASE
)
_YEARS_OFF = {"last": -1, "this": 0, "next": 1}
_FAR = 90  # characters between the two
_NO_YEAR = 4


def findings(
    at: Place,
    sentence: str,
    told: Sequence[Told],
    proved: Sequence[Told],
    doubted: Container[int],
    own: Group,
) -> Iterator[Finding]:
    """The first of the `proved` figures that every report ties to another date than the words do.

    `doubted` are the characters at which figures begin that no report has: they were told of already.
    """
    words = {one.words for one in proved}
    for one in told:
        if one.words not in words or one.figure.kind not in _KINDS:
            continue
        dates = of(sentence, told, one)
        if not dates or dates[0].figure.start in doubted:
            continue
        seen = _other(one, dates[0], sentence, own)
        if seen:
            there = dates_of(seen)[0]
            reason = (
                f"{one.words} is told of {dates[0].words}, and {seen.report.outlet} has it of {there.words}: "
                f"“{seen.sentence}”"
            )
            remedy = f"write {there.words}, or the figure of {dates[0].words}"
            yield at.finding("numbers-year", "error", dates[0].words, reason, remedy)
            return


def dates_of(seen: Seen) -> tuple[Told, ...]:
    """The dates to which a report ties its figure, "last year" among them."""
    named = of(seen.sentence, seen.report.read(seen.sentence), seen.told)
    found = None if named else _RELATIVE.match(seen.sentence, seen.figure.end)
    if not found:
        return named
    year = seen.report.day.year + _YEARS_OFF[found[1].lower()]
    return (Told(Figure("year", float(year), "", found.start(1), found.end()), str(year), 4),)


def of(sentence: str, told: Sequence[Told], one: Told) -> tuple[Told, ...]:
    """The dates that `one` of the figures of `sentence` is tied to; none where that is not clear."""
    number = bisect_left(told, one.figure.start, key=lambda other: other.figure.start)
    behind = told[number + 1 : number + 2]
    if behind and _is_date(behind[0]) and _ties_behind(sentence, one, behind[0]):
        return _listed(sentence, told, number + 1)
    before = told[number - 1] if 0 < number < len(told) else None
    if before and _is_date(before) and _ties_before(sentence, before, one):
        return (before,)
    return ()


def _is_date(told: Told) -> bool:
    return told.figure.kind in _DATES


def _ties_behind(sentence: str, one: Told, day: Told) -> bool:
    gap = sentence[one.figure.end : day.figure.start]
    return len(gap) <= _FAR and not _CUT.search(gap) and bool(_TO_DATE.fullmatch(gap))


def _ties_before(sentence: str, day: Told, one: Told) -> bool:
    gap = sentence[day.figure.end : one.figure.start]
    if len(gap) > _FAR or _CUT.search(gap):
        return False
    if _OPENING.search(sentence[max(0, day.figure.start - 40) : day.figure.start]):
        return bool(_TO_FIGURE.fullmatch(gap.lstrip()))
    return day.figure.kind == "year" and bool(_OF_YEAR.fullmatch(gap))  # "its 2024 revenue of"


def _listed(sentence: str, told: Sequence[Told], first: int) -> tuple[Told, ...]:
    """The date at `first` and those that are named in a row with it."""
    last = first
    while last + 1 < len(told) and _is_date(told[last + 1]):
        if not _LISTED.fullmatch(sentence[told[last].figure.end : told[last + 1].figure.start]):
            break
        last += 1
    return tuple(told[first : last + 1])


def _other(one: Told, day: Told, sentence: str, own: Group) -> Seen | None:
    """A report that ties the figure to another date, where all do; None where one leaves it open."""
    if day.figure.kind == "date" and any(is_day(day, report.day) for report in own.reports):
        return None  # the day on which it was told
    found = [seen for seen in own.near(one) if equal(one, seen.told) or rounds(one, seen.told)]
    for seen in found:
        there = dates_of(seen)
        if not there or any(_agree(day, date_) for date_ in there):
            return None
        if _is_goal(sentence, day) != _is_goal(seen.sentence, there[0]) and _is_now(day, seen):
            return None  # announced now, and due by then
    return found[0] if found else None


def _is_goal(sentence: str, day: Told) -> bool:
    return bool(_GOAL.search(sentence[max(0, day.figure.start - 40) : day.figure.start]))


def _is_now(day: Told, seen: Seen) -> bool:
    return is_day(day, seen.report.day)


def _agree(told: Told, seen: Told) -> bool:
    """Whether two dates may be one: in whatever both of them name."""
    one, other = told.figure, seen.figure
    if one.kind == "date" and other.kind == "date":
        day, there = (date.fromordinal(int(figure.value)) for figure in (one, other))
        return is_day(told, there) or is_day(seen, day)
    years = [_years(figure.value, figure.high, figure.kind) for figure in (one, other)]
    if any(first == _NO_YEAR for first, _ in years):
        return True
    return years[0][0] <= years[1][1] and years[1][0] <= years[0][1]


def _years(value: float, high: float | None, kind: str) -> tuple[float, float]:
    """The first and last year that a date names."""
    if kind == "date":
        year = float(date.fromordinal(int(value)).year)
        return year, year
    return value, high or value
