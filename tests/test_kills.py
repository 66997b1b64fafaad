"""The plug is pulled; `bench/kills.py` and `bench/collect_kills.py` have the long forms."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import kills

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="kills a group of processes"),
]


def test_a_run_that_was_killed_is_made_good_by_the_next() -> None:
    assert kills.measure(rounds=5, seed=7)["wrong"] == 0


def test_a_collect_that_was_killed_anywhere_is_made_good_by_the_next(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    command = [sys.executable, "-m", "bench.collect_kills", "25", "--step", "9", "--seed", "7"]
    subprocess.run([*command, "--told", str(told)], check=True, stdout=subprocess.DEVNULL)  # it forks: alone
    tally = json.loads(told.read_text(encoding="utf-8"))
    assert tally["kills"] >= 25 + tally["statements"] > 40
    assert (tally["wrong"], tally["damaged"], tally["left_over"]) == (0, 0, 0)


def test_a_publish_that_was_killed_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    command = [sys.executable, "-m", "bench.publish_kills", "12", "--editions", "3", "--baseline", "0"]
    subprocess.run([*command, "--told", str(told)], check=True, stdout=subprocess.DEVNULL)  # it forks: alone
    tally = json.loads(told.read_text(encoding="utf-8"))["digest"]
    assert tally["killed in time"] == 12
    assert not tally["mixed"]
    assert not tally["taken for a person's"] + tally["wrong after the next run"] + tally["left over"]
