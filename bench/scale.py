"""How composing grows with the number of items, and what a rebuild after ten new ones saves.

    python bench/scale.py [SIZE ...]

Composes 1,000, 10,000 and 100,000 items of the shared data, the AI news first and then the stream of
headlines, with the shipped configuration: window, copies, stories, sections, order, places, summaries. Each
size runs in a process of its own on one core, the least busy. Seconds are those of the processor, wall time
stands beside them. The baseline of the same process is the least that any grouping must do: clean the
entries and put equal headlines together. It says too how busy the machine is: 10,000 items take it 0.35 s
alone and up to twice that beside others.

A rebuild is measured in the same way: all items but ten are composed and what was read is kept in a store;
then all of them are composed, with what the store has and without.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digest import bundled, composing, editionjson, words
from digest.compose import (
    classify,
    cluster,
    continuity,
    edition,
    identity,
    normalise,
    place,
    rank,
    roundup,
    summarise,
    voices,
    window,
)
from digest.learned import readings
from digest.model import Entry, Memory, Period
from digest.project import load
from digest.store import open_store

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data" / "items"
SIZES = (1_000, 10_000, 100_000)
REBUILT = (2_000, 10_000)
NEW = 10
MOST_SECONDS = {10_000: 10.0, 100_000: 150.0}
MOST_GIGABYTES = 1.5
STEEPEST = 1.15
STEPS: Sequence[tuple[Any, str]] = (
    (window, "entries"),
    (normalise, "entries"),
    (roundup, "split"),
    (continuity, "entries"),
    (identity, "distinct"),
    (readings, "by_id"),
    (cluster, "stories"),
    (voices, "stories"),
    (continuity, "stories"),
    (classify, "stories"),
    (rank, "stories"),
    (place, "stories"),
    (summarise, "stories"),
    (edition, "edition"),
    (place, "fates"),
)


def rows(size: int) -> Iterator[dict[str, Any]]:
    for name in ("ai_items", "stream_120k"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
                size -= 1
                if not size:
                    return


def entry(row: dict[str, Any], source: str) -> Entry:
    when = datetime.fromisoformat(row["published"])
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    publisher, summary = row["publisher"] or "", " ".join((row.get("summary") or "").split())
    url = row.get("url") or f"https://items.example/{row['id']}"
    return Entry(row["id"], source, publisher, "", url, row["title"], summary, "", "", "", "en", when, when)


def equal_titles(entries: Sequence[Entry]) -> int:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in normalise.entries(entries):
        groups[" ".join(words.terms(one.title))].append(one)
    return len(groups)


class Clock:
    """Seconds of the processor by step, while it wraps the steps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __enter__(self) -> None:
        self._patches = ExitStack()
        for module, name in STEPS:
            said = f"{module.__name__.rpartition('.')[2]}.{name}"
            wrapped = self._timed(said, getattr(module, name))
            self._patches.enter_context(patch.object(module, name, wrapped))

    def __exit__(self, *_: object) -> None:
        self._patches.close()

    def _timed(self, said: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **more: Any) -> Any:
            started = time.process_time()
            found = step(*args, **more)
            self.seconds[said] = self.seconds.get(said, 0.0) + time.process_time() - started
            return found

        return timed


class Edition:
    """The items and all that composing them needs."""

    def __init__(self, size: int) -> None:
        self.config = load(bundled.path("sources.toml"))
        self.source = self.config.sources[0].name
        self.entries = [entry(row, self.source) for row in rows(size)]
        dates = [one.dated for one in self.entries]
        self.period = Period("2026-W01", min(dates), max(dates) + timedelta(seconds=1), "UTC")

    def composed(
        self, entries: Sequence[Entry], memo: Mapping[str, bytes] | None = None
    ) -> composing.Composed:
        """What the program makes of `entries`, some of which may have been read before."""
        return composing.compose(
            self.config,
            entries,
            {self.source: Memory()},
            period=self.period,
            number=1,
            now=self.period.end,
            listen=lambda *_: None,
            memo=memo,
        )


def timed(action: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    return action(), time.process_time() - started


def measured(size: int) -> dict[str, Any]:
    """One size, in this process."""
    week = Edition(size)
    titles, plain = timed(lambda: equal_titles(week.entries))
    clock, wall = Clock(), time.perf_counter()
    with clock:
        done, seconds = timed(lambda: week.composed(week.entries))
    return {
        "items": size,
        "seconds": round(seconds, 2),
        "wall": round(time.perf_counter() - wall, 2),
        "baseline": round(plain, 3),
        "equal_titles": titles,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "steps": {name: round(taken, 2) for name, taken in clock.seconds.items() if taken >= 0.01},
        "result": result(done),
    }


def rebuilt(size: int) -> dict[str, Any]:
    """A rebuild after ten new items, with and without what was kept."""
    week = Edition(size)
    before = week.composed(week.entries[:-NEW], {})
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "digest.db")
        _, writing = timed(lambda: store.keep_readings(before.readings))
        memo, reading = timed(store.readings)
        done, quick = timed(lambda: week.composed(week.entries, memo))
        _, again = timed(lambda: store.keep_readings(done.readings))
        store.close()
    full, slow = timed(lambda: week.composed(week.entries))
    assert result(full) == result(done)
    return {
        "items": size,
        "full": round(slow, 2),
        "rebuild": round(reading + quick + again, 2),
        "ratio": round((reading + quick + again) / slow, 2),
        "first_keeping": round(writing, 2),
        "kilobytes_an_item": round(sum(map(len, memo.values())) / len(memo) / 1024, 2),
    }


def result(done: composing.Composed) -> str:
    """Of the edition and of every fate: the same for the same result."""
    said = editionjson.write(done.edition) + repr(done.fates)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def child(what: str, size: int) -> dict[str, Any]:
    command = ["taskset", "-c", str(idlest()), sys.executable, __file__, what, str(size)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    ran = subprocess.run(command, env={**os.environ, **threads}, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def idlest() -> int:
    """The core that did least in the last second."""
    before = idle()
    time.sleep(1)
    after = idle()
    return max(os.sched_getaffinity(0), key=lambda core: (after[core] - before[core], core))


def idle() -> dict[int, int]:
    lines = Path("/proc/stat").read_text(encoding="ascii").splitlines()
    found = (line.split() for line in lines if line.startswith("cpu") and line[3] != " ")
    return {int(fields[0][3:]): int(fields[4]) for fields in found}


def main() -> None:
    if not DATA.exists():
        sys.exit("needs the shared data beside the checkout")
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    found = [child("--compose", size) for size in sizes]
    names = list(dict.fromkeys(name for one in found for name in one["steps"]))
    heads = ("items", "seconds", "wall", "baseline", "peak_mb")
    print("".join(f"{head:>10}" for head in heads) + "  growth")
    for before, one in zip([None, *found], found, strict=False):
        grown = math.log(one["items"] / before["items"]) if before else 0.0
        steep = f"{math.log(one['seconds'] / before['seconds']) / grown:8.2f}" if before and grown else ""
        print("".join(f"{one[head]:>10}" for head in heads) + steep)
    print(f"\naims: growth at most {STEEPEST}, {MOST_SECONDS}, {MOST_GIGABYTES} GB\n")
    for name in names:
        print(f"{name:<22}" + "".join(f"{one['steps'].get(name, 0.0):>9.2f}" for one in found))
    again = [child("--rebuild", size) for size in REBUILT if size <= max(sizes)]
    print(f"\n{'rebuild of':>12}{'in full':>9}{'kept':>7}{'ratio':>7}{'KB an item':>12}")
    for one in again:
        values = (one["items"], one["full"], one["rebuild"], one["ratio"], one["kilobytes_an_item"])
        print("{:>12}{:>9}{:>7}{:>7}{:>12}".format(*values))
    if sizes == list(SIZES):
        (HERE / "scale.json").write_text(
            json.dumps({"compose": found, "rebuild": again}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--compose"]:
        print(json.dumps(measured(int(sys.argv[2]))))
    elif sys.argv[1:2] == ["--rebuild"]:
        print(json.dumps(rebuilt(int(sys.argv[2]))))
    else:
        main()
