"""Runs of words that are written as names: where one begins and ends, and what is no part of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from digest import bundled
from digest.deals import names, wordlists
from digest.deals.headline import Word
from digest.words import stem

_MODIFIERS = bundled.lines("company_modifiers.txt") | bundled.lines("places.txt")


_PLACES = bundled.lines("places.txt")
_MORE_PLACES = bundled.lines("company_places.txt")
_NO_NAMES = bundled.lines("no_names.txt")
_NEVER = bundled.lines("company_never.txt")
_VERBS = frozenset(map(stem, bundled.lines("event_verbs.txt"))) | bundled.lines("company_verbs.txt")
_TOPICS = bundled.lines("company_topics.txt")
_SHOUTED = 4  # letters of an abbreviation, at most; longer words in capitals are a headline that shouts
_NOBODY = _TOPICS | wordlists.named("crowds")
_LONGEST = 6  # words of a name


def is_rare(word: Word) -> bool:
    """Whether it is a name by itself: a capital, and neither a common word nor a field nor a description."""
    if word.low in _TOPICS:
        return False
    return names.is_capital(word) and not names.is_common(word) and word.low not in _MODIFIERS


def trimmed(run: Sequence[Word], *, titled: bool) -> list[Word]:
    """`run` up to a verb in Title Case, and without words of finance at its end."""
    run = list(run)
    titled = titled or (
        len(run) > 1 and all(word.text.isupper() and len(word.text) > _SHOUTED for word in run)
    )
    for place, word in enumerate(run):
        if place and titled and is_verb(word):
            run = run[:place]
            break
    while run and run[-1].low in _NEVER:
        run.pop()
    while run and run[0].low in _NEVER:
        run = run[1:]
    if run and run[0].low.endswith("ing") and (titled or run[0].text.isupper()) and names.is_common(run[0]):
        return []  # "From Going Rogue"
    return [] if all(word.low in _NO_NAMES or word.low in _NOBODY for word in run) else run


def is_affix(words: Sequence[Word], place: int) -> bool:
    """Whether it belongs to an adjective such as "Kleiner Perkins-backed", "ex-Google" or "London-based"."""
    for step in range(place, min(place + 4, len(words))):
        word = words[step].low
        if step > place and not names.is_capital(words[step]):
            return False
        if "-" in word and word.rsplit("-", 1)[1] in _AFFIXES:
            return True
        if step == place and word.startswith("ex-"):
            return True
        if not names.is_capital(words[step]):
            return False
    return False


_AFFIXES = wordlists.named("affixes")


def first(words: Sequence[Word]) -> list[Word]:
    """The words in front that are written as names."""
    found: list[Word] = []
    for word in words:
        if not (names.is_capital(word) or (found and (word.low == "&" or word.text.isdigit()))):
            break
        found.append(word)
        if word.possessive:
            break
    return found[:_LONGEST]


def following(words: Sequence[Word]) -> list[Word]:
    """The first words that are written as names, wherever they begin."""
    start = next((place for place, word in enumerate(words) if names.is_capital(word)), len(words))
    return first(words[start:])


def last(words: Sequence[Word]) -> list[Word]:
    """The last words that are written as names, wherever they stand."""
    end = len(words)
    while end and not names.is_capital(words[end - 1]):
        end -= 1
    start = end
    while start and (names.is_capital(words[start - 1]) or words[start - 1].low == "&"):
        start -= 1
    return list(words[start:end])[:_LONGEST]


def is_ending(word: Word) -> bool:
    """Whether it is a word of finance that ends a name."""
    return word.low in _NEVER


def told(run: list[Word], *, titled: bool) -> list[Word]:
    """`run` without the common words around a name in Title Case; all of it where it is short."""
    if not titled or len(run) <= 3:
        return run
    rare = [place for place, word in enumerate(run) if not names.is_common(word)]
    return run[rare[0] : rare[-1] + 1] if rare else []


def without_modifiers(words: Sequence[Word]) -> list[Word]:
    """`words` without what describes the company before its name; nothing where that is all."""
    words = list(words)
    if is_place(" ".join(word.text for word in words)):
        return words
    while len(words) > 1 and _is_modifier(words[0].low) and not words[0].possessive:
        if (
            words[0].text == "AI"
            and len(words) == 2
            and names.is_capital(words[1])
            and names.is_common(words[1])
        ):
            break  # "AI Score"
        words = words[1:]
    return [] if len(words) == 1 and words[0].low in _MODIFIERS - _PLACES else words


def _is_modifier(low: str) -> bool:
    """Whether it describes; "Franco-German" by its parts, "six-month-old" by its end."""
    if low in _MODIFIERS:
        return True
    return "-" in low and (low.endswith("-old") or all(part in _MODIFIERS for part in low.split("-")))


def is_verb(word: Word) -> bool:
    """Whether it is a verb that ends a name in Title Case."""
    return word.low in _VERBS or stem(word.low) in _VERBS


@lru_cache(maxsize=16384)
def is_place(found: str) -> bool:
    """Whether it is a country, a city, a people or a field, not a company."""
    low = found.lower().removeprefix("the ")
    if low and all(word in _TOPICS for word in low.split()):
        return True
    return low in _MORE_PLACES or (bool(low) and all(word.strip(".") in _PLACES for word in low.split()))


def text(words: Sequence[Word]) -> str:
    """The words as written, with the possessives between them."""
    parts = [word.text + ("'s" if word.possessive and word is not words[-1] else "") for word in words]
    return names.bare(" ".join(parts))
