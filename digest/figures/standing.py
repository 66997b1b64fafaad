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
_PART = re.compile(r"(?:an?\s|one[\s-])?(?P<half>half)|an?\s[^\W\d_]+", re.IGNORECASE)
_MORE_OR_LESS = re.compile(
    r"(?<![^\W_])(?:(?:more|less|fewer|greater)\sthan|nearly|almost|roughly|approximately|just\sunder)\s$"
    r"|(?<![^\W_])(?P<loose>over|about|around|at\sleast|up\sto|under|by)\s$",
    re.IGNORECASE,
)
# half a year, half past nine, half way, nearly a third party; a quarter ago
_OF_ELSE = re.compile(
    r"-|\s(?:an?|as|way|through|past|time|hour|hours|century|dozen|party|parties|person|ago|earlier|later|after|"
    r"before|full|empty)(?![^\W_])",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\s{0,2}(?:$|[.,;:!?)])")
_SIGNED = re.compile(
    r"(?<![^\W_])(?:minus|(?:is|was|at|of|be|by|to|equals)\snegative)\s$|^negative\s$", re.IGNORECASE
)


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
    if numeral.fraction and not numeral.counted and not _is_part(text, numeral):
        return False
    if numeral.letter in ("m", "t") or (
        numeral.spelled and numeral.value == 1 and not _is_below(text, numeral)
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


def _is_part(text: str, numeral: Numeral) -> bool:
    """Whether "a half", "three quarters" or 3/4 is a part of something: it says how nearly, or stands alone.

    Elsewhere "a fifth" is one more, "three quarters" are nine months, and 3/4 is a day.
    """
    if numeral.start == 0 and len(text) - numeral.end <= 1:  # a cell of a table
        return True
    found = _PART.fullmatch(text, numeral.start, numeral.end)
    if found is None or "quarter" in found[0].lower() or _OF_ELSE.match(text, numeral.end):
        return False
    qualifier = _MORE_OR_LESS.search(text[max(0, numeral.start - 20) : numeral.start])
    return qualifier is not None and bool(found["half"] or not qualifier["loose"])


def _is_below(text: str, numeral: Numeral) -> bool:
    """Whether a lone "one" is minus one; not in "minus one of them" and "a negative one"."""
    low = max(0, numeral.start - 18)
    return bool(_SIGNED.search(text[low : numeral.start]) and _CLOSES.match(text, numeral.end))


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
