"""Sources are asked when they want to be, and left alone when they do not."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from digest import collect
from digest.collect import feed, manners
from digest.config import FetchingSettings
from digest.model import Collected, Entry, Failure, Hints, Memory

from .conftest import Script, Server, answer, rss

Asked = Callable[..., tuple[Collected, ...]]

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OLD, NEW = "https://outlet.example/feed", "https://news.example/feed"


def entry(age: timedelta) -> Entry:
    return Entry(f"{age}", "Outlet", "Outlet", "", "", "One", "", "", "", "", "", NOW - age, NOW)


def answered(memory: Memory, hints: Hints | None = None, *ages: timedelta) -> Memory:
    """What is remembered after an answer whose items are so old."""
    result = Collected("Outlet", tuple(map(entry, ages)), memory, hints=hints or Hints())
    return manners.after(memory, result, NOW)


def failing(count: int, hints: Hints | None = None) -> Memory:
    """What is remembered after the `count`-th failure in a row."""
    memory = Memory(checked_at=NOW, failures=count, error="answered 500")
    failure = Failure("Outlet", "fetch", "answered 500")
    return manners.after(
        Memory(), Collected("Outlet", (), memory, failure=failure, hints=hints or Hints()), NOW
    )


def pause(memory: Memory) -> timedelta:
    assert memory.next_at
    return memory.next_at - NOW


def test_a_source_is_looked_at_four_times_between_two_of_its_items() -> None:
    assert pause(answered(Memory(), None, *(DAY * day for day in range(5)))) == DAY / 4
    assert pause(answered(Memory(), None, *(MINUTE * number for number in range(9)))) == manners.LEAST
    assert pause(answered(Memory(), None, *(30 * DAY * number for number in range(9)))) == manners.MOST


def test_what_the_feed_or_its_server_wishes_lengthens_the_pause_but_not_for_ever() -> None:
    often = [MINUTE * number for number in range(9)]
    assert pause(answered(Memory(), Hints(every=3 * HOUR), *often)) == 3 * HOUR
    assert pause(answered(Memory(), Hints(fresh=2 * HOUR), *often)) == 2 * HOUR
    assert pause(answered(Memory(), Hints(every=99 * DAY), *often)) == manners.MOST


def test_a_pause_ends_outside_of_the_hours_without_news() -> None:
    night = Hints(idle_hours=(18, 19, 20), idle_days=())
    assert answered(Memory(), night).next_at == NOW.replace(hour=21)
    sunday = answered(Memory(), Hints(idle_days=(6,)))
    assert sunday.next_at == NOW.replace(day=23, hour=0)
    later = manners.after(sunday, Collected("Outlet", (), sunday, unchanged=True), NOW)
    assert later.next_at == sunday.next_at, "an unchanged feed does not repeat its wishes"


def test_failures_double_the_pause_up_to_a_day_and_are_spread() -> None:
    pauses = [pause(failing(count)) for count in range(1, 12)]
    for number, found in enumerate(pauses):
        middle = min(manners.BACKOFF_FROM * 2**number, manners.BACKOFF_TO)
        assert middle * 0.75 <= found <= middle * 1.25
    assert pauses[0] == pause(failing(1)), "the same run gives the same times"
    others = {manners.backoff(3, f"Outlet {number}") for number in range(20)}
    assert len(others) > 15, "sources that failed together are not asked together again"


def test_retry_after_bars_also_a_person_until_its_time() -> None:
    memory = failing(1, Hints(wait=6 * HOUR))
    assert memory.barred_until == memory.next_at == NOW + 6 * HOUR
    assert "until 2026-11-23 00:00 UTC" in manners.left_alone(memory, NOW + 5 * HOUR, is_wanted=True)
    assert not manners.left_alone(memory, NOW + 6 * HOUR, is_wanted=True)


def test_who_is_not_due_is_left_alone_by_the_clock_and_asked_by_a_person() -> None:
    memory = replace(Memory(checked_at=NOW), next_at=NOW + 6 * HOUR)
    assert "not due before 2026-11-23 00:00 UTC" in manners.left_alone(memory, NOW + HOUR, is_wanted=False)
    assert not manners.left_alone(memory, NOW + HOUR, is_wanted=True)
    assert not manners.left_alone(memory, NOW + 6 * HOUR - MINUTE, is_wanted=False), "a timer ticks early"


def test_times_that_a_wrong_clock_noted_are_not_heeded() -> None:
    ahead = NOW + timedelta(days=400)
    memory = Memory(checked_at=ahead, next_at=ahead + HOUR, barred_until=ahead + HOUR)
    assert not manners.left_alone(memory, NOW, is_wanted=False)
    soon = Memory(checked_at=NOW + 10 * DAY, next_at=NOW + 10 * DAY)
    assert not manners.left_alone(soon, NOW, is_wanted=False), "checked in what is now the future"


def test_a_source_that_is_gone_is_asked_once_a_month() -> None:
    memory = failing(1, Hints(is_gone=True))
    assert "2026-11-22 (410)" in manners.left_alone(memory, NOW + 29 * DAY, is_wanted=True)
    assert not manners.left_alone(memory, NOW + 30 * DAY, is_wanted=False)
    back = manners.after(memory, Collected("Outlet", (), replace(memory, failures=0, error="")), NOW)
    assert back.retired is None


def test_a_move_for_good_is_adopted_after_a_week_of_the_same_word() -> None:
    moved = answered(Memory(), Hints(moved_to=NEW))
    assert (moved.moved_to, moved.moved_since) == (NEW, NOW)
    assert manners.address(OLD, moved, NOW + 6 * DAY) == OLD
    assert manners.address(OLD, moved, NOW + 7 * DAY) == NEW
    again = manners.after(moved, Collected("Outlet", (), moved, hints=Hints(moved_to=NEW)), NOW + DAY)
    assert again.moved_since == NOW
    elsewhere = manners.after(moved, Collected("Outlet", (), moved, hints=Hints(moved_to=OLD)), NOW + DAY)
    assert elsewhere.moved_since == NOW + DAY
    taken_back = manners.after(moved, Collected("Outlet", (), moved), NOW + DAY)
    assert (taken_back.moved_to, taken_back.moved_since) == ("", None)
    adopted = manners.after(moved, Collected("Outlet", (), moved), NOW + 8 * DAY)
    assert adopted.moved_to == NEW, "asked at its new address it says nothing of a move"


def test_an_adopted_address_that_fails_for_days_is_given_up_for_the_old_one() -> None:
    moved = Memory(moved_to=NEW, moved_since=NOW - 30 * DAY, failures=manners.DOUBTED - 1)
    failure = Failure("Outlet", "fetch", "answered 404")
    memory = replace(moved, failures=manners.DOUBTED)
    after = manners.after(moved, Collected("Outlet", (), memory, failure=failure), NOW)
    assert manners.address(OLD, after, NOW + DAY) == OLD


def test_answers_without_items_are_counted_until_one_has_some() -> None:
    empty = answered(answered(Memory()))
    assert empty.empties == 2
    assert answered(empty, None, DAY).empties == 0
    still = manners.after(empty, Collected("Outlet", (), empty, unchanged=True), NOW)
    assert still.empties == 2


@pytest.fixture
def asked(server: Server, tmp_path: Path) -> Asked:
    """Collects sources at `paths` of the server with what is remembered of them."""

    def once(paths: list[str], memories: dict[str, Memory], **options: Any) -> tuple[Collected, ...]:
        sources = [feed.Settings(name=path, kind="feed", url=server.url(path)) for path in paths]
        fetching = FetchingSettings.model_validate({"allow": ("127.0.0.1",)} | options.pop("fetching", {}))
        return collect.entries(sources, memories, fetching, tmp_path, NOW, lambda _: None, **options)

    return once


@pytest.mark.server
def test_a_host_that_says_429_is_asked_once_for_all_its_sources(server: Server, asked: Asked) -> None:
    paths = [f"/{number}" for number in range(20)]
    for path in paths:
        server.scripts[path] = answer(b"", "Retry-After: 3600", status="429 Too Many Requests")
    found = asked(paths, {})
    assert len(server.requests) == 1
    assert all(result.failure and "429" in result.failure.error for result in found)
    assert {result.memory.barred_until for result in found} == {NOW + HOUR}
    memories = {result.source: result.memory for result in found}
    left = asked(paths, memories)
    assert len(server.requests) == 1
    assert not any(result.is_asked for result in left)


@pytest.mark.server
def test_the_clock_asks_only_who_is_due(server: Server, asked: Asked) -> None:
    for path in ("/due", "/not"):
        server.scripts[path] = answer(rss("One"))
    memories = {"/not": Memory(checked_at=NOW - HOUR, next_at=NOW + HOUR), "/due": Memory(next_at=NOW)}
    due, left = asked(["/due", "/not"], memories, is_wanted=False)
    assert due.entries
    assert left.left_alone
    assert left.memory == memories["/not"]
    assert len(server.requests) == 1


@pytest.mark.server
def test_a_run_ends_at_its_budget_and_blames_nobody_for_it(server: Server, asked: Asked) -> None:
    server.scripts["/good"] = answer(rss("One"))
    server.scripts["/slow"] = lambda *_: time.sleep(4)
    good, slow = asked(["/good", "/slow"], {}, fetching={"budget": "2s", "per_host": 2})
    assert good.entries
    assert "budget" in slow.left_alone
    assert slow.memory == Memory()


@pytest.mark.server
def test_a_move_is_seen_only_where_every_hop_is_for_good(server: Server, asked: Asked) -> None:
    def to(path: str, status: str) -> Script:
        return answer(b"", f"Location: {path}", status=status)

    server.scripts |= {"/new": answer(rss("One")), "/hop": to("/new", "308 Permanent Redirect")}
    server.scripts["/good"] = to("/hop", "301 Moved Permanently")
    server.scripts["/then"] = to("/hop", "302 Found")
    good, then = asked(["/good", "/then"], {})
    assert (good.memory.moved_to, good.memory.moved_since) == (server.url("/new"), NOW)
    assert then.memory.moved_to == ""


@pytest.mark.server
def test_a_closed_host_opens_at_the_time_that_it_named(server: Server, asked: Asked) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(days=2), usegmt=True)
    server.scripts["/one"] = answer(b"", f"Retry-After: {until}", status="503 Service Unavailable")
    (found,) = asked(["/one"], {})
    assert found.memory.barred_until
    assert abs(found.memory.barred_until - NOW - timedelta(days=2)) < timedelta(minutes=1)
