"""Weeks of edits and news: what a rebuild does to a draft, beside a merge line by line.

    python bench/merge_sequences.py [WEEKS] [--seed N]

Each week is some rebuilds with random edits before each (`tests/draft/sequences.py`). Counted are the
rebuilds that break a law: a line that a person wrote is gone, a story that they deleted returns, a story
that they placed stands elsewhere, the draft cannot be read, a second rebuild changes something, what nobody
touched is not as the machine has it now, a story contradicts itself and nobody says so. Beside it the same
three drafts merged line by line, as `git merge-file` does it: there also the drafts with its conflict marks
in them are counted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.draft import sequences
from tests.draft.sequences import Rebuild

LAWS = {
    "lost": "a person's line lost",
    "returned": "a deleted story returned",
    "place": "a placed story moved or removed",
    "order": "a person's order lost",
    "unreadable": "the draft cannot be read",
    "marks": "conflict marks in the draft",
    "missing": "a new story missing",
    "stale": "an untouched story not refreshed",
    "stayed": "an untouched story that is gone stayed",
    "unsaid": "news on an edited story not told",
    "torn": "a person's sum over a deal with another",
    "half": "a disputed story refreshed in part",
    "unsettled": "a second rebuild changes the draft",
    "stirred": "a rebuild without news changes the draft",
    "crash": "crashed",
}


def measured(first: int, weeks: int) -> dict[str, Counter[str]]:
    """The rebuilds of `weeks` weeks, and those that break each law, by the kind of merge."""
    found = {"merge": Counter[str](), "git": Counter[str]()}
    for seed in range(first, first + weeks):
        state = sequences.week(seed)
        try:
            for build in sequences.builds(state):
                found["merge"].update({"rebuilds", *_kinds(sequences.broken(build))})
                found["git"].update({"rebuilds", *_by_lines(build)})
        except Exception as error:  # noqa: BLE001 - a crash is a result here
            found["merge"].update({"crash", f"crash {type(error).__name__} in week {seed}"})
    return found


def _kinds(laws: Iterable[str]) -> set[str]:
    return {law.partition(":")[0] for law in laws}


def _by_lines(build: Rebuild) -> set[str]:
    """The laws that a merge line by line breaks on the same three drafts."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("mine", "base", "theirs")]
        for file, text in zip(files, (build.mine, build.base, build.theirs), strict=True):
            file.write_bytes(text.encode("utf-8"))
        done = subprocess.run(
            ["git", "merge-file", "-p", *map(str, files)], stdout=subprocess.PIPE, check=False
        )
    text = done.stdout.decode("utf-8")
    marked = {"marks"} if done.returncode else set[str]()
    broken = sequences.broken(replace(build, text=text), settled=False)
    return marked | _kinds(broken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weeks", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began, size = time.perf_counter(), 100
    starts = range(options.seed, options.seed + options.weeks, size)
    sizes = [min(size, options.seed + options.weeks - start) for start in starts]
    total = {"merge": Counter[str](), "git": Counter[str]()}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(partial(measured), starts, sizes):
            for name, counts in found.items():
                total[name] += counts
    print(
        f"{options.weeks} weeks, {total['merge']['rebuilds']} rebuilds, {time.perf_counter() - began:.0f} s"
    )
    print(f"{'rebuilds in which':<45}{'merge':>8}{'git merge-file':>16}")
    for law, words in LAWS.items():
        print(f"{words:<45}{total['merge'][law]:>8}{total['git'][law]:>16}")
    result = {"weeks": options.weeks, "seed": options.seed, **{k: dict(v) for k, v in total.items()}}
    Path(__file__).with_suffix(".json").write_text(
        json.dumps(result, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
