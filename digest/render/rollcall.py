"""This week's sources: who is quoted, who was read for nothing, who was not heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digest.messages import ENGLISH, Messages
from digest.model import SourceNote
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Present:
    """A source that answered: how many of its reports were seen, and how many stand behind a story."""

    name: str
    seen: int
    used: int


@dataclass(frozen=True, slots=True)
class RollCall:
    """All sources of an edition; the most used first, then by name.

    Attributes:
        absent: those that gave nothing. Why stands in `report.json` and the preview: a reader can do nothing
            with a path or the name of an error, and it may tell what is nobody's business.
        total: `312 reports from 19 sources read; 48 behind this issue.`; "" when no source answered.
    """

    used: tuple[Present, ...]
    unused: tuple[Present, ...]
    absent: tuple[str, ...]
    total: str

    def __bool__(self) -> bool:
        return bool(self.used or self.unused or self.absent)


def roll_call(notes: Iterable[SourceNote], words: Messages = ENGLISH) -> RollCall:
    """The notes in groups and in order."""
    cleaned = [(clean.line(note.name), note, clean.line(note.problem)) for note in notes]
    present = [Present(name, note.seen, note.used) for name, note, problem in cleaned if not problem]
    ranked = sorted(present, key=lambda source: (-source.used, -source.seen, source.name))
    return RollCall(
        used=tuple(source for source in ranked if source.used),
        unused=tuple(source for source in ranked if not source.used),
        absent=tuple(name for name, _, problem in cleaned if problem),
        total=_total(present, words),
    )


def _total(present: list[Present], words: Messages) -> str:
    if not present:
        return ""
    seen, used = sum(source.seen for source in present), sum(source.used for source in present)
    reports = words.count("sources.reports", seen)
    behind = words.count("sources.behind", used) if used else words.say("sources.none")
    return words.say(
        "sources.total", read=words.count("sources.from", len(present), reports=reports), behind=behind
    )
