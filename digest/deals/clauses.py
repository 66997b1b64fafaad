"""The parts of a headline: where the clause of a verb or noun begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from digest import bundled
from digest.deals import wordlists
from digest.deals.headline import Word

BREAKS = frozenset(["-", ";", ":", "—", "–", "|", "?", "!", ".", "(", ")", "…"])
"""Marks that end a clause."""

_TURNS = bundled.lines("deal_turns.txt")
_OPENING = 5  # words that may stand before the clause at the very beginning: "Just a few weeks after"
_TIMES = wordlists.named("times")


def around(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """First and last word of the clause in which the words from `start` to `end` stand."""
    first, last = start, end
    while first and not _parts(words, first - 1):
        first -= 1
    if is_opening(words, first):  # "After raising $1bn, the firm closes …": a comma ends what "after" opens
        comma = next((place for place in range(first, len(words)) if words[place].low == ","), 0)
        if comma >= end:
            return first, comma
        first = comma + 1 if comma else first
    while last < len(words) and not _parts(words, last):
        last += 1
    return first, last


def is_opening(words: Sequence[Word], first: int) -> bool:
    """Whether the clause is what "weeks after" opens at the beginning of the headline."""
    return 0 < first <= _OPENING and all(word.low in _TIMES or word.low.isdigit() for word in words[:first])


def _parts(words: Sequence[Word], place: int) -> bool:
    low = words[place].low
    if low == "as":  # "hailed as", "as much as": no clause of its own
        before = words[place - 1].low if place else ""
        return not before.endswith("ed") and before not in _WITH_AS
    return low in BREAKS or low in _TURNS


_WITH_AS = wordlists.named("before as")
