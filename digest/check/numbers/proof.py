"""Whether one figure says what another does, and what is wrong where it nearly does."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date

from digest.model import Figure

_NUMERAL = re.compile(r"\d[\d,]{0,30}(?:\.\d{1,20})?")
_WHOLE_MONTH = re.compile(r"\D*\d{4}")
_COUNTED = ("number", "people", "chips")
_MIXED = ({"number", "year"}, {"year", "date"})
_NO_YEAR = 4  # the year of a day that is named without one, as `digest.figures` has it
_LOOSE = {"duration": 0.025, "power": 1e-6, "energy": 1e-6}  # a year and a half is about 18 months
_EXACT = 1e-6
_MOST_ROUNDED = 0.07  # of the value: nearly $3 billion is not 2.7


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with its words.

    Attributes:
        digits: how many digits say something: 3 in 14.8 and in 1,480, 1 in "half".
    """

    figure: Figure
    words: str
    digits: int

    @classmethod
    def of(cls, figure: Figure, sentence: str) -> Told:
        """The figure as it stands in `sentence`."""
        said = sentence[figure.start : figure.end]
        if said.endswith(" +"):  # of a sum that is written out; "$10B+" has no space
            figure = replace(figure, end=figure.end - 2, qualifier="exact")
            said = said[:-2]
        numeral = _NUMERAL.search(said)
        digits = numeral[0].replace(",", "") if numeral else "1"
        telling = digits.replace(".", "") if "." in digits else digits.rstrip("0")
        return cls(figure, said, max(1, len(telling.lstrip("0"))))

    @property
    def last_digit(self) -> float:
        """What one more in the last digit that says something is worth."""
        value = abs(self.figure.value)
        return float(10.0 ** (math.floor(math.log10(value)) - self.digits + 1)) if value else 1.0


def same_unit(told: Told, seen: Told) -> bool:
    """Whether both count the same thing, as far as the words say it."""
    one, other = told.figure, seen.figure
    if one.kind in _COUNTED and other.kind in _COUNTED:
        return "number" in (one.kind, other.kind) or one.unit == other.unit
    if {one.kind, other.kind} in _MIXED:
        return True
    return one.kind == other.kind and one.unit == other.unit and _same_rate(one, other)


def _same_rate(one: Figure, other: Figure) -> bool:
    return one.per == other.per or "" in (one.per, other.per)


def equal(told: Told, seen: Told) -> bool:
    """The same value in the same unit; of a range both ends, and of a range told as one figure either end."""
    if not same_unit(told, seen):
        return False
    one, other = told.figure, seen.figure
    if "date" in (one.kind, other.kind):
        return _same_day(told, seen)
    loose = _LOOSE.get(one.kind, _EXACT) if _unit_words(told) != _unit_words(seen) else _EXACT
    ends = [other.value] if other.high is None else [other.value, other.high]
    if one.high is not None and other.high is not None:
        return _near(one.value, other.value, loose) and _near(one.high, other.high, loose)
    return one.high is None and any(_near(one.value, end, loose) for end in ends)


def _unit_words(told: Told) -> str:
    return told.words.lower().rstrip("s").rpartition(" ")[2]


def _same_day(told: Told, seen: Told) -> bool:
    """Whether two dates agree in all that both of them name; a date also states its month and its year."""
    if seen.figure.kind != "date":
        return False
    return is_day(told, date.fromordinal(int(seen.figure.value)))


def is_day(told: Told, day: date) -> bool:
    """Whether a year, month or date is that of `day`, as far as it goes."""
    if told.figure.kind == "year":
        return told.figure.high is None and told.figure.value == day.year
    if told.figure.kind != "date":
        return False
    named = date.fromordinal(int(told.figure.value))
    if named.year != day.year and _NO_YEAR not in (named.year, day.year):
        return False
    return named.month == day.month and (named.day == day.day or bool(_WHOLE_MONTH.fullmatch(told.words)))


def rounds(told: Told, seen: Told) -> bool:
    """Whether the told figure is the seen one with fewer digits, and hedged so that it is true."""
    return told.figure.qualifier != "exact" and fewer_digits(told, seen)


def fewer_digits(told: Told, seen: Told) -> bool:
    """Whether the told figure is the seen one with fewer digits, hedged or not."""
    one, other = told.figure, seen.figure
    if not same_unit(told, seen) or one.high is not None or not one.value:
        return False
    off, step = other.value - one.value, told.last_digit
    if one.qualifier == "at_least":
        return 0 <= off < step
    if one.qualifier == "up_to":
        return -step < off <= 0
    return abs(off) <= min(step / 2, _MOST_ROUNDED * abs(other.value)) * (1 + _EXACT)


def rounded(told: Told, value: float) -> bool:
    """Whether the told figure is `value` as far as its own digits go."""
    step = told.last_digit / 2 if told.figure.value else _EXACT
    hedged = 2.0 if told.figure.qualifier != "exact" else 1.0
    return abs(value - told.figure.value) <= step * hedged * (1 + _EXACT)


def other_magnitude(told: Told, seen: Told) -> bool:
    """The same digits, ten times or more larger or smaller."""
    if not same_unit(told, seen) or told.figure.kind in ("year", "date", "duration"):
        return False
    one, other = abs(told.figure.value), abs(seen.figure.value)
    if not one or not other:
        return False
    powers = math.log10(one / other)
    return abs(powers) > 0.5 and abs(powers - round(powers)) < 1e-4


def other_unit(told: Told, seen: Told) -> bool:
    """The same number of something else: euros for dollars, points for percent."""
    one, other = told.figure, seen.figure
    measured = {"money", "percent", "power", "energy", "multiple", "people", "chips"}
    if same_unit(told, seen) or not {one.kind, other.kind} <= measured:
        return False
    return _near(one.value, other.value, _EXACT)


def distance(told: Told, seen: Told) -> float:
    """How far two figures of one unit lie apart, as a ratio; infinite for different units."""
    one, other = abs(told.figure.value), abs(seen.figure.value)
    if not same_unit(told, seen):
        return math.inf
    return abs(math.log((one or 1e-9) / (other or 1e-9)))


def _near(one: float, other: float, share: float) -> bool:
    return abs(one - other) <= share * max(abs(one), abs(other))
