"""The lists of `claim_words.txt`, as sets and as patterns."""

from __future__ import annotations

import re

from digest import bundled

_LISTS = bundled.pairs("claim_words.txt")


def words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_LISTS[name].split(", "))


def alternatives(name: str) -> str:
    """The words of one list as alternatives of a pattern."""
    return "|".join(re.escape(word).replace(r"\*", r"\w{0,12}") for word in _LISTS[name].split(", "))


def right_before(name: str, few: str) -> re.Pattern[str]:
    """Finds a word of a list at the end of a text, with no more than `few` words behind it."""
    return re.compile(rf"\b(?:{alternatives(name)})\s{few}$", re.IGNORECASE)


def anywhere(name: str) -> re.Pattern[str]:
    """Finds a word of a list."""
    return re.compile(rf"\b(?:{alternatives(name)})\b", re.IGNORECASE)
