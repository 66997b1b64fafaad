"""Sums of money as English news writes them: $14.8bn, US$300-million, Rs 500 crore, 5 billion dollars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from digest.figures import currencies, numerals, qualifiers
from digest.figures.numerals import Numeral
from digest.model.figures import Figure

_MOST = 5_000  # figures of one text; what has more is a table or an attack, and the rest is left
_WIDEST = 1000.0  # times the lower end is the upper end of a range at most
_BEFORE = 12  # characters of the longest sign
_FAMILY = frozenset(["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD"])  # "$5 million CAD"
_SCALE = re.compile(r"\s(million|billion|trillion)(?![^\W_])", re.IGNORECASE)
_SIZES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_TO = re.compile(r"\s?[-–—‑]\s?|\s(?:to|and)\s", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<![^\W_])(?P<word>between|from)\s$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NOT_BEHIND = re.compile(r"[^\W\d_]|\.\d|/\d|:\d\d|,\d{1,2}(?!\d)")
_CENTS = re.compile(r"\s(?:and\s)?", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\s(?:Canadian|Australian)(?=[\s,.;)]|$)")
_ADJECTIVES = {"Canadian": "CAD", "Australian": "AUD"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A numeral with the currency that stands beside it, before the words around it are read."""

    start: int
    end: int
    numeral: Numeral
    value: float
    currency: str


def of(text: str) -> tuple[Figure, ...]:
    """The sums of money in `text` in order, not overlapping."""
    if not currencies.may_have(text) or not numerals.may_have(text):
        return ()
    return tuple(figures(text, numerals.of(text)))


def figures(text: str, found: Iterable[Numeral]) -> Iterator[Figure]:
    """The sums among the numerals of `text`."""
    sums: list[Sum | Numeral] = []
    for numeral in islice(found, _MOST):
        made = _sum(text, numeral, sums[-1].end if sums else 0)
        if made is not None and sums and (whole := _with_cents(text, sums[-1], made)):
            sums[-1] = whole
        else:
            sums.append(made or numeral)
    last = at = 0
    while at < len(sums):
        one = sums[at]
        pair = _range(text, one, sums[at + 1]) if at + 1 < len(sums) else None
        at += 2 if pair else 1
        if pair is not None:
            figure = _figure(text, pair[0], pair[1], last)
        elif isinstance(one, Sum):
            figure = _figure(text, one, None, last)
        else:
            continue
        yield figure
        last = figure.end


def _sum(text: str, numeral: Numeral, floor: int) -> Sum | None:
    """The sum that `numeral` is part of; None where no currency stands beside it.

    What stands before `floor` belongs to the sum before: the "usd" of "10 usd 20 rmb".
    """
    low = max(floor, numeral.start - _BEFORE)
    before = currencies.BEFORE.search(text[low : numeral.start])
    behind = currencies.AFTER.match(text, numeral.end)
    if before is not None:
        return _prefixed(text, numeral, low + before.start(), before, behind)
    if behind is None or _is_name(text, numeral):
        return None
    return _suffixed(text, numeral, behind)


def _with_cents(text: str, one: Sum | Numeral, cents: Sum) -> Sum | None:
    """Both as one sum, "three dollars and 50 cents"; None where they are two."""
    hundredths = text[cents.numeral.end : cents.end].strip(" -").lower().rstrip("s") in currencies.PENNIES
    if not hundredths or isinstance(one, Numeral) or one.currency != cents.currency or cents.value >= 1:
        return None
    if not _CENTS.fullmatch(text, one.end, cents.start):
        return None
    return replace(one, end=cents.end, value=one.value + cents.value)


def _prefixed(
    text: str, numeral: Numeral, start: int, before: re.Match[str], behind: re.Match[str] | None
) -> Sum | None:
    sign = (before["sign"] or before["code"]).lower().replace(" $", "$")
    code = currencies.SIGNS.get(sign) or currencies.WORDS[sign]
    end, value = numeral.end, numeral.value * (1e6 if before["million"] else 1.0)
    if numeral.scale == 1.0 and _NOT_BEHIND.match(text, end) and not (behind and behind["code"]):
        return None
    if behind is not None:
        own = _code(behind)
        if own == code or (code == "USD" and own in _FAMILY and behind["code"]):
            code, end = own, behind.end()
    elif code == "USD" and (adjective := _ADJECTIVE.match(text, end)):
        code, end = _ADJECTIVES[adjective[0].strip()], adjective.end()
    return Sum(start, end, numeral, value, code)


def _code(behind: re.Match[str]) -> str:
    if behind["penny"]:
        return currencies.PENNIES[behind["penny"].lower()]
    word = (behind["code"] or behind["sign"] or behind["word"]).lower()
    return currencies.SIGNS.get(word) or currencies.WORDS[word]


def _suffixed(text: str, numeral: Numeral, behind: re.Match[str]) -> Sum | None:
    end, value = behind.end(), numeral.value
    word = (behind["word"] or behind["code"] or "").lower()
    if word in currencies.CAREFUL and numeral.value < 1000 and numeral.scale < 1000:
        return None
    if numeral.fraction:
        return None
    if behind["million"]:
        value *= 1e6
    elif numeral.scale == 1.0 and (scale := _SCALE.match(text, end)):  # 75 USD million
        value, end = value * _SIZES[scale[1].lower()], scale.end()
    if behind["penny"]:
        value /= 100
    return Sum(numeral.start, end, numeral, value, _code(behind))


def _is_name(text: str, numeral: Numeral) -> bool:
    """Whether the digits hang on a word, as in "H100" and "GPT-4"."""
    if numeral.spelled or numeral.start == 0:
        return False
    before = text[max(0, numeral.start - 2) : numeral.start]
    return bool(_LETTER.match(before[-1])) or (before[-1] in "-./_" and bool(re.match(r"\w", before)))


def _range(text: str, one: Sum | Numeral, other: Sum | Numeral) -> tuple[Sum, Sum] | None:
    """The two ends of a range, each in full; None where the two are no range."""
    gap = text[one.end : other.start]
    if len(gap) > 5 or not _TO.fullmatch(gap):
        return None
    word = gap.strip().lower()
    lead = _BETWEEN.search(text[max(0, one.start - 8) : one.start])
    led = lead["word"].lower() if lead else ""
    if (word == "and" and led != "between") or (word == "to" and led == "from"):  # a list; a change
        return None
    return _ends(one, other, tight=len(gap) == 1, joined=word == "to")


def _ends(one: Sum | Numeral, other: Sum | Numeral, *, tight: bool, joined: bool) -> tuple[Sum, Sum] | None:
    """Both in the currency of the one that has it."""
    if isinstance(one, Sum):
        if isinstance(other, Sum):
            return _ordered(one, other)
        if one.numeral.scale != 1.0 or (other.scale == 1.0 and not tight):  # "$5 million to 20 start-ups"
            return None
        return _ordered(one, Sum(other.start, other.end, other, other.value, one.currency))
    if isinstance(other, Numeral) or one.fraction or one.letter or not (tight or joined):
        return None
    found = _ordered(Sum(one.start, one.end, one, one.value, other.currency), other)
    return found if found and found[0].value != one.value else None  # "3 to 4 billion dollars"


def _ordered(one: Sum, other: Sum) -> tuple[Sum, Sum] | None:
    """Both, the first in the scale of the second where it has none; None where it is not the less."""
    bare = other.numeral.value / other.numeral.scale
    if one.numeral.scale == 1.0 and one.numeral.value < bare:
        one = replace(one, value=float(f"{one.value * other.numeral.scale:.15g}"))
    if one.currency != other.currency or not one.value < other.value <= one.value * _WIDEST:
        return None
    return one, other


def _figure(text: str, one: Sum, other: Sum | None, floor: int) -> Figure:
    """The figure with the words around it; nothing before `floor` belongs to it."""
    start, qualifier = qualifiers.before(text, one.start)
    if other is not None and (lead := _BETWEEN.search(text[max(0, one.start - 8) : one.start])):
        start = one.start - (lead.end() - lead.start())
    if start < floor:
        start, qualifier = one.start, "exact"
    end = (other or one).end
    end, behind = qualifiers.behind(text, end)
    if qualifier == "exact":
        qualifier = behind
    end, per = qualifiers.per(text, end)
    return Figure(
        "money",
        float(f"{one.value:.15g}"),
        one.currency,
        start,
        end,
        None if other is None else float(f"{other.value:.15g}"),
        qualifier,
        per,
    )
