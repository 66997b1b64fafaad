"""How often a feed wants to be asked for: RSS ttl, skipHours, skipDays, and the syndication module.

They stand in its head, before the first item. What is there is read with patterns, whatever the rest of
the feed is like, since a feed that is broken further down may still want to be left alone.
"""

from __future__ import annotations

import re
from datetime import timedelta

from digest.model import SILENT, Hints

_HEAD = 50_000  # bytes
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)\b")
_TTL = re.compile(rb"<ttl>\s*(?:<!\[CDATA\[)?\s*(\d{1,9})")
_HOURS = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>")
_DAYS = re.compile(rb"<skipDays>(.{0,1000}?)</skipDays>", re.DOTALL)
_DAY = re.compile(rb"<day>\s*([A-Za-z]{3})[a-z]*\s*</day>")
_PERIOD = re.compile(rb"<\w+:updatePeriod>\s*(?:<!\[CDATA\[)?\s*([a-z]{5,7})")
_FREQUENCY = re.compile(rb"<\w+:updateFrequency>\s*(?:<!\[CDATA\[)?\s*(\d{1,6})")
_LENGTHS = {
    b"hourly": timedelta(hours=1),
    b"daily": timedelta(days=1),
    b"weekly": timedelta(weeks=1),
    b"monthly": timedelta(days=30),
    b"yearly": timedelta(days=365),
}
_WEEK = (b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun")


def of(body: bytes) -> Hints:
    """What the feed in `body` wishes (RSS 2.0; RSS 1.0 module Syndication); a wish for never is none."""
    head = body[:_HEAD]
    item = _ITEM.search(head)
    head = head[: item.start()] if item else head
    hours = frozenset(int(hour) % 24 for hour in _HOUR.findall(_inside(_HOURS, head)) if int(hour) <= 24)
    days = frozenset(_WEEK.index(day.lower()) for day in _DAY.findall(_inside(_DAYS, head)) if _is_day(day))
    hints = Hints(
        every=_every(head),
        idle_hours=tuple(sorted(hours)) if len(hours) < 24 else (),
        idle_days=tuple(sorted(days)) if len(days) < 7 else (),
    )
    return SILENT if hints == SILENT else hints


def _every(head: bytes) -> timedelta | None:
    """The longer of what the two ways to say it say."""
    ttl, period, frequency = _TTL.search(head), _PERIOD.search(head), _FREQUENCY.search(head)
    minutes = timedelta(minutes=min(int(ttl[1]), 10**6)) if ttl else timedelta(0)
    length = _LENGTHS.get(period[1], timedelta(0)) if period else timedelta(0)
    often = max(int(frequency[1]), 1) if frequency else 1
    return max(minutes, length / often) or None


def _inside(pattern: re.Pattern[bytes], head: bytes) -> bytes:
    found = pattern.search(head)
    return found[1] if found else b""


def _is_day(day: bytes) -> bool:
    return day.lower() in _WEEK
