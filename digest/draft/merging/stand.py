"""A draft as a merge sees it: which story and which section each block is, whatever a person did to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from digest.draft import front
from digest.draft.manuscript import Block, Chapter, Manuscript
from digest.draft.merging.passages import Passage, of_block, of_lines
from digest.draft.merging.sides import Side
from digest.errors import DraftError

HELD = "(held)"
"""Key of the sections whose stories wait for the next edition."""

_OWN = "(own)"  # before the number of a block that only the editor has


@dataclass(frozen=True, slots=True)
class Shelf:
    """A chapter: the key of its section, and those of its stories in order."""

    key: str
    chapter: Chapter
    stories: tuple[str, ...]


@dataclass(frozen=True)
class Stand:
    """A draft with a key for each of its blocks: the id, where a machine's draft has it or it carries one."""

    manuscript: Manuscript
    shelves: tuple[Shelf, ...]

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """The stories by key."""
        return {
            key: block
            for shelf in self.shelves
            for key, block in zip(shelf.stories, shelf.chapter.stories, strict=True)
        }

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The key of its section by the key of each story."""
        return {key: shelf.key for shelf in self.shelves for key in shelf.stories}

    @cached_property
    def openings(self) -> Mapping[str, Block]:
        """The heading of each section with the words under it, by key; of two of one section the first."""
        found: dict[str, Block] = {}
        for shelf in self.shelves:
            found.setdefault(shelf.key, shelf.chapter.opening)
        return found

    def order(self, section: str) -> tuple[str, ...]:
        """The stories of a section."""
        return tuple(key for shelf in self.shelves if shelf.key == section for key in shelf.stories)

    def story(self, key: str) -> Side | None:
        """How it has a story; None where it has not."""
        block = self.blocks.get(key)
        return Side(self._passage(block)) if block else None

    def opening(self, section: str) -> Side | None:
        """How it has a section's heading; None where it has not."""
        block = self.openings.get(section)
        return Side(self._passage(block)) if block else None

    @cached_property
    def head(self) -> Side:
        """What stands before the first section."""
        settings, start = front.read(self._head, self.manuscript.draft.file)
        return Side(of_lines(self.manuscript.head[start:], self.manuscript.newline), settings)

    @cached_property
    def front(self) -> tuple[str, ...]:
        """The lines of the front matter as they stand."""
        _, start = front.read(self._head, self.manuscript.draft.file)
        return self.manuscript.head[:start]

    @cached_property
    def _head(self) -> list[str]:
        return [line.rstrip("\r\n") for line in self.manuscript.head]

    def _passage(self, block: Block) -> Passage:
        return of_block(block, self.manuscript.newline)


def of(text: str, file: str, known: Iterable[Stand] = ()) -> Stand:
    """The stand of a draft; `known` are the machine's, by which a block that lost its id is known again.

    Raises:
        DraftError: it cannot be read, or one story stands in it twice.
    """
    manuscript = Manuscript.of(text, file)
    sides = tuple(known)
    keys = _keys(manuscript, sides, file)
    numbered = iter(keys)
    shelves = tuple(
        Shelf(_section(chapter, number, sides), chapter, tuple(next(numbered) for _ in chapter.stories))
        for number, chapter in enumerate(manuscript.chapters)
    )
    return Stand(manuscript, shelves)


def _keys(manuscript: Manuscript, sides: tuple[Stand, ...], file: str) -> list[str]:
    blocks = [block for chapter in manuscript.chapters for block in chapter.stories]
    taken: dict[str, int] = {}
    for block in blocks:
        line = block.piece.line if block.piece else 0
        if block.id and block.id in taken:
            problem = f"story {block.id} stands here and in line {taken[block.id]}"
            remedy = "delete one of the two, or the comment behind its heading"
            raise DraftError(f"{file}:{line}", problem, remedy)
        if block.id:
            taken[block.id] = line
    found: list[str] = []
    for number, block in enumerate(blocks):
        machines = block.id and any(block.id in side.blocks for side in sides)
        url = block.piece.url if block.piece else ""
        key = block.id if machines else _at(url, sides, taken) or block.id or f"{_OWN}{number}"
        taken[key] = 0
        found.append(key)
    return found


def _at(url: str, sides: tuple[Stand, ...], taken: Mapping[str, int]) -> str:
    """The machine's first story of that address that no other block is; "" for none."""
    if not url:
        return ""
    found = (
        key
        for side in sides
        for key, block in side.blocks.items()
        if block.piece and block.piece.url == url and key not in taken
    )
    return next(found, "")


def _section(chapter: Chapter, number: int, sides: tuple[Stand, ...]) -> str:
    if chapter.is_held:
        return HELD
    if chapter.id:
        return chapter.id
    title = chapter.section.title.casefold()
    known = (
        shelf.key
        for side in sides
        for shelf in side.shelves
        if shelf.chapter.section.title.casefold() == title
    )
    return next(known, f"{_OWN}{number}")
