"""A draft as its lines: its blocks can change place, and no byte of them changes.

    str(Manuscript.of(text)) == text

`form` says what a draft means; this says where each part of it stands, for those who move parts about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from digest.draft import form
from digest.draft.drafted import Draft, DraftPiece, DraftSection

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the lines under it up to the next heading, as they stand.

    Attributes:
        id: of the story or section; "" where the heading carries none.
        lines: each with its own line end, the last of the file perhaps without one.
        piece: what it means as a story; None for a section's heading and for what a reader has not read.
    """

    id: str
    lines: tuple[str, ...]
    piece: DraftPiece | None = None

    @property
    def text(self) -> str:
        """All of it as it stands."""
        return "".join(self.lines)

    @property
    def body(self) -> tuple[str, ...]:
        """The lines under the heading."""
        return self.lines[1:]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section: its heading with the words before its first story, then its stories."""

    opening: Block
    stories: tuple[Block, ...]
    section: DraftSection

    @property
    def id(self) -> str:
        """Of the section; "" where its heading carries none."""
        return self.opening.id

    @property
    def is_held(self) -> bool:
        """Its stories wait for the next edition."""
        return self.section.is_held


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft in parts that together are its text.

    Attributes:
        head: the lines before the first section: front matter, notes, introduction.
        draft: what the text means, for looking; it is that of the text as it was read.
        newline: the line end that the file uses.
    """

    head: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    draft: Draft
    newline: str = "\n"
    bom: str = field(default="", repr=False)

    @classmethod
    def of(cls, text: str, file: str = "draft.md") -> Manuscript:
        """The parts of `text`.

        Raises:
            DraftError: it cannot be read, as `form.read` says.
        """
        draft = form.read(text, file)
        bom = _BOM if text.startswith(_BOM) else ""
        lines = _lines(text.removeprefix(_BOM))
        newline = "\r\n" if "\r\n" in text else "\n"
        openings = sorted((*draft.sections, *draft.held), key=lambda section: section.line)
        ends = [*(section.line for section in openings), len(lines) + 1][1:]
        chapters = tuple(_chapter(section, lines, end) for section, end in zip(openings, ends, strict=True))
        head = lines[: openings[0].line - 1] if openings else lines
        return cls(tuple(head), chapters, draft, newline, bom)

    def __str__(self) -> str:
        return self.bom + "".join((*self.head, *(block.text for block in self.blocks)))

    @property
    def blocks(self) -> Iterator[Block]:
        """All headings with what stands under them, in order."""
        for chapter in self.chapters:
            yield chapter.opening
            yield from chapter.stories

    def where(self, story: str) -> tuple[int, int] | None:
        """Index of the chapter and of the story in it whose id is `story`; None for nowhere."""
        for at, chapter in enumerate(self.chapters):
            for number, block in enumerate(chapter.stories):
                if block.id == story:
                    return at, number
        return None

    def with_chapters(self, chapters: Iterable[Chapter]) -> Manuscript:
        """The same with other chapters, each block ended by one empty line but the last of the file."""
        return replace(self, chapters=_seamed(tuple(chapters), self.newline))


def with_stories(chapter: Chapter, stories: Iterable[Block]) -> Chapter:
    """`chapter` with other stories."""
    return replace(chapter, stories=tuple(stories))


def block_of(markdown: str, id_: str, newline: str = "\n") -> Block:
    """A block of Markdown that is to stand in a manuscript whose lines end with `newline`."""
    text = markdown.strip("\n").replace("\r\n", "\n").replace("\n", newline)
    return Block(id_, tuple(_lines(text + newline)))


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as `form.read` counts them."""
    *whole, last = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]


def _chapter(section: DraftSection, lines: list[str], end: int) -> Chapter:
    starts = [section.line, *(piece.line for piece in section.pieces), end]
    opening, *told = (tuple(lines[start - 1 : until - 1]) for start, until in pairwise(starts))
    blocks = zip(section.pieces, told, strict=True)
    stories = tuple(Block(piece.id, block, piece) for piece, block in blocks)
    return Chapter(Block(section.id, opening), stories, section)


def _seamed(chapters: tuple[Chapter, ...], newline: str) -> tuple[Chapter, ...]:
    """Blocks that changed place bring their empty lines with them: at a seam there is one at least."""
    last = next((chapter for chapter in reversed(chapters)), None)
    return tuple(
        replace(
            chapter,
            opening=_ended(chapter.opening, newline, is_last=chapter is last and not chapter.stories),
            stories=tuple(
                _ended(block, newline, is_last=chapter is last and block is chapter.stories[-1])
                for block in chapter.stories
            ),
        )
        for chapter in chapters
    )


def _ended(block: Block, newline: str, *, is_last: bool) -> Block:
    """A block whose last line is whole, and empty but at the end of the file; more empty lines stay."""
    lines = list(block.lines)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    if is_last:
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
    elif lines and lines[-1].strip():
        lines.append(newline)
    return replace(block, lines=tuple(lines))
