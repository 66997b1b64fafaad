"""The headings of a draft, each with what stands under it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from digest.draft import slips
from digest.draft.drafted import HELD, NEW, PINNED, Labelled
from digest.draft.lines import ID, Line
from digest.errors import DraftError

_HEADING = re.compile(r"^(#{1,3})\s+(.*?)\s*#*\s*$")
_MARKS = re.compile(r"\s*(#{1,6})(.*)$")
MARKS = MappingProxyType({2: (HELD,), 3: (PINNED, NEW)})
"""What a small comment behind a heading of a level may say besides its id."""

_PLACES = {
    "deal": ((3,), "under its story"),
    "watch": ((0,), "above the first section"),
    "correction": ((0, 3), "under its story, or above the first section"),
}


@dataclass(slots=True)
class Block:
    """A heading (level 2 or 3; 0 for what stands before the first) and the lines under it."""

    level: int
    heading: str
    line: int
    id: str = ""
    body: list[str] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)  # its lines by number, without code
    labelled: list[Labelled] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The body without empty lines around it."""
        return "\n".join(self.body).strip("\n").rstrip()

    def rows(self, label: str) -> tuple[Labelled, ...]:
        """Its lines with one label, in small letters."""
        return tuple(row for row in self.labelled if row.label == label)

    def note(self, comment: str) -> bool:
        """Takes id and marks from a comment on the heading, or under it before any text; whether it did."""
        if comment in MARKS.get(self.level, ()) and not self.text:
            self.marks.add(comment)
            return True
        match = ID.match(comment)
        taken = match and match[1] == {2: "section", 3: "story"}.get(self.level)
        if not match or not taken or self.id or self.text:
            return False
        self.id = match[2]
        return True


def blocks(lines: Iterable[Line], file: str) -> list[Block]:
    """What stands before the first heading, then each heading with what stands under it.

    Raises:
        DraftError: a heading means nothing, or a line with a label has no place; the subject names the line.
    """
    found = [Block(0, "", 0)]
    for line in lines:
        heading = None if line.literal else _HEADING.match(line.text)
        if heading:
            _refuse_misplaced(len(heading[1]), len(found), f"{file}:{line.number}")
            found.append(Block(len(heading[1]), heading[2], line.number))
        elif not line.literal and (told := _misspelt(line)):
            raise DraftError(f"{file}:{line.number}", *told)
        elif label := line.label:
            found[-1].labelled.append(_labelled(label, found[-1].level, f"{file}:{line.number}", line.number))
        elif line.text or not line.comments:
            found[-1].body.append(line.text)
            if not line.literal:
                found[-1].words.append((line.number, line.text))
        for comment in line.comments:
            if not found[-1].note(comment) and not heading:
                _refuse_stray(comment, found[-1], f"{file}:{line.number}")
    for block in found:
        _refuse_open_links(block, file)
    return found


def _refuse_open_links(block: Block, file: str) -> None:
    heading = [(block.line, block.heading)] if block.level else []
    rows = ([(row.line, row.text)] for row in block.rows("correction"))
    for number, link in chain(slips.unclosed([*heading, *block.words]), *map(slips.unclosed, rows)):
        remedy = 'end its address with ")"; put an address with spaces or brackets into <…>'
        raise DraftError(f"{file}:{number}", f'a link is opened and not closed: "{link}"', remedy)


def _misspelt(line: Line) -> tuple[str, str] | None:
    """What is wrong with a line that was to be a heading and is none, and what to do.

    Were it taken for text, its stories would stand in the section before it.
    """
    match = _MARKS.match(line.text)
    if not match:
        return None
    mark = next((f" <!-- {comment} -->" for comment in line.comments if ID.match(comment)), "")
    if len(match[1]) in (2, 3) and not match[2].strip():
        what = {2: "section has no title", 3: "story has no headline"}[len(match[1])]
        remedy = f"write one: {match[1]} …{mark}; or delete the line, and all under it that shall not stay"
        return f"the {what}", remedy
    if mark:
        signs = "##" if mark.startswith(" <!-- section") else "###"
        remedy = f"write {signs}, a space and its words at the start of the line"
        return "a heading is not written as one", remedy
    return None


def _refuse_stray(comment: str, block: Block, place: str) -> None:
    """Refuses the comment of a section whose heading is gone; one of a story was merged into another."""
    match = ID.match(comment)
    if match and match[1] == "section" and match[2] != block.id:
        problem = f'the comment of section "{match[2]}" stands under no heading of its own'
        raise DraftError(place, problem, 'put "## " and a title before it, or delete it')


def _labelled(label: re.Match[str], level: int, place: str, number: int) -> Labelled:
    """A line with a label; refuses one that stands where it means nothing, or holds nothing."""
    name, text = label[1].capitalize(), label[2].strip()
    wanted, where = _PLACES[label[1].lower()]
    if level not in wanted:
        raise DraftError(place, f'a line "{name}:" has no place here', f"put it {where}")
    if not text:
        raise DraftError(place, f'"{name}:" holds nothing', "write what it is, or delete the line")
    return Labelled(text, number, label[1].lower())


def _refuse_misplaced(level: int, blocks: int, place: str) -> None:
    if level == 1:
        remedy = 'the title stands in the front matter; use "##" for a section and "###" for a story'
        raise DraftError(place, 'a "#" heading has no place here', remedy)
    if level == 3 and blocks == 1:
        raise DraftError(place, "a story stands before the first section", 'put it under a "##" section')
