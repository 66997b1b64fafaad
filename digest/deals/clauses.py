"""The parts of a headline: where the clause of a verb or noun begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from digest import bundled
from digest.deals import frames, wordlists
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
    if low in _JOINS:
        return _is_second_verb(words, place) or _is_second_sentence(words, place)
    if low == ":" and 0 < place < len(words) - 1 and words[place + 1].kind == "sum":
        return words[place - 1].low not in _TOLD_BY_SUM  # "a large investment: $1bn for a stake"
    if low == "as":  # "hailed as", "as much as": no clause of its own
        before = words[place - 1].low if place else ""
        return not before.endswith("ed") and before not in _WITH_AS
    return low in BREAKS or low in _TURNS


_TOLD_BY_SUM = frozenset(["investment", "deal", "bet", "round", "acquisition", "purchase", "raise"])
_JOINS = frozenset([",", "and"])
_RELATIVES = frozenset(["that", "which", "who"])


def _is_second_verb(words: Sequence[Word], place: int) -> bool:
    """Whether one more thing that the same company does follows: "raises $9M, acquires Y"."""
    if place + 1 >= len(words) or words[place + 1].low not in _FINITE or not place:
        return False
    for step in range(place - 1, 0, -1):
        if words[step].low in BREAKS or words[step].low in _TURNS:
            return False
        if words[step].low in _FINITE and words[step - 1].low not in _RELATIVES:
            return True
    return False


def _is_second_sentence(words: Sequence[Word], place: int) -> bool:
    """Whether "and" joins what another company does: "X acquires Y, and Z raises $9M"."""
    low, start = words[place].low, place + 1
    if low == "," and start < len(words) and words[start].low == "and":
        start += 1
    elif low == ",":
        return False
    verb = next(
        (
            step
            for step in range(start + 1, min(start + _NAME, len(words)))
            if words[step].low in _ALONE and all(word.text[0].isupper() for word in words[start:step])
        ),
        0,
    )
    if not verb:
        return False
    for step in range(place - 1, 0, -1):
        if words[step].low in BREAKS or words[step].low in _TURNS:
            return False
        if words[step].low in _ALONE:
            return words[step - 1].low not in _RELATIVES
    return False


_NAME = 4  # words of a name and the verb behind it
_FINITE = frozenset(verb for verb in frames.ACTIONS if verb.endswith("s") and not verb.endswith("ss"))
_ALONE = frozenset(["raises", "acquires", "buys", "lands", "secures", "nabs", "snags", "closes"])
_WITH_AS = wordlists.named("before as")
