"""The configured sources of a project, each with what is remembered of it and how it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digest import condition
from digest.condition import Condition, History
from digest.model import Memory, Source
from digest.project import Project


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source: as configured, as remembered, how many of its entries are kept, and how it is."""

    source: Source
    memory: Memory
    entries: int
    condition: Condition


def of(project: Project, now: datetime) -> Mapping[str, SourceState]:
    """The sources of `project` at `now`, by name, in the order of the configuration."""
    memories, histories = project.store.memories(), project.store.histories(now - condition.LOOK_BACK)
    found: dict[str, SourceState] = {}
    for name, source in project.sources().items():
        memory, history = memories.get(name, Memory()), histories.get(name, History())
        found[name] = SourceState(source, memory, history.entries, condition.of(memory, history, now))
    return found
