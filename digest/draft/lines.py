"""The lines of a draft: what of them is comment, what is code, and which begin with a label."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from digest.errors import DraftError

CONFLICT = "conflict:"
"""How a comment begins that a person has to settle before the edition can go out."""

ID = re.compile(r"^(section|story)\s+([a-z0-9-]+)$")
"""What the small comment behind a heading says."""

LABELLED = re.compile(r"(?:\*\*)?(Deal|Watch|Correction):(?:\*\*)?(?:\s+|$)(.*)", re.IGNORECASE)
"""A line that starts with a label."""

_OPENS = re.compile(r"\s{0,3}(`{3,}(?=[^`]*$)|~{3,})")  # CommonMark 0.31, section 4.5
_CLOSES = re.compile(r"\s{0,3}(`{3,}|~{3,})\s*$")
_MARKED = re.compile(
    r"#{2,3}\s.*<!--\s*(?:section|story)\s+[a-z0-9-]+\s*-->\s*$"
)  # a heading of the machine's


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its comments, and what those said, with the lines at which they were opened.

    `literal`: inside a code fence.
    """

    number: int
    text: str
    comments: tuple[str, ...] = ()
    opened: tuple[int, ...] = ()
    literal: bool = False

    @property
    def label(self) -> re.Match[str] | None:
        """The label that it starts with; None in code, and where a comment says that this is text."""
        return None if self.literal or self.comments else LABELLED.match(self.text)


def lines_of(lines: list[str], start: int, file: str) -> Iterable[Line]:
    """Lines from index `start` on, counted from 1; a line that held only comment is left out.

    Raises:
        DraftError: a comment or a code fence is not closed; the subject names the line that opens it.
    """
    return _Scan(file).lines(lines, start)


class _Scan:
    """Takes comments and code fences apart, line by line."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._comment: list[str] | None = None
        self._opened = 0  # number of the line that opened the comment or the fence
        self._fence = ""

    def lines(self, lines: list[str], start: int) -> Iterable[Line]:
        for number, text in enumerate(lines[start:], start=start + 1):
            line = self._line(number, text)
            if line.text.strip() or line.comments or not text.strip():
                yield line
        self._refuse_open(still_open=self._comment is not None)
        if self._fence:
            raise self._unclosed("where the code ends")

    def _refuse_open(self, *, still_open: bool) -> None:
        if still_open:
            place = f"{self._file}:{self._opened}"
            raise DraftError(place, "a comment is opened and not closed", "end it with -->")

    def _unclosed(self, where: str) -> DraftError:
        place = f"{self._file}:{self._opened}"
        remedy = f"put a line {self._fence} {where}, or delete this one"
        return DraftError(place, "a code fence is opened and not closed", remedy)

    def _line(self, number: int, text: str) -> Line:
        if self._fence:
            if _MARKED.match(text):  # it would swallow this story, and all up to the next fence
                raise self._unclosed(f"before line {number}")
            closes = _CLOSES.match(text)
            if closes and closes[1].startswith(self._fence):
                self._fence = ""
            return Line(number, text, literal=True)
        opens = _OPENS.match(text) if self._comment is None else None
        if opens:
            self._fence, self._opened = opens[1], number
        return Line(number, text, literal=True) if opens else self._split(number, text)

    def _split(self, number: int, text: str) -> Line:
        kept, found, opened = "", [], []
        while text:
            if self._comment is None:
                before, mark, text = text.partition("<!--")
                kept += before
                if mark:
                    self._comment, self._opened = [], number
            else:
                before, mark, text = text.partition("-->")
                self._refuse_open(still_open="<!--" in before)  # else it would swallow the next one's end
                self._comment.append(before)
                if mark:
                    found.append(" ".join(self._comment).strip())
                    opened.append(self._opened)
                    self._comment = None
        return Line(number, kept.rstrip(), tuple(found), tuple(opened))
