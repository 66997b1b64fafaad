"""A document that hangs or crashes its reader costs that document only."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.collect import worker
from digest.collect.items import Origin
from digest.collect.reading import Job, Reading
from digest.collect.workers import Workers

ORIGIN = Origin("Outlet", "", datetime(2026, 11, 22, tzinfo=UTC))
GOOD = Job("feed", b"<rss version='2.0'><channel><item><title>Fine</title></item></channel></rss>", ORIGIN)

BREAKABLE = """
import os, signal, sys, time
from digest.collect import reading, worker
sound, kept = worker.read, []
worker.CPU_S, worker.MEMORY, worker.MOST_MEMORY = 0, 150 << 20, 150 << 20
def read(job):
    if job.name == "hang": time.sleep(60)
    if job.name == "crash": os.kill(os.getpid(), signal.SIGSEGV)
    if job.name == "spin":
        while True: pass
    if job.name == "keep": kept.append(b"x" * (110 << 20))
    if job.name == "who": raise KeyError(os.getpid())
    if job.name == "eat": return len(bytearray(3 << 30))
    if job.name == "raise": raise KeyError("inside")
    if job.name == "print": print("noise"); sys.stdout.flush()
    return sound(job)
worker.read = read
worker.main()
"""


def readings(*names: str, limit_s: float = 10.0) -> list[Reading]:
    """What a single worker makes of jobs with these names, one after the other."""

    async def run() -> list[Reading]:
        async with Workers(1, limit_s, ("-P", "-c", BREAKABLE)) as workers:
            return [await workers.read(Job("feed", GOOD.body, ORIGIN, name)) for name in names]

    return asyncio.run(run())


def test_a_hang_is_ended_and_the_next_document_is_read() -> None:
    began = time.monotonic()
    hung, fine = readings("hang", "fine", limit_s=1.0)
    assert "within 1 s" in hung.problem
    assert fine.entries[0].title == "Fine"
    assert time.monotonic() - began < 20


def test_a_crash_costs_one_document() -> None:
    before, crashed, after = readings("fine", "crash", "fine")
    assert "crashed" in crashed.problem
    assert before.entries == after.entries != ()


def test_memory_is_bounded() -> None:
    eaten, after = readings("eat", "fine")
    assert "memory" in eaten.problem
    assert after.entries


def test_a_document_has_a_second_or_two_of_the_processor_and_the_next_one_has_them_again() -> None:
    spun, fine = readings("spin", "fine")
    assert spun.problem == "something that takes too long to be read"
    assert fine.entries


def test_a_worker_that_keeps_memory_is_replaced_after_its_answer() -> None:
    before, kept, after = readings("who", "keep", "who")
    assert kept.entries
    assert before.problem != after.problem
    same, again = readings("who", "who")
    assert same.problem == again.problem


def test_larger_documents_have_more_time_and_memory() -> None:
    assert worker.cpu_s(100_000) == 4
    assert worker.cpu_s(10_000_000) == 10
    assert worker.memory(10_000) < worker.memory(10_000_000) <= 64_000_000


def test_large_documents_are_read_one_at_a_time() -> None:
    large, huge = (Job("feed", b" " * size, ORIGIN) for size in (1_100_000, 2_100_000))

    class Counting(Workers):
        now, most = 0, 0

        async def _read(self, job: Job) -> Reading:  # noqa: ARG002  # only counts
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0)
            self.now -= 1
            return Reading()

    async def run(*jobs: Job) -> int:
        workers = Counting(2)
        await asyncio.gather(*(workers.read(job) for job in jobs * 3))
        return workers.most

    assert asyncio.run(run(large)) == 1
    assert asyncio.run(run(large, GOOD)) == 2
    assert asyncio.run(run(huge)) == 1
    assert asyncio.run(run(huge, large)) == 1


def test_whatever_a_parser_raises_or_prints_is_its_documents_failure() -> None:
    raised, printed = readings("raise", "print")
    assert "broke the parser (KeyError" in raised.problem
    assert printed.entries


def test_a_worker_that_cannot_start_is_a_problem_in_the_reading() -> None:
    async def run() -> Reading:
        async with Workers(1, 1.0, ("-c", "raise SystemExit(1)")) as workers:
            return await workers.read(GOOD)

    assert "no worker could be started" in asyncio.run(run()).problem


def test_modules_in_the_current_folder_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of downloads may hold a file called feedparser.py."""
    (tmp_path / "feedparser.py").write_text("raise SystemExit('caught')")
    monkeypatch.chdir(tmp_path)

    async def run() -> Reading:
        async with Workers(1) as workers:
            return await workers.read(GOOD)

    assert asyncio.run(run()).entries


def test_a_worker_starts_without_what_only_the_main_process_needs() -> None:
    program = "import digest.collect.worker, sys; from digest.collect import feedxml; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {"asyncio", "aiohttp", "pydantic", "sqlite3", "lxml"}.isdisjoint(told.stdout.split())
