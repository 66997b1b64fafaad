"""Dates as list pages write them: without a year, with the day or the month first, below a heading.

What one line says by itself is `digest.collect.dates`; what it takes the other lines of the list to know
is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from digest.collect import ago, dates

_LONGEST = 60  # characters of a line that can be a date alone
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_DAY_AND_MONTH = re.compile(
    r"\d{1,2}(?:st|nd|rd|th|º|\.)?\s*(?:de\s+|of\s+)?[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?"
    r"|\d{1,2}\s*[月월]\s*\d{1,2}\s*[日일]?|(?:0[1-9]|1[0-2])-\d{2}"
)
_MONTH_FIRST = frozenset({"", "en", "en-us", "en-ph", "fil"})
_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says about its time: its own words, best first, and the year of the heading above it."""

    words: tuple[str, ...] = ()
    year: int | None = None


@lru_cache(maxsize=4096)
def is_date(words: str, now: datetime) -> bool:
    """Whether `words` are a date and hardly anything else; the year may be missing."""
    if ago.iso(words, now):
        return True
    if not 4 <= len(words) <= _LONGEST or not any(map(str.isdigit, words)) or len(words.split()) > 9:
        return False
    return dates.moment(words, now) is not None or _of_year(words, now.year, now) is not None


def year_of(heading: str) -> int | None:
    """The year that a heading such as "2026" or "November 2026" names."""
    found = _YEAR.findall(heading) if len(heading) <= 40 else []
    return int(found[0]) if len(set(found)) == 1 else None


def in_address(url: str) -> str:
    """The date in a path such as /2026/11/20/title, as ISO 8601; "" where there is none."""
    found = _IN_PATH.search(url)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def ordered(found: Iterable[str], link: str, now: datetime) -> tuple[str, ...]:
    """What a row says about its time, best first, with the date in its address.

    That is when it appeared; the row may say when it was changed, and says the hour where both agree.
    """
    words = tuple(dict.fromkeys(filter(None, found)))
    address = in_address(link)
    appeared, said = dates.moment(address, now), dates.first(words, now)
    if appeared and said and abs(said - appeared) > timedelta(days=1, hours=14):
        return (address, *words)
    return (*words, address) if address else words


def settled(rows: Sequence[Written], language: str, now: datetime) -> list[tuple[str, ...]]:
    """The words of each row in forms that `dates.moment` reads alone.

    Numbers with slashes put the day first where any of the list can only be read so, else where the
    page's `language` (BCP 47) writes so. A day without a year is of the year of the heading, else the
    latest that it can be.
    """
    day_first = _day_first((words for row in rows for words in row.words), language)
    return [tuple(_whole(words, row.year, now, day_first=day_first) for words in row.words) for row in rows]


def _day_first(written: Iterable[str], language: str) -> bool:
    pairs = [(int(found[1]), int(found[2])) for words in written if (found := _SLASHED.search(words))]
    if any(first > 12 for first, _ in pairs):
        return True
    return not any(second > 12 for _, second in pairs) and language.lower() not in _MONTH_FIRST


def _whole(words: str, year: int | None, now: datetime, *, day_first: bool) -> str:
    if day_first:
        words = _SLASHED.sub(r"\1.\2.\3", words)  # which is never read the American way
    if dates.moment(words, now) is not None:
        return words
    if lapse := ago.iso(words, now):
        return lapse
    return _of_year(words, year or now.year, now, is_certain=year is not None) or words


def _of_year(words: str, year: int, now: datetime, *, is_certain: bool = False) -> str | None:
    """`words` with the year added, where they are a day and a month; last year where it is ahead else."""
    if not _DAY_AND_MONTH.fullmatch(words.strip(" ,·|–—-")):
        return None
    bare = words.strip(" ,·|–—-")
    form = "{year}年{bare}" if "月" in bare or "월" in bare else "{bare} {year}"
    form = "{year}-{bare}" if bare[-3] == "-" else form
    for one in (year,) if is_certain else (year, year - 1):
        whole = form.format(year=one, bare=bare)
        if dates.moment(whole, now) is not None:
            return whole
    return None
