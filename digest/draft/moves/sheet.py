"""A draft as a row of leaves that can be taken out and put in without a byte of the others changing.

A leaf is what stands before the first section, a section's heading with its introduction, or a story. The
empty lines after one are the gap to the next; the gap after the last one is how the file ends, and stays
there whatever comes before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.draft.drafted import DraftPiece, DraftSection
from digest.draft.manuscript import Block, Manuscript
from digest.errors import DraftError
from digest.model import stable_id
from digest.text import clip

_SHOWN = 80  # characters of a name that an error shows


@dataclass(frozen=True, slots=True)
class Leaf:
    """Lines with their ends, and the empty lines after them.

    Attributes:
        key: of a story, under which it is asked for: its id, or that which an own one gets when it is
            rendered; "" for others.
        piece: what it means as a story; None for others.
        section: the section that it opens, or stands in; None for what stands before the first.
    """

    lines: tuple[str, ...]
    gap: tuple[str, ...] = ()
    key: str = ""
    piece: DraftPiece | None = None
    section: DraftSection | None = None

    @property
    def is_held(self) -> bool:
        """It waits for the next edition, or opens the section of those that do."""
        return bool(self.section and self.section.is_held)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The leaves of a draft, the first of them its head.

    Attributes:
        file: name for messages.
        ended: the last line of the file has an end.
    """

    file: str
    leaves: tuple[Leaf, ...]
    newline: str
    bom: str
    ended: bool

    @classmethod
    def of(cls, text: str, file: str = "draft.md") -> Sheet:
        """The leaves of `text`.

        Raises:
            DraftError: it cannot be read.
        """
        ended = text.endswith("\n")
        newline = "\r\n" if "\r\n" in text else "\n"
        read = Manuscript.of(text if ended else text + newline, file)
        leaves = [_leaf(Block("", read.head))]
        taken: dict[str, int] = {}
        for chapter in read.chapters:
            leaves.append(replace(_leaf(chapter.opening), section=chapter.section))
            for block in chapter.stories:
                key = _key(block, taken, file)
                leaves.append(replace(_leaf(block), key=key, section=chapter.section))
        return cls(file, tuple(leaves), newline, read.bom, ended)

    def __str__(self) -> str:
        text = self.bom + "".join(line for leaf in self.leaves for line in (*leaf.lines, *leaf.gap))
        return text if self.ended else text.removesuffix("\n").removesuffix("\r")

    def story(self, key: str) -> int:
        """Index of the story `key`. Raises `DraftError` where there is none."""
        for number, leaf in enumerate(self.leaves):
            if leaf.piece and key and leaf.key == key:
                return number
        raise DraftError(
            self.file, f'holds no story "{clip(key, _SHOWN)}"', "digest stories lists those that it holds"
        )

    def section(self, name: str) -> int:
        """Index of the heading of a section, by id or title. Raises `DraftError` where there is none."""
        openings = {
            number: leaf.section
            for number, leaf in enumerate(self.leaves)
            if leaf.section and leaf.piece is None and not leaf.is_held
        }
        by_id = (number for number, section in openings.items() if name and section.id == name)
        titled = (
            n for n, section in openings.items() if name and section.title.casefold() == name.casefold()
        )
        number = next(by_id, next(titled, None))
        if number is not None:
            return number
        listed = ", ".join(section.id or section.title for section in openings.values())
        remedy = f"there are {listed}" if listed else 'write "## " and its title first'
        raise DraftError(self.file, f'holds no section "{clip(name, _SHOWN)}"', remedy)

    def end(self, opening: int) -> int:
        """Index after the last story of the section that leaf `opening` opens."""
        number = opening + 1
        while number < len(self.leaves) and self.leaves[number].piece:
            number += 1
        return number

    def without(self, number: int) -> tuple[Leaf, Sheet]:
        """The leaf at `number` with its gap to a neighbour, and what is left."""
        leaf, left = self.leaves[number], list(self.leaves)
        if number == len(left) - 1:
            before = left[number - 1]
            left[number - 1] = replace(before, gap=leaf.gap)
            leaf = replace(leaf, gap=before.gap)
        del left[number]
        return leaf, replace(self, leaves=tuple(left))

    def put(self, number: int, leaf: Leaf) -> Sheet:
        """The same with `leaf` before what is now at `number`, behind a gap of one empty line at least."""
        left, is_last = list(self.leaves), number == len(self.leaves)
        neighbour = left[number - 2 if is_last else number - 1]
        is_tight = len(left) > 2 and not neighbour.gap and neighbour.piece  # headings one under the other
        gap = leaf.gap or (() if is_tight else (self.newline,))
        if is_last:
            before = left[-1]
            left[-1] = replace(before, gap=gap)
            gap = before.gap
        left.insert(number, replace(leaf, gap=gap))
        return replace(self, leaves=tuple(left))

    def with_leaf(self, number: int, lines: Sequence[str]) -> Sheet:
        """The same with other lines at `number`."""
        left = list(self.leaves)
        left[number] = replace(left[number], lines=tuple(lines))
        return replace(self, leaves=tuple(left))


def leaf_of(markdown: str, newline: str) -> Leaf:
    """A leaf of Markdown that is to stand in a draft whose lines end with `newline`."""
    lines = markdown.strip().replace("\r\n", "\n").split("\n")
    return Leaf(tuple(line + newline for line in lines))


def _leaf(block: Block) -> Leaf:
    lines = list(block.lines)
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return Leaf(tuple(lines), block.lines[len(lines) :], piece=block.piece)


def _key(block: Block, taken: dict[str, int], file: str) -> str:
    """What a story is asked for by; an own one gets the id that `digest.draft.edits` will give it."""
    piece = block.piece
    assert piece is not None  # noqa: S101  # a chapter's stories are all read
    number, key = 1, block.id or stable_id("own", piece.headline, piece.url)
    if block.id and block.id in taken:
        problem = f"story {block.id} stands here and in line {taken[block.id]}"
        remedy = "delete one of the two, or the comment behind its heading"
        raise DraftError(f"{file}:{piece.line}", problem, remedy)
    while key in taken:
        number += 1
        key = stable_id("own", piece.headline, piece.url, str(number))
    taken[key] = piece.line
    return key
