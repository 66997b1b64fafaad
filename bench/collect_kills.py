"""Kills `digest collect` at every k-th statement and at random moments; the store must be as if undisturbed.

    python -m bench.collect_kills [KILLS] [--seed N] [--step K]

A project of three sources, one of them behind HTTP: collected for the first time into a store that is not
there yet, and for the second time, when items are new, edited and renamed and one source bears a new name.
A round kills the run up to three times in a row and lets it through once. Then every table must hold what it
holds after a run that nobody killed; of attempts there may be more, which brought nothing. Documents are read
in the process itself, so that most moments fall into the keeping and few into the start of workers.
First come the statements: a kill before each one (or each K-th) that the run sends to SQLite, commits too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp  # noqa: F401 - what a fork needs is imported once

from bench.harbour import served, written
from digest import cli, pipeline, showing  # noqa: F401
from digest.collect import feedxml, reading, workers  # noqa: F401
from digest.collect.reading import Job, Reading

NOW = "2026-11-22T17:00"
CASES = ("first", "later")


@dataclass
class Tally:
    """What came of all rounds."""

    statements: int = 0
    kills: int = 0
    rounds: int = 0
    wrong: int = 0
    damaged: int = 0
    left_over: int = 0


def begun(folder: Path, die_before: int = 0, count_in: Path | None = None) -> int:
    """The process id of a collect on `folder`, a fork of this process, which has everything imported.

    Args:
        folder: the project.
        die_before: the number of the statement before which it kills itself; 0 for never.
        count_in: where to note how many statements there were.
    """
    pid = os.fork()
    if pid:
        with suppress(OSError):
            os.setpgid(pid, pid)
        return pid
    with suppress(OSError):
        os.setpgid(0, 0)
    numbers = counted(die_before)
    workers.Workers.read = read_here  # type: ignore[assignment,method-assign]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stderr = nowhere
        code = 99
        try:
            cli.main(["collect", "--quiet", "--now", NOW, "--config", str(folder / "sources.toml")])
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            if count_in:
                count_in.write_text(str(next(numbers) - 1), encoding="utf-8")
            os._exit(code)


def counted(die_before: int) -> Iterator[int]:
    """Has SQLite count the statements of this process, which ends before that one."""
    numbers, connect = count(1), sqlite3.connect

    def noted(_statement: str) -> None:
        if next(numbers) == die_before:
            os.killpg(0, signal.SIGKILL)

    def watched(*args: Any, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*args, **options)
        made.set_trace_callback(noted)
        return made

    sqlite3.connect = watched  # type: ignore[assignment]
    return numbers


async def read_here(_pool: workers.Workers, job: Job) -> Reading:
    """Reads without a worker: nothing is kept there, and starting one takes most of a run."""
    return reading.read(job)


def ended(pid: int) -> int:
    """How the process ended: its exit code, or less than 0 for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def whole(folder: Path, count_in: Path | None = None) -> None:
    """A collect that nobody disturbs."""
    code = ended(begun(folder, count_in=count_in))
    if code:
        raise RuntimeError(f"a collect of {folder} ended with {code}")


def kept(folder: Path) -> dict[str, Any]:
    """Every table of the store, but how far the clock was off.

    Of attempts, of which there may be more, those that read something.
    """
    with closing(sqlite3.connect(folder / "out" / "digest.db")) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        tables: dict[str, Any] = {
            name: sorted(map(repr, db.execute(f"SELECT * FROM {name}")))  # noqa: S608 - our own names
            for name in names
        }
        tables["attempts"] = sorted(
            db.execute("SELECT * FROM attempts WHERE outcome != 'unchanged' OR new").fetchall()
        )
        tables["facts"] = [row for row in tables["facts"] if "clock off" not in row]
        tables["sound"] = db.execute("PRAGMA integrity_check").fetchall()
    return tables


class Bench:
    """Projects as they are before a run, and what each must hold afterwards."""

    def __init__(self, folder: Path, port: int, draw: random.Random) -> None:
        self._folder, self._draw = folder, draw
        self.tally = Tally()
        site = folder / "site"
        for case in CASES:
            written(site, port, is_late=False)
            if case == "later":
                whole(site)
            written(site, port, is_late=True)
            shutil.copytree(site, folder / case)
            shutil.copytree(site, folder / f"{case}-whole")
        began = time.perf_counter()
        for case in CASES:
            whole(folder / f"{case}-whole", folder / f"{case}.count")
        self._length_s = (time.perf_counter() - began) / len(CASES)
        self._expected = {case: self._result(f"{case}-whole") for case in CASES}

    def _result(self, name: str) -> tuple[dict[str, Any], set[str]]:
        return kept(self._folder / name), {path.name for path in (self._folder / name / "out").iterdir()}

    def statements(self, case: str) -> int:
        """How many statements an undisturbed run sends."""
        return int((self._folder / f"{case}.count").read_text(encoding="utf-8"))

    def at_statement(self, case: str, number: int) -> None:
        """One kill before that statement, and a run after it."""
        project = self._made(case)
        self.tally.statements += 1
        self.tally.kills += ended(begun(project, number)) == -signal.SIGKILL
        self._judged(case, project)

    def at_moments(self, case: str, most: int) -> None:
        """Up to `most` kills in a row at random moments, and a run after them."""
        project = self._made(case)
        for _ in range(most):
            pid = begun(project)
            time.sleep(self._draw.uniform(0, self._length_s))
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            self.tally.kills += ended(pid) == -signal.SIGKILL
        self._judged(case, project)

    def _made(self, case: str) -> Path:
        project = self._folder / "round"
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(self._folder / case, project)
        return project

    def _judged(self, case: str, project: Path) -> None:
        self.tally.rounds += 1
        if ended(begun(project)):
            self.tally.wrong += 1
            return
        tables, names = self._result(project.name)
        expected, expected_names = self._expected[case]
        self.tally.damaged += tables["sound"] != expected["sound"]
        self.tally.wrong += tables != expected
        self.tally.left_over += bool(names - expected_names)


def measure(kills: int, seed: int, step: int) -> Tally:
    """Kills before every `step`-th statement of both cases, then `kills` more at random moments."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as temporary, served(Path(temporary) / "site" / "feeds") as port:
        bench = Bench(Path(temporary), port, draw)
        for case in CASES:
            for number in range(1, bench.statements(case) + 1, step):
                bench.at_statement(case, number)
        until = bench.tally.kills + kills
        while bench.tally.kills < until:
            bench.at_moments(draw.choice(CASES), min(draw.randint(1, 3), until - bench.tally.kills))
    return bench.tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--told", type=Path, default=Path(__file__).with_suffix(".json"))
    options = parser.parse_args()
    result = asdict(measure(options.kills, options.seed, options.step))
    print("  ".join(f"{name} {value}" for name, value in result.items()))
    options.told.write_text(json.dumps(result) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
