"""Every figure of a text: dates and years first, then each numeral by what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from digest.figures import calendar, numerals, qualifiers, sums, units
from digest.figures.numerals import Numeral
from digest.model.figures import Figure

_MOST = 5_000
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S{1,64}@\S{1,64}")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![^\W_])", re.IGNORECASE)
_TIME = re.compile(r"\s?(?:a\.?m|p\.?m|o[’']clock)\b|\s?(?:ET|PT|GMT|UTC|EST|PST)\b|:\d\d|h(?:rs)?\b")
_HANGS = re.compile(r"[^\W_]|[-‑./:_–#@^]\w")
_TO = re.compile(r"\s?[-–—]\s?|\sto\s|\sand\s")
_BETWEEN = re.compile(r"(?<![^\W_])(?P<word>between|from)\s$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'.-]{0,30})[\s-]$")
_NEXT_WORD = re.compile(r"\s([^\W\d_]+)")
_NAMING = frozenset(
    "iphone windows galaxy pixel llama gemini claude gpt grok ios android version model level phase series tier stage "
    "route area channel chapter class section article category gen page figure part round type no episode season "
    "macos ipados watchos opus sonnet haiku qwen chatgpt playstation xbox mark studio web proposition title rule "
    "formula agent room catch falcon boeing airbus flight league group day v".split()
)
_FREE = frozenset(
    "in of for off to by with top and the than over a at on from its least about under near up some these those all "
    "raises cuts fires hires adds buys sells lays gets wins loses opens closes plans seeks says has have are is was "
    "were after before last next past first these only just every other another between or nearly almost around into "
    "within per hits tops reaches launches names lists how why what when as be their our your his her here are".split()
)


def of(text: str) -> tuple[Figure, ...]:
    """Every figure of `text` in order, not overlapping; names, versions, addresses and times of day are none."""
    if not numerals.may_have(text):
        return ()
    taken = [*islice(calendar.dates(text), _MOST)]
    taken = _fill(taken, islice(calendar.years(text), _MOST))
    closed = _Spans([(one.start, one.end) for one in taken] + [m.span() for m in _ADDRESS.finditer(text)])
    found = [one for one in islice(numerals.of(text), _MOST) if closed.free(one.start, one.end)]
    money = list(sums.figures(text, found))
    spent = _Spans([(one.start, one.end) for one in money])
    rest = [one for one in found if spent.free(one.start, one.end)]
    taken = _fill(money, taken)
    return tuple(_fill(taken, _others(text, rest)))


class _Spans:
    """Stretches of a text, asked in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._at = 0

    def free(self, start: int, end: int) -> bool:
        """Whether none of them touches; `start` never goes back from one call to the next."""
        while self._at < len(self._spans) and self._spans[self._at][1] <= start:
            self._at += 1
        return self._at >= len(self._spans) or self._spans[self._at][0] >= end


def _fill(first: Sequence[Figure], second: Iterator[Figure] | Sequence[Figure]) -> list[Figure]:
    """Both in order; of the second only what overlaps nothing of the first."""
    spans = _Spans([(one.start, one.end) for one in first])
    kept = [one for one in second if spans.free(one.start, one.end)]
    return sorted([*first, *kept], key=lambda one: one.start)


def _others(text: str, found: Sequence[Numeral]) -> Iterator[Figure]:
    at, last = 0, 0
    while at < len(found):
        high = found[at + 1] if at + 1 < len(found) and _is_range(text, found[at], found[at + 1]) else None
        figure = _pair(text, found[at], high, last) if high else None
        at += 2 if figure else 1
        figure = figure or _single(text, found[at - 1], last)
        if figure is not None and figure.start >= last:
            yield figure
            last = figure.end


def _is_range(text: str, low: Numeral, high: Numeral) -> bool:
    gap = text[low.end : high.start]
    if len(gap) > 5 or not _TO.fullmatch(gap) or low.value >= high.value:
        return False
    lead = _BETWEEN.search(text[max(0, low.start - 8) : low.start])
    word = gap.strip()
    if lead and lead["word"].lower() == "from":
        return False
    return word != "and" or bool(lead)


def _pair(text: str, low: Numeral, high: Numeral, floor: int) -> Figure | None:
    unit = units.behind(text, high)
    if unit is None or _hangs(text, low) or low.fraction:
        return None
    top = _single(text, high, high.start)
    if top is None:
        return None
    scale = high.scale if low.scale == 1.0 and low.value * high.scale < high.value else 1.0
    start, qualifier = _before(text, low.start, unit.kind)
    if lead := _BETWEEN.search(text[max(0, low.start - 8) : low.start]):
        start = low.start - len(lead[0])
    start = low.start if start < floor else start
    value = _round(low.value * scale * unit.factor)
    return Figure(top.kind, value, top.unit, start, top.end, top.value, qualifier, top.per)


def _single(text: str, numeral: Numeral, floor: int) -> Figure | None:
    if _hangs(text, numeral):
        return None
    kind, unit, factor, end = "number", "", 1.0, numeral.end
    found = units.behind(text, numeral)
    if found is not None:
        kind, unit, factor, end = found.kind, found.unit, found.factor, found.end
    elif ordinal := _ORDINAL.match(text, numeral.end):
        if not numeral.digits or numeral.scale != 1.0:
            return None
        return Figure("ordinal", numeral.value, "", numeral.start, ordinal.end())
    elif not _stands_alone(text, numeral):
        return None
    start, qualifier = _before(text, numeral.start, kind)
    sign, start = _sign(text, numeral, start)
    if start < floor:
        start, qualifier = numeral.start, "exact"
    end, behind = qualifiers.behind(text, end)
    end, per = qualifiers.per(text, end) if kind != "duration" else (end, "")
    value = _round(sign * numeral.value * factor)
    return Figure(kind, value, unit, start, end, None, behind if qualifier == "exact" else qualifier, per)


def _before(text: str, start: int, kind: str) -> tuple[int, str]:
    begin, qualifier = qualifiers.before(text, start)
    if kind == "duration" and qualifier == "at_least" and text[begin:start].lower().startswith("over"):
        return start, "exact"  # "over three years": while they last
    return begin, qualifier


def _sign(text: str, numeral: Numeral, start: int) -> tuple[float, int]:
    before = text[max(0, numeral.start - 9) : numeral.start]
    found = re.search(r"(?:(?<![^\s(])[-−]|(?<![^\W_])(?:minus|negative)\s)$", before, re.IGNORECASE)
    return (1.0, start) if found is None else (-1.0, min(start, numeral.start - len(found[0])))


def _hangs(text: str, numeral: Numeral) -> bool:
    """Whether the digits are part of a word, a version, a fraction or a score."""
    if numeral.spelled or numeral.start == 0:
        return False
    before = text[max(0, numeral.start - 2) : numeral.start]
    if re.match(r"[^\W_]|[#@_^]", before[-1]):
        return True
    return (
        len(before) == 2
        and before[1] in "-‑./:–"
        and bool(re.match(r"[^\W_]", before[0]))
        and not (before[1] in "-–" and before[0].isdigit())
    )


def _stands_alone(text: str, numeral: Numeral) -> bool:
    """Whether a number without unit is a number, and not a piece of a name or a time."""
    if (
        (numeral.fraction and not numeral.counted)
        or numeral.letter in ("m", "t")
        or (numeral.spelled and numeral.value == 1)
    ):
        return False
    after = text[numeral.end : numeral.end + 3]
    if not numeral.spelled and (
        re.match(r"[^\W_]|[’']?s\b|[/:.]\w|[-‑](?:[^\W\d_]|\d)", after) or _TIME.match(text, numeral.end)
    ):
        return False
    if numeral.letter == "K" and numeral.value in (2e3, 4e3, 8e3):  # screens
        return False
    return not _names(text, numeral)


def _names(text: str, numeral: Numeral) -> bool:
    """Whether a small number follows a name: iPhone 17, Llama 3.1."""
    if (
        numeral.spelled
        or (numeral.scale != 1.0 and not numeral.letter)
        or (numeral.value >= 1000 and "," in numeral.digits)
    ):
        return False
    found = _WORD_BEFORE.search(text[max(0, numeral.start - 32) : numeral.start])
    if found is None:
        return False
    word = found[1]
    if word.lower() in _NAMING:
        return True
    if word.lower() in _FREE or (word.islower() or numeral.start <= len(word) + 1):
        return False
    following = _NEXT_WORD.match(text, numeral.end)
    counted = following is not None and following[1].endswith("s") and "." not in numeral.digits
    return not counted


def _round(value: float) -> float:
    return float(f"{value:.12g}")
