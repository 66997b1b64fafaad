"""What an editor decided about the stories that the machine proposed, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from digest.model import Edition, Fate, Piece

HELD, DROPPED = "held", "dropped"
"""Fates that only an editor gives."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an entry through an editor, and why, as a `Fate` says it."""

    fate: str
    reason: str
    story: str


def of(made: Edition, edited: Edition) -> Mapping[str, Decision]:
    """By the ids of their entries, what `edited` does with stories otherwise than `made` did.

    Told are stories that wait for the next edition, that were left out, and that were brought in; a story
    that stands in another place is printed all the same.
    """
    printed, proposed = _by_id(edited.pieces), _by_id(made.pieces)
    waiting = _by_id(edited.held)
    found: dict[str, Decision] = {}
    for piece in made.pieces:
        if piece.id not in printed and piece.id not in waiting:
            found |= _each(piece, DROPPED, "left out of the issue by the editor")
    for section in edited.sections:
        for piece in section.pieces:
            if piece.id not in proposed:
                found |= _each(piece, "section", f"chosen by the editor, in {section.id}")
    for piece in edited.held:
        found |= _each(piece, HELD, "held for the next edition by the editor")
    return found


def applied(fates: Iterable[Fate], decisions: Mapping[str, Decision]) -> Iterator[Fate]:
    """`fates` with what an editor decided since; the machine's own reason becomes the first note."""
    for fate in fates:
        decided = decisions.get(fate.entry)
        if decided is None:
            yield fate
            continue
        notes = (f"as built: {fate.fate}: {fate.reason}", *fate.notes)
        yield replace(fate, fate=decided.fate, reason=decided.reason, story=decided.story, notes=notes)


def _by_id(pieces: Iterable[Piece]) -> dict[str, Piece]:
    return {piece.id: piece for piece in pieces}


def _each(piece: Piece, fate: str, reason: str) -> dict[str, Decision]:
    """The decision for every entry of a piece; of one that was brought in its further reports are merged."""
    if piece.story is None:
        return {}
    lead, *others = piece.story.entries
    told = {lead.id: Decision(fate, reason, piece.id)}
    merged = "merged" if fate == "section" else fate
    told |= {entry.id: Decision(merged, reason, piece.id) for entry in others}
    copies = "copy" if fate == "section" else fate
    return told | {entry.id: Decision(copies, reason, piece.id) for entry in piece.story.copies}
