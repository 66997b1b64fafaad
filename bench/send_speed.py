"""Mails a second to Debian's smtp-sink on loopback, unsigned, with the durable ledger on.

    python bench/send_speed.py [READERS] [--rounds N]
    python bench/send_speed.py --memory

Beside it, in turns of one run, with mails of the same size: smtplib over one connection that is kept, without
noting anything; smtplib that connects for each mail; and Debian's smtp-source over as many connections as
ours, which is what such a server can be sent at all. The bare loops get one mail, ready-made; ours casts each
reader's own. Its time is that of the run, from its first look into the database to its last commit.

`--memory` sends to 1,000, 10,000 and 100,000 readers and tells the peak of each.
"""

from __future__ import annotations

import argparse
import json
import shutil
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import send_kills

CONNECTIONS = 16
_SINK = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
_SOURCE = shutil.which("smtp-source") or "/usr/sbin/smtp-source"


@contextmanager
def smtp_sink() -> Iterator[int]:
    """Debian's server that takes everything and keeps nothing."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with subprocess.Popen([_SINK, "-u", "nobody", f"127.0.0.1:{port}", "1000"]) as process:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        try:
            yield port
        finally:
            process.kill()


def kept(port: int, mails: Sequence[tuple[str, bytes]]) -> float:
    """Seconds of a bare loop over one connection."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, "localhost") as server:
        for to, content in mails:
            server.sendmail("weekly@notes.example", [to], content)
    return time.perf_counter() - began


def each(port: int, mails: Sequence[tuple[str, bytes]]) -> float:
    """Seconds of a loop that connects for every mail."""
    began = time.perf_counter()
    for to, content in mails:
        with smtplib.SMTP("127.0.0.1", port, "localhost") as server:
            server.sendmail("weekly@notes.example", [to], content)
    return time.perf_counter() - began


def source(port: int, count: int, size: int) -> float:
    """Seconds of smtp-source."""
    began = time.perf_counter()
    words = [_SOURCE, "-s", str(CONNECTIONS), "-m", str(count), "-l", str(size), "-f", "a@notes.example"]
    subprocess.run([*words, "-t", "b@readers.example", "-d", f"127.0.0.1:{port}"], check=True)
    return time.perf_counter() - began


def ours(source_folder: Path, folder: Path, port: int, readers: int) -> tuple[float, float]:
    """Seconds of `digest send`, from the first claim to the last commit, and its peak memory in MB."""
    send_kills.peopled(source_folder, folder, port, readers)
    send_kills.configured(folder, connections=CONNECTIONS)
    words = ["send", send_kills.KEY, "--yes", "--config", str(folder / "sources.toml")]
    command = [sys.executable, "-c", _MEASURED, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    receipt = json.loads((folder / send_kills.KEY / "receipt.json").read_text(encoding="utf-8"))
    assert receipt["mails"] == {"accepted": readers}, receipt["mails"]
    return receipt["last_run"]["seconds"], int(done.stderr.split()[-1]) / 1024


_MEASURED = """
import resource, sys
from digest.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def memory() -> dict[int, float]:
    """Peak memory in MB by number of readers."""
    with tempfile.TemporaryDirectory() as temporary, smtp_sink() as port:
        approved = Path(temporary) / "approved"
        send_kills.approved(approved)
        counts = (1_000, 10_000, 100_000)
        return {count: ours(approved, Path(temporary) / str(count), port, count)[1] for count in counts}


def measure(readers: int, rounds: int) -> dict[str, list[float]]:
    """Mails a second of each, round by round."""
    rates: dict[str, list[float]] = {"digest": [], "kept": [], "each": [], "smtp-source": []}
    with tempfile.TemporaryDirectory() as temporary, smtp_sink() as port:
        approved = Path(temporary) / "approved"
        send_kills.approved(approved)
        content = (approved / send_kills.KEY / "email.eml").read_bytes()
        mails = [(f"reader{number}@readers.example", content) for number in range(readers)]
        for number in range(rounds):
            folder = Path(temporary) / f"round{number}"
            rates["digest"].append(readers / ours(approved, folder, port, readers)[0])
            rates["kept"].append(readers / kept(port, mails))
            rates["each"].append(readers / each(port, mails))
            rates["smtp-source"].append(readers / source(port, readers, len(content)))
            shutil.rmtree(folder)
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", type=int, nargs="?", default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    if given.memory:
        for count, peak in memory().items():
            print(f"{count:9,} readers  {peak:6.0f} MB")
        return
    rates = measure(given.readers, given.rounds)
    for name, found in rates.items():
        ratios = [ours / theirs for ours, theirs in zip(rates["digest"], found, strict=True)]
        ratio = statistics.median(ratios)
        print(f"{name:12} {statistics.median(found):8,.0f} mails/s   digest is {ratio:5.2f}x")
    Path(__file__).with_suffix(".json").write_text(json.dumps(rates) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
