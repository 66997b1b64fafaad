"""Numbers as English writes them, in digits and in words: 1,500; 2.5 million; half a billion; two dozen.

What names no number has none: "tens of billions", "several hundred", "a few million" are not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SMALL = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {"nought": 0.0, "naught": 0.0}
_SMALL |= {
    word: float(value)
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES |= {"lakh": 1e5, "crore": 1e7, "dozen": 12.0}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6}
_PARTS |= {"seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10}
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅙": 1 / 6, "⅛": 0.125}
_LETTERS = {"k": 1e3, "th": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "mio": 1e6}
_LETTERS |= {
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
_MOST_DIGITS = 18  # more are an identifier

_DIGITS = (
    r"\d{1,3}(?:,\d{3}){1,6}(?!\d)(?:\.\d{1,12})?"
    r"|\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)(?:\.\d{1,12})?"  # crores and lakhs: 12,34,567
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,5}(?!\d)(?:\.\d{1,12})?"
    r"|\d{1,3}(?: \d{3}){2,5}(?!\d|[.,]\d)|\d{1,3} 000(?!\d|[.,]\d)"
    r"|\d+(?:\.\d+)*"
    r"|(?<![\w.])\.\d+"
)
_TOKEN = re.compile(
    rf"(?P<digits>{_DIGITS})(?P<vulgar>[½¼¾⅓⅔⅕⅙⅛]|[ -]{{1,2}}[1-9]/[2-9](?![\w/.-]))?"
    r"(?:(?P<letters>(?:[\s-]?(?i:bn|bi|mn|mln|bln|tln|trn|tn|mil|mio|mm|cr)|[kKmMbBtT]|\s{1,2}[kKMBT](?![-.'’]))"
    r"(?![^\W\d_]))(?!\.?\d))?"
    r"|(?P<alone>[½¼¾⅓⅔⅕⅙⅛])"
    rf"|(?<![^\W_])(?P<parts>(?i:(?:one|two|three|four|five|six|seven|eight|nine)[\s-]{{1,2}}(?:{'|'.join(_PARTS)})s?))(?![^\W_])"
    rf"|(?<![^\W_])(?P<word>(?i:{'|'.join([*_SMALL, *_SCALES, *_PARTS])}))(?P<plural>s?)(?![^\W_])"
)
_JOINED = re.compile(
    r"[\s-]{1,3}(?:(?P<and>and)[\s-]{1,3})?(?:(?:of[\s-])?(?P<article>an?)[\s-]{1,2})?", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?<![^\W_])an?[\s-]$", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?<![^\W_])(?:several|few|many|multi|couple|couple of|tens of|hundreds of)[\s-]$", re.IGNORECASE
)
_HINT: Final = re.compile(rf"\d|[½¼¾⅓⅔⅕⅙⅛]|\b(?:{'|'.join([*_SMALL, *_SCALES, *_PARTS])})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text.

    Attributes:
        start, end: where it stands.
        value: what it says, the scale multiplied in.
        scale: the last scale word or letter as a factor (1e9 of "5 billion"); 1.0 for none.
        letter: a scale written as one letter, as it stands there ("m" of "5m"), else "".
        spelled: begins with a word.
        fraction: a bare part of something, "a third", with no scale behind it.
        counted: a fraction that can be nothing else: "two thirds", "¾"; "a third" may be an ordinal, and
            "three quarters" nine months.
        digits: the digits as they stand there, "" where it is spelled.
    """

    start: int
    end: int
    value: float
    scale: float = 1.0
    letter: str = ""
    spelled: bool = False
    fraction: bool = False
    counted: bool = False
    digits: str = ""


def may_have(text: str) -> bool:
    """Whether there can be a number in `text`: the cheap look."""
    return _HINT.search(text) is not None


def of(text: str) -> Iterator[Numeral]:
    """The numbers of `text` in order."""
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
    return ("and" if joined["and"] else "") + ("a" if joined["article"] else "") or " "


def _numbers(text: str, run: list[tuple[re.Match[str], str]]) -> Iterator[Numeral]:
    building: _Building | None = None
    for token, gap in run:
        if building is not None and building.takes(token, gap):
            continue
        if building is not None and (made := building.made(text)):
            yield made
        building = _Building(token)
    if building is not None and (made := building.made(text)):
        yield made


def _part(token: re.Match[str]) -> float:
    """What a fraction says: "half", "two thirds", "¾"."""
    if token["alone"]:
        return _VULGAR[token["alone"]]
    if token["word"]:
        return _PARTS[token["word"].lower()]
    count, part = re.split(r"[\s-]+", token["parts"].lower())
    return _SMALL[count] * _PARTS[part.removesuffix("s")]


class _Building:
    """A number while it grows, token by token: what is finished, and the group before the next scale."""

    def __init__(self, token: re.Match[str]) -> None:
        self.first = self.last = token
        self.total, self.scale = 0.0, 1.0
        self.group: float | None = None
        self.hundred = self.fraction = self.numbered = self.closed = False
        self.words = 0
        self._begin(token)

    def _begin(self, token: re.Match[str]) -> None:
        word = (token["word"] or "").lower()
        self.words += 1
        if token["digits"]:
            self._digits(token)
        elif token["alone"] or token["parts"]:
            self.group, self.fraction, self.numbered = _part(token), True, True
        elif word in _SMALL:
            self.group, self.numbered = _SMALL[word], not token["plural"]
        elif word in _PARTS:
            self.group, self.fraction, self.numbered = _PARTS[word], True, word == "half"
        elif word == "hundred":
            self.group, self.hundred, self.closed = 100.0, True, bool(token["plural"])
        else:
            self.total, self.scale, self.closed = _SCALES[word], _SCALES[word], bool(token["plural"])

    def _digits(self, token: re.Match[str]) -> None:
        plain = re.sub(r"[,\s]", "", token["digits"])
        self.numbered = plain.count(".") < 2 and len(plain) <= _MOST_DIGITS
        number = float(plain) if self.numbered else 0.0
        if token["vulgar"]:  # 2½, 2 1/2
            above, _, below = token["vulgar"].strip(" -").partition("/")
            number += int(above) / int(below) if below else _VULGAR[above]
        self.group = number
        letters = (token["letters"] or "").strip(" -\t\n").lower()
        if letters:
            self.total, self.group, self.scale = number * _LETTERS[letters], None, _LETTERS[letters]
            self.closed = True
        self.closed |= not self.numbered

    def takes(self, token: re.Match[str], gap: str) -> bool:
        """Whether `token` belongs to this number; if so it is in it."""
        if self.closed:
            return False
        word = (token["word"] or "").lower()
        if word in _PARTS or token["alone"] or token["parts"]:
            done = self._part(token, gap)
        elif word in _SCALES:
            done = self._scale(word, gap)
        else:
            done = self._small(token, word, gap)
        if done:
            self.last, self.words = token, self.words + 1
        return done

    def _part(self, token: re.Match[str], gap: str) -> bool:
        whole = token["alone"] or token["parts"]
        if self.fraction or not ("and" in gap and (whole or "a" in gap[3:]) or token["alone"] and gap == " "):
            return False
        if self.group is None:  # five million and a half
            self.total += _part(token) * self.scale
            self.closed = True
        else:  # two and a half
            self.group += _part(token)
        return True

    def _scale(self, word: str, gap: str) -> bool:
        size = _SCALES[word]
        if gap == "a" and not (self.fraction and self.group is not None) or "and" in gap:
            return False
        if word == "hundred" and self.group is not None and not self.fraction:
            if self.hundred or self.group >= 1000 and not self.words == 1:
                return False
            self.group, self.hundred = self.group * 100, True
            return True
        if self.group is None:
            if self.total and size > self.scale >= 1e3 and gap == " ":  # lakh crore, thousand billion
                self.total, self.scale = self.total * size, self.scale * size
                return True
            return False
        if self.total and size >= self.scale:
            return False
        self.total, self.group, self.scale = self.total + self.group * size, None, size
        self.fraction = False
        self.numbered = True
        return True

    def _small(self, token: re.Match[str], word: str, gap: str) -> bool:
        if (
            "a" in gap.removeprefix("and")
            or self.fraction
            or token["plural"]
            or token["letters"]
            or token["vulgar"]
        ):
            return False
        if token["digits"]:  # 3 hundred and 21; in "5 million and 20 people" they are two
            value = float(token["digits"]) if token["digits"].isdigit() and len(token["digits"]) < 4 else 1e9
            room = self.hundred and self.group is not None and self.group % 100 == 0 and 0 < value < 100
            if room and self.group is not None:
                self.group += value
            elif self.group is None and self.total and gap == " " and value < 1000 and self.scale == 1e3:
                self.group, self.hundred = value, False
            else:
                return False
            return True
        value = _SMALL[word]
        if self.group is None:
            if self.first["digits"]:  # "5 million two years ago"
                return False
            self.group, self.hundred = value, False
            return self.total > 0
        tens = self.group % 100
        if gap == " " and 20 <= tens < 100 and tens % 10 == 0 and 0 < value < 10 and not self.last["digits"]:
            self.group += value
            return True
        if self.hundred and tens == 0 and value > 0:
            self.group += value
            return True
        return False

    def made(self, text: str) -> Numeral | None:
        """The number; None where the words name none."""
        start, end = self.first.start(), self.last.end()
        spelled = not self.first["digits"]
        if spelled and (self.first["word"] or "").lower() not in _SMALL:
            before = text[max(0, start - 12) : start]
            article = _ARTICLE.search(before)
            if article and not self.first["plural"]:
                start -= len(before) - article.start()
            elif _VAGUE.search(before) or not self.numbered and (self.words < 2 or self.first["plural"]):
                return None
        if not spelled and not self.numbered:
            return None
        letters = (self.first["letters"] or "").strip(" -\t\n") if self.first is self.last else ""
        return Numeral(
            start,
            end,
            float(f"{self.total + (self.group or 0.0):.15g}"),
            self.scale if self.scale != 1.0 else 100.0 if self.hundred else 1.0,
            letters if len(letters) == 1 else "",
            spelled,
            self.fraction,
            self.fraction
            and bool(self.first["alone"] or "quarter" not in (self.first["parts"] or "quarter").lower()),
            self.first["digits"] or "",
        )
