"""Days and years as texts name them: 14 July 2025, July 14, 2025-07-14; 2024, fiscal 2025, 2024-25."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from digest.model.figures import Figure

_SPELLINGS: Final = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTHS: Final = {name: number for number, names in enumerate(_SPELLINGS, 1) for name in names}
"""The number of a month by its name and its short names, in small letters."""

NAMED: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
"""The months as a pattern, full names with a capital."""

MONTH: Final = rf"(?:{NAMED}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
"""The same with the short names."""

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DATE = re.compile(
    rf"(?<![\w.,/-])(?:(?P<iso>{_YEAR}-[01]\d-[0-3]\d)(?![\w-])"
    rf"|(?P<d1>{_DAY})(?:\sof)?\s(?P<m1>{MONTH})(?![^\W_])(?:,?\s(?P<y1>{_YEAR})(?![\w%]))?"
    rf"|(?P<m2>{MONTH})\s(?P<d2>{_DAY})(?![\w%]|[.,]\d)(?:,?\s(?P<y2>{_YEAR})(?![\w%]))?"
    rf"|(?P<m3>{MONTH}),?\s(?P<y3>{_YEAR})(?![\w%]))"
)
_YEARS = re.compile(
    rf"(?:(?<![\w.,/$€£¥₹+:-])|(?<=mid-)|(?<=late-)|(?<=early-))(?P<fiscal>(?i:fiscal(?:\syear)?|FY)[\s-]?)?(?P<year>{_YEAR})"
    r"(?:[-–/](?P<to>(?:20)?\d\d)(?!\d))?(?P<rest>s?)(?![^\W_]|[,.]\d|[%$€£])"
)
_NO_YEAR_BEHIND = re.compile(
    r"\s(?:people|employees|workers|jobs|staff|users|customers|chips|GPUs|homes|stores|cars|vehicles|roles|million|"
    r"billion|units|points|shares|companies|startups|dollars|euros|times|MW|megawatts|days|hours|feet|miles)(?![^\W_])"
)
_FISCAL = re.compile(r"(?:fiscal(?:\syear)?|FY)[\s-]?$", re.IGNORECASE)


def dates(text: str) -> Iterator[Figure]:
    """The days that `text` names with day and month; where it names no year, they are those of year 4.

    That is a leap year in which no news was told. A month with its year alone ("July 2025") has the value of
    its first day.
    """
    for found in _DATE.finditer(text):
        if found["iso"]:
            year, month, day = (int(part) for part in found["iso"].split("-"))
        else:
            month = MONTHS[(found["m1"] or found["m2"] or found["m3"]).lower().rstrip(".")]
            day = int(re.sub(r"\D", "", found["d1"] or found["d2"] or "1"))
            year = int(found["y1"] or found["y2"] or found["y3"] or 4)
        try:
            value = date(year, month, day).toordinal()
        except ValueError:
            continue
        yield Figure("date", float(value), "", found.start(), found.end())


def years(text: str) -> Iterator[Figure]:
    """The years that stand in `text` as years; a season ("2024-25") is a range."""
    for found in _YEARS.finditer(text):
        if _NO_YEAR_BEHIND.match(text, found.end()):
            continue
        year = int(found["year"])
        to = found["to"]
        high = None if not to else int(to) if len(to) == 4 else year // 100 * 100 + int(to)
        if high is not None and not year < high < year + 60:
            high = None
        if to and (high is None or found["rest"]):
            continue
        if found["rest"]:
            high = year + 9
        yield Figure(
            "year", float(year), "", found.start(), found.end(), None if high is None else float(high)
        )
