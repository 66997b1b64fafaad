"""Two numbers that say one part: "one out of three", "1 in twenty-one", 3/4."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from digest import bundled
from digest.figures.growing import Numeral

_NAMING = bundled.lines("naming_words.txt")
_COUNTING = bundled.lines("counting_words.txt")
_LONGEST = 14  # characters of " out of every "
_MOST_COUNTED, _MOST_SLASHED = 9, 10  # "nine in ten"; 7/10, but 9/11 is a day
_BASES: Final = frozenset({3, 4, 5, 10, 100, 1000})  # in how many news counts two and more: "two in three"
_YEARS = range(1900, 2100)
_OF = re.compile(r"\s(?:out\sof(?:\severy)?|(?P<within>in)(?P<every>\severy)?)\s", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'.-]{0,30})[\s-]$")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₩₪₽₺]|(?<![^\W_])[A-Z]{3})\s?$")
_MEASURED = re.compile(
    r"\s?[%$€£¥₹]|[\s-]?(?:per\s?cent|percentage|points?|bps)(?![^\W_])|[/:]\d", re.IGNORECASE
)
# one in three cities may be one of them, or one thing that stands there; two in four weeks are two
_PLACES = re.compile(
    r"[\s-](?:years?|quarters?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|cit(?:y|ies)|countr(?:y|ies)|"
    r"states?|markets?|regions?|provinces?|languages?|places?|locations?|sites?|rounds?|stages?|parts?|games?|"
    r"sessions?|volumes?|episodes?|tries|attempts?)(?![^\W_])",
    re.IGNORECASE,
)


def joined(text: str, found: Iterable[Numeral]) -> Iterator[Numeral]:
    """The numerals of `text` in order, two of them that say a part as one."""
    held: Numeral | None = None
    for numeral in found:
        if held is not None:
            if made := _ratio(text, held, numeral):
                yield made
                held = None
                continue
            yield held
        held = numeral
    if held is not None:
        yield held


def _ratio(text: str, part: Numeral, whole: Numeral) -> Numeral | None:
    gap = whole.start - part.end
    if not 0 < gap <= _LONGEST or not _are_counts(part, whole):
        return None
    slashed = text[part.end] == "/" and gap == 1
    if not slashed:
        words = _OF.fullmatch(text, part.end, whole.start)
        if words is None or (
            words["within"] and not _is_one_in(text, part, whole, every=bool(words["every"]))
        ):
            return None
    elif (
        whole.value > _MOST_SLASHED
        or not (part.digits and whole.digits)
        or text[part.start - 1 : part.start] == "/"
    ):
        return None
    if _MONEY_BEFORE.search(text[max(0, part.start - 5) : part.start]) or _MEASURED.match(text, whole.end):
        return None
    return Numeral(
        part.start,
        whole.end,
        float(f"{part.value / whole.value:.15g}"),
        spelled=part.spelled,
        fraction=True,
        counted=not slashed,  # 3/4 may be a day, or the third of four pages
    )


def _are_counts(part: Numeral, whole: Numeral) -> bool:
    """Whether both count, and the first is the less; a year counts nothing."""
    if part.fraction or whole.fraction or part.letter or not 0 < part.value < whole.value:
        return False
    if whole.digits.isdigit() and int(whole.value) in _YEARS:
        return False
    return part.value.is_integer() and whole.value.is_integer()


def _is_one_in(text: str, part: Numeral, whole: Numeral, *, every: bool) -> bool:
    """Whether "in" between the two makes a part: "one in five", but not "Phase 2 in 5 countries"."""
    if every:
        return True
    if text[whole.start].lower() == "a":  # one in a million
        return False
    if part.value > _MOST_COUNTED or (part.value > 1 and whole.value not in _BASES):
        return False
    if _PLACES.match(text, whole.end):
        return False
    found = _WORD_BEFORE.search(text[max(0, part.start - 32) : part.start])
    if found is None or part.spelled:
        return text[part.start - 1 : part.start] != "#"
    word = found[1].lower().rstrip(".")
    return word not in _NAMING and (word in _COUNTING or found[1].islower())
