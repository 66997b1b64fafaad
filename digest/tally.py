"""How a send gets on: a bar with states and rate on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from digest.deliver.states import WORDS
from digest.terminal import Terminal

Tally = Callable[[Mapping[Any, int]], None]
"""Hears how many mails are in which state."""

EVERY_S = 10.0
"""Between two plain lines."""
FINISHED = ("accepted", "rejected", "in_doubt", "skipped", "expired")


@dataclass
class Pace:
    """The rate of a run, from what was finished when it began.

    Attributes:
        began_s: on a clock that only goes forward.
        before: mails that were finished then.
    """

    began_s: float
    before: int

    def per_minute(self, done: int, now_s: float) -> int:
        """Mails a minute."""
        return round((done - self.before) * 60 / (now_s - self.began_s)) if now_s > self.began_s else 0


def finished(counts: Mapping[Any, int]) -> int:
    """Mails of which something became."""
    return sum(counts.get(state, 0) for state in FINISHED)


def states(counts: Mapping[Any, int]) -> str:
    """`1,200 accepted, 3 rejected, 2 to try later`; those that still go are left out."""
    told = [state for state in WORDS if counts.get(state) and WORDS[state] != "to go"]
    order = sorted(told, key=lambda state: state != "accepted")
    return ", ".join(f"{counts[state]:,} {WORDS[state]}" for state in order) or "none yet"


def line(counts: Mapping[Any, int], per_minute: int) -> str:
    """`1,203 of 2,000: 1,200 accepted, 3 rejected; 840 a minute`."""
    return f"{finished(counts):,} of {sum(counts.values()):,}: {states(counts)}; {per_minute:,} a minute"


@contextmanager
def shown(terminal: Terminal, clock: Callable[[], float] = time.monotonic) -> Iterator[Tally]:
    """A tally that is drawn on a terminal, told in lines elsewhere, and silent when quiet."""
    if terminal.level < 0:
        yield lambda _counts: None
    elif sys.stderr.isatty():
        with _drawn(clock) as tally:
            yield tally
    else:
        yield _told(terminal, clock)


def _told(terminal: Terminal, clock: Callable[[], float]) -> Tally:
    """A line at most every `EVERY_S`; the end is told by whoever shows the result."""
    pace: Pace | None = None
    last_s = clock()

    def tally(counts: Mapping[Any, int]) -> None:
        nonlocal pace, last_s
        now_s, done = clock(), finished(counts)
        pace = pace or Pace(now_s, done)
        if now_s - last_s >= EVERY_S:
            last_s = now_s
            terminal.warn(line(counts, pace.per_minute(done, now_s)))

    return tally


@contextmanager
def _drawn(clock: Callable[[], float]) -> Iterator[Tally]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        TextColumn("sending"),
        BarColumn(28),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[states]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task: Any = None
        pace: Pace | None = None

        def tally(counts: Mapping[Any, int]) -> None:
            nonlocal task, pace
            now_s, done, total = clock(), finished(counts), sum(counts.values())
            pace = pace or Pace(now_s, done)
            if task is None:
                task = bar.add_task("", total=total, rate="", states="")
            rate = f"{pace.per_minute(done, now_s):,}/min"
            bar.update(task, completed=done, total=total, rate=rate, states=states(counts))

        yield tally
