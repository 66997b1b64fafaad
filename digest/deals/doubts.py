"""What a headline tells that is no deal or no news: denials, advice, questions, forecasts, history, crowds.

The phrases are in `data/deal_doubts.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from digest import bundled
from digest.deals.headline import Word
from digest.deals.lexicon import Lexicon

_LISTS = {name: tuple(row.split(", ")) for name, row in bundled.pairs("deal_doubts.txt").items()}


def _phrases(name: str) -> Lexicon[str]:
    return Lexicon((phrase, name) for phrase in _LISTS[name])


_NEVER, _DENIES, _FALSE, _ENDS, _DOUBTFUL = map(_phrases, ("never", "denies", "false", "ends", "doubtful"))
_ADVICE, _FORGED = _phrases("advice"), _phrases("forged")
_ASKED, _QUESTIONS, _CROWD = (frozenset(_LISTS[name]) for name in ("asked", "questions", "crowd"))
MOVEMENTS = frozenset(_LISTS["movements"])
"""Words that say that a price or a size moves."""

PARTS = frozenset(_LISTS["parts"])
"""What companies have a part of that is no stake, "15% of its revenue"."""

_KICKER = re.compile(
    rf"\W{{0,3}}(?:{'|'.join(map(re.escape, _LISTS['kickers']))})\s{{0,3}}[:|—–-]\s", re.IGNORECASE
)
_BETWEEN = 4  # words from a denial to its verb: "has not yet agreed to"
_PASSED = frozenset(_LISTS["passed"])
_ONLY = frozenset(["only", "just", "merely", "all", "a"])  # "not only raised"
_NO_MORE = 25  # words before the verb in which a denial is looked for


def is_opinion(title: str) -> bool:
    """Whether what stands before the headline, "Opinion:" or "Analyst:", makes it no news."""
    return bool(_KICKER.match(title[:80]))


def is_false(words: Sequence[Word]) -> bool:
    """Whether the whole headline says that something is not so, or only thinks it up."""
    start = next((place for place, word in enumerate(words) if word.kind == "word"), len(words))
    if start < len(words) and _DOUBTFUL.at(words, start):
        return True
    figure = next((place for place, word in enumerate(words) if word.kind == "sum"), len(words))
    return any(
        _FALSE.at(words, place) or (place < figure and _FORGED.at(words, place))
        for place in range(len(words))
    )


def is_denied(words: Sequence[Word], first: int, start: int) -> bool:
    """Whether the clause from word `first` says that reports of the verb or noun at `start` are wrong."""
    return any(_is_denial(words, place, start) for place in _back(words, first, start))


def is_negated(words: Sequence[Word], first: int, start: int) -> bool:
    """Whether "not" or "no plans to" stands before the verb or noun at `start`."""
    return any(_is_never(words, place, start) for place in _back(words, first, start))


def _back(words: Sequence[Word], first: int, start: int) -> Iterator[int]:
    """The places before `start`, the nearest first, up to a comma or the beginning of the clause."""
    for place in range(start - 1, max(first, start - _NO_MORE) - 1, -1):
        if words[place].low == ",":
            return
        yield place


def _is_never(words: Sequence[Word], place: int, start: int) -> bool:
    """Whether "not" or "no plans to" is said, and of nothing else than the verb at `start`."""
    hits = _NEVER.at(words, place)
    if not hits:
        return False
    between = words[place + hits[0][0] : start]
    if (between and between[0].low in _ONLY) or (not between and words[start].low in _ONLY):
        return False
    return len(between) <= _BETWEEN and all(
        word.low in _PASSED or word.kind in {"sum", "share"} for word in between
    )


def _is_denial(words: Sequence[Word], place: int, start: int) -> bool:
    hits = _DENIES.at(words, place)
    return bool(hits) and not any(word.low in _ASKED for word in words[place : min(place + 6, start)])


def is_advice(words: Sequence[Word], first: int, start: int) -> bool:
    """Whether it only may or ought to be: "X should buy Y", "if X buys Y"."""
    for place in range(start - 1, max(first, start - 6) - 1, -1):
        if words[place].low == ",":
            return False  # "if approved, X will buy Y"
        if _ADVICE.at(words, place):
            return True
    return False


def is_asked(words: Sequence[Word], start: int) -> bool:
    """Whether the verb at `start` stands in a question that begins as "Could X …" and ends with its mark."""
    opening = start
    while opening and words[opening - 1].low not in _MARKS:
        opening -= 1
    closing = start
    while closing < len(words) and words[closing].low not in _MARKS:
        closing += 1
    asks = opening < start and words[opening].low in _QUESTIONS
    marked = closing < len(words) and words[closing].low == "?"
    return asks and (marked or words[opening].low in _UNMARKED) and closing > opening + 2


_MARKS = frozenset(["?", "!", ".", ":", ";", "|", "—", "–"])
_UNMARKED = frozenset(["could", "should", "would"])  # no headline begins with these but to ask


def is_history(words: Sequence[Word], first: int, start: int, last: int) -> bool:
    """Whether it is told in passing: "Three years after raising $1B, …", "X, which raised $1B in 2021, …"."""
    if _is_years_after(words, first):
        return True
    relative = any(word.low in {"which", "who", "that"} for word in words[max(first, start - 3) : start])
    if relative and words[start].low.endswith(("ed", "sold", "bought")):
        return _is_dated(words, start, last) or any(_ended(words, start, len(words)))
    if any(one.low in _SPANS and two.low == "ago" for one, two in pairwise(words[first:start])):
        return True
    dated = bool(first) and words[first - 1].low in {"after", "following", "since", "despite"}
    return dated and any(word.kind == "sum" for word in words[first:last]) and any(_ended(words, 0, first))


def _is_years_after(words: Sequence[Word], first: int) -> bool:
    """Whether "years after" opens the clause: two or more of them."""
    return first > 1 and words[first - 1].low in {"after", "since"} and words[first - 2].low in _SPANS


_SPANS = frozenset(["years", "decade", "decades"])


def _is_dated(words: Sequence[Word], start: int, last: int) -> bool:
    behind = words[start : last + 1]
    for place, word in enumerate(behind[1:], start=1):
        before = behind[place - 1].low
        if word.low == "ago" or (before == "in" and _YEAR.fullmatch(word.low)):
            return True
        if before == "last" and word.low in {"year", "month", "week", "summer", "fall", "spring", "autumn"}:
            return True
    return False


_YEAR = re.compile(r"(?:19|20)\d\d")


def _ended(words: Sequence[Word], start: int, end: int) -> Iterator[bool]:
    """For each word, whether a company ends or loses people there."""
    for place in range(start, end):
        yield bool(_ENDS.at(words, place))


def is_forecast(words: Sequence[Word], start: int) -> bool:
    """Whether the value is one of a year to come: "worth $1 trillion by 2030"."""
    for place in range(start, min(start + 8, len(words) - 1)):
        if words[place].low == "by" and _YEAR.fullmatch(words[place + 1].low):
            return True
    return False


def is_crowd(before: Sequence[Word], passed: frozenset[str]) -> bool:
    """Whether companies in general do it: the last word that stands before the verb is their name."""
    place = len(before)
    while place and (before[place - 1].figure or before[place - 1].low in passed - _CROWD - _JOINS):
        place -= 1
    word = before[place - 1] if place else None
    if word is None or word.low not in _CROWD or word.possessive:
        return False
    return place > 1 or word.low.endswith("s")  # "Wave" alone is a company


_JOINS = frozenset(["and", "or"])  # "essential to many companies and raises": another acts
