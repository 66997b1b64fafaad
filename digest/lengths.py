"""Lengths of time and shares, in words."""

from __future__ import annotations

from datetime import datetime, timedelta


def ago(moment: datetime | None, now: datetime) -> str:
    """`3 h ago`; "" for never."""
    if moment is None:
        return ""
    if abs(now - moment) < timedelta(minutes=1):
        return "just now"
    return f"{span(now - moment)} ago" if moment <= now else f"in {span(moment - now)}"


def span(length: timedelta) -> str:
    """A length of time in its largest sensible unit: `45 min`, `3 h`, `12 d`; shorter ones are `1 min`."""
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes == 60:
        return "1 h"
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def percent(share: float | None) -> str:
    """`12 %`; "" for not known."""
    return "" if share is None else f"{share:.0%}".replace("%", " %")
