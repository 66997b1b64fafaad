"""The words that English counts with, and what each is worth."""

from __future__ import annotations

import re

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL: dict[str, float] = {word: float(value) for value, word in enumerate(_ONES)} | {
    "nought": 0.0,
    "naught": 0.0,
}
SMALL |= {word: 10.0 * value for value, word in enumerate(_TENS, 2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SCALES |= {"lakh": 1e5, "crore": 1e7, "dozen": 12.0}
PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6}
PARTS |= {"seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10}
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅙": 1 / 6, "⅛": 0.125}
LETTERS = {"k": 1e3, "th": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "mio": 1e6}
LETTERS |= {
    "b": 1e9,
    "bn": 1e9,
    "bi": 1e9,
    "bln": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "tln": 1e12,
    "trn": 1e12,
    "cr": 1e7,
}


def part(token: re.Match[str]) -> float:
    """What a fraction says: "half", "two thirds", "¾"."""
    if token["alone"]:
        return VULGAR[token["alone"]]
    if token["word"]:
        return PARTS[token["word"].lower()]
    count, part = re.split(r"[\s-]+", token["parts"].lower())
    return SMALL[count] * PARTS[part.removesuffix("s")]
