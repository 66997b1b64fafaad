"""The words of the outputs in the language of an edition: dates, numbers, plurals and every fixed string.

They lie in `templates/messages/LANGUAGE.toml`; a user's folder may hold a file of the same name that changes
single messages or brings a language that does not ship. What a file lacks comes from the shipped file of
its language, then from English. Counts are written without group marks and in European digits, so that
the gate can read them whatever the language.
"""

from __future__ import annotations

import datetime
import string
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digest import bundled
from digest.errors import TemplateError

FOLDER = "messages"
_ENGLISH = "en"
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
_OPEN = "signs."  # a currency sign may be added
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
        form = _PLURALS[str(self.table["plural"])](number)
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

    def day(self, day: datetime.date) -> str:
        """`12 June`."""
        return self.say("dates.day", **self._parts(day))

    def date(self, day: datetime.date) -> str:
        """`12 June 2026`."""
        return self.say("dates.date", **self._parts(day))

    def span(self, first: datetime.date, last: datetime.date) -> str:
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
        marks = {",": self.say("numbers.group"), ".": self.say("numbers.decimal")}
        return "".join(marks.get(letter, letter) for letter in english)

    def percent(self, share: float) -> str:
        """`49%`, as the language spaces it."""
        return self.say("numbers.percent", number=self.number(share))

    def sum(self, value: float, currency: str, qualifier: str = "exact") -> str:
        """A sum in short: `$14.8B`, `over $10B`; no digit of it is lost.

        `currency` is an ISO 4217 code, `qualifier` one of `digest.model.QUALIFIERS`.
        """
        number, size = self._sized(value)
        sign = self.table.get(f"{_OPEN}{currency}")
        key, name = ("sums.sum", sign) if sign else ("sums.coded", currency)
        said = self.say(key, sign=name, number=number, size=size)
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
        return (self.number(int(value)) + cents if has_cents else self.number(value)), self.say("sums.ones")

    def _parts(self, day: datetime.date) -> dict[str, str]:
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


_PLURALS: Mapping[str, Callable[[int], str]] = {
    "one-other": _one_other,
    "french": _french,  # also of Brazilian Portuguese
    "arabic": _arabic,
}


def of(language: str, user_folder: Path | None = None) -> Messages:
    """The words of `language`, a BCP 47 tag; `user_folder` is the one of the user's own templates.

    Raises:
        TemplateError: a file of the user's has a fault; it names file and message.
    """
    table = dict(_shipped(_ENGLISH))
    names = _names(language)
    known = False
    for name in names:
        own = _own(user_folder, name)
        shipped = _shipped(name)
        known = known or bool(own or shipped) or name == _ENGLISH
        table |= {**shipped, **own}
    return Messages(language, known, table if known else {**table, **_own(user_folder, _ENGLISH)})


def shipped() -> tuple[str, ...]:
    """The languages that ship, by name: `ar`, `de` and so on."""
    return tuple(sorted(path.stem for path in (bundled.path("templates") / FOLDER).glob("*.toml")))


def _names(language: str) -> tuple[str, ...]:
    """From the general to the special: `pt`, `pt-BR`."""
    first, *_ = language.split("-")
    return tuple(dict.fromkeys((first.lower(), language)))


@cache
def _shipped(name: str) -> Mapping[str, Message]:
    if name not in shipped():
        return {}
    return _read(bundled.path("templates") / FOLDER / f"{name}.toml")


def _own(user_folder: Path | None, name: str) -> Mapping[str, Message]:
    path = user_folder / FOLDER / f"{name}.toml" if user_folder else None
    if path is None or not path.is_file() or path.resolve() == _place(name):
        return {}
    found = _read(path)
    _check(found, f"{path.parent.parent.name}/{FOLDER}/{path.name}")
    return found


def _place(name: str) -> Path:
    return (bundled.path("templates") / FOLDER / f"{name}.toml").resolve()


def _read(path: Path) -> Mapping[str, Message]:
    """The messages of a file by key.

    Raises:
        TemplateError: it is no TOML or no text.
    """
    try:
        return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8-sig"))))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        place = f"{path.parent.parent.name}/{FOLDER}/{path.name}"
        remedy = "mend it, or delete the file to have the shipped words again"
        raise TemplateError(place, f"cannot be read: {error}", remedy) from None


def _flat(table: Mapping[str, object], room: str = "") -> Iterator[tuple[str, Message]]:
    for name, value in table.items():
        key = f"{room}{name}"
        if isinstance(value, Mapping) and not (value.keys() & _FORMS):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, list):
            yield key, tuple(map(str, value))
        else:
            yield key, value if isinstance(value, Mapping) else str(value)


def _check(found: Mapping[str, Message], file: str) -> None:
    """That each message of a user's file is known, of the right shape, and has known places only."""
    english = _shipped(_ENGLISH)
    for key, message in found.items():
        like = english.get(key, "" if key.startswith(_OPEN) else None)
        problem = "there is no message of this name" if like is None else _fault(key, message, like)
        if problem:
            raise TemplateError(file, f'"{key}": {problem}', "compare it with templates/messages/en.toml")


def _fault(key: str, message: Message, like: Message) -> str:
    """What is wrong with a message that stands for `like`; "" for nothing."""
    if key == "plural":
        return "" if message in _PLURALS else f"should be one of {', '.join(_PLURALS)}"
    if isinstance(like, tuple):
        return "" if isinstance(message, tuple) and len(message) == len(like) else "needs twelve names"
    if isinstance(like, Mapping):
        if not isinstance(message, Mapping) or "other" not in message or message.keys() - _FORMS:
            return 'needs its plural forms, at least "other"'
        known = places(like)
    elif not isinstance(message, str):
        return "is one line, without plural forms"
    else:
        known = places(like)
    try:
        unknown = sorted(places(message) - known)
    except ValueError as error:
        return f"has a faulty place ({error})"
    return f"has a place {{{unknown[0]}}} that nothing fills" if unknown else ""


def places(message: Message) -> frozenset[str]:
    """The names in braces. Raises `ValueError` where one is more than a name."""
    texts = (
        message.values() if isinstance(message, Mapping) else (message,) if isinstance(message, str) else ()
    )
    found = set()
    for text in map(str, texts):
        for _, name, form, conversion in string.Formatter().parse(text):
            if name is None:
                continue
            if form or conversion or not name.isidentifier():
                raise ValueError(f"{{{name}}}")
            found.add(name)
    return frozenset(found)


ENGLISH = of(_ENGLISH)
"""The words that ship, for whoever speaks to the editor and not to the reader."""
