"""One tick of the scheduler on a project: what is due is done, and each slot is settled once."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from digest import files, pipeline, scheduler, showing
from digest.config import Config
from digest.errors import BusyError
from digest.model import Period
from digest.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did; all empty when nothing was due."""

    gathered: pipeline.Gathered | None = None
    built: pipeline.Built | None = None
    missed: tuple[Period, ...] = ()


def tick(project: pipeline.Project, now: datetime, listen: pipeline.Listener) -> Ticked:
    """Does what is due at `now`: a build with its collect, or a collect alone.

    A build settles its slot when it has succeeded, so that one that fails is tried again at the next tick
    until its grace is over.
    """
    store, config = project.store, project.config
    since = store.first_run(now)
    last, zone = store.last_collected(), config.edition.timezone
    due = scheduler.due(config.schedule, zone, now, last, store.settled().keys(), since)
    for period in due.missed:
        store.settle(period.key, "missed", now)
    if due.build:
        built = pipeline.build(project, due.build, now, listen)
        return Ticked(built.gathered, built, due.missed)
    gathered = pipeline.collect(project, now, listen) if due.collect else None
    return Ticked(gathered, None, due.missed)


def run(config: Config, terminal: Terminal, command: showing.Command) -> None:
    """Ticks every minute until SIGTERM or Ctrl-C, and tells what it does with the time of day."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        # From a thread: a handler runs inside this one, which may hold the lock of the event just then.
        signal.signal(name, lambda *_: threading.Thread(target=stop.set).start())

    def once() -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        with files.only_run(config.out), pipeline.opened(config) as project, terminal.progress() as listen:
            done = tick(project, now, listen)
        showing.ticked(terminal, done, command, stamp=now)

    def trouble(error: Exception) -> None:
        say = terminal.detail if isinstance(error, BusyError) else terminal.warn
        say(f"{showing.clock(datetime.now(UTC))}  {error}")

    schedule = config.schedule
    every = showing.span(schedule.collect_every)
    terminal.say(f"Collecting every {every}, building {schedule.build} ({config.edition.timezone}).")
    terminal.result("Ctrl-C ends it.")
    scheduler.run(once, stop, on_error=trouble)
    terminal.say("Stopped.")
