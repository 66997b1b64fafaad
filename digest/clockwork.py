"""`digest run`: a tick every minute, told as it happens, until it is stopped; or one, for cron or a timer."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from digest import files, lengths, pinging, pipeline, scheduler, showing
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


class Series(Protocol):
    """One series of editions that is looked after."""

    @property
    def config(self) -> Config:
        """Of the series."""

    def command(self, words: str, /) -> str:
        """A command line about it, to be shown."""

    def named(self, words: str, /) -> str:
        """`words` with its name, where it needs one."""


def once(series: Sequence[Series], terminal: Terminal, now: datetime) -> int:
    """What is due at `now` in each series, done and told; the exit code, the gravest of them.

    A series that fails does not keep the next one from its own.

    Raises:
        BusyError: another run is at work, on this machine or another one.
        StoppedError: SIGTERM came; what was begun is gone on with the next time.
        DigestError: what failed in the one that failed first.
    """
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=stop.set).start())
    main, failed, codes = series[0].config, [], [0]
    _ping(main, Ping.START, terminal)
    for number, one in enumerate(series):
        try:
            done = _tick(one.config, terminal, now, stop, is_first=not number)
        except (BusyError, StoppedError) as error:
            if isinstance(error, StoppedError):
                _ping(main, Ping.FAIL, terminal)
            raise  # another run tells, or goes on
        except DigestError as error:
            failed.append(error)
            if number + 1 < len(series):
                terminal.warn(one.named(str(error)))
        except BaseException:
            _ping(main, Ping.FAIL, terminal)
            raise
        else:
            showing.ticked(terminal, done, one.command)
            codes.append(showing.tick_code(done))
    code = showing.HELD if showing.HELD in codes else max(codes)
    _ping(main, Ping.FAIL if failed or code == showing.HELD else Ping.DONE, terminal)
    if failed:
        raise failed[0]
    return code


def run(series: Sequence[Series], terminal: Terminal) -> None:
    """Ticks every minute until SIGTERM or Ctrl-C, and tells what it does with the time of day."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        # From a thread: a handler runs inside this one, which may hold the lock of the event just then.
        signal.signal(name, lambda *_: threading.Thread(target=stop.set).start())
    for one in series:
        terminal.say(one.named(_times(one.config)))
    terminal.result("Ctrl-C ends it.")
    watch = _Watch(series, terminal, stop)
    scheduler.run(watch.tick, stop, on_error=lambda error: watch.trouble(error, series[0]))
    terminal.say("Stopped.")


class _Watch:
    """A clockwork that stays on, and what it told last of each series."""

    def __init__(self, series: Sequence[Series], terminal: Terminal, stop: threading.Event) -> None:
        self._series, self._terminal, self._stop = series, terminal, stop
        self._told = {one.config.series: Ticked() for one in series}
        self._pinged_s = -_PINGED_S

    def tick(self) -> None:
        """One minute of all series."""
        now = datetime.now(UTC).replace(microsecond=0)
        ticked = []
        for number, one in enumerate(self._series):
            try:
                done = _tick(one.config, self._terminal, now, self._stop, is_first=not number)
            except DigestError as error:
                self.trouble(error, one)
                continue
            if _has_news(done, self._told[one.config.series]):
                showing.ticked(self._terminal, done, one.command, stamp=now)
            self._told[one.config.series] = done
            ticked.append(done)
        if any(done != Ticked() for done in ticked) or time.monotonic() - self._pinged_s >= _PINGED_S:
            self._pinged_s = time.monotonic()
            is_held = any(showing.tick_code(done) == showing.HELD for done in ticked)
            self._ping(Ping.FAIL if is_held else Ping.DONE)

    def trouble(self, error: Exception, one: Series) -> None:
        """Tells what went wrong with a series; that another run is at work is none."""
        if isinstance(error, StoppedError):
            return
        is_busy = isinstance(error, BusyError)
        say = self._terminal.detail if is_busy else self._terminal.warn
        say(f"{showing.clock(datetime.now(UTC))}  {one.named(str(error))}")
        if not is_busy:
            self._ping(Ping.FAIL)

    def _ping(self, what: Ping) -> None:
        _ping(self._series[0].config, what, self._terminal)


def _times(config: Config) -> str:
    schedule = config.schedule
    every = lengths.span(schedule.collect_every)
    sends = f", sending {schedule.send}" if schedule.send else ""
    return f"Collecting every {every}, building {schedule.build}{sends} ({config.edition.timezone})."


def _tick(
    config: Config, terminal: Terminal, now: datetime, stop: threading.Event, *, is_first: bool = True
) -> Ticked:
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

        if is_first:
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
