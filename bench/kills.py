"""Kills `digest demo` at random moments; what the next run makes must equal an undisturbed run.

    python bench/kills.py [ROUNDS] [--seed N]

The moments spread over the whole run: collecting into the store, composing, writing the outputs. Counts
the rounds in which a file differs, a file is missing, or a temporary file is left after the second run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = [sys.executable, "-m", "digest", "demo", "--quiet"]
KEY = "2025-W24"


def run(folder: Path) -> float:
    """Seconds that an undisturbed run takes."""
    began = time.perf_counter()
    subprocess.run([*COMMAND, str(folder)], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def killed(folder: Path, after_s: float) -> bool:
    """Starts a run and kills it, workers and all; False where it had ended before."""
    process = subprocess.Popen([*COMMAND, str(folder)], stdout=subprocess.DEVNULL, start_new_session=True)
    time.sleep(after_s)
    in_time = process.poll() is None
    if in_time:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return in_time


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / KEY).iterdir())}


def measure(rounds: int, seed: int) -> dict[str, int]:
    """Counts of rounds, of kills in time, and of rounds whose result differs."""
    draw = random.Random(seed)
    kills = wrong = 0
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole"
        length_s = run(whole)
        for number in range(rounds):
            folder = Path(temporary) / str(number)
            kills += killed(folder, draw.uniform(0.1 * length_s, length_s))
            run(folder)
            wrong += files(folder) != files(whole)
            shutil.rmtree(folder)
    return {"rounds": rounds, "kills": kills, "wrong": wrong, "seed": seed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    result = measure(options.rounds, options.seed)
    print("  ".join(f"{name} {value}" for name, value in result.items()))
    Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
