"""When to collect and when to build: pure decisions, and a thin ticker that asks for them.

Nothing is remembered here. The caller says what has been settled (built, or reported as missed), so a
restart, a second tick in one minute, a clock set back and a repeated hour all come to the same answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

import schedule as ticking

from digest import periods
from digest.config import ScheduleSettings
from digest.model import Period

# How many closed periods are looked at. Enough for years of weeks; and a clock that wrongly says 2099
# for a minute cannot have every edition until then settled as missed.
_LOOK_BACK = 100


@dataclass(frozen=True, slots=True)
class Due:
    """What there is to do now.

    Attributes:
        collect: the sources are to be asked again.
        build: the edition to make; None for none. Never more than one.
        missed: editions that are too late to make, oldest first. Settle them once they are reported:
            until then they are named again.
    """

    collect: bool
    build: Period | None
    missed: tuple[Period, ...]


def due(
    schedule: ScheduleSettings,
    timezone: str,
    now: datetime,
    last_collected: datetime | None,
    settled: Collection[str],
    since: datetime | None,
) -> Due:
    """What is to be done at `now`.

    Only the newest closed period is built, and only within `grace` of its cut; older ones are missed, so
    that a machine that slept for a month wakes up to one edition and not to four.

    Args:
        schedule: when periods close.
        timezone: IANA name of the zone in which they do.
        now: aware.
        last_collected: when the sources were last asked; None for never.
        settled: keys of editions that were made or reported as missed.
        since: time of the first run ever; None when this is it, and then nothing can have been missed.
    """
    newest = _closed(schedule, timezone, now)
    build = newest if _buildable(newest, schedule, now, settled) else None
    late = watched(schedule, timezone, now, since)
    missed = [period for period in late if period != build and period.key not in settled]
    return Due(next_collect(schedule, now, last_collected) <= now, build, tuple(reversed(missed)))


def carried(period: Period, schedule: ScheduleSettings, took: Callable[[str], bool]) -> Period:
    """`period` with all before it that no edition took: it starts where the last one ended that did.

    So what was published in a week that was missed, or in which nothing was to be told, is looked at for the
    next edition. `took` says of a key whether the items of that period are out of question.
    """
    first = period
    for earlier in islice(_backwards(periods.before(period, schedule), schedule), _LOOK_BACK):
        if took(earlier.key):
            break
        first = earlier
    return replace(period, start=first.start)


def next_collect(schedule: ScheduleSettings, now: datetime, last_collected: datetime | None) -> datetime:
    """When the sources are to be asked next; `now` when that is overdue.

    A last time in the future means that the clock was set back: waiting until then could take years.
    """
    if last_collected is None or last_collected > now:
        return now
    return max(now, last_collected + schedule.collect_every)


def next_build(schedule: ScheduleSettings, timezone: str, now: datetime, settled: Collection[str]) -> Period:
    """The edition that is made next; it is due at its `end`, and at once where that has passed."""
    newest = _closed(schedule, timezone, now)
    if _buildable(newest, schedule, now, settled):
        return newest
    coming = periods.containing(now, schedule, timezone)
    while coming.key in settled:
        coming = periods.containing(coming.end, schedule, timezone)
    return coming


def run(
    tick: Callable[[], None],
    stop: threading.Event,
    *,
    every_s: float = 60,
    on_error: Callable[[Exception], None],
) -> None:
    """Call `tick` at once and then every `every_s` seconds, until `stop` is set.

    A tick that fails is handed to `on_error`, and the next one comes at its time. A tick that takes
    longer than `every_s` is followed by one other, not by all that it delayed.
    """

    def guarded() -> None:
        try:
            tick()
        except Exception as error:  # noqa: BLE001 whatever failed, next week's edition must still come
            on_error(error)

    ticker = ticking.Scheduler()
    ticker.every(every_s).seconds.do(guarded)  # type: ignore[arg-type]  # it takes fractions as well
    guarded()
    while not stop.wait(min(max(ticker.idle_seconds or 0.0, 0.0), every_s)):
        _tick_if_time(ticker, every_s)


def _tick_if_time(ticker: ticking.Scheduler, every_s: float) -> None:
    """Tick when it is time, and also when the clock was set back.

    `schedule` keeps its times on the naive local clock: when that goes back by an hour, as it does every
    autumn, it would not tick for an hour. Only then can more than the whole interval be left.
    """
    if (ticker.idle_seconds or 0.0) > every_s:
        ticker.run_all()
    else:
        ticker.run_pending()


def _closed(schedule: ScheduleSettings, timezone: str, moment: datetime) -> Period:
    """The period that closed last."""
    return periods.before(periods.containing(moment, schedule, timezone), schedule)


def _buildable(period: Period, schedule: ScheduleSettings, now: datetime, settled: Collection[str]) -> bool:
    return period.key not in settled and now - period.end <= schedule.grace


def _backwards(newest: Period, schedule: ScheduleSettings) -> Iterator[Period]:
    while True:
        yield newest
        newest = periods.before(newest, schedule)


def watched(
    schedule: ScheduleSettings, timezone: str, now: datetime, since: datetime | None
) -> Iterator[Period]:
    """The closed periods that an installation that first ran at `since` had to make, newest first.

    Those that closed after the first run, and the one that the first run itself could still make.
    """
    if since is None:
        return
    first = _closed(schedule, timezone, since)
    start = first.end if since - first.end <= schedule.grace else since
    for period in islice(_backwards(_closed(schedule, timezone, now), schedule), _LOOK_BACK):
        if period.end < start:
            return
        yield period
