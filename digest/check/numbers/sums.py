"""Figures that a sentence derives in sight of the reader, worked out again.

Three forms are read. A sum that is written out: `$29B + $6.7B = $35.7B`. A share: `$14.2 billion (49% of $29
billion)`. And words that say what was done with two figures beside it: "together", "the difference", "up 23%
from". What is not shown is not derived: a figure that merely happens to be the sum of two others is unproved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.check.numbers.proof import Told, rounded

_OPERATORS = {"+": "+", "plus": "+", "-": "-", "−": "-", "–": "-", "minus": "-", "less": "-"}
_OPERATORS |= {"*": "*", "×": "*", "x": "*", "times": "*", "/": "/", "÷": "/", "divided by": "/"}
_EQUALS = {"=", "≈", "equals", "makes", "is", "comes to", "gives"}
_THAT_IS = {"or", "that is", "i.e.", "which is", "that makes", "which makes"}
_OF = {"of", "of the", "of a", "of its", "of that"}
_TOGETHER = re.compile(
    r"\b(?:together|combined|in total|totals?|totall?ing|altogether|in all|sums? (?:up )?to|adds? up to)\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b(?:difference|gap|more than|less than|fewer than|higher|lower|above|below|apart|remaining|"
    r"rest|left|up|down|by|rose|fell|grew|increase[sd]?|decrease[sd]?|jump(?:ed)?|cut)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:up|down|rose|rises?|fell|falls?|grew|grows?|growth|increase[sd]?|decrease[sd]?|jump(?:s|ed)?|"
    r"drop(?:s|ped)?|gain(?:s|ed)?|more|less|higher|lower|than|from)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b(?:times|fold|x|multiple|ratio|doubl|tripl|twice)", re.IGNORECASE)
_LONGEST = 800  # characters of a sentence in which words are looked for
_MOST = 12  # figures of a sentence that are tried against each other


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure that is derived: which one, what the others make, and how that is written."""

    index: int
    result: float
    shown: str

    def fits(self, told: Told) -> bool:
        """Whether the told figure is the result, rounded to its own digits."""
        return rounded(told, self.result)


def written(sentence: str, told: Sequence[Told]) -> tuple[Sum, ...]:
    """The sums that are written out with an equals sign or as a share of something, right or wrong."""
    return (*_equations(sentence, told), *_shares(sentence, told))


def worded(sentence: str, told: Sequence[Told], index: int) -> Sum | None:
    """How words and two other figures of the sentence make the figure at `index`; None if they do not."""
    if len(sentence) > _LONGEST:
        return None
    others = [number for number in range(min(len(told), _MOST)) if number != index]
    for one in others:
        for other in others:
            if one != other:
                for found in _tried(sentence, told, index, one, other):
                    if found.fits(told[index]):
                        return found
    return None


def _tried(sentence: str, told: Sequence[Told], index: int, one: int, other: int) -> Iterator[Sum]:
    """What the figures `one` and `other` could make here, as far as the words say so."""
    wanted, left, right = told[index].figure, told[one].figure, told[other].figure
    if left.kind != right.kind or left.unit != right.unit or left.value == right.value:
        return
    shown = f"{told[one].words} {{}} {told[other].words}"
    if wanted.kind == left.kind and wanted.unit == left.unit:
        if _TOGETHER.search(sentence):
            yield Sum(index, left.value + right.value, shown.format("+"))
        if _APART.search(sentence) and left.value > right.value:
            yield Sum(index, left.value - right.value, shown.format("−"))
    if not right.value:
        return
    if wanted.kind == "percent" and left.kind != "percent" and _CHANGE.search(sentence):
        yield Sum(index, abs(left.value - right.value) / abs(right.value) * 100, shown.format("against"))
    if wanted.kind == "percent" and left.kind != "percent" and 0 < left.value < right.value:
        yield Sum(index, left.value / right.value * 100, shown.format("of"))
    if wanted.kind == "multiple" or (wanted.kind == "number" and _TIMES.search(sentence)):
        yield Sum(index, left.value / right.value, shown.format("/"))


def _equations(sentence: str, told: Sequence[Told]) -> Iterator[Sum]:
    """`a + b = c`, also longer and with minus, times and divided by."""
    start = 0
    while start < len(told) - 1:
        end, operators = start, []
        while end + 1 < len(told) and (sign := _OPERATORS.get(_between(sentence, told, end))):
            operators.append(sign)
            end += 1
        if operators and end + 1 < len(told) and _between(sentence, told, end) in _EQUALS:
            scaled = {"*", "/"} & set(operators) and told[end + 1].figure.kind != "percent"
            values = [_share(one) if scaled else one.figure.value for one in told[start : end + 1]]
            shown = sentence[told[start].figure.start : told[end].figure.end]
            yield Sum(end + 1, _worked_out(values, operators), shown)
        start = end + 1


def _share(told: Told) -> float:
    """What a figure multiplies and divides by: 49% of something is 0.49 of it."""
    return told.figure.value / 100 if told.figure.kind == "percent" else told.figure.value


def _worked_out(values: Sequence[float], operators: Sequence[str]) -> float:
    """The value, times and divided by before plus and minus."""
    terms = [values[0]]
    for sign, value in zip(operators, values[1:], strict=True):
        if sign == "*":
            terms[-1] *= value
        elif sign == "/":
            terms[-1] = terms[-1] / value if value else float("inf")
        else:
            terms.append(value if sign == "+" else -value)
    return sum(terms)


def _shares(sentence: str, told: Sequence[Told]) -> Iterator[Sum]:
    """`c (a% of b)`, `a% of b, or c` and `a% of b = c`."""
    for at in range(len(told) - 1):
        whole, part = told[at + 1].figure, told[at].figure
        if part.unit != "%" or _between(sentence, told, at) not in _OF:
            continue
        shown = sentence[part.start : whole.end]
        result = part.value / 100 * whole.value
        if at > 0 and told[at - 1].figure.unit == whole.unit and _raw(sentence, told, at - 1).strip() == "(":
            yield Sum(at - 1, result, shown)
        elif at + 2 < len(told) and told[at + 2].figure.unit == whole.unit:
            gap, raw = _between(sentence, told, at + 1), _raw(sentence, told, at + 1).strip()
            if gap in _EQUALS or gap in _THAT_IS or raw == "(":
                yield Sum(at + 2, result, shown)


def _between(sentence: str, told: Sequence[Told], index: int) -> str:
    """The words between a figure and the next, without brackets and commas around them."""
    return " ".join(_raw(sentence, told, index).lower().strip(" ,;:()[]—").split())


def _raw(sentence: str, told: Sequence[Told], index: int) -> str:
    return sentence[told[index].figure.end : told[index + 1].figure.start]
