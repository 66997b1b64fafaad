"""Numbers as English writes them, in digits and in words: 1,500; 2.5 million; half a billion; two dozen.

What names no number has none: "tens of billions", "several hundred", "a few million" are not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from digest.figures import ratios
from digest.figures.growing import Growing, Numeral
from digest.figures.numberwords import COMPOUND, HINTS, PARTS, SCALES, SMALL

__all__ = ["Numeral", "may_have", "of"]

_DIGITS = (
    r"\d{1,3}(?:,\d{3}){1,6}(?!\d)(?:\.\d{1,12})?"
    r"|\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)(?:\.\d{1,12})?"  # crores and lakhs: 12,34,567
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,5}(?!\d)(?:\.\d{1,12})?"
    r"|\d{1,3}(?: \d{3}){2,5}(?!\d|[.,]\d)|\d{1,3} 000(?!\d|[.,]\d)"
    r"|\d+(?:\.\d+)*"
    r"|(?<![\w.])\.\d+"
)
_FEW = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
# "two-third" is two of three, "twenty third" the one behind the twenty-second
_PARTS = (
    rf"(?:{_FEW})(?:[\s-]{{1,2}}|\s-\s)(?:{'|'.join([*PARTS, *COMPOUND])})s?"
    rf"|(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:{_TENS})(?:[\s-](?:{_FEW}))?|hundred)"
    rf"[\s-]{{1,2}}(?:{'|'.join([*PARTS, *COMPOUND])})s"
)
_TOKEN = re.compile(
    rf"(?P<digits>{_DIGITS})(?P<vulgar>[½¼¾⅓⅔⅕⅙⅛]|[ -]{{1,2}}[1-9]/[2-9](?![\w/.-]))?"
    r"(?:(?P<letters>(?:[\s-]?(?i:bn|bi|mn|mln|bln|tln|trn|tn|mil|mio|mm|cr)|[kKmMbBtT]|\s{1,2}[kKMBT](?![-.'’]))"
    r"(?![^\W\d_]))(?!\.?\d))?"
    r"|(?P<alone>[½¼¾⅓⅔⅕⅙⅛])"
    rf"|(?<![^\W_])(?=[otfsenhOTFSENH])(?P<parts>(?i:{_PARTS}))(?![^\W_])"
    rf"|(?<![^\W_])(?P<word>(?i:{'|'.join([*SMALL, *SCALES, *PARTS])}))(?P<plural>s?)(?![^\W_])"
)
_JOINED = re.compile(
    r"\s(?P<point>point)\s|[\s-]{1,3}(?:(?P<and>and)[\s-]{1,3})?(?:(?:of[\s-])?(?P<article>an?)[\s-]{1,2})?",
    re.IGNORECASE,
)
_HINT: Final = re.compile(rf"\d|[½¼¾⅓⅔⅕⅙⅛]|\b(?:{'|'.join(HINTS)})", re.IGNORECASE)


def may_have(text: str) -> bool:
    """Whether there can be a number in `text`: the cheap look."""
    return _HINT.search(text) is not None


def of(text: str) -> Iterator[Numeral]:
    """The numbers of `text` in order."""
    return ratios.joined(text, _whole(text))


def _whole(text: str) -> Iterator[Numeral]:
    """The same with "one" and "five" of "one in five" as two."""
    run: list[tuple[re.Match[str], str]] = []
    end = -1
    for token in _TOKEN.finditer(text):
        joined = _JOINED.fullmatch(text, end, token.start()) if run and token.start() - end <= 12 else None
        if joined is None:
            yield from _numbers(text, run)
            run = []
        run.append((token, _gap(joined)))
        end = token.end()
        if len(run) > 40:  # nobody writes such a number
            yield from _numbers(text, run)
            run = []
    yield from _numbers(text, run)


def _gap(joined: re.Match[str] | None) -> str:
    if joined is None:
        return ""
    if joined["point"]:
        return "point"
    return ("and" if joined["and"] else "") + ("a" if joined["article"] else "") or " "


def _numbers(text: str, run: list[tuple[re.Match[str], str]]) -> Iterator[Numeral]:
    building: Growing | None = None
    for token, gap in run:
        if building is not None and building.takes(token, gap):
            continue
        if building is not None and (made := building.made(text)):
            yield made
        building = Growing(token)
    if building is not None and (made := building.made(text)):
        yield made
