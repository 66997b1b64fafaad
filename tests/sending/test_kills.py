"""A send is killed and goes on: nobody is left out, nobody gets two; `bench/send_steps.py` has all of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks the processes that it kills"),
]


def steps(*asked: str) -> dict[str, Any]:
    """What came of it, in a process that has no threads when it forks."""
    command = [sys.executable, "-m", "bench.send_steps", "--json", "--readers", "6", *asked]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert not found["wrong"], "\n".join(found["wrong"])
    return found


def test_a_send_that_is_killed_at_any_stage_loses_and_doubles_nothing() -> None:
    found = steps("--only", "stages", "--times", "1", "--lines", "1")
    assert found["kills"] == found["places"] > 20
    assert (found["lost"], found["doubled"], found["unnamed"]) == (0, 0, 0)
    assert found["most_in_doubt"] == 1


def test_a_send_that_is_killed_between_two_statements_loses_and_doubles_nothing() -> None:
    found = steps("--only", "statements", "--every", "23", "--lines", "3")
    assert found["kills"] == found["places"] - 1 > 5
    assert (found["lost"], found["doubled"], found["unnamed"]) == (0, 0, 0)
    assert found["most_in_doubt"] <= 3
