"""When something was published, read from whatever a feed writes as a date.

Feeds write RFC 822 with zone names, ISO 8601 in all its forms, unix times, American and European
numbers, and words of several languages. A wrong date files a story in the wrong week, so what cannot
be read for certain is None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

EARLIEST_YEAR = 1990  # before it no feed existed; such dates are zero values and errors
AHEAD = timedelta(days=1)  # a clock or zone may be wrong by that much; what is further ahead is no date

_LONGEST = 120  # characters
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")
_TIME = re.compile(
    r"(?:\bT|\bat\b|[\s,]|^|(?<=\d)T)\s*"
    r"(\d{1,2})(?::|時|点|时|시)\s?(\d{2})(?:(?::|分|분)\s?(\d{2}))?(?:[.,]\d+)?(?:秒|초|分|분)?"
    r"(?:\s*([ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)", re.ASCII
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905  # reads better
_RFC_822 = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?(\d\d?) ({'|'.join(_MONTHS)}) (\d{{4}}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) "
    r"(GMT|UTC|[+-](?:0\d|1[0-3])[0-5]\d)",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?$")
_HOUR_ONLY = re.compile(r"\b(1[0-2]|0?[1-9])\s*([ap])\.?m\b\.?", re.IGNORECASE)
_OFFSET = re.compile(r"\s*\(?(?:GMT|UTC|UT)?\s*([+\-−])(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
_ZONE_NAME = re.compile(r"\s*\(?([A-Z]{1,5})\b")

_YMD = re.compile(r"(?<!\d)(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)")
_WEEK = re.compile(r"(\d{4})-W(\d{2})-(\d)$")
_ORDINAL = re.compile(r"(\d{4})-(\d{3})$")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_MONTH_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s+|of\s+)?([^\W\d_]{3,})\.?,?[\s-]*(?:de\s+)?(\d{4}|\d{2,3})(?!\d)"
)
_MONTH_DAY_YEAR = re.compile(
    r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:[A-Z]{1,5}\s+)?(\d{4})(?!\d)"
)


def moment(text: str, now: datetime) -> datetime | None:
    """What `text` says, as aware UTC; None where it says nothing usable.

    Without a zone it counts as UTC (RFC 2822 section 3.3 wants one, ISO 8601 does not); two-digit years
    follow RFC 2822 section 4.3. None is given for years before 1990 and for what lies more than a day
    ahead of `now`, which no mistaken zone explains.
    """
    text = " ".join(text[: _LONGEST * 2].split())
    if not 4 <= len(text) <= _LONGEST:
        return None
    try:
        read = _read(text)
        if read is None or read.year < EARLIEST_YEAR or read > now + AHEAD:
            return None
    except (ValueError, OverflowError):  # 25:61, 30 February, year 10000 after the zone is applied
        return None
    return read


def first(texts: Iterable[str], now: datetime) -> datetime | None:
    """The first usable of `texts`."""
    return next((read for text in texts if text and (read := moment(text, now))), None)


def _read(text: str) -> datetime | None:
    return _as_most_write(text) or _as_some_write(text)


def _as_most_write(text: str) -> datetime | None:
    """The two forms that standards ask for (RFC 3339, RFC 822 with years of RFC 2822), read the short way."""
    if _RFC_3339.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    if not (found := _RFC_822.fullmatch(text)):
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    start = datetime(
        int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), 0, UTC
    )
    if zone in {"GMT", "UTC"}:
        return start
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    return start + ahead if zone[0] == "-" else start - ahead


def _as_some_write(text: str) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]) if epoch[1] else int(epoch[2]) / 1000, UTC)
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups()[:6])
        return _at(date(year, month, day), (hour, minute, second), _zone(compact[7] or ""))
    clock = _TIME.search(text) or _HOUR_ONLY.search(text)
    if not clock:
        day_only = _day(text)
        return _at(day_only, (0, 0, 0), UTC) if day_only else None
    before, after = text[: clock.start()], text[clock.end() :]
    read = _day(f"{before} {after}".strip()) if before else _day(after)
    return _at(read, _clock(clock), _zone(after)) if read else None


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    if match.re is _HOUR_ONLY:
        return _noon(int(match[1]), match[2]), 0, 0
    hour = int(match[1])
    return (_noon(hour, match[4]) if match[4] else hour), int(match[2]), int(match[3] or 0)


def _noon(hour: int, half: str) -> int:
    """12 a.m. is 0, 12 p.m. is 12; a feed that writes 13:05 PM means 13."""
    return hour if hour > 12 else hour % 12 + (12 if half in "pP" else 0)


def _at(day: date, clock: tuple[int, int, int], zone: timezone) -> datetime:
    hour, minute, second = clock
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    if not (hour < 24 or (hour, minute, second) == (24, 0, 0)) or minute > 59 or second > 60:
        raise ValueError(clock)
    return (start + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))).astimezone(UTC)


def _zone(after: str) -> timezone:
    if offset := _OFFSET.match(after):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60:
            raise ValueError(after)
        return timezone(timedelta(minutes=-minutes if offset[1] in "-−" else minutes))
    name = _ZONE_NAME.match(after)
    return _zones().get(name[1], UTC) if name else UTC


def _day(text: str) -> date | None:
    return _iso_day(text) or _written_day(text)


def _iso_day(text: str) -> date | None:
    if match := _YMD.search(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WEEK.match(text):
        return date.fromisocalendar(int(match[1]), int(match[2]), int(match[3]))
    if match := _ORDINAL.match(text):
        return date(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1)
    return None


def _written_day(text: str) -> date | None:
    if match := _NUMBERS.search(text):
        return _of_numbers(int(match[1]), int(match[3]), _full_year(match[4]), match[2])
    if (match := _DAY_MONTH_YEAR.search(text)) and (month := _month(match[2])):
        return date(_full_year(match[3]), month, int(match[1]))
    for match in _MONTH_DAY_YEAR.finditer(text):
        if month := _month(match[1]):
            return date(int(match[3]), month, int(match[2]))
    return None


def _of_numbers(one: int, two: int, year: int, separator: str) -> date:
    """Slashes are American where that is possible, points and hyphens put the day first."""
    month_first = separator == "/" and one <= 12
    return date(year, one, two) if month_first else date(year, two, one)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if len(digits) == 2 and year < 50 else 1900)


def _month(word: str) -> int | None:
    word = word.lower()
    return next((number for start, number in _months() if word.startswith(start)), None)


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _months() -> tuple[tuple[str, int], ...]:
    """Beginnings of month names with their number, longer ones first."""
    rows = enumerate(_lines("months.txt"), start=1)
    found = [(start, number) for number, line in rows for start in line.split()]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _zones() -> dict[str, timezone]:
    pairs = (line.split() for line in _lines("zones.txt"))
    return {
        name: timezone(datetime.strptime(offset, "%z").utcoffset() or timedelta(0)) for name, offset in pairs
    }
