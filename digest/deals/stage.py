"""How far a deal has come, by the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest import bundled
from digest.deals import headline
from digest.deals.headline import Word
from digest.deals.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Stage:
    """A status and where the words stand that say it: from character `start` to `end`."""

    status: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Hint:
    status: str
    strength: int
    scope: str


def _hints() -> Iterator[tuple[str, _Hint]]:
    for name, phrases in bundled.pairs("deal_stages.txt").items():
        status, strength, scope = name.split()
        for phrase in phrases.split(", "):
            yield phrase, _Hint(status, int(strength), scope)


_HINTS = Lexicon(_hints())


def of(text: str) -> tuple[str, str]:
    """The status that `text` gives a deal, and the words that say so as they stand; "" where none do."""
    words = headline.words(text)
    found = within(words, 0, len(words), len(words), sharp=True)
    return found.status, text[found.start : found.end]


def within(words: Sequence[Word], first: int, last: int, end: int, *, sharp: bool = False) -> Stage:
    """The status of a deal in the clause from word `first` to `last`, whose verb or noun ends at `end`.

    `sharp` passes over "after" and its like, which date another deal.
    """
    best, found = 0, Stage("announced")
    place = 0
    while place < len(words):
        if words[place].kind == "sum" and first <= place <= end + 2 and _is_neared(words, place):
            return Stage(
                "rumoured", words[place].start, words[place].start + 4
            )  # the verb, taken for "about"
        hits = _HINTS.at(words, place)
        for size, hint in hits:
            counts = _reaches(hint.scope, place, first, last, end)
            if counts and hint.scope == "before" and _is_apart(words[place:end]):
                counts = False  # "aims to be a bank, raises $3M"
            if words[place].low in _DATING and _moves_shares(words, place):
                counts = False  # "shares jump after a $9bn deal": news all the same
            if counts and hint.strength > best and not (sharp and words[place].low in _DATING):
                best = hint.strength
                found = Stage(hint.status, words[place].start, words[place + size - 1].end)
        place += hits[0][0] if hits else 1
    return found


_APART = frozenset({",", "with"})
_NEARS = re.compile(r"near(?:s|ing)?\s", re.IGNORECASE)
_DATING = frozenset({"after", "following", "since", "months", "days"})


def _is_apart(between: Sequence[Word]) -> bool:
    """Whether a comma or "with" parts a word from the deal; a sum between belongs to both."""
    sums = [place for place, word in enumerate(between) if word.kind == "sum" and place]
    beside = any(between[place - 1].low not in _APART for place in sums)
    return any(word.low in _APART for word in between) and not beside


def _is_neared(words: Sequence[Word], place: int) -> bool:
    """Whether the verb before the sum, or with which it begins, says that it is not there yet."""
    before = words[place - 1].low if place else ""
    if before in {"could", "may", "might"}:
        return True  # "could exceed $2bn"
    return bool(_NEARS.match(words[place].text)) and before not in {"with", "at", "for", "a", "of", "worth"}


def _moves_shares(words: Sequence[Word], place: int) -> bool:
    """Whether a share price moves after what is told."""
    return any(word.low in {"shares", "stock", "stocks"} for word in words[max(place - 6, 0) : place])


def _reaches(scope: str, place: int, first: int, last: int, end: int) -> bool:
    if scope == "any":
        return True
    if scope == "clause":
        return first <= place < last
    return max(first - 1, 0) <= place < end
