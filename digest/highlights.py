"""A sentence taken apart where something in it is to be seen: its figures, or the words that decide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 4000  # characters of a sentence in which words are looked for


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the sentence, as it stands there; `marked` where it is what is to be seen."""

    text: str
    marked: bool = False


def at(sentence: str, spans: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    """The whole `sentence` in order, marked at `spans`.

    Spans that overlap become one; what lies outside of the sentence is no part of any.
    """
    parts: list[Part] = []
    done = 0
    for start, end in _joined(spans, len(sentence)):
        parts += [Part(sentence[done:start]), Part(sentence[start:end], marked=True)]
        done = end
    return tuple(part for part in (*parts, Part(sentence[done:])) if part.text)


def of(sentence: str, words: str) -> tuple[Part, ...]:
    """The whole `sentence` in order, marked where `words` stand in it: a figure, or a phrase.

    Nowhere inside of a longer word or number, unless they stand nowhere else.
    """
    if not words.strip():
        return at(sentence, ())
    head = sentence[:_LONGEST]
    whole = rf"(?<![^\W_])(?<!\d[.,]){re.escape(words)}(?![^\W_])(?![.,]\d)"
    found = [match.span() for match in re.finditer(whole, head)]
    inside = head.find(words)
    if not found and inside >= 0:
        found = [(inside, inside + len(words))]
    return at(sentence, found)


def _joined(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
