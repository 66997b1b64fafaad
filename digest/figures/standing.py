"""Whether digits stand as a number, or belong to a name, a version or a time: H100, iPhone 17, 24/7, 3pm."""

from __future__ import annotations

import re

from digest import bundled
from digest.figures.numerals import Numeral

_NAMING = bundled.lines("naming_words.txt")
_COUNTING = bundled.lines("counting_words.txt")
_TIME = re.compile(r"\s?(?:a\.?m|p\.?m|o[’']clock)\b|\s?(?:ET|PT|GMT|UTC|EST|PST)\b|:\d\d|h(?:rs)?\b")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'.-]{0,30})[\s-]$")
_NEXT_WORD = re.compile(r"\s([^\W\d_]+)")


def hangs(text: str, numeral: Numeral) -> bool:
    """Whether the digits are part of a word, a version, a fraction or a score."""
    if numeral.start == 0:
        return False
    before = text[max(0, numeral.start - 2) : numeral.start]
    if numeral.spelled:  # Pi-Zero; but mid-twenties never is a figure either
        return bool(re.fullmatch(r"[^\W\d_][-‑]", before))
    if re.match(r"[^\W_]|[#@_^]", before[-1]):
        return True
    return (
        len(before) == 2
        and before[1] in "-‑./:–"
        and bool(re.match(r"[^\W_]", before[0]))
        and not (before[1] in "-–" and before[0].isdigit())
    )


def alone(text: str, numeral: Numeral) -> bool:
    """Whether a number without unit is a number, and not a piece of a name or a time."""
    if (
        (numeral.fraction and not numeral.counted)
        or numeral.letter in ("m", "t")
        or (numeral.spelled and numeral.value == 1)
    ):
        return False
    after = text[numeral.end : numeral.end + 5]
    if not numeral.spelled and (
        re.match(r"[^\W_]|[’']?s\b|[/:.]\w|[-‑](?!plus)(?:[^\W\d_]|\d)", after)
        or _TIME.match(text, numeral.end)
    ):
        return False
    if numeral.spelled and re.match(r"[-‑][^\W\d_]", after):  # a Five-Layer cake
        return False
    if numeral.letter == "K" and numeral.value in (2e3, 4e3, 8e3):  # screens
        return False
    return not _names(text, numeral)


def _names(text: str, numeral: Numeral) -> bool:
    """Whether a small number follows a name: iPhone 17, Llama 3.1."""
    if (
        numeral.spelled
        or (numeral.scale != 1.0 and not numeral.letter)
        or (numeral.value >= 1000 and "," in numeral.digits)
    ):
        return False
    found = _WORD_BEFORE.search(text[max(0, numeral.start - 32) : numeral.start])
    if found is None:
        return False
    word = found[1]
    if word.lower() in _NAMING:
        return True
    if word.lower() in _COUNTING or (word.islower() or numeral.start <= len(word) + 1):
        return False
    following = _NEXT_WORD.match(text, numeral.end)
    counted = following is not None and following[1].endswith("s") and "." not in numeral.digits
    return not counted
