"""Ten years in a minute: the clockwork's own decisions over a made-up world with a bad computer in it.

Time passes, sources publish, machines are switched off and on, their clocks jump, two of them share one
folder, a person approves when they find the time. What is decided is decided by `scheduler`, `sendtimes`,
`lease`, `heartbeat` and `compose.window`; the world keeps what the store would keep.
"""

from __future__ import annotations

import json
import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from digest import heartbeat, lease, periods, scheduler, sendtimes
from digest.compose import window
from digest.config import ScheduleSettings
from digest.errors import BusyError, HeldError
from digest.model import Entry, Memory, Period
from digest.sendtimes import Act, Slot, Standing
from tests.records import entry

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATE = timedelta(days=2)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/Sao_Paulo",
)
SOURCE = "Wire"
LISTED = 60 * DAY  # so long a source lists what it published
QUIET_SHARE, PER_DAY = 0.08, 2.0


@dataclass
class Folder:
    """What the store keeps: one for all machines."""

    slots: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    looked: dict[str, set[str]] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    built_at: dict[str, datetime] = field(default_factory=dict)
    first_run: datetime | None = None
    sends_since: datetime | None = None
    collected: datetime | None = None
    beat: datetime | None = None
    off: timedelta | None = None
    sure: datetime | None = None
    lease: str = ""
    claimed: set[str] = field(default_factory=set)

    def settle(self, key: str, state: str) -> None:
        self.slots.setdefault(key, state)


@dataclass
class Machine:
    """A computer: its clock is `off` from the true time."""

    name: str
    off: timedelta = timedelta(0)
    off_until: datetime | None = None


@dataclass
class Tally:
    """What happened."""

    ticks: int = 0
    busy: int = 0
    doubted: int = 0
    taken_over: int = 0
    downtimes: int = 0
    jumps: int = 0
    mended: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    early: int = 0
    items: int = 0
    in_none: int = 0
    in_two: int = 0
    slots: int = 0

    @property
    def twice(self) -> int:
        """Editions that went out more than once."""
        return sum(count > 1 for count in self.sent.values())


class World:
    """One simulation; the same for the same seed."""

    def __init__(
        self, schedule: ScheduleSettings, zone: str, start: datetime, years: float, seed: str
    ) -> None:
        self.schedule, self.zone, self.start = schedule, zone, start
        self.end = start + timedelta(days=365.25 * years)
        self.dice = random.Random(f"{zone} {seed}")  # noqa: S311 a simulation
        self.folder, self.tally = Folder(), Tally()
        self.waiting: dict[str, datetime] = {}
        self.machines = (Machine("ada 1 a"), Machine("bob 1 b"))
        self.news = self._published()
        self.times = [item.dated for item in self.news]
        self.outages = [(at, at + self.dice.random() * 4 * DAY) for at in self._moments(60)]

    def _moments(self, days_between: float) -> list[datetime]:
        moments, at = [], self.start
        while (at := at + timedelta(days=self.dice.expovariate(1 / days_between))) < self.end:
            moments.append(at)
        return moments

    def _published(self) -> list[Entry]:
        """Everything that is ever published; at times there is nothing for weeks."""
        quiet = [(at, at + self.dice.random() * 20 * DAY) for at in self._moments(200)]
        moments = (at.replace(microsecond=0) for at in self._moments(1 / PER_DAY))
        kept = [at for at in moments if not any(one <= at < two for one, two in quiet)]
        return [entry(f"item {number}", source=SOURCE, published=at) for number, at in enumerate(kept)]

    def run(self) -> Tally:
        """Lets the years pass."""
        now = self.start
        jumps, downs = self._moments(45), self._moments(25)
        while now < self.end:
            while jumps and jumps[0] <= now:
                jumps.pop(0)
                self._jump(now)
            if downs and downs[0] <= now:
                downs.pop(0)
                self.tally.downtimes += 1
                now += (
                    self.dice.choice((HOUR, 9 * HOUR, DAY, 3 * DAY, 9 * DAY, 33 * DAY)) * self.dice.random()
                )
            self._approve(now)
            now = self._ticks(now)
            now += self.dice.choice((MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR)) * self.dice.random()
        for machine in self.machines:
            machine.off, machine.off_until = timedelta(0), None
        self._ticks(now)
        self._count(now)
        return self.tally

    def _jump(self, now: datetime) -> None:
        """The clock of a machine goes wrong for some time, and is put right again."""
        self.tally.jumps += 1
        machine = self.dice.choice(self.machines)
        machine.off = self.dice.choice((-400 * DAY, -9 * DAY, -3 * HOUR, 3 * HOUR, 9 * DAY, 26_000 * DAY))
        machine.off_until = now + self.dice.random() * 2 * DAY

    def _approve(self, now: datetime) -> None:
        """A person looks at what was made, hours or days later, or never."""
        for key in [key for key, at in self.waiting.items() if at <= now]:
            del self.waiting[key]
            self.folder.approved.add(key)

    def _ticks(self, now: datetime) -> datetime:
        """One machine ticks; at times the other one does so in the middle of it."""
        first, second = self.dice.sample(self.machines, 2)
        steps = self._tick(first, now)
        for _ in steps:
            if self.dice.random() < 0.02:
                if self.dice.random() < 0.1:
                    now += 45 * MINUTE  # the first one hangs for longer than its lease
                for _ in self._tick(second, now):
                    pass
        return now

    def _tick(self, machine: Machine, true: datetime) -> Iterator[None]:
        """What `pipeline.tick` does, with a stop wherever another machine could come between."""
        if machine.off_until and true >= machine.off_until:
            machine.off, machine.off_until = timedelta(0), None
        now, folder = true.replace(microsecond=0) + machine.off, self.folder
        self.tally.ticks += 1
        try:
            mine = lease.taken(folder.lease, machine.name, now)
        except BusyError:
            self.tally.busy += 1
            return
        folder.lease = json.dumps(asdict(mine))
        try:
            for _ in self._work(now, true):
                yield
                mine = lease.renewed(folder.lease, mine, now)
        except HeldError:
            self.tally.taken_over += 1
            return
        folder.lease = json.dumps(asdict(replace(mine, owner="")))
        folder.beat = now

    def _work(self, now: datetime, true: datetime) -> Iterator[None]:
        folder, schedule = self.folder, self.schedule
        folder.first_run = folder.first_run or now
        due = scheduler.due(schedule, self.zone, now, folder.collected, folder.slots.keys(), folder.first_run)
        broken: bool | None = None
        if due.collect or due.build or due.missed or self._must_ask(now):
            broken = self._collect(now, true)
        yield
        if heartbeat.wrong(now, folder.beat, folder.off):
            self.tally.doubted += 1
            return
        is_sure = self._is_sure(now)
        folder.sure = now if is_sure else folder.sure
        for period in () if broken else due.missed:
            folder.settle(period.key, "missed")
        closed = due.build or self._mended(now, broken=broken)
        if closed:
            self._build(closed, now, true, broken=bool(broken))
        yield
        yield from self._send(now, true, is_sure=is_sure)

    def _is_sure(self, now: datetime) -> bool:
        sure = self.folder.sure
        return sure is not None and timedelta(minutes=-5) <= now - sure <= heartbeat.OFF

    def _must_ask(self, now: datetime) -> bool:
        folder, idle = self.folder, {Act.WAIT, Act.HOLD, Act.RESUME, Act.SENT}
        since, last = folder.sends_since, folder.collected
        if self._is_sure(now) or since is None or (last and timedelta(0) <= now - last < 15 * MINUTE):
            return False
        found = sendtimes.deeds(tuple(self._slots(now)), self.schedule, now, since)
        return any(deed.act not in idle for deed in found)

    def _collect(self, now: datetime, true: datetime) -> bool:
        """Asks the sources; whether most of them failed."""
        self.folder.collected = now
        if any(one <= true < two for one, two in self.outages):
            return True
        self.folder.off = timedelta(seconds=median([(true - now).total_seconds()]))
        self.folder.sure = now
        first, last = bisect_left(self.times, true - LISTED), bisect_right(self.times, true)
        for item in self.news[first:last]:
            if item.id not in self.folder.entries:
                self.folder.entries[item.id] = replace(item, seen_at=now)
        return False

    def _mended(self, now: datetime, *, broken: bool | None) -> Period | None:
        if broken is not False:
            return None
        newest = periods.before(periods.containing(now, self.schedule, self.zone), self.schedule)
        held = self.folder.slots.get(newest.key) == "held" and newest.key not in self.folder.approved
        self.tally.mended += held
        return newest if held and now - newest.end <= self.schedule.grace else None

    def _build(self, closed: Period, now: datetime, true: datetime, *, broken: bool) -> None:
        folder = self.folder
        period = scheduler.carried(closed, self.schedule, self._took)
        known = {
            id_ for key, ids in folder.looked.items() if key != closed.key and self._took(key) for id_ in ids
        }
        before = periods.before(period, self.schedule)
        late = LATE
        if folder.slots.get(before.key) == "held":
            open_ = {"missed", "quiet", "held"}
            whole = scheduler.carried(before, self.schedule, lambda key: folder.slots.get(key) not in open_)
            late = max(LATE, period.start - whole.start)
        reach = period.start - late
        found = [item for item in folder.entries.values() if reach <= item.dated < now + DAY]
        watched = {SOURCE: Memory(watched_since=self.start - DAY)}
        made = window.entries(found, period, watched, late, (), known if folder.looked else None)
        folder.looked[closed.key] = {item.id for item in made.entries} | {
            fate.entry for fate in made.fates if fate.fate != "next edition"
        }
        folder.told[closed.key] = {item.id for item in made.entries}
        state = "held" if broken else "built" if made.entries else "quiet"
        if closed.key in folder.slots:
            folder.slots[closed.key] = state if state == "built" else folder.slots[closed.key]
        folder.settle(closed.key, state)
        if closed.key not in folder.built_at and self.dice.random() < 0.97:
            self.waiting[closed.key] = true + timedelta(hours=self.dice.expovariate(1 / 14))
        folder.built_at.setdefault(closed.key, now)

    def _took(self, key: str) -> bool:
        state = self.folder.slots.get(key, "")
        if state not in {"missed", "quiet", "held"}:
            return True
        return key in self.folder.approved or (state != "held" and bool(self.folder.told.get(key)))

    def _send(self, now: datetime, true: datetime, *, is_sure: bool) -> Iterator[None]:
        folder, schedule = self.folder, self.schedule
        if not schedule.send:
            return
        folder.sends_since = folder.sends_since or now
        for deed in sendtimes.deeds(tuple(self._slots(now)), schedule, now, folder.sends_since):
            key = deed.slot.key
            if deed.act in {Act.SEND, Act.APPROVE} and is_sure:
                yield
                if key not in folder.claimed:  # the row that can be written once only
                    folder.claimed.add(key)
                    self.tally.sent[key] += 1
                    self.tally.early += true < deed.at - heartbeat.OFF
                folder.settle(f"send/{key}", "sent")
            elif deed.act in {Act.QUIET, Act.TOO_LATE} and is_sure:
                folder.settle(f"send/{key}", deed.act)

    def _slots(self, now: datetime) -> Iterator[Slot]:
        folder = self.folder
        assert folder.first_run
        for period in reversed(tuple(scheduler.watched(self.schedule, self.zone, now, folder.first_run))):
            state = folder.slots.get(period.key, "missed")
            if state == "missed" or f"send/{period.key}" in folder.slots:
                continue
            if period.key in folder.claimed:
                yield Slot(period, Standing.SENT)
            elif state != "held" and not folder.told[period.key]:
                yield Slot(period, Standing.EMPTY)
            elif period.key in folder.approved:
                yield Slot(period, Standing.APPROVED)
            else:
                yield Slot(period, Standing.HELD if state == "held" else Standing.DRAFT)

    def _count(self, now: datetime) -> None:
        tally, folder = self.tally, self.folder
        took = [ids for key, ids in folder.told.items() if ids and self._took(key)]
        homes = Counter(id_ for ids in took for id_ in ids)
        newest = periods.before(periods.containing(now, self.schedule, self.zone), self.schedule)
        while folder.slots.get(newest.key) != "built":  # what others left is for the one after the end
            newest = periods.before(newest, self.schedule)
        first = periods.containing(self.start, self.schedule, self.zone).start
        ours = [item.id for item in self.news if first <= item.dated < newest.end]
        tally.items = len(ours)
        tally.in_none = sum(not homes[id_] for id_ in ours)
        tally.in_two = sum(count > 1 for count in homes.values())
        tally.ends.update(state for key, state in folder.slots.items() if "/" not in key)
        period = periods.containing(self.start, self.schedule, self.zone)
        while period.end <= now - self.schedule.grace:
            tally.slots += 1
            tally.ends["never settled"] += period.key not in folder.slots
            period = periods.containing(period.end, self.schedule, self.zone)


def weekly(**more: str) -> ScheduleSettings:
    """Built on Sunday at half past two, where daylight saving changes; sent on Monday morning."""
    return ScheduleSettings.model_validate({"build": "sunday 02:30", "send": "monday 07:00", **more})


START = datetime(2005, 6, 1, tzinfo=UTC)
"""Over the years from here Samoa leaves out a day, and Brazil changes its clocks at midnight."""
