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
_TEENS = ("eleventh", "twelfth", *(f"{word}th" for word in _ONES[13:]))
_FINE = {word: 1.0 / value for value, word in enumerate(_TEENS, 11)}
_FINE |= {f"{word[:-1]}ieth": 1.0 / SMALL[word] for word in _TENS}
_FINE |= {
    f"{word}th": 1.0 / SCALES[word] for word in ("hundred", "thousand", "million", "billion", "trillion")
}
PARTS |= _FINE
COMPOUND = {
    f"{ten}-{word}": 1 / (SMALL[ten] + round(1 / value))
    for ten in _TENS
    for word, value in PARTS.items()
    if 1 / 9 <= value < 1 / 2 and word != "quarter"
}
"""Parts of two words, "twenty-fifth"; they stand behind a count only."""

_WORDS = (*SMALL, *SCALES, *PARTS)
HINTS = tuple(word for word in _WORDS if not any(word != less and word.startswith(less) for less in _WORDS))
"""What every number in words begins with: "seven" for seventy and seventh."""

VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅙": 1 / 6, "⅛": 0.125}
_COUNTS = SMALL | {"hundred": 100.0}
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
    *count, part = re.split(r"[\s-]+", token["parts"].lower())
    if len(count) > 1 and f"{count[-1]}-{part.removesuffix('s')}" in COMPOUND:
        part = f"{count.pop()}-{part}"
    return sum(_COUNTS[word] for word in count) * (PARTS | COMPOUND)[part.removesuffix("s")]
