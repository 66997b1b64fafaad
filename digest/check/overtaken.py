"""What one sentence of a story says is still open, and another has as settled: only one of them holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest import stages, words
from digest.check.family import Family, Fault
from digest.check.galley import Galley
from digest.check.numbers import passages
from digest.check.spot import Spot
from digest.model import Piece

STAGES = Family("stages")

_ANOTHER = re.compile(
    r"\b(?:more|further|another|also|additional|second|third|new|separate\w*|rest|remaining|other|next|again|"
    r"meanwhile|rivals?|similar)\b",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(  # who says so is no party
    r",\s(?:according|citing|said|says|people|sources|a\sperson|as)\b.*|\s(?:told|according\sto|reports?|reported)\s.*"
)
_MOST = 100  # sentences of a piece that are read
_PARTIES = 2  # names by which a reader knows that both sentences tell of one deal
_COMMON = frozenset({"ai", "us", "u.s", "eu", "ceo", "the"})


@STAGES.rule(
    "overtaken",
    "one sentence of a story has a deal as open, another as settled",
    why="sentences of two days, or a correction in one place only: a reader takes each for what holds now",
)
def overtaken(galley: Galley) -> Iterator[Fault]:
    """No story is in talks about what it has as signed, closed or called off."""
    for piece in galley.edition.pieces:
        told = _sentences(piece)
        settled = [
            (sentence, words.names(sentence) - _COMMON) for _, sentence in told if _is_settled(sentence)
        ]
        for place, sentence in told if settled else ():
            if not _is_open(sentence):
                continue
            first, rest = _named(sentence)
            other = next((each for each, known in settled if _fit(first, rest, known)), "")
            if other:
                spot = Spot(place, sentence, stages.of(sentence).words, piece.id)
                reason = f"another sentence has it settled: “{other}”"
                yield Fault(spot, reason, "say what holds now, or that it was so before", "warning")


def _sentences(piece: Piece) -> list[tuple[str, str]]:
    """The headline and the sentences of the text, each with its place."""
    place = passages.named(piece)
    text = passages.Passage(place, passages.plain(piece.blurb), piece)
    return [(f"{place}, headline", piece.headline), *passages.sentences(text)][:_MOST]


def _is_settled(sentence: str) -> bool:
    standing = stages.of(sentence)
    return standing.stage in {"announced", "closed", "withdrawn"} and not standing.is_past


def _is_open(sentence: str) -> bool:
    """Whether it plainly has a deal as open, and not another one."""
    standing = stages.of(sentence)
    return standing.is_under_way and not standing.is_past and not _ANOTHER.search(sentence)


def _named(sentence: str) -> tuple[str, frozenset[str]]:
    """The first word, which has a capital whatever it is, and whom the rest names."""
    first, _, rest = _ATTRIBUTED.sub("", sentence).partition(" ")
    return first, words.names(rest) - _COMMON


def _fit(first: str, rest: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a settled sentence that names `known` tells of the same deal; "the talks" are those of any."""
    both = rest | (words.names(first) & known)
    return rest <= known and (len(both) >= _PARTIES or first.lower() in {"the", "both", "these"})
