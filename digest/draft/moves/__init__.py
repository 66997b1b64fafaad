"""What an editor does with a story, done to the text of the draft: moved, dropped, pinned, held, reworded.

Each function takes the draft's text and gives the new one, the same Markdown that a hand would have
written: what is not concerned keeps every byte. A text that is as it is asked to be comes back unchanged. A
story is named by its id (`sheet` says which one an own story has), a section by id or title.

    text = moves.moved(text, "50ee8d818d02", "labor", after="25af6ae17c58")
"""

from __future__ import annotations

from dataclasses import replace

from digest.draft.drafted import HELD, NEW, PINNED
from digest.draft.moves import marks, sound
from digest.draft.moves.choosing import settled
from digest.draft.moves.rewriting import retitled, reworded
from digest.draft.moves.sheet import Leaf, Sheet, leaf_of
from digest.errors import DraftError
from digest.text import clip

__all__ = [
    "dropped",
    "held",
    "led",
    "moved",
    "opened",
    "pinned",
    "restored",
    "retitled",
    "reworded",
    "seen",
    "settled",
]

_HELD_HEADING = f"## Held for next week <!-- {HELD} -->"
_SHOWN = 80  # characters of a headline that an error shows


def moved(
    text: str, story: str, section: str = "", *, before: str = "", after: str = "", file: str = "draft.md"
) -> str:
    """`story` in `section`, or in that of the story beside it: before or after that one, else as the last.

    Raises:
        DraftError: there is no such story or section, or the neighbour stands in another section.
    """
    sheet = Sheet.of(text, file)
    leaf, left = sheet.without(sheet.story(story))
    if story in (before, after):
        return text
    left = _without_empty_held(left) if leaf.is_held else left
    return _told(sheet, left.put(_place(left, section, before, after), leaf), story)


def led(text: str, story: str, *, file: str = "draft.md") -> str:
    """`story` as the first of its section. Raises `DraftError` where it is held or there is none."""
    sheet = Sheet.of(text, file)
    at = sheet.story(story)
    if sheet.leaves[at].is_held:
        problem = f"{_named(sheet.leaves[at])} is held for the next edition"
        raise DraftError(_place_of(sheet, at), problem, "restore it first")
    opening = max(number for number in range(at) if sheet.leaves[number].piece is None)
    if opening + 1 == at:
        return text
    leaf, left = sheet.without(at)
    return _told(sheet, left.put(opening + 1, leaf), story)


def dropped(text: str, story: str, *, file: str = "draft.md") -> str:
    """The draft without `story`. Raises `DraftError` where there is none."""
    sheet = Sheet.of(text, file)
    leaf, left = sheet.without(sheet.story(story))
    return _told(sheet, _without_empty_held(left) if leaf.is_held else left, story)


def held(text: str, story: str, *, file: str = "draft.md") -> str:
    """`story` under the heading of those that wait for the next edition, the last of the draft.

    Raises:
        DraftError: there is no such story.
    """
    sheet = Sheet.of(text, file)
    at = sheet.story(story)
    if sheet.leaves[at].is_held:
        return text
    leaf, left = sheet.without(at)
    opening = next((n for n, one in enumerate(left.leaves) if one.is_held and one.piece is None), None)
    if opening is None:
        opening = len(left.leaves)
        left = left.put(opening, leaf_of(_HELD_HEADING, sheet.newline))
    return _told(sheet, left.put(left.end(opening), leaf), story)


def restored(
    text: str,
    block: str,
    section: str = "",
    *,
    before: str = "",
    after: str = "",
    file: str = "draft.md",
) -> str:
    """The story of `block`, Markdown from its heading on, in a section again: placed as `moved` does.

    Raises:
        DraftError: the block is not one story, it stands in the draft, or there is no such section.
    """
    sheet = Sheet.of(text, file)
    fresh = Sheet.of(f"---\n---\n## x\n\n{block.strip()}\n", "the story to be restored").leaves
    if len(fresh) != 3 or not fresh[2].piece:
        raise DraftError(file, "what is to be restored is not one story", "give one ### heading and its text")
    key = fresh[2].key
    if any(leaf.key == key for leaf in sheet.leaves):
        problem = f"{_named(fresh[2])} stands in the draft already"
        raise DraftError(_place_of(sheet, sheet.story(key)), problem, "move it, or restore it from there")
    leaf = replace(fresh[2], lines=leaf_of(block, sheet.newline).lines, gap=())
    return _told(sheet, sheet.put(_place(sheet, section, before, after), leaf), key)


def opened(text: str, section: str, title: str, *, file: str = "draft.md") -> str:
    """The draft with a section again whose heading was deleted: `title` is Markdown, it stands last.

    Raises:
        DraftError: the draft cannot be read.
    """
    sheet = Sheet.of(text, file)
    at = next((number for number, leaf in enumerate(sheet.leaves) if leaf.is_held), len(sheet.leaves))
    heading = leaf_of(f"## {title} <!-- section {section} -->", sheet.newline)
    return sound.text_of(sheet, sheet.put(at, heading), {section})


def pinned(text: str, story: str, *, on: bool = True, file: str = "draft.md") -> str:
    """`story` nailed down, so that no rebuild moves or removes it, or no longer so.

    Raises:
        DraftError: there is no such story.
    """
    sheet = Sheet.of(text, file)
    at = sheet.story(story)
    change = marks.put if on else marks.taken
    return _told(sheet, sheet.with_leaf(at, change(sheet.leaves[at], PINNED)), story)


def seen(text: str, story: str, *, file: str = "draft.md") -> str:
    """`story` no longer marked as new. Raises `DraftError` where there is none."""
    sheet = Sheet.of(text, file)
    at = sheet.story(story)
    return str(sheet.with_leaf(at, marks.taken(sheet.leaves[at], NEW)))


def _place(sheet: Sheet, section: str, before: str, after: str) -> int:
    """Index at which a story goes in."""
    if before and after:
        raise DraftError(sheet.file, "a story cannot go before one and after another", "name one neighbour")
    if not (before or after):
        if not section:
            raise DraftError(sheet.file, "it is not said where the story goes", "name a section")
        return sheet.end(sheet.section(section))
    at = sheet.story(before or after)
    opening = max(number for number in range(at) if sheet.leaves[number].piece is None)
    if section and sheet.section(section) != opening:
        problem = f"{_named(sheet.leaves[at])} does not stand in {section}"
        raise DraftError(
            _place_of(sheet, at), problem, "name a story of that section, or leave one of the two out"
        )
    return at if before else at + 1


def _without_empty_held(sheet: Sheet) -> Sheet:
    """The sheet without the heading of those that wait, where none does and nothing is said there."""
    for number, leaf in enumerate(sheet.leaves):
        alone = number + 1 == len(sheet.leaves) or sheet.leaves[number + 1].piece is None
        if leaf.is_held and leaf.piece is None and alone and len(leaf.lines) == 1:
            return sheet.without(number)[1]
    return sheet


def _told(before: Sheet, after: Sheet, story: str) -> str:
    """The text of `after`; what was done with a story says that it was seen."""
    number = next((n for n, leaf in enumerate(after.leaves) if leaf.piece and leaf.key == story), None)
    if number is not None and str(after) != str(before):
        after = after.with_leaf(number, marks.taken(after.leaves[number], NEW))
    return sound.text_of(before, after, {story})


def _named(leaf: Leaf) -> str:
    return f'"{clip(leaf.piece.headline, _SHOWN)}"' if leaf.piece else "it"


def _place_of(sheet: Sheet, at: int) -> str:
    piece = sheet.leaves[at].piece
    return f"{sheet.file}:{piece.line}" if piece else sheet.file
