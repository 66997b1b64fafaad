"""How composing grows with the number of items, and what a rebuild after ten new ones saves.

    python bench/scale.py [SIZE ...] [--json bench/scale.json]

Composes 1,000, 10,000 and 100,000 items of the shared data, the AI news first and then the stream of
headlines, with the shipped configuration: window, copies, stories, sections, order, places, summaries. Each
size runs in a process of its own on one core. Seconds are those of the processor (the machine may be shared),
wall time stands beside them. The baseline of the same process is the least that any grouping must do: clean
the entries and put equal headlines together.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from digest import bundled, editionjson, judgement, pipeline, words
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
from digest.learned import traits
from digest.model import Entry, Memory, Period
from digest.project import load

DATA = HERE.parents[1] / "shared" / "data" / "items"
SIZES = (1_000, 10_000, 100_000)
MOST_SECONDS = {10_000: 10.0, 100_000: 150.0}
MOST_GIGABYTES = 1.5
STEEPEST = 1.15
STEPS: Sequence[tuple[Any, str]] = (
    (window, "entries"),
    (normalise, "entries"),
    (roundup, "split"),
    (continuity, "entries"),
    (identity, "distinct"),
    (traits, "by_id"),
    (cluster, "stories"),
    (voices, "stories"),
    (continuity, "stories"),
    (classify, "stories"),
    (rank, "stories"),
    (place, "stories"),
    (summarise, "stories"),
    (place, "fates"),
    (edition, "edition"),
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


def measured(size: int) -> dict[str, Any]:
    """One size, in this process."""
    config = load(bundled.path("sources.toml"))
    source = config.sources[0].name
    entries = [entry(row, source) for row in rows(size)]
    dates = [one.dated for one in entries]
    period = Period("2026-W01", min(dates), max(dates) + timedelta(seconds=1), "UTC")
    held = _peak()
    started = time.process_time()
    titles = equal_titles(entries)
    plain = time.process_time() - started
    clock = Clock()
    started, wall = time.process_time(), time.perf_counter()
    with clock:
        done = pipeline.compose(
            config,
            entries,
            {source: Memory()},
            period=period,
            number=1,
            now=period.end,
            listen=lambda *_: None,
        )
    return {
        "items": size,
        "seconds": time.process_time() - started,
        "wall": time.perf_counter() - wall,
        "plain": plain,
        "equal_titles": titles,
        "steps": clock.seconds,
        "before_mb": held,
        "peak_mb": _peak(),
        "fates": len(done.fates),
        "result": _print(done),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(done: pipeline.Composed) -> str:
    """Of the edition and of every fate: the same for the same result."""
    said = editionjson.write(done.edition) + repr(done.fates)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def child(size: int) -> dict[str, Any]:
    core = str(max(os.sched_getaffinity(0)))
    command = ["taskset", "-c", core, sys.executable, __file__, "--child", str(size)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    ran = subprocess.run(command, env={**os.environ, **threads}, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measured(int(sys.argv[2]))))
    else:
        for s in sys.argv[1:] or SIZES:
            print(json.dumps(child(int(s)), indent=1))
