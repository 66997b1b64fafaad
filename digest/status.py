"""How things stand: sources with their health, editions, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest import approval, scheduler, sending
from digest.approval import State
from digest.model import Memory, Period, Source
from digest.project import Project
from digest.sending import Standing
from digest.store import SourceTotals


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source: as configured, as remembered, and how much of it is kept."""

    source: Source
    memory: Memory
    totals: SourceTotals


@dataclass(frozen=True, slots=True)
class EditionState:
    """One edition: when it was built, and how it stands."""

    key: str
    built_at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Status:
    """How a project stands at one moment.

    Attributes:
        editions: newest first.
        sends: newest first.
        next_collect: when `digest run` collects next; in the past means at once.
        next_build: the period that closes next.
    """

    sources: tuple[SourceState, ...]
    editions: tuple[EditionState, ...]
    sends: tuple[Standing, ...]
    last_collected: datetime | None
    next_collect: datetime
    next_build: Period


def of(project: Project, now: datetime) -> Status:
    """The status of `project` at `now`."""
    memories, totals = project.store.memories(), project.store.totals()
    last = project.store.last_collected()
    config, settled = project.config, project.store.settled().keys()
    return Status(
        sources=tuple(
            SourceState(source, memories.get(name, Memory()), totals.get(name, SourceTotals(0, None)))
            for name, source in project.sources().items()
        ),
        editions=tuple(
            EditionState(key, at, approval.state(project, key)) for key, at in project.store.editions()
        ),
        sends=sending.standings(config.people),
        last_collected=last,
        next_collect=scheduler.next_collect(config.schedule, now, last),
        next_build=scheduler.next_build(config.schedule, config.edition.timezone, now, settled),
    )
