"""Sums of money as English news writes them: $14.8bn, US$300-million, €1.2 billion, Rs 500 crore, 5 billion dollars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from digest.figures import currencies, numerals, qualifiers
from digest.figures.numerals import Numeral
from digest.model.figures import Figure

_MOST = 5_000  # figures of one text; what has more is a table or an attack, and the rest is left
_BEFORE = 12  # characters of the longest sign
_FAMILY = frozenset("USD CAD AUD NZD SGD HKD TWD".split())  # "$5 million CAD"
_SCALE = re.compile(r"\s(million|billion|trillion)(?![^\W_])", re.IGNORECASE)
_SIZES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_TO = re.compile(r"\s?[-–—‑]\s?|\s(?:to|and|or)\s", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<![^\W_])(?P<word>between|from)\s$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NOT_BEHIND = re.compile(r"[^\W\d_]|\.\d|/\d|:\d\d")
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
    stated: bool = True  # the currency is its own, not that of the other end of its range


def of(text: str) -> tuple[Figure, ...]:
    """The sums of money in `text` in order, not overlapping."""
    if currencies.ANY.search(text) is None or not numerals.may_have(text):
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
    last = 0
    skip = False
    for at, (one, other) in enumerate(pairwise([*sums, None])):
        if skip:
            skip = False
            continue
        assert one is not None
        pair = _range(text, one, other) if other is not None else None
        if pair is not None:
            skip = True
            made = _figure(text, pair[0], pair[1], last)
        elif isinstance(one, Sum):
            made = _figure(text, one, None, last)
        else:
            continue
        yield made
        last = made.end


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


def _range(text: str, one: Sum | Numeral, other: Sum | Numeral | None) -> tuple[Sum, Sum] | None:
    """The two ends of a range, each in full; None where the two are no range."""
    if other is None or isinstance(one, Numeral) and isinstance(other, Numeral):
        return None
    gap = text[one.end : other.start]
    if len(gap) > 5 or not _TO.fullmatch(gap):
        return None
    word = gap.strip().lower()
    lead = _BETWEEN.search(text[max(0, _start(one) - 8) : _start(one)])
    if word in ("and", "or") and not (lead and word == "and" and lead["word"].lower() == "between"):
        if word != "or":
            return None
    if word == "to" and lead and lead["word"].lower() == "from":  # a change, not a range
        return None
    low, high = _ends(one, other, dash=word not in ("to", "and", "or"))
    if low is None or high is None or low.currency != high.currency or low.value >= high.value:
        return None
    return low, high


def _start(one: Sum | Numeral) -> int:
    return one.start


def _ends(one: Sum | Numeral, other: Sum | Numeral, *, dash: bool) -> tuple[Sum | None, Sum | None]:
    if isinstance(other, Numeral):
        assert isinstance(one, Sum)
        if one.numeral.scale != 1.0 or (other.scale == 1.0 and not dash):  # "$5 million to 20 start-ups"
            return None, None
        other = Sum(other.start, other.end, other, other.value, one.currency, stated=False)
    if isinstance(one, Numeral):
        if one.fraction or one.letter or (one.scale == 1.0 and 1900 <= one.value < 2100):
            return None, None
        one = Sum(one.start, one.end, one, one.value, other.currency, stated=False)
    scale = other.value / (other.numeral.value / other.numeral.scale) if other.numeral.value else 1.0
    if one.numeral.scale == 1.0 and scale > 1.0 and one.numeral.value < other.value / scale:
        one = replace(one, value=float(f"{one.value * scale:.15g}"))
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
