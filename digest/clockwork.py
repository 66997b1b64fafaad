"""`digest run`: a tick every minute, told as it happens, until it is stopped; or one, for cron or a timer."""

from __future__ import annotations

import signal
import threading
import time
from datetime import UTC, datetime

from digest import files, pinging, pipeline, scheduler, showing
from digest.config import Config
from digest.courier import SENDING
from digest.errors import BusyError, DigestError
from digest.leaving import poller
from digest.pinging import Ping
from digest.pipeline import Ticked
from digest.project import opened
from digest.terminal import Terminal

_PINGED_S = 3600.0  # so often a monitor hears of a clockwork that has nothing to do


class StoppedError(DigestError):
    """The system or a person said that it is to end (exit code 4)."""

    exit_code = 4


def once(config: Config, terminal: Terminal, command: showing.Command, now: datetime) -> int:
    """What is due at `now`, done and told; the exit code.

    Raises:
        BusyError: another run is at work, on this machine or another one.
        StoppedError: SIGTERM came; what was begun is gone on with the next time.
    """
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=stop.set).start())
    _ping(config, Ping.START, terminal)
    try:
        done = _tick(config, terminal, now, stop)
    except BusyError:
        raise  # the other one tells
    except BaseException:
        _ping(config, Ping.FAIL, terminal)
        raise
    showing.ticked(terminal, done, command)
    code = showing.tick_code(done)
    _ping(config, Ping.FAIL if code == showing.HELD else Ping.DONE, terminal)
    return code


def run(config: Config, terminal: Terminal, command: showing.Command) -> None:
    """Ticks every minute until SIGTERM or Ctrl-C, and tells what it does with the time of day."""
    stop = threading.Event()
    told, pinged = Ticked(), -_PINGED_S

    def tick() -> None:
        nonlocal told, pinged
        now = datetime.now(UTC).replace(microsecond=0)
        done = _tick(config, terminal, now, stop)
        if _has_news(done, told):
            showing.ticked(terminal, done, command, stamp=now)
        told = done
        if done != Ticked() or time.monotonic() - pinged >= _PINGED_S:
            pinged = time.monotonic()
            _ping(config, Ping.FAIL if showing.tick_code(done) == showing.HELD else Ping.DONE, terminal)

    def trouble(error: Exception) -> None:
        if isinstance(error, StoppedError):
            return
        say = terminal.detail if isinstance(error, BusyError) else terminal.warn
        say(f"{showing.clock(datetime.now(UTC))}  {error}")
        if not isinstance(error, BusyError):
            _ping(config, Ping.FAIL, terminal)

    for name in (signal.SIGTERM, signal.SIGINT):
        # From a thread: a handler runs inside this one, which may hold the lock of the event just then.
        signal.signal(name, lambda *_: threading.Thread(target=stop.set).start())
    schedule = config.schedule
    every = showing.span(schedule.collect_every)
    sends = f", sending {schedule.send}" if schedule.send else ""
    terminal.say(f"Collecting every {every}, building {schedule.build}{sends} ({config.edition.timezone}).")
    terminal.result("Ctrl-C ends it.")
    scheduler.run(tick, stop, on_error=trouble)
    terminal.say("Stopped.")


def _tick(config: Config, terminal: Terminal, now: datetime, stop: threading.Event) -> Ticked:
    """One tick, which ends early where `stop` is set: between two sources, two steps or two mails."""
    with files.only_run(config.out), opened(config) as current, terminal.progress() as listen:
        is_told = False

        def listening(name: str, done: int, total: int) -> None:
            nonlocal is_told
            listen(name, done, total)
            if not stop.is_set() or done >= total:
                return
            if name != SENDING:
                raise StoppedError("digest run", "was stopped", "the next run goes on where it was")
            if not is_told:  # a send lets the mails that are on their way end, and says how it stands
                is_told = True
                raise KeyboardInterrupt

        _poll(config, now, terminal)

        return pipeline.tick(current, now, listening)


def _poll(config: Config, now: datetime, terminal: Terminal) -> None:
    """Heeds what readers and mail servers have written, so that who has left gets nothing any more."""
    if not config.mailbox.kind:
        return
    try:
        polled = poller.poll(config, now)
    except DigestError as error:  # a mailbox that cannot be reached must not keep the edition from going out
        terminal.warn(f"Mailbox: {error}")
        return
    done = ", ".join(f"{count} {deed}" for deed, count in polled.done.items() if count)
    if done:
        terminal.say(f"Mailbox: {done}")


def _has_news(done: Ticked, told: Ticked) -> bool:
    """Whether it is more than what was told a minute ago: what is held is held until somebody comes."""
    if done.gathered or done.built or done.missed:
        return True
    return (done.sent, done.doubt) != (told.sent, told.doubt)


def _ping(config: Config, what: Ping, terminal: Terminal) -> None:
    if not pinging.ping(config.schedule.ping, what, ask=pinging.over_http):
        terminal.detail("The monitor at [schedule] ping did not answer.")
