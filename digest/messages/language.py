"""One language: its messages said, its plurals chosen, its dates, numbers and sums written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SIGNS = "signs."
"""Beginning of the keys of currency signs, `signs.USD`."""

_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
_LEAST_SHORT = 1e4  # "$1,200", but "$12K"
_DECIMALS = 3  # more than these, and the next smaller size, or the sum in full

Message = str | Mapping[str, str] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Messages:
    """The words of one language.

    Attributes:
        language: the tag of the edition, `pt-BR`.
        is_known: whether there are words of that language at all; without any these are English.
        table: every message by its key, `deals.caption`; one with plural forms is a table, months are a list.
    """

    language: str
    is_known: bool
    table: Mapping[str, Message]

    def say(self, key: str, /, **values: object) -> str:
        """The message `key` with `values` in the places of their names.

        Raises:
            KeyError: there is no such message, or it has a place for which nothing is given.
        """
        message = self.table[key]
        if not isinstance(message, str):
            raise KeyError(f'"{key}" needs a number')
        return message.format_map(values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The message `key` in the plural form of `number`, which stands in it as `{count}`."""
        forms = self.table[key]
        if not isinstance(forms, Mapping):
            raise KeyError(f'"{key}" counts nothing')
        form = PLURALS[str(self.table["plural"])](number)
        return forms.get(form, forms["other"]).format_map({"count": number, **values})

    def joined(self, names: Iterable[str]) -> str:
        """`Ash, Birch and Cedar`; "" for none."""
        *others, last = list(names) or [""]
        if not others:
            return last
        return self.say("marks.pair", first=self.say("marks.comma").join(others), last=last)

    def listed(self, names: Iterable[str]) -> str:
        """`Ash, Birch, Cedar`: with commas only."""
        return self.say("marks.comma").join(names)

    def day(self, day: dt.date) -> str:
        """`12 June`."""
        return self.say("dates.day", **self._parts(day))

    def date(self, day: dt.date) -> str:
        """`12 June 2026`."""
        return self.say("dates.date", **self._parts(day))

    def span(self, first: dt.date, last: dt.date) -> str:
        """`16–22 November 2026`: the days from `first` to `last`, both inside."""
        if first == last:
            return self.date(first)
        same_month = (first.year, first.month) == (last.year, last.month)
        key = "days" if same_month else "months" if first.year == last.year else "years"
        ends = {f"last_{name}": value for name, value in self._parts(last).items()}
        return self.say(f"dates.span_{key}", **self._parts(first), **ends)

    def number(self, value: float) -> str:
        """`14,800` or `6.6`: with the marks of the language, no more decimals than it has (six at most)."""
        english = f"{value:,.6f}".rstrip("0").rstrip(".")
        is_grouped = abs(value) >= int(self.say("numbers.grouped_from"))
        marks = {",": self.say("numbers.group") if is_grouped else "", ".": self.say("numbers.decimal")}
        return "".join(marks.get(letter, letter) for letter in english)

    def percent(self, share: float) -> str:
        """`49%`, as the language spaces it."""
        return self.say("numbers.percent", number=self.number(share))

    def sum(self, value: float, currency: str, qualifier: str = "exact") -> str:
        """A sum in short: `$14.8B`, `over $10B`; no digit of it is lost.

        `currency` is an ISO 4217 code, `qualifier` one of `digest.model.QUALIFIERS`.
        """
        number, size = self._sized(value)
        sign = self.table.get(f"{SIGNS}{currency}")
        key, name = ("sums.sum", sign) if sign else ("sums.coded", currency)
        space = self.say("sums.ones") if sign and not size else ""
        said = self.say(key, sign=name, number=number, size=size or space)
        return self.qualified(said, qualifier)

    def qualified(self, figure: str, qualifier: str) -> str:
        """`over $10B`: a figure with what makes it less than exact."""
        return figure if qualifier == "exact" else self.say(f"sums.{qualifier}", sum=figure)

    def _sized(self, value: float) -> tuple[str, str]:
        """The number of a sum and the word for its size, which some languages lack for the largest."""
        for size, name in _SIZES:
            word = self.say(f"sums.{name}")
            scaled = float(f"{value / size:.12g}")
            decimals = 1 if name == "thousand" else _DECIMALS
            if word and value >= max(size, _LEAST_SHORT) and scaled == round(scaled, decimals):
                return self.number(scaled), word
        has_cents = value != int(value) and round(value, 2) == value
        cents = self.say("numbers.decimal") + f"{value:.2f}"[-2:]
        return (self.number(int(value)) + cents if has_cents else self.number(value)), ""

    def _parts(self, day: dt.date) -> dict[str, str]:
        first = self.say("dates.first")
        return {
            "day": first if day.day == 1 else str(day.day),
            "month": tuple(self.table["dates.months"])[day.month - 1],
            "year": str(day.year),
        }


def _one_other(number: int) -> str:
    return "one" if number == 1 else "other"


def _french(number: int) -> str:
    return "one" if number in (0, 1) else "other"


def _arabic(number: int) -> str:
    """CLDR's rule for Arabic, of whole numbers."""
    named = {0: "zero", 1: "one", 2: "two"}
    rest = number % 100
    return named.get(number) or ("few" if 3 <= rest <= 10 else "many" if 11 <= rest <= 99 else "other")


PLURALS: Mapping[str, Callable[[int], str]] = {
    "one-other": _one_other,
    "french": _french,  # also of Brazilian Portuguese
    "arabic": _arabic,
}
"""How the form of a message is chosen by a whole number, by the name of the rule."""
