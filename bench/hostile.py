"""Hostile sources beside ten good ones: do the good ones come in, how long does it take, in what memory?

    python -m bench.hostile [--each] [--baseline SECONDS] [--timeout SECONDS]

Serves every script of tests/collect/hostile.py from an address of its own on 127/8, collects all of them
in one run of a child process, and watches the memory of that process and of its workers. `--each` also
asks every source alone and tells the worst. The baseline is a loop of `feedparser.parse(url)`, one source
after the other with a socket time-out of 20 s, which is killed after a while. At the end every way to an
inner address is tried (tests/collect/canary.py).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from digest import collect
from digest.collect import feed
from digest.config import FetchingSettings
from digest.model import Collected
from tests.collect import canary, hostile
from tests.collect.spellings import hosts

LOOPBACK = ("127.0.0.0/8",)
MEGABYTE = 1_000_000
NAIVE = """
import json, resource, socket, sys
import feedparser
socket.setdefaulttimeout(20)
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
for name, url in json.load(sys.stdin).items():
    try:
        found = len(feedparser.parse(url).entries)
    except Exception as error:
        found = type(error).__name__
    print(json.dumps([name, found]), flush=True)
"""


@dataclass
class Watch:
    """The memory of a process and its children, looked at every few milliseconds; in bytes.

    Together they are counted without what the children share with it: the program's own files.
    """

    pid: int
    main: int = 0
    worker: int = 0
    together: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Looks until told to stop."""
        while not self.over.wait(0.01):
            main, workers = _resident(self.pid), [_resident(child) for child in _children(self.pid)]
            self.main = max(self.main, main)
            self.worker = max(self.worker, *workers, 0)
            shared = sum(_resident(child, 2) for child in _children(self.pid))
            self.together = max(self.together, main + sum(workers) - shared)


def _resident(pid: int, column: int = 1) -> int:
    """Bytes in memory, or in column 2 those that are files and so the same for all processes (proc(5))."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[column]) * 4096
    except (OSError, IndexError):
        return 0


def _children(pid: int) -> list[int]:
    try:
        return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def collected(addresses: Mapping[str, str], timeout_s: int) -> tuple[Collected, ...]:
    """One run over all `addresses`."""
    sources = [feed.Settings(name=name, kind="feed", url=url) for name, url in addresses.items()]
    limits = FetchingSettings.model_validate({"allow": LOOPBACK, "timeout": f"{timeout_s}s"})
    with tempfile.TemporaryDirectory() as folder:
        return collect.entries(sources, {}, limits, Path(folder), datetime.now(UTC), lambda _: None)


def child(timeout_s: int) -> None:
    """What the child process does: collects what it is told, and says what came of it."""
    for line in sys.stdin:
        found = collected(json.loads(line), timeout_s)
        rows = [
            [one.source, len(one.entries), one.failure.error if one.failure else "", one.took_s]
            for one in found
        ]
        print(json.dumps(rows), flush=True)


def told(addresses: Mapping[str, str], timeout_s: int) -> tuple[list[list[object]], float, Watch]:
    """The rows of one run in a process of its own, its seconds, and its memory."""
    command = [sys.executable, "-m", "bench.hostile", "--child", "--timeout", str(timeout_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        watch = Watch(process.pid)
        looking = threading.Thread(target=watch.look)
        looking.start()
        began = time.monotonic()
        process.stdin.write(json.dumps(addresses) + "\n")
        process.stdin.flush()
        rows = json.loads(process.stdout.readline())
        took_s = time.monotonic() - began
        watch.over.set()
        looking.join()
        process.stdin.close()
    return rows, took_s, watch


def together(addresses: Mapping[str, str], timeout_s: int, *, with_rows: bool) -> None:
    """All sources in one run."""
    rows, took_s, watch = told(addresses, timeout_s)
    good = sum(1 for name, found, *_ in rows if str(name).startswith("good") and found == 20)
    failed = sum(1 for _, _, error, _ in rows if error)
    longest = max(rows, key=lambda row: float(str(row[3])))
    print(
        f"digest: {len(rows) - hostile.GOOD_SOURCES} hostile sources beside {hostile.GOOD_SOURCES} good ones"
    )
    print(
        f"  good collected   {good} of {hostile.GOOD_SOURCES}; {failed} sources failed, each with a sentence"
    )
    print(f"  seconds          {took_s:.1f}; longest at a server {longest[3]:.1f} ({longest[0]})")
    print(
        f"  memory at most   {_mb(watch.together)} all, {_mb(watch.main)} main, {_mb(watch.worker)} a worker"
    )
    for name, found, error, at_server_s in rows if with_rows else ():
        print(f"    {name:32} {found:4} entries  {at_server_s:5.1f} s  {error}")


def inner() -> None:
    """Every way to an inner address: who was connected to?"""
    with tempfile.TemporaryDirectory() as folder:
        tried = canary.fly(Path(folder))
    print(f"ways to {len(hosts())} spellings of inner addresses: {sum(tried.ways.values())} tried")
    print(f"  connections      {tried.heard} at the canary, {len(tried.wrong)} other inner addresses asked")
    print(f"  by way           {', '.join(f'{way} {count}' for way, count in tried.ways.items())}")


def each(addresses: Mapping[str, str], timeout_s: int) -> None:
    """Every source alone: the longest and the largest. Slow ones end at the time limit by their nature."""
    alone = {name: url for name, url in addresses.items() if not name.startswith("slow")}
    idle = told({"good 0": alone["good 0"]}, timeout_s)[2]
    seen = {name: told({name: url}, timeout_s)[1:] for name, url in alone.items()}
    print(f"each of {len(seen)} alone, in a process of its own; a good one takes {_mb(idle.main)} main")
    for name, (took_s, watch) in _worst(seen):
        more = f"+{_mb(watch.main - idle.main)} main, +{_mb(watch.worker - idle.worker)} worker"
        print(f"    {name:32} {took_s:5.1f} s  {more}")


def _worst(seen: Mapping[str, tuple[float, Watch]]) -> Iterable[tuple[str, tuple[float, Watch]]]:
    by_time = sorted(seen.items(), key=lambda pair: pair[1][0])[-5:]
    by_main = sorted(seen.items(), key=lambda pair: pair[1][1].main)[-5:]
    by_worker = sorted(seen.items(), key=lambda pair: pair[1][1].worker)[-5:]
    return dict([*by_time, *by_main, *by_worker]).items()


def baseline(addresses: Mapping[str, str], limit_s: float) -> None:
    """A loop of feedparser.parse(url) over the same sources, killed after `limit_s`."""
    with subprocess.Popen(
        [sys.executable, "-c", NAIVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        watch = Watch(process.pid)
        threading.Thread(target=watch.look, daemon=True).start()
        killing = threading.Timer(limit_s, process.kill)
        killing.start()
        began = time.monotonic()
        out, _ = process.communicate(json.dumps(addresses))
        killing.cancel()
        watch.over.set()
    rows = [json.loads(line) for line in out.splitlines()]
    good = sum(1 for name, found in rows if name.startswith("good") and found == 20)
    print(f"feedparser.parse(url), one after the other, killed after {limit_s:g} s")
    print(f"  good collected   {good} of {hostile.GOOD_SOURCES}; got through {len(rows)} of {len(addresses)}")
    print(f"  seconds          {time.monotonic() - began:.1f}; memory at most {_mb(watch.main)}")


def _mb(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB"


def main() -> None:
    """Prints all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--each", action="store_true", help="ask every source alone as well")
    parser.add_argument("--rows", action="store_true", help="tell of every source what came of it")
    parser.add_argument("--only", default="", help="only sources with this in their name")
    parser.add_argument("--timeout", type=int, default=20, help="seconds for one document")
    parser.add_argument("--baseline", type=float, default=120, help="seconds for feedparser; 0 for none")
    given = parser.parse_args()
    if given.child:
        child(given.timeout)
        return
    chosen = {name: script for name, script in hostile.all_scripts().items() if given.only in name}
    with hostile.serving(hostile.warmed(hostile.mixed(chosen))) as addresses:
        together(addresses, given.timeout, with_rows=given.rows)
        if given.each:
            each(addresses, given.timeout)
        if given.baseline:
            baseline(addresses, given.baseline)
    inner()


if __name__ == "__main__":
    main()
