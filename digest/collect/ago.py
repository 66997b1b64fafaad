"""How long ago: "3 days ago", "vor 2 Stunden", "il y a 5 minutes", "gestern", "3日前"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

_SPANS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
_ONE = frozenset({"a", "an", "one", "un", "une", "una", "um", "uma", "ein", "einem", "einer", "een"})


def iso(words: str, now: datetime) -> str:
    """When that was, as ISO 8601: to the hour, or the day where it says days; "" for other words."""
    line = words.lower().strip(" .·|").replace("’", "'")
    known = _words()
    if line in known["today"] or line in known["yesterday"]:
        return (now - timedelta(days=line in known["yesterday"])).date().isoformat()
    found = _pattern().fullmatch(line) if len(line) <= 30 else None
    if not found or not (found["before"] or found["after"]):
        return ""
    unit = next(unit for unit in _SPANS if found["unit"] in known[unit])
    when = now - (1 if found["number"] in _ONE else int(found["number"])) * _SPANS[unit]
    whole_hour = when.replace(minute=0, second=0, microsecond=0)
    return whole_hour.isoformat() if unit in {"minute", "hour"} else when.date().isoformat()


@cache
def _pattern() -> re.Pattern[str]:
    known = _words()
    units = _any(word for unit in _SPANS for word in known[unit])
    number = rf"\d{{1,3}}|{_any(_ONE)}"
    return re.compile(
        rf"(?:(?P<before>{_any(known['before'])})\s+)?(?P<number>{number})\s*(?P<unit>{units})\.?"
        rf"(?:\s*(?P<after>{_any(known['after'])}))?"
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _words() -> dict[str, frozenset[str]]:
    """The lines of `ago.txt` by their first word; "_" stands for a space inside a phrase."""
    lines = Path(__file__).with_name("ago.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {name: frozenset(word.replace("_", " ") for word in words) for name, *words in rows}
