"""What the head of an answer asks of whoever asks again: Retry-After, Cache-Control, Expires, 410."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from digest.model import Hints

SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=7)
"""Retry-After is clamped to these: a server may neither be hammered nor silence a source for a year."""
LONGEST_FRESH = timedelta(days=1)
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,12})\"?\s*(?=,|$)", re.IGNORECASE)


def of(status: int, headers: Mapping[str, str], now: datetime) -> Hints:
    """The hints in `headers` of an answer with `status`, which came at `now` (aware UTC)."""
    wait = waited(headers.get("Retry-After", ""), now) if status >= 300 else None
    return Hints(wait=wait, fresh=_fresh(headers) if status in {200, 304} else None, is_gone=status == 410)


def waited(said: str, now: datetime) -> timedelta | None:
    """What Retry-After says (RFC 9110 section 10.2.3), clamped; None where it says nothing usable."""
    said = said.strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]*)?", said):
        seconds = min(float(said[:20]), LONGEST_WAIT.total_seconds())
        return max(SHORTEST_WAIT, timedelta(seconds=seconds))
    until = _moment(said)
    return None if until is None else min(max(until - now, SHORTEST_WAIT), LONGEST_WAIT)


def _fresh(headers: Mapping[str, str]) -> timedelta | None:
    """For how long the answer holds (RFC 9111 section 4.2.1), less the time it lay in caches."""
    control = headers.get("Cache-Control", "")
    if re.search(r"(?:^|,)\s*(?:no-cache|no-store)\b", control, re.IGNORECASE):
        return None
    found = _MAX_AGE.search(control)
    if found:
        life = timedelta(seconds=min(int(found[1]), 10**9))
    else:
        expires, date = _moment(headers.get("Expires", "")), _moment(headers.get("Date", ""))
        if expires is None or date is None:
            return None
        life = expires - date
    age = headers.get("Age", "")
    lain = timedelta(seconds=int(age[:9])) if age[:9].isdecimal() and age.isascii() else timedelta(0)
    return min(life - lain, LONGEST_FRESH) if life > lain else None


def _moment(said: str) -> datetime | None:
    """An HTTP date as aware UTC; None where it is none."""
    try:
        moment = parsedate_to_datetime(said[:60])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None
