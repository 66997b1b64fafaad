"""Period arithmetic: which half-open interval an edition covers, and what it is called.

A period runs from one cut to the next, so that no gap and no overlap is possible. A cut is a wall-clock
time in a named zone: in the spring gap it falls on the first minute that exists, in the repeated hour
of autumn on the first of the two (PEP 495, fold=0).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from digest.config import ScheduleSettings
from digest.errors import UsageError
from digest.model import Period

_YEARS = range(1900, 9000)
_FORMS = {"day": "2026-11-22", "week": "2026-W47", "month": "2026-11"}


def of_key(key: str, schedule: ScheduleSettings, timezone: str) -> Period:
    """The period called `key`.

    Raises:
        UsageError: the key does not fit the configured period.
    """
    try:
        return _closing(_closing_day(key, schedule), schedule, timezone)
    except (ValueError, OverflowError):
        form = _FORMS[schedule.period]
        raise UsageError(f'"{key}"', "is no edition key", f"write a {schedule.period} like {form}") from None


def containing(moment: datetime, schedule: ScheduleSettings, timezone: str) -> Period:
    """The period that is open at `moment`."""
    day = moment.astimezone(ZoneInfo(timezone)).date()
    if schedule.period == "week":
        day += timedelta(days=(schedule.slot[0] - day.weekday()) % 7)
    for _ in range(70):
        if _is_cut_day(day, schedule):
            period = _closing(day, schedule, timezone)
            if moment in period:
                return period
        day += timedelta(days=1)
    raise AssertionError(f"no {schedule.period} contains {moment}")


@lru_cache(maxsize=4096)  # at every tick the last hundred are asked for
def before(period: Period, schedule: ScheduleSettings) -> Period:
    """The period that ended where `period` starts."""
    return containing(period.start - timedelta(minutes=1), schedule, period.timezone)


def nearest(now: datetime, schedule: ScheduleSettings, timezone: str) -> Period:
    """The period whose closing time is nearest to `now`: what a person means by "the edition"."""
    current = containing(now, schedule, timezone)
    last = before(current, schedule)
    return last if now - last.end < current.end - now else current


def between(start: datetime, end: datetime, key: str, timezone: str) -> Period:
    """A period of the user's own choosing.

    Raises:
        UsageError: it ends before it starts.
    """
    if end <= start:
        raise UsageError("--to", "is not after --from", "give a later moment")
    return Period(key, start.astimezone(UTC), end.astimezone(UTC), timezone)


def moment(text: str, timezone: str) -> datetime:
    """`2026-11-22`, `2026-11-22 18:00` or ISO 8601 with a zone, as aware UTC.

    Raises:
        UsageError: it is none of these.
    """
    try:
        parsed = datetime.fromisoformat(text)
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=ZoneInfo(timezone))
        found = parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f'"{text}"', "is no date", "write 2026-11-22, or 2026-11-22T18:00") from None
    if found.year not in _YEARS:  # periods on either side of it must exist too
        raise UsageError(f'"{text}"', "is too far away", f"write a year from {_YEARS[0]} to {_YEARS[-1]}")
    return found


def _closing_day(key: str, schedule: ScheduleSettings) -> date:
    day, _, _ = schedule.slot
    if schedule.period == "week":
        match = re.fullmatch(r"(\d{4})-W(\d{2})", key)
        if not match:
            raise ValueError(key)
        return date.fromisocalendar(int(match[1]), int(match[2]), day + 1)
    if schedule.period == "month":
        match = re.fullmatch(r"(\d{4})-(\d{2})", key)
        if not match:
            raise ValueError(key)
        return date(int(match[1]), int(match[2]), day)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", key):
        raise ValueError(key)
    return date.fromisoformat(key)


def _is_cut_day(day: date, schedule: ScheduleSettings) -> bool:
    number, _, _ = schedule.slot
    if schedule.period == "week":
        return day.weekday() == number
    return schedule.period == "day" or day.day == number


def _closing(day: date, schedule: ScheduleSettings, timezone: str) -> Period:
    _, hour, minute = schedule.slot
    return _closed(day, schedule.period, time(hour, minute), timezone)


@lru_cache(maxsize=4096)
def _closed(day: date, length: str, at: time, timezone: str) -> Period:
    """The period that closes on `day`."""
    if length == "week":
        year, week, _ = day.isocalendar()
        key, last = f"{year:04d}-W{week:02d}", day - timedelta(weeks=1)
    elif length == "month":
        key = f"{day:%Y-%m}"
        last = (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)
    else:
        key, last = day.isoformat(), day - timedelta(days=1)
    return Period(key, _cut(last, at, timezone), _cut(day, at, timezone), timezone)


def _cut(day: date, at: time, timezone: str) -> datetime:
    """The first existing minute at or after the wall-clock time of the cut, in UTC."""
    zone = ZoneInfo(timezone)
    wall = datetime.combine(day, at)
    for _ in range(2 * 24 * 60):  # Samoa left out a whole day, 30 December 2011
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == wall:
            return instant
        wall += timedelta(minutes=1)
    raise AssertionError(f"no minute of {day} exists in {timezone}")
