"""Whether a change of a draft changed what it was meant to change, and nothing besides.

A comment or a code fence can reach over the edge of a story, or be opened in the words that somebody puts
in; cut there, a draft would mean something else, or nothing. Such a change is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from digest.draft.drafted import NEW
from digest.draft.manuscript import Manuscript
from digest.draft.moves.sheet import Leaf, Sheet
from digest.errors import DraftError

HEAD = ""
"""What stands before the first section, among the names of what was touched."""


def text_of(before: Sheet, after: Sheet, touched: Collection[str]) -> str:
    """The text of `after`, sound: but for the leaves `touched` it means what `before` meant.

    Named are stories by their key, sections by their id or title.

    Raises:
        DraftError: it means something else.
    """
    text = str(after)
    if text == str(before):
        return text
    try:
        read = Sheet.of(text, before.file)
    except DraftError as error:
        raise DraftError(before.file, f"would not be a draft then: {error.problem}", error.remedy) from error
    is_whole = len(read.leaves) == len(after.leaves)
    if not is_whole or _meanings(after, read, touched) != _meanings(before, before, touched):
        problem = (
            "would change in another place too: a comment or code reaches over the edge of what is changed"
        )
        raise DraftError(before.file, problem, "give comments lines of their own, and end code where it ends")
    return text


def _meanings(named: Sheet, read: Sheet, touched: Collection[str]) -> dict[str, object]:
    """What each leaf of `read` means, under the name that it has in `named`: that outlives a new headline."""
    found: dict[str, object] = {}
    for known, leaf in zip(named.leaves, read.leaves, strict=True):
        name = known.key or name_of(leaf)
        if name not in touched and not (leaf.is_held and leaf.piece is None):
            found[name] = _meaning(leaf)
    if HEAD not in touched:
        draft = Manuscript.of(str(read), read.file).draft
        words = (draft.edition, draft.title, draft.subject, draft.preheader, draft.intro)
        found[HEAD] = (words, tuple(row.text for row in (*draft.watch, *draft.corrections)))
    return found


def name_of(leaf: Leaf) -> str:
    """What a leaf is called where something was touched: key of a story, id or title of a section."""
    if leaf.piece or leaf.section is None:
        return leaf.key
    return leaf.section.id or leaf.section.title


def _meaning(leaf: Leaf) -> object:
    piece, section = leaf.piece, leaf.section
    if piece:
        deals, corrections = (
            tuple(replace(row, line=0) for row in rows) for rows in (piece.deals, piece.corrections)
        )
        return replace(piece, line=0, deals=deals, corrections=corrections, marks=piece.marks - {NEW})
    return (section.title, section.intro) if section else None
