"""`digest run`: a tick every minute, told as it happens, until it is stopped."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime

from digest import files, pipeline, scheduler, showing
from digest.config import Config
from digest.errors import BusyError
from digest.project import opened
from digest.terminal import Terminal


def run(config: Config, terminal: Terminal, command: showing.Command) -> None:
    """Ticks every minute until SIGTERM or Ctrl-C, and tells what it does with the time of day."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        # From a thread: a handler runs inside this one, which may hold the lock of the event just then.
        signal.signal(name, lambda *_: threading.Thread(target=stop.set).start())

    def once() -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        with files.only_run(config.out), opened(config) as current, terminal.progress() as listen:
            done = pipeline.tick(current, now, listen)
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
