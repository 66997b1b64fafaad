"""What the gate found, gravest first, with the way to its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest.check import LEVELS
from digest.preview import gate, records
from digest.preview.gate import Verdict
from digest.preview.panels import stories
from digest.preview.sight import Sight


@dataclass(frozen=True, slots=True)
class Level:
    """A way to see the findings of one level: its name, how many there are, and the address."""

    name: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What the panel shows.

    Attributes:
        verdict: None where there is no gate, or no edition that it could read.
        levels: the levels that can be chosen; empty where there is nothing to choose.
        level: the chosen one as a row says it, "" for all.
        conflicts: how many stand in the draft.
    """

    verdict: Verdict | None
    levels: tuple[Level, ...] = ()
    level: str = ""
    conflicts: int = 0


def data(sight: Sight) -> Check:
    """The findings of the edition as it was last rendered."""
    if sight.desk.check is None or records.edition(sight.desk) is None:
        return Check(None)
    live = sight.live
    before = live.before.findings if live.before else None
    found = gate.verdict(live.checked, records.places(sight.desk), sight.facts.stories, before)
    settle = stories.data(sight).conflicts if sight.view.panel == "check" else 0
    return Check(found, tuple(_levels(sight, found)), _chosen(sight, found), settle)


def _chosen(sight: Sight, found: Verdict) -> str:
    """The level that is asked for, where there is something of it."""
    wanted = sight.view.words.capitalize() if sight.view.panel == "check" else ""
    return wanted if any(row.level == wanted for row in found.rows) else ""


def _levels(sight: Sight, found: Verdict) -> Iterator[Level]:
    counts = {level: sum(row.level == level.capitalize() for row in found.rows) for level in LEVELS}
    if sum(map(bool, counts.values())) < 2:
        return
    chosen = _chosen(sight, found)
    yield Level("All", len(found.rows), sight.view.link(panel="check"), not chosen)
    for level, count in counts.items():
        if count:
            name = level.capitalize()
            yield Level(f"{name}s", count, sight.view.link(panel="check", words=level), name == chosen)
