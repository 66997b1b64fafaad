"""The lines under a heading, each with the part that it belongs to, so that one part can be written anew.

The heading, the text, the deals, the further reports; comments and empty lines stand between them. What
belongs to no part that is written anew keeps every byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digest.draft import offers
from digest.draft.drafted import NEW, PINNED
from digest.draft.lines import ID, lines_of
from digest.draft.manuscript import Block

HEADING, DEALS, ALSO, WATCH, CORRECTIONS, COMMENT, EMPTY = (
    "heading",
    "deals",
    "also",
    "watch",
    "corrections",
    "comment",
    "",
)
"""Parts by name; the text is called `blurb` under a story, else `intro`."""

_ROWS = {DEALS, WATCH, CORRECTIONS}
_LABELS = {"deal": DEALS, "watch": WATCH, "correction": CORRECTIONS}
_HEADING = re.compile(r"(#{2,3}[ \t]+)(.*?)[ \t]*(<!--.*)?$", re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ALSO = re.compile(r"Also:\s")


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of one part, each with its end: a comment whole, of anything else one line."""

    part: str
    lines: tuple[str, ...]

    @property
    def raw(self) -> str:
        """Its lines without the last one's end and what is invisible before it."""
        return "\n".join(line.rstrip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and what stands under it, or what stands before the first heading.

    Attributes:
        words: what its text is called.
        newline: the line end of what is written into it.
    """

    runs: tuple[Run, ...]
    words: str
    newline: str = "\n"

    @property
    def lines(self) -> tuple[str, ...]:
        """All of them as they stand."""
        return tuple(line for run in self.runs for line in run.lines)

    @property
    def plain(self) -> tuple[str, ...]:
        """What it says, to tell whether a person touched it: without ends, id, marks and last empty lines."""
        told = [run.raw for run in self.runs if run.part != HEADING]
        while told and not told[-1]:
            told.pop()
        return (*self.part(HEADING), *self.remarks, *told)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The comments behind the heading that are neither its id nor a mark."""
        return tuple(
            said
            for said in (found.strip() for found in _COMMENT.findall(self._tail))
            if not ID.match(said) and said not in {NEW, PINNED}
        )

    @property
    def _tail(self) -> str:
        match = _HEADING.match(self._heading)
        return (match[3] or "") if match else ""

    @property
    def _heading(self) -> str:
        return next((run.raw for run in self.runs if run.part == HEADING), "")

    def part(self, name: str) -> tuple[str, ...]:
        """The lines of a part without their ends, one "" between paragraphs; of a heading its words."""
        if name == HEADING:
            match = _HEADING.match(self._heading)
            return (f"{match[1].strip()} {match[2]}",) if match else ()
        found: list[str] = []
        for run in self.runs:
            if run.part == name:
                found.append(run.raw)
            elif run.part == EMPTY and found and found[-1] and name not in _ROWS:
                found.append("")
        return tuple(found[:-1] if found and not found[-1] else found)

    def text(self, name: str) -> str:
        """The same as one text."""
        return "\n".join(self.part(name))

    def comments(self) -> Iterator[tuple[int, offers.Offer]]:
        """The offers and conflicts in it, each by the number of its run."""
        for number, run in enumerate(self.runs):
            if run.part == COMMENT and len(_COMMENT.findall(run.raw)) == 1:
                offer = offers.read(run.raw, self.words)
                if offer:
                    yield number, offer

    def with_part(self, name: str, lines: Sequence[str]) -> Passage:
        """The same with other lines for a part; without the part where there are none."""
        if name == HEADING:
            return self._with_heading(lines[0])
        stood = {run.raw: run for run in self.runs if run.part == name}
        fresh = [stood.get(line) or Run(name if line else EMPTY, (line + self.newline,)) for line in lines]
        at = [number for number, run in enumerate(self.runs) if run.part == name]
        if not at:
            return self._inserted(self._place(name), fresh) if fresh else self
        between = {
            number for number in range(at[0], at[-1]) if self.runs[number].part == EMPTY and name != DEALS
        }
        gone = {*at, *between}
        after = [run for number, run in enumerate(self.runs) if number > at[0] and number not in gone]
        before = list(self.runs[: at[0]])
        if not fresh and before and before[-1].part == EMPTY and (not after or after[0].part == EMPTY):
            before.pop()
        return replace(self, runs=_ended((*before, *fresh, *after), self.newline))

    def with_mark(self, comment: str) -> Passage:
        """The same with a small comment behind the heading."""
        heading, *others = self.runs
        line = f"{heading.raw} <!-- {comment} -->{self.newline}"
        return replace(self, runs=(Run(HEADING, (line,)), *others))

    def with_comment(self, lines: Iterable[str], *, first: bool = False) -> Passage:
        """The same with a comment of its own at the end, before the last empty lines, or at the start."""
        fresh = Run(COMMENT, tuple(line + self.newline for line in lines))
        if first:
            empty = Run(EMPTY, (self.newline,))
            return replace(self, runs=(empty, fresh, *self.runs))
        at = len(self.runs)
        while at and self.runs[at - 1].part == EMPTY:
            at -= 1
        return self._inserted(at, [fresh])

    def without(self, number: int) -> Passage:
        """The same without a run, and without the empty line before it where one follows or nothing does."""
        before, after = list(self.runs[:number]), self.runs[number + 1 :]
        if before and before[-1].part == EMPTY and (not after or after[0].part == EMPTY):
            before.pop()
        return replace(self, runs=(*before, *after))

    def _with_heading(self, words: str) -> Passage:
        old = next(run for run in self.runs if run.part == HEADING)
        match = _HEADING.match(old.raw)
        signs = match[1] if match else "### "
        line = f"{signs}{words.lstrip('#').strip()}{' ' if self._tail else ''}{self._tail}{self.newline}"
        return replace(self, runs=tuple(Run(HEADING, (line,)) if run is old else run for run in self.runs))

    def _place(self, name: str) -> int:
        """Where a part goes that is not there yet: behind those that stand before it."""
        order = (HEADING, self.words, WATCH, DEALS, ALSO)
        earlier = order[: order.index(name)] if name in order else order
        at = max((n for n, run in enumerate(self.runs) if run.part in earlier), default=-1)
        if at < 0 or self.runs[at].part == HEADING:  # an id may stand in a line under its heading
            while at + 1 < len(self.runs) and self.runs[at + 1].part == COMMENT and self._is_id(at + 1):
                at += 1
        if at < 0:
            last = [n for n, run in enumerate(self.runs) if run.part == COMMENT]
            at = last[0] if last else -1
        return at + 1

    def _is_id(self, number: int) -> bool:
        said = [found.strip() for found in _COMMENT.findall(self.runs[number].raw)]
        return any(ID.match(one) or one in {NEW, PINNED} for one in said)

    def _inserted(self, at: int, fresh: Sequence[Run]) -> Passage:
        """The same with runs between two empty lines; no empty line follows at the end."""
        before, after = self.runs[:at], self.runs[at:]
        empty = Run(EMPTY, (self.newline,))
        lead = (empty,) if before and before[-1].part != EMPTY else ()
        trail = (empty,) if after and after[0].part != EMPTY else ()
        return replace(self, runs=_ended((*before, *lead, *fresh, *trail, *after), self.newline))


def _ended(runs: Sequence[Run], newline: str) -> tuple[Run, ...]:
    """Runs each of whose lines has an end, but the last one's, which is left as it is."""
    return tuple(
        run
        if number == len(runs) - 1 or run.lines[-1].endswith("\n")
        else Run(run.part, (*run.lines[:-1], run.lines[-1] + newline))
        for number, run in enumerate(runs)
    )


def of_block(block: Block, newline: str) -> Passage:
    """The passage of a heading; its words are a `blurb` where it is a story's."""
    heading, *body = block.lines
    runs = (Run(HEADING, (heading,)), *_runs(body, "blurb" if block.piece else "intro"))
    if block.piece and block.piece.also:
        runs = _with_also(runs)
    return Passage(runs, "blurb" if block.piece else "intro", newline)


def of_lines(lines: Sequence[str], newline: str) -> Passage:
    """The passage of what stands before the first heading, without the front matter."""
    return Passage(tuple(_runs(lines, "intro")), "intro", newline)


def _runs(lines: Sequence[str], words: str) -> Iterator[Run]:
    parts, starts = _parts(lines, words)
    number = 0
    while number < len(lines):
        end = starts.get(number, number)
        yield Run(parts[number], tuple(lines[number : end + 1]))
        number = end + 1


def _parts(lines: Sequence[str], words: str) -> tuple[list[str], dict[int, int]]:
    """The part of each line, and of each comment of several lines the last by the first."""
    parts, ends = [COMMENT] * len(lines), dict[int, int]()
    for line in lines_of([line.rstrip("\r\n") for line in lines], 0, ""):
        number = line.number - 1
        if line.label:
            parts[number] = _LABELS[line.label[1].lower()]
        elif line.text.strip() or line.literal:
            parts[number] = words
        elif not line.comments:
            parts[number] = EMPTY
        for opened in line.opened:
            parts[opened:number] = [COMMENT] * max(0, number - opened)
            start = opened - 1 if parts[opened - 1] == COMMENT else opened
            if parts[number] == COMMENT and start < number:
                ends[start] = number
    return parts, ends


def _with_also(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The last paragraph of the text as the further reports that it is."""
    found = list(runs)
    at = len(found) - 1
    while at >= 0 and found[at].part != "blurb":
        at -= 1
    while at >= 0 and found[at].part != EMPTY:
        if found[at].part == "blurb":
            found[at] = Run(ALSO, found[at].lines)
        at -= 1
    return tuple(found)
