"""A number while it grows, token by token: "two", "two hundred", "two hundred and five million"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.figures.numberwords import LETTERS, PARTS, SCALES, SMALL, VULGAR, part

_MOST_DIGITS = 18  # more are an identifier

_ARTICLE = re.compile(r"(?<![^\W_])an?[\s-]$", re.IGNORECASE)
_TENS = frozenset(range(20, 100, 10))
_VAGUE = re.compile(
    r"(?<![^\W_])(?:several|few|many|multi|couple|couple of|tens of|hundreds of)[\s-]$", re.IGNORECASE
)
# the first half of 2025 is a time
_PERIOD = re.compile(
    r"(?<![^\W_])(?:first|second|latter|last|next|this|final|opening|closing|same)\s$", re.IGNORECASE
)
_NO_POINT = re.compile(r"(?<![^\W_])(?:at|this|that|to|on|the)\s$", re.IGNORECASE)  # at one point five left


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
        counted: a fraction that can be nothing else: "two thirds", "¾"; "a third" may be an ordinal,
            "three quarters" nine months, and 3/4 a day.
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


class Growing:
    """A number while it grows, token by token: what is finished, and the group before the next scale."""

    def __init__(self, token: re.Match[str]) -> None:
        self.first = self.last = token
        self.total, self.scale = 0.0, 1.0
        self.group: float | None = None
        self.hundred = self.fraction = self.numbered = self.closed = self.ordinal = False
        self.words = self.places = 0  # digits behind the point, of "five point two five"
        self._begin(token)

    def _begin(self, token: re.Match[str]) -> None:
        word = (token["word"] or "").lower()
        self.words += 1
        if token["digits"]:
            self._digits(token)
        elif token["alone"] or token["parts"]:
            self.group, self.fraction, self.numbered = part(token), True, True
        elif word in SMALL:
            self.group, self.numbered = SMALL[word], not token["plural"]
        elif word in PARTS:
            self.group, self.fraction, self.numbered = PARTS[word], True, word == "half"
        elif word == "hundred":
            self.group, self.hundred, self.closed = 100.0, True, bool(token["plural"])
        else:
            self.total, self.scale, self.closed = SCALES[word], SCALES[word], bool(token["plural"])

    def _digits(self, token: re.Match[str]) -> None:
        plain = re.sub(r"[,\s]", "", token["digits"])
        self.numbered = plain.count(".") < 2 and len(plain) <= _MOST_DIGITS
        number = float(plain) if self.numbered else 0.0
        if token["vulgar"]:  # 2½, 2 1/2
            above, _, below = token["vulgar"].strip(" -").partition("/")
            number += int(above) / int(below) if below else VULGAR[above]
        self.group = number
        letters = (token["letters"] or "").strip(" -\t\n").lower()
        if letters:
            self.total, self.group, self.scale = number * LETTERS[letters], None, LETTERS[letters]
            self.closed = True
        self.closed |= not self.numbered

    def takes(self, token: re.Match[str], gap: str) -> bool:
        """Whether `token` belongs to this number; if so it is in it."""
        if self.closed:
            return False
        word = (token["word"] or "").lower()
        if gap == "point" or (self.places and word in SMALL):
            done = self._decimal(token, word, gap)
        elif word in PARTS or token["alone"] or token["parts"]:
            done = self._part(token, gap)
        elif word in SCALES:
            done = self._scale(word, gap)
        else:
            done = self._small(token, word, gap)
        if done:
            self.last, self.words = token, self.words + 1
        return done

    def _decimal(self, token: re.Match[str], word: str, gap: str) -> bool:
        """Five point two five; a figure behind the point is one digit."""
        value = SMALL.get(word, 10.0)
        fits = self.group is not None and value < 10 and not (self.fraction or token["plural"])
        fits &= gap == " " if self.places else bool(self.last["word"]) and not self._is_a_moment()
        if fits and self.group is not None:
            self.places += 1
            self.group += value / 10**self.places
        return fits

    def _is_a_moment(self) -> bool:
        start = self.first.start()
        return _NO_POINT.search(self.first.string[max(0, start - 5) : start]) is not None

    def _part(self, token: re.Match[str], gap: str) -> bool:
        if gap == " " and self._may_be_nth(token):  # the twenty fifth
            self.ordinal = self.closed = True
            return True
        whole = token["alone"] or token["parts"]
        if self.fraction or not (
            ("and" in gap and (whole or "a" in gap[3:])) or (token["alone"] and gap == " ")
        ):
            return False
        if self.group is None:  # five million and a half
            self.total += part(token) * self.scale
            self.closed = True
        else:  # two and a half
            self.group += part(token)
        return True

    def _may_be_nth(self, token: re.Match[str]) -> bool:
        is_nth = (token["word"] or "half").lower() not in ("half", "quarter") and not token["plural"]
        return is_nth and not self.last["digits"] and (self.group or 0.0) % 100 in _TENS

    def _scale(self, word: str, gap: str) -> bool:
        size = SCALES[word]
        if "and" in gap or (gap == "a" and not (self.fraction and self.group is not None)):
            return False
        if self.group is None:  # lakh crore, thousand billion
            multiplies = bool(self.total) and size > self.scale >= 1e3 and gap == " "
            self.total, self.scale = (
                (self.total * size, self.scale * size) if multiplies else (self.total, self.scale)
            )
            return multiplies
        if word == "hundred" and not self.fraction:
            fits = not self.hundred and (self.group < 1000 or self.words == 1)
            self.group, self.hundred = (self.group * 100, True) if fits else (self.group, self.hundred)
            return fits
        if self.total and size >= self.scale:
            return False
        self.total, self.group, self.scale = self.total + self.group * size, None, size
        self.fraction, self.numbered = False, True
        return True

    def _small(self, token: re.Match[str], word: str, gap: str) -> bool:
        if "a" in gap.removeprefix("and") or self.fraction:
            return False
        if token["plural"] or token["letters"] or token["vulgar"]:
            return False
        return self._low_digits(token["digits"], gap) if token["digits"] else self._low_word(SMALL[word], gap)

    def _low_digits(self, digits: str, gap: str) -> bool:
        """3 hundred and 21, 4 thousand 300; in "5 million and 20 people" they are two numbers."""
        value = float(digits) if digits.isdigit() and len(digits) < 4 else 0.0
        if self.group is not None:
            fits = self.hundred and self.group % 100 == 0 and 0 < value < 100
            self.group += value if fits else 0.0
            return fits
        fits = self.total > 0 and gap == " " and value > 0 and self.scale == 1e3
        self.group = value if fits else None
        return fits

    def _low_word(self, value: float, gap: str) -> bool:
        """One hundred and five, twenty-one, two million three; but "5 million two years ago"."""
        if self.group is None:
            fits = self.total > 0 and not self.first["digits"]
            self.group, self.hundred = (value, False) if fits else (None, self.hundred)
            return fits
        tens = self.group % 100
        fits = value > 0 and (
            (self.hundred and tens == 0)
            or (gap == " " and 20 <= tens < 100 and tens % 10 == 0 and value < 10 and not self.last["digits"])
        )
        self.group += value if fits else 0.0
        return fits

    def _is_counted(self) -> bool:
        """Whether a part is none in a row: "two thirds", "¾", "one fifth"; but "one hundredth" may be."""
        parts = (self.first["parts"] or "quarter").lower()
        if parts.startswith("one") and ((self.group or 0.0) < 0.1 or " - " in parts):
            return False
        return bool(self.first["alone"]) or "quarter" not in parts

    def _is_a_period(self, text: str) -> bool:
        start = self.first.start()
        is_half = (self.first["word"] or "").lower() == "half"
        return is_half and _PERIOD.search(text[max(0, start - 8) : start]) is not None

    def made(self, text: str) -> Numeral | None:
        """The number; None where the words name none."""
        start, end = self.first.start(), self.last.end()
        if self.ordinal or (self.fraction and self.words == 1 and self._is_a_period(text)):
            return None
        spelled = not self.first["digits"]
        if spelled and (self.first["word"] or "").lower() not in SMALL:
            before = text[max(0, start - 12) : start]
            article = _ARTICLE.search(before)
            if article and not self.first["plural"]:
                start -= len(before) - article.start()
            elif _VAGUE.search(before) or (not self.numbered and (self.words < 2 or self.first["plural"])):
                return None
        elif not self.numbered:  # "tens", and digits that are no number
            return None
        letters = (self.first["letters"] or "").strip(" -\t\n") if self.first is self.last else ""
        return Numeral(
            start,
            end,
            float(f"{self.total + (self.group or 0.0):.15g}"),
            scale=self.scale if self.scale != 1.0 else 100.0 if self.hundred else 1.0,
            letter=letters if len(letters) == 1 else "",
            spelled=spelled,
            fraction=self.fraction,
            counted=self.fraction and self._is_counted(),
            digits=self.first["digits"] or "",
        )
