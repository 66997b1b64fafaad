"""Dates as the reader says them, in the edition's time zone and the same under every locale.

`strftime` would follow the locale of whoever runs the program, and an edition has to have the same
bytes everywhere.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(moment: datetime, timezone: str) -> str:
    """`12 June`: the local day of `moment`."""
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{local.day} {MONTHS[local.month - 1]}"


def full(moment: datetime, timezone: str) -> str:
    """`12 June 2026`: the local day of `moment` with its year."""
    return f"{day(moment, timezone)} {moment.astimezone(ZoneInfo(timezone)).year}"
