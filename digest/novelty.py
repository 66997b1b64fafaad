"""What a text says that earlier texts did not: figures, names, and verbs that say that things moved on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digest import bundled, words

_FIGURE = re.compile(
    r"(?P<sign>[$€£¥])?\s?(?P<number>\d+(?:[.,]\d+)*)\s?"
    r"(?P<scale>trillion|billion|million|percent|per cent|%|tn\b|bn\b|mn\b|[tbmk]\b)?",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?<=[a-z0-9,;:’'\"”] )[A-Z][\w&’'.-]*\w")
_CAPITALISED = 0.6  # share of a headline's longer words beyond which capitals mean nothing
_TURNS = frozenset(words.stem(verb) for verb in bundled.lines("turning_verbs.txt"))


class Known:
    """The figures, names and turns that earlier texts held."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole = " \n".join(texts)
        self._figures = frozenset(_figures(whole))
        self._terms = frozenset(words.terms(whole))

    def news(self, said: str, proof: str = "") -> int:
        """How much of `said` is news: 0 for nothing; a figure or a turn says more than any number of names.

        `proof` is the prose under a headline, which shows what in it is a name.
        """
        fresh = {term for term in words.terms(said) if term not in self._terms}
        figures = frozenset(_figures(said)) - self._figures
        named = any(words.stem(name) in fresh for name in _names(said, proof))
        return 2 * len(figures) + 2 * len(fresh & _TURNS) + named


def _figures(text: str) -> Iterator[str]:
    """Sums, shares and numbers of some size; years, and the 5 of `5 reasons`, tell nothing."""
    for match in _FIGURE.finditer(text):
        number, scale = match["number"].replace(",", ""), (match["scale"] or "").lower()
        year = re.fullmatch(r"(?:19|20)\d\d", number)
        if match["sign"] or scale or (len(number) > 1 and not year):
            yield number + ("%" if scale.startswith(("%", "per")) else scale[:1])


def _names(text: str, proof: str) -> frozenset[str]:
    """Names in `text` in small letters; where it capitalises all words, those that `proof` shows as names."""
    long = [word for word in text.split() if len(word) > 3]
    if sum(word[0].isupper() for word in long) > _CAPITALISED * len(long):
        shown = {word.lower() for word in _INSIDE.findall(proof)}
        return frozenset(name for name in words.names(text) if name in shown)
    return frozenset(word.lower() for word in _INSIDE.findall(text))
