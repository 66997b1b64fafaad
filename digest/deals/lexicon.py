"""Phrases of one or more words with a value each, looked up in a list of words; the longest counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from digest.deals.headline import Word

Value = TypeVar("Value")


class Lexicon(Generic[Value]):
    """A table from phrases to values."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = defaultdict(list)
        for phrase, value in entries:
            parts = tuple(phrase.split())
            self._by_first[parts[0]].append((parts, value))
        for phrases in self._by_first.values():
            phrases.sort(
                key=lambda each: len(each[0]), reverse=True
            )  # stable: the first of equals stays first

    def at(self, words: Sequence[Word], place: int) -> list[tuple[int, Value]]:
        """Length and value of the longest phrase that begins at `place`; several where it stands twice."""
        found: list[tuple[int, Value]] = []
        for parts, value in self._by_first.get(words[place].low, ()):
            size = len(parts)
            if found and size < found[0][0]:
                break
            if all(
                place + step < len(words) and words[place + step].low == part
                for step, part in enumerate(parts)
            ):
                found.append((size, value))
        return found

    def starts(self) -> frozenset[str]:
        """The first words of all phrases."""
        return frozenset(self._by_first)
