"""What a person asks for: an id, an address in any spelling, or words; and how well an item answers to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from digest import urls

EXACT = 4
"""How well an item answers whose id or address it is."""

_WORD = re.compile(r"\w+")
_TITLED, _BEGUN, _ELSEWHERE = 3, 2, 1  # all words in the title; begun there; some only in names and address


class Asked:
    """Some text that names an item, read once to be held against many."""

    def __init__(self, text: str) -> None:
        self._id = text.strip()
        bare = "." in self._id and "/" in self._id and len(self._id.split()) == 1
        self.address = urls.canonical(self._id) or (urls.canonical(f"https://{self._id}") if bare else "")
        """The one form of its address; "" where it is none."""
        self._words = tuple(dict.fromkeys(_words(text))) if not self.address else ()
        self._within = tuple(_words(self.address.removeprefix("https://")))

    def __bool__(self) -> bool:
        return bool(self._words or self.address)

    def fit(self, title: str, url: str, names: Iterable[str] = (), ids: Iterable[str] = ()) -> int:
        """How well an item answers, from 0, not at all, to `EXACT`.

        `names` are what it may be known by besides its title: its source, its publisher. Words may stand in
        any order and case, and may be beginnings of words.
        """
        if self._id and self._id in ids:
            return EXACT
        if self.address:
            return EXACT if self._may_be(url) and urls.canonical(url) == self.address else 0
        return self._worded(title, url, names) if self._words else 0

    def _may_be(self, url: str) -> bool:
        """A cheap look: an address that is spelled otherwise still holds the words of this one."""
        folded = url.casefold()
        wrapped = folded.find("http", 8) > 0 or "news.google." in folded or "%" in folded
        return wrapped or all(word in folded for word in self._within)

    def _worded(self, title: str, url: str, names: Iterable[str]) -> int:
        everything = "\n".join((title, *names, url)).casefold()
        for word in self._words:
            if word not in everything:
                return 0
        titled = f" {' '.join(_words(title))} "
        if all(f" {word} " in titled for word in self._words):
            return _TITLED
        if all(f" {word}" in titled for word in self._words):
            return _BEGUN
        told = f" {' '.join(_words(everything))}"
        return _ELSEWHERE if all(f" {word}" in told for word in self._words) else 0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
