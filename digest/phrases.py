"""Lists of phrases as an editor writes them, found in text as an editor means them.

Words match whole, in any case, in singular and plural, with a hyphen as with a space. A phrase with other
marks in it (`review:`, `% off`) matches to the letter, but for case and the shape of quotes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9À-ɏ]+(?:['.&][a-z0-9À-ɏ]+)*")
_ONLY_WORDS = re.compile(r"[\w\s.'&-]+")
_STRAIGHT = str.maketrans("‘’“”–—", "''\"\"--")


class Phrases:
    """A list of phrases, ready to be looked for in many texts."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._literal: list[tuple[str, str]] = []
        for phrase in dict.fromkeys(phrases):
            if tokens := _tokens(phrase) if _ONLY_WORDS.fullmatch(phrase) else ():
                self._by_first[tokens[0]].append((tokens, phrase))
            elif phrase.strip():
                self._literal.append((_even(phrase), phrase))

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._by_first or self._literal)

    def found(self, text: str) -> tuple[str, ...]:
        """The phrases that `text` holds, each once, in the order in which they first occur."""
        tokens = _tokens(text)
        hits: dict[str, None] = {}
        for start, token in enumerate(tokens):
            for phrase, spelling in self._by_first.get(token, ()):
                if tokens[start : start + len(phrase)] == phrase:
                    hits[spelling] = None
        if self._literal:
            even = _even(text)
            hits |= {spelling: None for phrase, spelling in self._literal if phrase in even}
        return tuple(hits)


def _even(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).lower().split())


@lru_cache(maxsize=256)  # every section looks for its own phrases in the same texts
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_singular(word.removesuffix("'s").replace(".", "")) for word in _WORD.findall(_even(text)))


def _singular(word: str) -> str:
    """Without the mark of the plural; not English grammar, but the same for phrase and text."""
    if len(word) < 3 or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
