"""Kills a send at random moments, again and again, until it is done; then asks the mail server.

    python bench/send_kills.py [KILLS] [--readers N] [--seed N] [--cut N]

Every round is a project of its own: readers imported, the edition approved, `digest send` started and killed
with SIGKILL while mails go out, and resumed, until nothing is left to do. The server is another process that
notes what it took before it says so. Counts who got no mail although the program says so, who got two, and
the doubts: at most one for each kill and connection, all of them listed.

Beside it the same kills of two usual senders, in the same run: one that marks after each mail was sent, and
one that moves its mark when it reads a batch.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import tomlkit

from digest.readers import people
from digest.readers.records import Consent
from tests.sending.sink import sink, took

DIGEST = [sys.executable, "-m", "digest"]
KEY = "2025-W24"
LIST = "readers"
CONNECTIONS = 4
ENDED = {0, 3, 4}  # exit codes after which nothing is left to do by itself


@dataclass
class Tally:
    """What came of all rounds."""

    sends: int = 0
    readers: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    in_doubt: int = 0
    delivered_of_these: int = 0
    most_in_doubt_per_kill: int = 0

    def add(self, other: Tally) -> None:
        """Adds what came of another round."""
        for name, value in asdict(other).items():
            mine = getattr(self, name)
            setattr(self, name, max(mine, value) if name.startswith("most") else mine + value)


def call(folder: Path, *words: str) -> None:
    command = [*DIGEST, *words, "--config", str(folder / "sources.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"


def approved(folder: Path) -> None:
    """A project with an approved edition and no readers."""
    subprocess.run([*DIGEST, "demo", str(folder), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    configured(folder, kind="smtp", host="127.0.0.1", security="none", connections=CONNECTIONS)
    call(folder, "render", KEY)
    call(folder, "approve", KEY, "--yes", "--allow", "edition-sample")


def configured(folder: Path, **delivery: object) -> None:
    """Writes settings into `[delivery]` of the project."""
    file = folder / "sources.toml"
    document = tomlkit.parse(file.read_text(encoding="utf-8"))
    for name, value in delivery.items():
        document["delivery"][name] = value
    file.write_text(tomlkit.dumps(document), encoding="utf-8")


def peopled(source: Path, folder: Path, port: int, readers: int) -> None:
    """A copy of the approved project with readers, whose mail goes to that port."""
    shutil.copytree(source, folder)
    configured(folder, port=port)
    now = datetime(2025, 6, 16, tzinfo=UTC)
    with people.opened(folder / "subscribers.db", {}) as found:
        for number in range(readers):
            found.subscribe(f"reader{number}@readers.example", LIST, Consent(now, "bench"), now)


def states(folder: Path) -> Counter[str]:
    with sqlite3.connect(folder / "subscribers.db") as db:
        return Counter(dict(db.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall()))


def sent(folder: Path, log: Path, draw: random.Random, most_kills: int) -> Tally:
    """One send, killed until it is done or `most_kills` is reached."""
    command = [*DIGEST, "send", KEY, "--yes", "--config", str(folder / "sources.toml")]
    tally, doubts = Tally(sends=1), 0
    for _ in attempts(command, log, draw, most_kills):
        command[len(DIGEST) + 2] = "--resume"  # mails went out, so it was begun
        found = states(folder)
        now = found["in_doubt"] + found["handing"]
        tally.kills += 1
        tally.most_in_doubt_per_kill = max(tally.most_in_doubt_per_kill, now - doubts)
        doubts = now
    return tally


def attempts(command: list[str], log: Path, draw: random.Random, most_kills: int) -> Iterator[int]:
    """Starts `command` and kills it, until it comes to its end; gives the number of each kill."""
    for number in count(1):
        before = log.stat().st_size if log.exists() else 0
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        is_killed = number <= most_kills and killed(process, log, before, draw)
        told, _ = process.communicate()
        if not is_killed:
            assert process.returncode in ENDED, told
            return
        yield number


def usual(kind: str, kills: int, readers: int, seed: int) -> Tally:
    """The same for a sender as they are usually written."""
    draw, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as temporary:
        while tally.kills < kills:
            log, marks = (Path(temporary) / f"{tally.sends}.{name}" for name in ("log", "db"))
            with sink(log) as port:
                command = [
                    sys.executable,
                    "-m",
                    "bench.usual_senders",
                    kind,
                    str(port),
                    str(marks),
                    str(readers),
                ]
                tally.kills += sum(1 for _ in attempts(command, log, draw, kills - tally.kills))
            got = Counter(mail.to for mail in took(log))
            tally.sends, tally.readers = tally.sends + 1, tally.readers + readers
            tally.lost += readers - len(got)
            tally.doubled += sum(1 for times in got.values() if times > 1)
    return tally


def killed(process: subprocess.Popen[str], log: Path, before: int, draw: random.Random) -> bool:
    """Waits until the first mail of this run is out, then a random moment; False where it had ended."""
    while process.poll() is None and (not log.exists() or log.stat().st_size == before):
        time.sleep(0.002)
    time.sleep(draw.uniform(0, 0.2))
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    return True


def audited(folder: Path, log: Path) -> Tally:
    """What the program says of every reader against what the server noted."""
    with sqlite3.connect(folder / "subscribers.db") as db:
        rows = db.execute("SELECT address, state FROM deliveries").fetchall()
    got = Counter(mail.to for mail in took(log))
    tally = Tally(readers=len(rows))
    for address, state in rows:
        count = got[address]
        tally.doubled += count > 1
        tally.lost += state == "accepted" and count == 0
        tally.lost += state not in {"accepted", "in_doubt"}
        tally.in_doubt += state == "in_doubt"
        tally.delivered_of_these += state == "in_doubt" and count == 1
    return tally


def measure(kills: int, readers: int, seed: int, *options: str) -> Tally:
    draw, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "approved"
        approved(source)
        while tally.kills < kills or not tally.sends:
            folder = Path(temporary) / f"round{tally.sends}"
            log = Path(temporary) / f"round{tally.sends}.log"
            with sink(log, *options) as port:
                peopled(source, folder, port, readers)
                tally.add(sent(folder, log, draw, kills - tally.kills))
            tally.add(audited(folder, log))
            shutil.rmtree(folder)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cut", type=int, default=0)
    given = parser.parse_args()
    found = {"digest": measure(given.kills, given.readers, given.seed, "--cut", str(given.cut))}
    for kind in ("after", "batch"):
        found[kind] = usual(kind, max(1, given.kills // 4), given.readers, given.seed)
    for name, tally in found.items():
        print(f"{name:7} " + "  ".join(f"{what} {value}" for what, value in asdict(tally).items()))
    result = {"asked": vars(given), **{name: asdict(tally) for name, tally in found.items()}}
    Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
