"""What looks like a figure and states none: ordinals, "one of", the number in a product's name."""

from __future__ import annotations

import re

from digest.check.numbers.proof import Told
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
    kind, said = told.figure.kind, told.words.lower()
    if kind == "duration":
        return said.startswith(("one ", "a ", "one-"))  # "in one week", "a day"
    if kind == "year":
        return said.endswith("s")  # "in the 2020s"
    if kind == "number":
        return _is_word(told) or _is_counting(told, sentence) or _is_name(told, sentence)
    return kind == "ordinal"


def _is_word(told: Told) -> bool:
    """Whether it is a small number in letters, which counts what the sentence names."""
    value = told.figure.value
    return not any(map(str.isdigit, told.words)) and value <= _SMALL and float(value).is_integer()


def _is_counting(told: Told, sentence: str) -> bool:
    start = told.figure.start
    return told.figure.value < _LARGE and bool(_COUNTING.search(sentence[max(0, start - 12) : start]))


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
