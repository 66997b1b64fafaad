"""This week's sources: who is quoted, who was read for nothing, who was not heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digest.model import SourceNote
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Present:
    """A source that answered: how many of its reports were seen, and how many stand behind a story."""

    name: str
    seen: int
    used: int


@dataclass(frozen=True, slots=True)
class Absent:
    """A source that gave nothing, and why."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class RollCall:
    """All sources of an edition; the most used first, then by name.

    Attributes:
        total: `312 reports from 19 sources read; 48 behind this issue.`; "" when no source answered.
    """

    used: tuple[Present, ...]
    unused: tuple[Present, ...]
    absent: tuple[Absent, ...]
    total: str

    def __bool__(self) -> bool:
        return bool(self.used or self.unused or self.absent)


def roll_call(notes: Iterable[SourceNote]) -> RollCall:
    """The notes in groups and in order."""
    cleaned = [(clean.line(note.name), note, clean.line(note.problem)) for note in notes]
    present = [Present(name, note.seen, note.used) for name, note, problem in cleaned if not problem]
    ranked = sorted(present, key=lambda source: (-source.used, -source.seen, source.name))
    return RollCall(
        used=tuple(source for source in ranked if source.used),
        unused=tuple(source for source in ranked if not source.used),
        absent=tuple(Absent(name, problem.rstrip(".")) for name, _, problem in cleaned if problem),
        total=_total(present),
    )


def _total(present: list[Present]) -> str:
    if not present:
        return ""
    seen, used = sum(source.seen for source in present), sum(source.used for source in present)
    reports = "1 report" if seen == 1 else f"{seen} reports"
    sources = "1 source" if len(present) == 1 else f"{len(present)} sources"
    behind = f"{used} behind this issue" if used else "none for this issue"
    return f"{reports} from {sources} read; {behind}."
