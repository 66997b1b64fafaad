"""The small words around a figure: how sure it is ("over", "about", "up to"), and of what time ("a year")."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = {
    "at_least": "over|more than|at least|north of|upwards? of|above|exceed(?:s|ed|ing)?|topp(?:ed|ing)|tops?"
    "|in excess of|surpass(?:es|ed|ing)?|no less than|not less than|greater than|no fewer than|a minimum of"
    "|minimum|just over|well over|better than|beyond",
    "up_to": "up to|as much as|as many as|under|below|less than|fewer than|at most|no more than|not more than"
    "|a maximum of|maximum|as high as|capped at|well under|well below|short of",
    "about": "about|around|nearly|almost|roughly|some|approximately|approx\\.?|just under|just below"
    "|just shy of|close to|an estimated|estimated|circa|c\\.|in the region of|in the neighborhood of"
    "|as little as|in the range of|more or less|virtually|a little over|slightly over",
}
_LONGEST = 28  # characters of the longest of them, with the space behind
_BEFORE = re.compile(
    "(?<![^\\W_])(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + r")[\s-]$|(?P<tilde>[~≈>≥<≤])\s?$",
    re.IGNORECASE,
)
_TILDES = {"~": "about", "≈": "about", ">": "at_least", "≥": "at_least", "<": "up_to", "≤": "up_to"}
_BEHIND = re.compile(
    r"\s?\+(?![\d\w])|(?P<at_least>[\s-]plus(?![^\W_]))|\s(?:(?P<more>or more|or above|and up)"
    r"|(?P<about>or so|or thereabouts)|(?P<up_to>or less|or fewer|or under))(?![^\W_])",
    re.IGNORECASE,
)
_SPANS = "year|quarter|month|week|day|hour|minute|second"
_EACH = f"{_SPANS}|share|user|person|seat|employee|head|barrel|unit|ton|tonne|ounce|token|million tokens"
_EACH += "|household|chip|GPU"
_LY = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
}
_LY |= {
    "yr": "year",
    "mo": "month",
    "hr": "hour",
    "wk": "week",
    "annum": "year",
    "min": "minute",
    "sec": "second",
}
_PER = re.compile(
    rf"(?:\s(?:per|an?|each|every)\s|-(?:an?|per)-|\s?/\s?)(?P<each>{_EACH}|annum|yr|mo|hr|wk)(?![^\W_])"
    rf"|\s(?P<ly>annually|yearly|monthly|weekly|daily|hourly)(?![^\W_])",
    re.IGNORECASE,
)


def before(text: str, start: int) -> tuple[int, str]:
    """Where the qualifying words in front of `start` begin, and what they say; `exact` for none."""
    slice_start = max(0, start - _LONGEST)
    found = _BEFORE.search(text[slice_start:start])
    if found is None:
        return start, "exact"
    if found["tilde"]:
        return slice_start + found.start(), _TILDES[found["tilde"]]
    return slice_start + found.start(), str(found.lastgroup)


def behind(text: str, end: int) -> tuple[int, str]:
    """Where the qualifying words behind `end` stop, and what they say."""
    found = _BEHIND.match(text, end)
    if found is None:
        return end, "exact"
    name = found.lastgroup or "at_least"
    return found.end(), "at_least" if name == "more" else name


def per(text: str, end: int) -> tuple[int, str]:
    """Where the words of a rate behind `end` stop, and the unit it is counted by; "" for none."""
    found = _PER.match(text, end)
    if found is None:
        return end, ""
    word = (found["each"] or found["ly"]).lower()
    return found.end(), _LY.get(word, word)
