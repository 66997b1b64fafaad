"""Figures in short words, and whether two sums say the same.

What is written here is read back by the grammar as the same figure; no digit is lost in the shortening.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Final

from digest.figures import currencies, sums
from digest.model.figures import Figure, Money

_SIGNS: Final = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "CNY": "CN¥",
    "INR": "₹",
    "KRW": "₩",
    "CAD": "C$",
    "AUD": "A$",
    "NZD": "NZ$",
    "SGD": "S$",
    "HKD": "HK$",
    "TWD": "NT$",
    "BRL": "R$",
    "MXN": "MX$",
    "ILS": "₪",
}
_QUALIFIERS: Final = {"exact": "", "about": "about ", "at_least": "over ", "up_to": "up to "}
_SIZES: Final = ((1e12, "T", " trillion"), (1e9, "B", " billion"), (1e6, "M", " million"), (1e3, "K", ""))
_LEAST_SHORT = 1e4  # "$1,200", but "$12K"
_DECIMALS = 3  # more than these, and the next smaller word, or the sum in full
_WATTS: Final = ((1e12, "TW"), (1e9, "GW"), (1e6, "MW"), (1e3, "kW"), (1.0, "W"))
_SPANS: Final = ((365.0, "year"), (30.0, "month"), (7.0, "week"), (1.0, "day"))
_NO_YEAR = 4  # of a day whose year the text leaves out
_CURRENCIES_APART = 0.12  # what a rate of another day may make of one sum
_SAME = 0.01


def short(money: Money) -> str:
    """A sum as a table writes it: "$14.8B", "over $10B", "about CHF 300M"."""
    return _QUALIFIERS[money.qualifier] + _sum(money.value, money.currency)


def long(money: Money) -> str:
    """A sum as a sentence writes it: "$14.8 billion", "up to €300 million"."""
    return _QUALIFIERS[money.qualifier] + _sum(money.value, money.currency, spelled=True)


def _sum(value: float, currency: str, *, spelled: bool = False) -> str:
    sign = _SIGNS.get(currency, f"{currency} ")
    for size, letter, word in _SIZES:
        scaled = float(f"{value / size:.12g}")
        decimals = _DECIMALS if word else 1
        if value >= max(size, _LEAST_SHORT) and scaled == round(scaled, decimals) and (word or not spelled):
            return f"{sign}{_plain(scaled)}{word if spelled else letter}"
    cents = value != int(value) and round(value, 2) == value
    return f"{sign}{value:,.2f}" if cents else f"{sign}{_plain(value)}"


def _plain(value: float) -> str:
    """A number with commas and no more decimals than it has."""
    return f"{value:,.6f}".rstrip("0").rstrip(".") if math.isfinite(value) else str(value)


def figure(figure: Figure) -> str:
    """A figure of any kind in short: "49%", "2 GW", "4,000 people", "$3B–$4B", "$20 a month"."""
    low = _one(figure, figure.value)
    if figure.high is not None and figure.kind == "year":
        return f"{low}s" if figure.high - figure.value == 9 else f"{low}–{figure.high:.0f}"
    words = low if figure.high is None else f"{low}–{_one(figure, figure.high)}"
    per = f" a{'n' if figure.per == 'hour' else ''} {figure.per}" if figure.per else ""
    return _QUALIFIERS[figure.qualifier] + words + per


def _one(figure: Figure, value: float) -> str:
    if figure.kind in _WORDINGS:
        return _WORDINGS[figure.kind](value)
    if figure.kind == "money":
        return _sum(value, figure.unit)
    if figure.kind == "percent":
        return f"{_plain(value)}%" if figure.unit == "%" else f"{_plain(value)} percentage points"
    if figure.kind in ("power", "energy"):
        return _watts(value, figure.unit.removeprefix("W"))
    return f"{_many(value)} {figure.unit}".rstrip()


def _date(value: float) -> str:
    day = date.fromordinal(int(value))
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year > _NO_YEAR else "")


def _watts(value: float, hours: str) -> str:
    size, unit = next(((size, unit) for size, unit in _WATTS if value >= size), _WATTS[-1])
    return f"{_plain(float(f'{value / size:.12g}'))} {unit}{hours}"


def _span(days: float) -> str:
    if days < 1:
        count, unit = days * 24, "hour"
        count = round(count, 2)
    else:
        size, unit = next(
            ((size, unit) for size, unit in _SPANS if days >= size and days % size == 0), _SPANS[-1]
        )
        count = days / size
    return f"{_plain(count)} {unit}{'' if count == 1 else 's'}"


def _many(value: float) -> str:
    for size, _letter, word in _SIZES[:3]:
        scaled = float(f"{value / size:.12g}")
        if value >= size and scaled == round(scaled, _DECIMALS):
            return _plain(scaled) + word
    return _plain(value)


def _ending(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


_WORDINGS: Final[dict[str, Callable[[float], str]]] = {
    "multiple": lambda value: f"{_plain(value)}x",
    "duration": _span,
    "year": lambda value: f"{value:.0f}",
    "date": _date,
    "ordinal": lambda value: f"{value:.0f}{_ending(int(value))}",
}


def rough_usd(money: Money) -> float:
    """What a sum is in US dollars, roughly; 0.0 for a currency outside the table. Never to be printed."""
    return money.value * currencies.DOLLARS.get(money.currency, 0.0)


def largest_usd(text: str) -> float:
    """The largest sum of `text` in rough US dollars; 0.0 where it names none."""
    found = (Money(one.value, one.unit) for one in sums.of(text))
    return max(map(rough_usd, found), default=0.0)


def near(one: Money, other: Money) -> bool:
    """Whether two sums say the same up to rounding of the coarser, or up to the rate of two currencies."""
    if one.currency != other.currency:
        return _apart(rough_usd(one), rough_usd(other)) <= _CURRENCIES_APART
    if _apart(one.value, other.value) <= _SAME:
        return True
    step = max(_step(one.value), _step(other.value))
    return (
        step > 0
        and abs(one.value - other.value) <= step / 2 * (1 + 1e-9)
        and (_step(one.value) != _step(other.value))
    )


def _apart(one: float, other: float) -> float:
    return abs(one - other) / max(abs(one), abs(other)) if one > 0 and other > 0 else math.inf


def _step(value: float) -> float:
    """The size of the last digit that a sum is written to, two digits at least: 1e9 of 15e9 and of 10e9."""
    if value <= 0 or not math.isfinite(value):
        return 0.0
    mantissa, _, exponent = f"{value:.11e}".partition("e")
    digits = mantissa.rstrip("0").replace(".", "")
    return float(10.0 ** (int(exponent) - max(1, len(digits) - 1)))
