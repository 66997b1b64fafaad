"""Ten simulated years in six time zones: editions doubled, editions that never came, items lost.

    python bench/ten_years.py [YEARS] [--seeds N]

Machines are switched off for hours or weeks, clocks jump by hours, days and decades and come back, sources
fail, two machines tick on one folder, a person approves hours or days later, or never. The world is that of
`tests/tenyears.py`, the decisions are the program's own. Beside it, in the same run, the usual script: the
`schedule` library with a job on Sunday that sends what is new and remembers what it has sent.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clocktime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import schedule as ticking

from digest import periods
from tests.tenyears import DAY, HOUR, LISTED, MINUTE, START, ZONES, Machine, World, weekly


@dataclass
class Script:
    """The usual script on one machine: nothing of its timetable outlives the process."""

    machine: Machine
    ticker: ticking.Scheduler | None = None


class Usual(World):
    """The same world, in which two such scripts run."""

    def begin(self) -> None:
        """Forgets all that was."""
        self.scripts = [Script(machine) for machine in self.machines]
        self.sent_items: Counter[str] = Counter()
        self.sent_slots: Counter[str] = Counter()

    def run_usual(self, machines: int) -> dict[str, Any]:
        """Lets the years pass; the same trouble comes in the same measure."""
        self.begin()
        self.scripts = self.scripts[:machines]
        now, jumps, downs = self.start, self._moments(45), self._moments(25)
        while now < self.end:
            while jumps and jumps[0] <= now:
                jumps.pop(0)
                self._jump(now)
            if downs and downs[0] <= now:
                downs.pop(0)
                now += (
                    self.dice.choice((HOUR, 9 * HOUR, DAY, 3 * DAY, 9 * DAY, 33 * DAY)) * self.dice.random()
                )
                for script in self.scripts:
                    script.ticker = None  # the machine was off
            for script in self.scripts:
                self._script(script, now)
            now += self.dice.choice((MINUTE, 10 * MINUTE, HOUR)) * self.dice.random()
        return self._told(now)

    def _script(self, script: Script, true: datetime) -> None:
        machine = script.machine
        if machine.off_until and true >= machine.off_until:
            machine.off, machine.off_until = timedelta(0), None
        local = (true + machine.off).astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        madeup = type("MadeUp", (datetime,), {"now": classmethod(lambda _cls, _zone=None: local)})
        ticking.datetime = SimpleNamespace(  # type: ignore[assignment,attr-defined]
            datetime=madeup, timedelta=timedelta, time=clocktime
        )
        if script.ticker is None:
            script.ticker = ticking.Scheduler()
            script.ticker.every().sunday.at("02:30").do(lambda: None)
        job = script.ticker.jobs[0]
        if job.should_run:
            self._send_new(true)
        script.ticker.run_pending()

    def _send_new(self, true: datetime) -> None:
        slot = periods.before(periods.containing(true, self.schedule, self.zone), self.schedule)
        if any(one <= true < two for one, two in self.outages):
            self.sent_slots[slot.key] += 1  # half a week goes out like a whole one
            return
        self.sent_slots[slot.key] += 1
        fresh = [i for i in self.news if true - LISTED <= i.dated <= true and not self.sent_items[i.id]]
        self.sent_items.update(item.id for item in fresh)

    def _told(self, now: datetime) -> dict[str, Any]:
        slots, period = 0, periods.containing(self.start, self.schedule, self.zone)
        never = 0
        last = max((item.dated for item in self.news if self.sent_items[item.id]), default=now)
        while period.end <= now - DAY:
            slots += 1
            never += not self.sent_slots[period.key]
            period = periods.containing(period.end, self.schedule, self.zone)
        ours = [item for item in self.news if item.dated < last]
        return {
            "slots": slots,
            "sent": len(self.sent_slots),
            "twice": sum(count > 1 for count in self.sent_slots.values()),
            "silent": never,
            "items": len(ours),
            "lost": sum(not self.sent_items[item.id] for item in ours),
            "told_twice": 0,
        }


def ours(zone: str, approval: str, years: float, seed: str) -> dict[str, Any]:
    """One simulation of the program."""
    began = time.perf_counter()
    found = World(weekly(approval=approval), zone, START, years, seed).run()
    return {
        "who": f"digest, {approval}", "zone": zone, "seed": seed, "slots": found.slots,
        "sent": len(found.sent),
        "twice": found.twice, "silent": found.ends["never settled"], "early": found.early,
        "items": found.items, "lost": found.in_none, "told_twice": found.in_two, "ticks": found.ticks,
        "busy": found.busy, "taken_over": found.taken_over, "doubted": found.doubted,
        "downtimes": found.downtimes, "jumps": found.jumps, "slots_by_end": dict(found.ends),
        "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def theirs(zone: str, years: float, seed: str, machines: int) -> dict[str, Any]:
    """One simulation of the usual script."""
    began = time.perf_counter()
    found = Usual(weekly(), zone, START, years, seed).run_usual(machines)
    return {"who": f"schedule, {machines} pc", "zone": zone, "seed": seed, **found,
            "seconds": round(time.perf_counter() - began, 1)}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("years", type=float, nargs="?", default=10)
    parser.add_argument("--seeds", type=int, default=1)
    given = parser.parse_args()
    with ProcessPoolExecutor(2) as pool:
        waiting = []
        for seed in map(str, range(1, given.seeds + 1)):
            for zone in ZONES:
                for approval in ("required", "auto"):
                    waiting.append(pool.submit(ours, zone, approval, given.years, seed))
                waiting.extend(pool.submit(theirs, zone, given.years, seed, count) for count in (1, 2))
        rows = [each.result() for each in waiting]
    heads = (
        "who",
        "zone",
        "slots",
        "sent",
        "twice",
        "early",
        "silent",
        "items",
        "lost",
        "told_twice",
        "seconds",
    )
    print("  ".join(f"{head:>18}" if head in {"who", "zone"} else f"{head:>10}" for head in heads))
    for row in sorted(rows, key=lambda row: (row["who"], row["zone"])):
        print("  ".join(f"{row[h]:>18}" if h in {"who", "zone"} else f"{row.get(h, '-'):>10}" for h in heads))
    told = {"years": given.years, "at": datetime.now(UTC).date().isoformat(), "rows": rows}
    Path(__file__).with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
