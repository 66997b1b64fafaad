"""Dates as the reader says them, in the edition's time zone and language, the same under every locale.

`strftime` would follow the locale of whoever runs the program, and an edition has to have the same
bytes everywhere.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from digest.messages import ENGLISH, Messages


def day(moment: datetime, timezone: str, words: Messages = ENGLISH) -> str:
    """`12 June`: the local day of `moment`."""
    return words.day(moment.astimezone(ZoneInfo(timezone)).date())


def full(moment: datetime, timezone: str, words: Messages = ENGLISH) -> str:
    """`12 June 2026`: the local day of `moment` with its year."""
    return words.date(moment.astimezone(ZoneInfo(timezone)).date())
