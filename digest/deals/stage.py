"""How far a deal has come, by the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest import bundled
from digest.deals import headline
from digest.deals.headline import Word
from digest.deals.lexicon import Lexicon


def _stages() -> Iterator[tuple[str, tuple[str, int]]]:
    for name, phrases in bundled.pairs("deal_stages.txt").items():
        status, strength = name.split()
        for phrase in phrases.split(", "):
            yield phrase, (status, int(strength))


_STAGES = Lexicon(_stages())


def of(text: str) -> tuple[str, str]:
    """The status that `text` gives a deal, and the words that say so as they stand there; "" where none do."""
    words = headline.words(text)
    status, start, end = of_words(words)
    return status, text[start:end]


def of_words(words: Sequence[Word]) -> tuple[str, int, int]:
    """The same of words, with the place of those that say so in characters."""
    best, found = 0, ("announced", 0, 0)
    place = 0
    while place < len(words):
        hits = _STAGES.at(words, place)
        for size, (status, strength) in hits:
            if strength > best:
                best, found = strength, (status, words[place].start, words[place + size - 1].end)
        place += hits[0][0] if hits else 1
    return found
