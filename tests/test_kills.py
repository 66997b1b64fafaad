"""The plug is pulled; `bench/kills.py` has the long form."""

from __future__ import annotations

import os

import pytest

from bench import kills


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills a group of processes")
def test_a_run_that_was_killed_is_made_good_by_the_next() -> None:
    assert kills.measure(rounds=5, seed=7)["wrong"] == 0
