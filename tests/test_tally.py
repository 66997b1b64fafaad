"""How a send gets on, in one line: how many of how many, in which state, how fast."""

from __future__ import annotations

import pytest

from digest import tally
from digest.terminal import Terminal

COUNTS = {"queued": 795, "claimed": 2, "accepted": 1200, "rejected": 2, "retry_wait": 1}


def test_a_line_says_how_many_are_done_in_which_state_and_how_fast() -> None:
    assert tally.line(COUNTS, 840) == (
        "1,202 of 2,000: 1,200 accepted, 1 to try later, 2 rejected; 840 a minute"
    )
    assert tally.line({"queued": 5}, 0) == "0 of 5: none yet; 0 a minute"


def test_the_rate_is_that_of_this_run() -> None:
    pace = tally.Pace(began_s=100.0, before=1000)
    assert pace.per_minute(1030, 102.0) == 900
    assert pace.per_minute(1000, 100.0) == 0


def test_away_from_a_terminal_there_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, 4.0, 12.0, 13.0])
    with tally.shown(Terminal(), lambda: next(times)) as heard:
        for accepted in (0, 10, 110, 120):
            heard({"accepted": accepted, "queued": 200 - accepted})
    assert capsys.readouterr().err.splitlines() == ["110 of 200: 110 accepted; 600 a minute"]


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with tally.shown(Terminal(-1), lambda: 0.0) as heard:
        heard(COUNTS)
    assert capsys.readouterr() == ("", "")
