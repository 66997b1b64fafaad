"""A correction put into the text of a draft, as a hand would write it."""

from __future__ import annotations

from digest.draft import corrections
from digest.draft.lines import LABELLED
from digest.draft.moves import sound
from digest.draft.moves.sheet import Sheet
from digest.model import Correction


def corrected(text: str, correction: Correction, *, file: str = "draft.md") -> str:
    """The draft with `correction` as the last line of its story, or above the first section.

    One that stands there already is not written again.

    Raises:
        DraftError: the draft cannot be read, there is no such story, or it would mean something else then.
    """
    sheet = Sheet.of(text, file)
    at = sheet.story(correction.story) if correction.story else 0
    leaf, line = sheet.leaves[at], corrections.line(correction)
    if line in map(str.strip, leaf.lines):
        return text
    last = LABELLED.match(leaf.lines[-1]) if leaf.lines else None
    gap = () if last and last[1].lower() == corrections.NAME else (sheet.newline,)
    lines = (*leaf.lines, *gap, line + sheet.newline)
    return sound.text_of(sheet, sheet.with_leaf(at, lines), {correction.story or sound.HEAD})
