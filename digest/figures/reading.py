"""Every figure of a text: dates and years first, then each numeral by what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from digest.figures import calendar, numerals, qualifiers, standing, sums, units
from digest.figures.numerals import Numeral
from digest.model.figures import Figure

_MOST = 5_000
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S{1,64}@\S{1,64}")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![^\W_])", re.IGNORECASE)
_TO = re.compile(r"\s?[-–—]\s?|\sto\s|\sand\s")
_BETWEEN = re.compile(r"(?<![^\W_])(?P<word>between|from)\s$", re.IGNORECASE)


def of(text: str) -> tuple[Figure, ...]:
    """Every figure of `text` in order, not overlapping; names, versions and times of day are none."""
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
        following = found[at + 1] if at + 1 < len(found) else None
        high = following if following and _is_range(text, found[at], following) else None
        figure = _pair(text, found[at], high, last) if high else None
        at += 2 if figure else 1
        figure = figure or _single(text, found[at - 1], last)
        if figure is not None and figure.start >= last:
            yield figure
            last = figure.end


def _is_range(text: str, low: Numeral, high: Numeral) -> bool:
    begins = low.end + text.startswith("%", low.end)  # 5% to 10%
    gap = text[begins : high.start]
    if len(gap) > 5 or not _TO.fullmatch(gap) or low.value >= high.value:
        return False
    lead = _BETWEEN.search(text[max(0, low.start - 8) : low.start])
    word = gap.strip()
    if lead and lead["word"].lower() == "from":
        return False
    return word != "and" or bool(lead)


def _pair(text: str, low: Numeral, high: Numeral, floor: int) -> Figure | None:
    unit = units.behind(text, high)
    if unit is None or standing.hangs(text, low) or low.fraction:
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
    if standing.hangs(text, numeral):
        return None
    kind, unit, factor, end = "number", "", 1.0, numeral.end
    found = units.behind(text, numeral)
    if found is not None:
        kind, unit, factor, end = found.kind, found.unit, found.factor, found.end
    elif ordinal := _ORDINAL.match(text, numeral.end):
        if not numeral.digits or numeral.scale != 1.0:
            return None
        return Figure("ordinal", numeral.value, "", numeral.start, ordinal.end())
    elif not standing.alone(text, numeral):
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
    words = text[begin:start].lower().rstrip(" -")
    if (kind == "duration" and words == "over") or words == "top":  # while they last; the Top 10
        return start, "exact"
    return begin, qualifier


def _sign(text: str, numeral: Numeral, start: int) -> tuple[float, int]:
    before = text[max(0, numeral.start - 9) : numeral.start]
    found = re.search(r"(?:(?<![^\s(])[-−]|(?<![^\W_])(?:minus|negative)\s)$", before, re.IGNORECASE)
    return (1.0, start) if found is None else (-1.0, min(start, numeral.start - len(found[0])))


def _round(value: float) -> float:
    return float(f"{value:.12g}")
