"""How fast `digest --help` answers, beside a click program with one empty command.

    python bench/help_speed.py

Whole processes, in turn, so that both see the same machine.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 25
EMPTY = """
import click

@click.group()
def main():
    "An empty program."

@main.command()
def nothing():
    "Does nothing."

main()
"""


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(EMPTY)
        file.flush()
        empty = [sys.executable, file.name, "--help"]
        ours = [str(Path(sys.executable).with_name("digest")), "--help"]
        seconds(empty), seconds(ours)  # warm
        pairs = [(seconds(empty), seconds(ours)) for _ in range(RUNS)]
    baseline, own = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = statistics.median(own / base for base, own in pairs)
    print(f"{'empty click program':<24}{baseline:>8.0f} ms")
    print(f"{'digest --help':<24}{own:>8.0f} ms")
    print(f"{'ratio, median of pairs':<24}{ratio:>8.2f}")
    result = {"empty_ms": baseline, "digest_ms": own, "ratio": ratio, "runs": RUNS}
    Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
