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
        for place, sentence in told:
            settled = next((other for _, other in told if _settles(other, sentence)), "")
            if settled:
                spot = Spot(place, sentence, stages.of(sentence).words, piece.id)
                reason = f"another sentence has it settled: “{settled}”"
                yield Fault(spot, reason, "say what holds now, or that it was so before", "warning")


def _sentences(piece: Piece) -> list[tuple[str, str]]:
    """The headline and the sentences of the text, each with its place."""
    place = passages.named(piece)
    text = passages.Passage(place, passages.plain(piece.blurb), piece)
    return [(f"{place}, headline", piece.headline), *passages.sentences(text)]


def _settles(one: str, other: str) -> bool:
    """Whether `one` has as settled what `other` plainly has as open, the parties of which it names."""
    standing = stages.of(other)
    if not standing.is_under_way or standing.is_past or _ANOTHER.search(other):
        return False
    later = stages.of(one)
    if later.is_past or later.stage not in {"announced", "closed", "withdrawn"}:
        return False
    first, _, rest = _ATTRIBUTED.sub("", other).partition(" ")  # any first word has a capital
    known = words.names(one) - _COMMON
    named = (words.names(rest) | (words.names(first) & known)) - _COMMON
    return named <= known and (len(named) >= _PARTIES or first.lower() in {"the", "both", "these"})
