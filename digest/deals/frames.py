"""The verbs and nouns of deals, with the roles of what stands around them: `data/deal_frames.txt`, read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest import bundled
from digest.deals.headline import Word
from digest.deals.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb or noun of a deal says.

    Attributes:
        name: of the row.
        kind: of the deal, unless other words say otherwise.
        needs: `sum`, `object`, `noun` or `-`.
        roles: `c` (company) or `p` (counterparty) of the subject, the object and each preposition.
    """

    name: str
    kind: str
    needs: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found: its words are those from `start` to `end`, by number; `gerund` for "buying"."""

    frame: Frame
    start: int
    end: int
    gerund: bool = False


def _rows() -> Iterator[tuple[str, Frame]]:
    for name, row in bundled.pairs("deal_frames.txt").items():
        kind, needs, roles, phrases = row.split("; ")
        found = dict(role.split(":") for role in roles.split())
        frame = Frame(name, kind, needs, dict(found))
        for phrase in phrases.split(", "):
            yield phrase, frame


_FRAMES = Lexicon(_rows())


VERBS = frozenset(phrase for phrase, frame in _rows() if frame.needs != "noun" and " " not in phrase)
"""The verbs of deals of one word, in all their forms."""


ACTIONS = frozenset(
    phrase for phrase, frame in _rows() if phrase in VERBS and frame.name not in {"hit", "value"}
)
"""Those that tell of a deal of their own: not "hits" and "reaches", which say how high a round went."""


def found(words: Sequence[Word], *, titled: bool) -> list[Match]:
    """All frames in `words`, in order; one phrase may open several.

    Where not every word has a capital, one that has is part of a name: "Merge Labs", "Founders Fund".
    """
    matches: list[Match] = []
    place = 0
    while place < len(words):
        word = words[place]
        is_name = (
            not titled
            and place
            and word.text[0].isupper()
            and not word.text.isupper()
            and not word.low.startswith("series-")
        )
        hits = _FRAMES.at(words, place) if word.kind == "word" and not is_name else []
        matches += [
            Match(frame, place, place + size, frame.needs != "noun" and word.low.endswith("ing"))
            for size, frame in hits
            if not (words[place + size - 1].possessive and frame.needs == "noun")
        ]
        place += hits[0][0] if hits else 1
    return matches
