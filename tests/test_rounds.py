"""A collect tells how it goes while it goes, and afterwards what each source gave."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from digest import rounds
from digest.collect.round import Round
from digest.drawing import drawn
from digest.model import Collected, Failure, Memory
from digest.store import Kept

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
LATER = Memory(checked_at=NOW, next_at=NOW + timedelta(hours=3))
GOOD = Collected("Good", (), LATER, size=1_234, took_s=0.256, notes=("1 item listed twice",))
STILL = Collected("Still", (), LATER, unchanged=True)
BAD = Collected("Bad", (), replace(LATER, failures=2), failure=Failure("Bad", "fetch", "answered 500"))
LEFT = Collected("Left", (), LATER, left_alone="is not due before noon")
RESULTS = (GOOD, STILL, BAD, LEFT)
KEPT = {"Good": Kept(new=3, changed=1, known=4), "Still": Kept(), "Bad": Kept()}


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_round_tells_how_it_stands_and_who_is_waited_for() -> None:
    clock = Clock()
    round_ = Round(4, clock)
    assert round_.words() == "0 new"
    round_.asking("slow.example")
    clock.now_s = 4
    round_.asking("quick.example")
    for result in RESULTS:
        round_.finished(result, KEPT.get(result.source, Kept()).new)
    assert round_.words() == (
        "2 asked now · 3 new · 1 failed · 1 left alone · 1/s · waiting for slow.example (4 s)"
    )
    round_.answered("slow.example")
    round_.answered("quick.example")
    clock.now_s = 40
    assert round_.words() == "3 new · 1 failed · 1 left alone · one every 10 s"
    assert (round_.done, round_.total) == (4, 4)


def test_of_many_slow_hosts_the_slowest_are_named() -> None:
    clock = Clock()
    round_ = Round(9, clock)
    for number in range(5):
        clock.now_s = number
        round_.asking(f"h{number}.example")
    clock.now_s = 10
    assert round_.words().endswith("waiting for h0.example (10 s), h1.example (9 s) and 3 more")


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_the_bar_keeps_to_one_line_whatever_the_width(width: int) -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=True, color_system=None)
    clock = Clock()
    round_ = Round(1_000, clock)
    for number in range(9):
        round_.asking(f"a-host-with-a-long-name-{number}.example.org")
    clock.now_s = 9
    bar = drawn(console)
    bar.add_task("Collecting", total=1_000, completed=420, words=round_.words)
    with console.capture() as shown:
        console.print(bar.get_renderable())
    lines = shown.get().rstrip("\n").split("\n")
    assert len(lines) == 1
    assert len(lines[0]) <= width
    assert "420/1000" in lines[0]


def test_the_report_says_of_each_source_how_it_fared() -> None:
    told = rounds.record(RESULTS, KEPT, NOW)
    assert (told["new"], told["changed"], told["known"], told["bytes"]) == (3, 1, 4, 1_234)
    assert told["outcomes"] == {"new": 1, "unchanged": 1, "failed": 1, "left alone": 1}
    by_name = {row["name"]: row for row in told["sources"]}
    assert (by_name["Bad"]["error"], by_name["Bad"]["stage"], by_name["Bad"]["failures"]) == (
        "answered 500",
        "fetch",
        2,
    )
    assert by_name["Good"]["next_at"] == "2026-11-22T21:00:00+00:00"
    assert by_name["Left"]["left_alone"] == "is not due before noon"


def test_the_rows_put_what_failed_first_and_then_who_brought_most() -> None:
    rows = rounds.rows(rounds.record(RESULTS, KEPT, NOW))
    assert [row.name for row in rows] == ["Bad", "Good", "Left", "Still"]
    assert [row.remark for row in rows] == [
        "answered 500",
        "1 item listed twice",
        "is not due before noon",
        "",
    ]


def test_a_report_is_read_back_and_one_that_is_broken_is_none(tmp_path: Path) -> None:
    assert rounds.last(tmp_path) is None
    told = rounds.record(RESULTS, KEPT, NOW)
    rounds.save(tmp_path, told)
    assert rounds.last(tmp_path) == json.loads(json.dumps(told))
    for text in ("", "[]", "{", '{"sources": 3}', '{"sources": [{}]}', "null"):
        (tmp_path / rounds.FILE).write_text(text, encoding="utf-8")
        assert rounds.last(tmp_path) is None
