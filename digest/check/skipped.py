"""What looks like a figure and states none: ordinals, "one of", the number in a product's name."""

from __future__ import annotations

import re

from digest.check.proof import Told
from digest.figures import calendar

_SMALL = 12.0  # numbers up to here are often mere words: "two rivals", "one of them"
_LONGEST_NAME = 40
_BEFORE = re.compile(r"([^\W\d_][\w’'&.-]{0,39})[\s-]$")
_COUNTING = re.compile(
    r"\b(?:step|top|no\.?|nr\.?|number|page|chapter|part|rule|point|phase|level|tier|act|lesson|item|note|option|"
    r"plan|question|reason|figure|table|line|scene|exhibit)\s$",
    re.IGNORECASE,
)
_MONTHS = calendar.MONTHS.keys()
_LARGE = 1000.0  # no product is numbered so high
_LETTERS_TOO = re.compile(r"[^\W\d_]")


def is_no_figure(told: Told, sentence: str) -> bool:
    """Whether this needs no proof."""
    figure = told.figure
    if figure.kind == "ordinal":
        return True
    spelled = not any(map(str.isdigit, told.words))
    if figure.kind == "duration" and told.words.lower().startswith(("one ", "a ", "one-")):
        return True  # "in one week", "a day"
    if figure.kind == "year" and told.words.endswith("s"):
        return True  # "in the 2020s"
    if figure.kind != "number":
        return False
    if figure.value < _LARGE and _COUNTING.search(sentence[max(0, figure.start - 12) : figure.start]):
        return True
    if spelled and figure.value <= _SMALL and float(figure.value).is_integer():
        return True
    return _is_name(told, sentence)


def _is_name(told: Told, sentence: str) -> bool:
    """Whether the number belongs to a name: Llama 4, Windows 11, Phase 2, GPT-5."""
    figure = told.figure
    if figure.value >= _LARGE or figure.qualifier != "exact" or figure.high is not None:
        return False
    before = _BEFORE.search(sentence[max(0, figure.start - _LONGEST_NAME) : figure.start])
    if not before or not before[1][0].isupper() or before[1].lower() in _MONTHS:
        return False
    if _is_title_case(sentence):  # every word has a capital there: "Acme Cuts 500 Jobs"
        after = sentence[figure.end : figure.end + 2]
        return not (after[:1] == " " and after[1:].isupper())
    first = not _LETTERS_TOO.search(sentence[: max(0, figure.start - len(before[0]))])
    return not first


def _is_title_case(sentence: str) -> bool:
    words = [word for word in sentence.split() if word[0].isalpha() and len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)
