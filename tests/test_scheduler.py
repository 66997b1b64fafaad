"""The scheduler makes every edition once, or says that it missed it."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
import schedule as ticking

from digest import periods, scheduler
from digest.config import ScheduleSettings

BERLIN = "Europe/Berlin"
WEEKLY = ScheduleSettings()
ZONES = (
    "UTC",
    BERLIN,
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@dataclass
class Machine:
    """A computer that runs the scheduler and remembers what it must."""

    schedule: ScheduleSettings
    zone: str
    settled: set[str] = field(default_factory=set)
    built: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    collected: list[datetime] = field(default_factory=list)
    since: datetime | None = None
    works: bool = True

    def tick(self, now: datetime) -> None:
        last = self.collected[-1] if self.collected else None
        due = scheduler.due(self.schedule, self.zone, now, last, self.settled, self.since)
        self.since = self.since or now
        if due.collect:
            self.collected.append(now)
        self.missed.update(period.key for period in due.missed)
        self.settled.update(period.key for period in due.missed)
        if due.build and self.works:
            assert timedelta(0) <= now - due.build.end <= self.schedule.grace
            self.built[due.build.key] += 1
            self.settled.add(due.build.key)

    def tick_between(self, start: datetime, end: datetime, step: timedelta = HOUR) -> None:
        while start < end:
            self.tick(start)
            start += step


def pauses(dice: random.Random) -> timedelta:
    """Mostly the ordinary minute or hours, at times a weekend off or a month in a drawer."""
    return dice.choice((MINUTE, HOUR, 3 * HOUR, 9 * HOUR, 9 * HOUR, DAY, 3 * DAY, 33 * DAY)) * dice.random()


def simulate(machine: Machine, start: datetime, end: datetime, dice: random.Random) -> None:
    now = start
    while now < end:
        machine.tick(now)
        if dice.random() < 0.05:
            machine.tick(now + dice.choice((-40, -3, -1, 1, 3)) * HOUR)
        now += pauses(dice)


def keys_between(machine: Machine, start: datetime, end: datetime) -> set[str]:
    keys, period = set(), periods.containing(start, machine.schedule, machine.zone)
    while period.end <= end:
        keys.add(period.key)
        period = periods.containing(period.end, machine.schedule, machine.zone)
    return keys


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("period", "slot", "years"),
    [
        ("week", "sunday 18:00", 3),
        ("day", "02:30", 1),
        ("month", "1 07:00", 5),
        pytest.param("week", "sunday 02:30", 10, marks=pytest.mark.slow),
        pytest.param("day", "00:00", 3, marks=pytest.mark.slow),
    ],
)
def test_years_of_downtime_and_clock_jumps_give_every_edition_once_or_report_it(
    zone: str, period: str, slot: str, years: int
) -> None:
    schedule = ScheduleSettings.model_validate({"period": period, "build": slot})
    machine = Machine(schedule, zone)
    start, end = utc(2005, 6, 1), utc(2005 + years, 6, 1)
    simulate(machine, start, end, random.Random(f"{zone} {slot}"))  # noqa: S311 a simulation
    machine.tick(end)
    made, late = set(machine.built), set(machine.missed)
    assert set((machine.built + machine.missed).values()) == {1}, "each edition is settled once"
    assert not made & late
    assert keys_between(machine, start, end - schedule.grace) <= made | late
    assert made
    assert late


@pytest.mark.parametrize("zone", [BERLIN, "America/New_York"])
def test_sunday_half_past_two_runs_once_in_the_spring_gap_and_once_in_the_repeated_hour(zone: str) -> None:
    for start, changes in (
        (utc(2026, 3, 1), {"2026-W10", "2026-W13"}),
        (utc(2026, 10, 18), {"2026-W43", "2026-W44"}),
    ):
        machine = Machine(ScheduleSettings(build="sunday 02:30"), zone)
        machine.tick_between(start, start + 36 * DAY, 15 * MINUTE)
        assert set(machine.built.values()) == {1}
        assert changes <= set(machine.built)
        assert not machine.missed


def test_the_edition_after_the_spring_gap_is_made_at_three() -> None:
    machine = Machine(ScheduleSettings(build="sunday 02:30"), BERLIN, since=utc(2026, 3, 1))
    machine.settled = {"2026-W09", "2026-W10", "2026-W11", "2026-W12"}
    machine.tick(utc(2026, 3, 29, 0, 59))
    assert not machine.built
    machine.tick(utc(2026, 3, 29, 1, 0))
    assert machine.built == {"2026-W13": 1}


def test_a_month_asleep_gives_one_edition_and_names_the_ones_it_missed() -> None:
    machine = Machine(WEEKLY, BERLIN)
    machine.tick_between(utc(2026, 10, 1), utc(2026, 10, 20))
    machine.tick(utc(2026, 11, 22, 20))
    assert machine.built == {"2026-W40": 1, "2026-W41": 1, "2026-W42": 1, "2026-W47": 1}
    assert list(machine.missed) == ["2026-W43", "2026-W44", "2026-W45", "2026-W46"]
    machine.tick(utc(2026, 11, 22, 21))
    assert sum(machine.missed.values()) == 4, "what is settled is not named again"


def test_the_first_run_ever_neither_makes_nor_misses_what_was_before_it() -> None:
    fresh = scheduler.due(WEEKLY, "UTC", utc(2026, 11, 25), None, (), None)
    assert (fresh.build, fresh.missed) == (None, ())
    later = scheduler.due(WEEKLY, "UTC", utc(2026, 11, 26), None, (), utc(2026, 11, 25))
    assert (later.build, later.missed) == (None, ())


def test_the_first_run_ever_makes_the_edition_that_closed_just_before_it() -> None:
    due = scheduler.due(WEEKLY, "UTC", utc(2026, 11, 23), None, (), None)
    assert due.build
    assert due.build.key == "2026-W47"
    assert due.missed == ()


def test_an_edition_that_keeps_failing_is_tried_until_its_grace_is_over_and_then_reported() -> None:
    machine = Machine(WEEKLY, "UTC", works=False)
    machine.tick_between(utc(2026, 11, 22, 19), utc(2026, 11, 24, 6))
    assert not machine.missed
    machine.tick_between(utc(2026, 11, 24, 7), utc(2026, 11, 25))
    assert machine.missed == {"2026-W47": 1}


def test_a_clock_that_says_2099_for_a_minute_does_not_use_up_the_editions_until_then() -> None:
    machine = Machine(WEEKLY, BERLIN)
    machine.tick(utc(2026, 11, 22, 18))
    machine.tick(utc(2099, 1, 1))
    machine.tick_between(utc(2026, 11, 23), utc(2026, 12, 23))
    assert {"2026-W48", "2026-W49", "2026-W50", "2026-W51"} <= set(machine.built)


def test_collecting_is_due_at_first_then_at_its_interval_and_after_a_clock_set_back() -> None:
    now = utc(2026, 11, 18, 12)
    assert scheduler.next_collect(WEEKLY, now, None) == now
    assert scheduler.next_collect(WEEKLY, now, now - HOUR) == now + 2 * HOUR
    assert scheduler.next_collect(WEEKLY, now, now - DAY) == now
    assert scheduler.next_collect(WEEKLY, now, now + DAY) == now
    assert not scheduler.due(WEEKLY, "UTC", now, now - 3 * HOUR + MINUTE, (), now).collect
    assert scheduler.due(WEEKLY, "UTC", now, now - 3 * HOUR, (), now).collect


def test_the_next_edition_is_the_open_one_or_the_one_overdue_or_the_one_after_what_is_settled() -> None:
    def key(now: datetime, *settled: str) -> str:
        return scheduler.next_build(WEEKLY, "UTC", now, settled).key

    assert key(utc(2026, 11, 22, 12), "2026-W46") == "2026-W47"
    assert key(utc(2026, 11, 22, 20), "2026-W46") == "2026-W47"
    assert key(utc(2026, 11, 22, 20), "2026-W47") == "2026-W48"
    assert key(utc(2026, 11, 25), "2026-W46") == "2026-W48"
    assert key(utc(2026, 11, 25), "2026-W48") == "2026-W49"


class Hours(threading.Event):
    """A stop signal for a made-up clock: waiting moves the clock, and then something may happen to it."""

    def __init__(self, events: list[timedelta]) -> None:
        super().__init__()
        self.now = datetime(2026, 10, 25, 2, 59)  # noqa: DTZ001 `schedule` keeps naive local time
        self.events = events
        self.waited = timedelta(0)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waited += timedelta(seconds=timeout)
        self.now += timedelta(seconds=timeout) + (self.events.pop() if self.events else timedelta(0))
        return self.is_set() or self.waited > 2 * HOUR


def ticks(monkeypatch: pytest.MonkeyPatch, events: list[timedelta], *, fail: bool = False) -> list[timedelta]:
    """When the ticker ticks in two hours of a made-up clock, counted in time really passed."""
    clock, seen, errors = Hours(events), list[timedelta](), list[Exception]()
    made_up = SimpleNamespace(datetime=SimpleNamespace(now=lambda _zone=None: clock.now), timedelta=timedelta)
    monkeypatch.setattr(ticking, "datetime", made_up)

    def tick() -> None:
        seen.append(clock.waited)
        if fail:
            raise OSError("no network")

    scheduler.run(tick, clock, every_s=60, on_error=errors.append)
    assert len(errors) == (len(seen) if fail else 0)
    return seen


@pytest.mark.parametrize("jump", [timedelta(0), -HOUR, -30 * DAY, 30 * DAY, -30 * MINUTE])
def test_the_ticker_ticks_every_minute_whatever_happens_to_the_clock(
    monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    seen = ticks(monkeypatch, [timedelta(0), jump, timedelta(0)])
    gaps = [later - earlier for earlier, later in pairwise(seen)]
    assert seen[0] == timedelta(0)
    assert max(gaps) <= MINUTE
    assert len(seen) >= 120


def test_a_tick_that_fails_is_reported_and_does_not_stop_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(ticks(monkeypatch, [], fail=True)) >= 120


def test_the_ticker_ends_when_it_is_told_to() -> None:
    stop = threading.Event()
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count == 3:
            stop.set()

    scheduler.run(tick, stop, every_s=0.01, on_error=lambda error: pytest.fail(str(error)))
    assert count == 3
