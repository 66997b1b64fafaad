"""A sentence of a report that was taken and then changed: which words stand for which.

A person who edits an extractive summary leaves most of a sentence as it is; set beside what it was taken
from, it shows which figure or name took the place of which.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[$€£¥₹]?\w[\w.,'’&$%/-]{0,60}")
_AT_END = ".,'’&/-"
_LEAST_WORDS = 4  # of a sentence: fewer are alike by chance
_MOST_WORDS = 120
_SHARED = 0.7  # of the words of the told sentence that the other has too
_CANDIDATES = 6
_COMMON = 400  # sentences that have a word, above which it tells none of them


@dataclass(frozen=True, slots=True)
class Alike:
    """A told sentence beside the one that it follows.

    Attributes:
        sentence: of the report.
        share: of the told words that stand there too, in the same order.
        changes: spans in the told sentence and in the other that stand for each other, in characters.
    """

    sentence: str
    share: float
    changes: tuple[tuple[int, int, int, int], ...]

    def counterpart(self, start: int, end: int) -> tuple[int, int] | None:
        """What stands in the other sentence in place of these characters; None where they are unchanged."""
        for told_start, told_end, seen_start, seen_end in self.changes:
            if told_start < end and start < told_end and seen_start < seen_end:
                return seen_start, seen_end
        return None


class Lines:
    """The sentences of some reports, by their words."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._sentences = tuple(sentences)
        self._words = [_bag(line) for line in self._sentences]
        self._by_word: dict[str, list[int]] = {}
        for number, words in enumerate(self._words):
            for word in words:
                held = self._by_word.setdefault(word, [])
                if len(held) <= _COMMON:
                    held.append(number)

    def nearest(self, told: str) -> Alike | None:
        """The sentence that `told` follows most closely; None where it follows none."""
        own = _words(told)
        if not _LEAST_WORDS <= len(own) <= _MOST_WORDS:
            return None
        wanted = _bag(told)
        postings = (self._by_word.get(word, []) for word in wanted)
        counted = Counter(number for held in postings if len(held) <= _COMMON for number in held)
        likely = sorted(counted, key=lambda number: (-len(wanted & self._words[number]), number))[
            :_CANDIDATES
        ]
        found = [_beside(own, self._sentences[number]) for number in likely]
        best = max(found, key=lambda one: one.share, default=None)
        return best if best and best.share >= _SHARED else None


def _beside(own: Sequence[tuple[str, int, int]], sentence: str) -> Alike:
    other = _words(sentence)[:_MOST_WORDS]
    matcher = difflib.SequenceMatcher(None, [w for w, _, _ in own], [w for w, _, _ in other], autojunk=False)
    changes, same = [], 0
    for kind, first, last, seen_first, seen_last in matcher.get_opcodes():
        if kind == "equal":
            same += last - first
        elif kind == "replace":
            changes.append((*_span(own, first, last), *_span(other, seen_first, seen_last)))
    return Alike(sentence, same / len(own), tuple(changes))


def _span(found: Sequence[tuple[str, int, int]], first: int, last: int) -> tuple[int, int]:
    return found[first][1], found[last - 1][2]


def _bag(sentence: str) -> frozenset[str]:
    return frozenset([word.rstrip(_AT_END) for word in _WORD.findall(sentence.lower())])


def _words(sentence: str) -> list[tuple[str, int, int]]:
    """The words in small letters with their spans, punctuation at the end left out."""
    found = []
    for match in _WORD.finditer(sentence):
        word = match[0].rstrip(_AT_END)
        found.append((word.lower(), match.start(), match.start() + len(word)))
    return found
