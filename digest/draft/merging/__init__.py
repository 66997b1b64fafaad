"""The three-way merge of a draft: what the machine wrote last, what the editor has, what it would write now.

    merged(base, mine, theirs).text

What no person touched is as the machine writes it now. What a person touched stays to the letter, and what
is new is put beside it in a comment (`digest.draft.offers`). What they deleted stays deleted, what they
moved stays where they put it, and what is new stands where the machine would put it, marked as new.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from digest.draft import form
from digest.draft.drafted import NEW, Labelled
from digest.draft.merging import beside, settling, stand
from digest.draft.merging.placing import Placed, placed
from digest.draft.merging.settling import Settled
from digest.draft.merging.sides import AROUND, Side
from digest.draft.merging.stand import Stand


@dataclass(frozen=True, slots=True)
class Merged:
    """A draft after a merge.

    Attributes:
        arrived: ids of the stories that are new in it.
        refreshed: ids of those that were brought up to date; names of parts outside of stories.
        offered: ids and names of those beside which something new was put.
        conflicts: what a person has to settle in it, with its lines.
        removed: ids of the stories that the machine no longer has and that nobody had touched.
    """

    text: str
    arrived: tuple[str, ...] = ()
    refreshed: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    conflicts: tuple[Labelled, ...] = ()
    removed: tuple[str, ...] = ()


def merged(
    base: str,
    mine: str,
    theirs: str,
    folded: Mapping[str, str] = MappingProxyType({}),
    file: str = "draft.md",
) -> Merged:
    """`mine` with what the machine changed from `base` to `theirs`; the same again changes nothing.

    `folded` gives, by the id of a story that `theirs` lacks, the headline under which it is told there.

    Raises:
        DraftError: one of the three cannot be read, or `mine` has one story twice; the subject names the
            line of `file` where it is `mine`.
    """
    was, now = stand.of(base, "the last draft"), stand.of(theirs, "the new draft")
    merge = _Merge(was, stand.of(mine, file, (was, now)), now, folded)
    text = theirs if mine == base else str(merge)
    return Merged(
        text,
        merge.placed.arrived,
        tuple(merge.refreshed),
        tuple(merge.offered) if mine != base else (),
        form.read(text, file).conflicts,
        merge.placed.removed,
    )


class _Merge:
    """Three drafts and what becomes of them."""

    def __init__(self, base: Stand, mine: Stand, theirs: Stand, folded: Mapping[str, str]) -> None:
        self._base, self._mine, self._theirs, self._folded = base, mine, theirs, folded
        self._newline = mine.manuscript.newline
        self.refreshed: list[str] = []
        self.offered: list[str] = []
        self.placed: Placed = placed(base, mine, theirs)
        self._text = self._written()

    def __str__(self) -> str:
        return self._text

    def _written(self) -> str:
        """The blocks one behind the other; where two meet that did not before, an empty line parts them."""
        blocks: list[tuple[int, tuple[str, ...]]] = [(0, self._head())]
        for row in self.placed.rows:
            blocks.append((row.number, self._opening(row.key, row.number)))
            blocks += [(self._number(key), self._story(key)) for key in row.stories]
        total = 1 + sum(1 for _ in self._mine.manuscript.blocks)
        joined: list[str] = []
        for at, (number, lines) in enumerate(blocks):
            following = blocks[at + 1][0] if at + 1 < len(blocks) else total
            met = number >= 0 and following == number + 1
            joined += lines if met else self._ended(lines, is_last=at + 1 == len(blocks))
        return self._mine.manuscript.bom + "".join(joined)

    def _number(self, key: str) -> int:
        """Where a story stood among all blocks of the editor's draft; -1 for one that is new."""
        number = 0
        for shelf in self._mine.shelves:
            number += 1
            if key in shelf.stories:
                return number + 1 + shelf.stories.index(key)
            number += len(shelf.stories)
        return -1

    def _ended(self, lines: Sequence[str], *, is_last: bool) -> list[str]:
        found = list(lines)
        while found and not found[-1].strip() and is_last:
            found.pop()
        if found and not found[-1].endswith("\n"):
            found[-1] += self._newline
        if found and found[-1].strip() and not is_last:
            found.append(self._newline)
        return found

    def _head(self) -> tuple[str, ...]:
        mine = self._mine.head
        settled = settling.head(self._base.head, mine, self._theirs.head)
        self._note(settled, "")
        fresh = [name for name in AROUND if settled.side.text(name) != mine.text(name)]
        lines = tuple(self._setting(line, fresh) for line in self._mine.front)
        return (*lines, *settled.side.passage.lines)

    def _setting(self, line: str, fresh: Sequence[str]) -> str:
        """A line of the front matter as it is to stand."""
        key = line.partition(":")[0].strip()
        if key not in fresh:
            return line
        return f"{key}: {json.dumps(self._theirs.head.text(key), ensure_ascii=False)}{self._newline}"

    def _opening(self, key: str, number: int) -> tuple[str, ...]:
        theirs = self._theirs.opening(key)
        if number < 0:
            return self._told(theirs.passage.lines if theirs else ())
        block = next(
            chapter.opening
            for at, chapter in zip(self._numbers(), self._mine.manuscript.chapters, strict=True)
            if at == number
        )
        base = self._base.opening(key)
        is_first = block is self._mine.openings[key]
        if theirs is None or base is None or not is_first:
            return block.lines
        mine = self._mine.opening(key)
        assert mine is not None  # noqa: S101  # it is the block that was found
        settled = settling.section(base, mine, theirs)
        self._note(settled, f"section {key}")
        return settled.side.passage.lines

    def _numbers(self) -> list[int]:
        """Where each chapter's heading stands among all blocks of the editor's draft."""
        found, number = list[int](), 1
        for shelf in self._mine.shelves:
            found.append(number)
            number += 1 + len(shelf.stories)
        return found

    def _story(self, key: str) -> tuple[str, ...]:
        base, mine, theirs = (side.story(key) for side in (self._base, self._mine, self._theirs))
        if mine is None:
            assert theirs is not None  # noqa: S101  # what is new is the machine's
            return self._told(theirs.passage.with_mark(NEW).lines)
        if theirs is None:
            return self._left(key, base, mine).passage.lines
        settled = settling.story(base, mine, theirs)
        self._note(settled, key)
        return self._with_id(key, settled.side).passage.lines

    def _left(self, key: str, base: Side | None, mine: Side) -> Side:
        """A story that the machine no longer has: a person's now."""
        if base is None or key not in self._folded:
            return mine
        told = beside.folded(mine, self._folded[key])
        self.offered += [key] if told != mine else []
        return told

    def _with_id(self, key: str, side: Side) -> Side:
        """The story with its id again, where its address will not tell any more which one it is."""
        here, there = self._mine.blocks[key], self._theirs.blocks[key]
        urls = [block.piece.url for block in (here, there) if block.piece]
        if here.id or len(set(urls)) < 2:
            return side
        return Side(side.passage.with_mark(f"story {key}"))

    def _told(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Lines of the machine's with the line ends of the editor's file."""
        return tuple(line.rstrip("\r\n") + self._newline for line in lines)

    def _note(self, settled: Settled, key: str) -> None:
        if settled.refreshed:
            self.refreshed += [key] if key else settled.refreshed
        if settled.offered:
            self.offered += [key] if key else settled.offered
