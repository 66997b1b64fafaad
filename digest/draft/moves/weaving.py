"""Two changes of one text, made apart, put together line by line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class _Change:
    """That the lines from `start` to `end` of the base became others."""

    start: int
    end: int
    lines: tuple[str, ...]

    def meets(self, other: _Change) -> bool:
        """Whether both want the same lines, or put something into the same gap."""
        if self.start == self.end and other.start == other.end:
            return self.start == other.start
        return self.start < other.end and other.start < self.end


def woven(base: str, mine: str, theirs: str) -> str | None:
    """`base` with both changes; None where they meet and differ: somebody has to choose."""
    lines = _LINE.findall(base)
    ours, others = _changes(lines, _LINE.findall(mine)), _changes(lines, _LINE.findall(theirs))
    for one in ours:
        if any(one.meets(other) and one != other for other in others):
            return None
    done: list[str] = []
    at = 0
    for change in sorted({*ours, *others}, key=lambda change: (change.start, change.end)):
        done += [*lines[at : change.start], *change.lines]
        at = change.end
    return "".join((*done, *lines[at:]))


def _changes(base: Sequence[str], now: Sequence[str]) -> list[_Change]:
    opcodes = difflib.SequenceMatcher(None, base, now, autojunk=False).get_opcodes()
    return [_Change(a, b, tuple(now[c:d])) for tag, a, b, c, d in opcodes if tag != "equal"]
