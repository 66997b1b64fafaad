"""What became of everything that was seen, and what waits below the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.errors import DigestError
from digest.preview.sight import Sight
from digest.preview.studio import Hit, Hits, Waiting


@dataclass(frozen=True, slots=True)
class Shelf:
    """The next candidates of a section; `number` is its colour's."""

    id: str
    title: str
    number: int
    waiting: Sequence[Waiting]


@dataclass(frozen=True, slots=True)
class Explain:
    """What was searched for and found; `problem` why it could not be looked for, "" where it could."""

    words: str
    hits: Hits
    below: tuple[Shelf, ...]
    problem: str = ""


def data(sight: Sight) -> Explain:
    """The hits for the words in the address, and the next candidates of each section."""
    words = sight.view.words.strip()
    try:
        hits = sight.studio.search(sight.desk.key, words) if words else Hits()
        below = sight.studio.below(sight.desk.key)
    except DigestError as error:
        return Explain(words, Hits(), (), str(error))
    shelves = tuple(
        Shelf(section.id, section.title, number, below.get(section.id, ()))
        for number, section in enumerate(sight.facts.sections, 1)
    )
    return Explain(words, replace(hits, shown=tuple(map(_safe, hits.shown))), shelves)


def _safe(hit: Hit) -> Hit:
    """Strangers wrote the address too: only one of the web becomes a link."""
    return hit if hit.url.startswith(("https://", "http://")) else replace(hit, url="")
