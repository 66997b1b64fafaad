"""Two machines on one folder: one works, the other is told."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import lease
from digest.errors import BusyError, HeldError
from digest.lease import LENGTH, Lease
from digest.store import open_store

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


def silent(_name: str, _done: int, _total: int) -> None:
    """Listens and says nothing."""


def written(found: Lease) -> str:
    return json.dumps(asdict(found))


def test_a_lease_that_another_one_has_is_not_given_until_it_ends() -> None:
    first = lease.taken("", "ada 1", NOW)
    with pytest.raises(BusyError, match="another machine is at work"):
        lease.taken(written(first), "bob 1", NOW + LENGTH - timedelta(seconds=1))
    second = lease.taken(written(first), "bob 1", NOW + LENGTH)
    assert (second.owner, second.number) == ("bob 1", first.number + 1)


def test_who_was_taken_over_learns_of_it_before_the_next_step() -> None:
    first = lease.taken("", "ada 1", NOW)
    second = lease.taken(written(first), "bob 1", NOW + LENGTH)
    with pytest.raises(HeldError, match="has taken over"):
        lease.renewed(written(second), first, NOW + LENGTH)
    assert lease.renewed(written(second), second, NOW + LENGTH).number == second.number


def test_a_lease_made_by_a_clock_in_the_far_future_does_not_hold_for_years() -> None:
    ahead = lease.taken("", "ada 1", datetime(2099, 1, 1, tzinfo=UTC))
    assert lease.taken(written(ahead), "bob 1", NOW).owner == "bob 1"


def test_two_open_stores_of_one_folder_do_not_work_at_once(tmp_path: Path) -> None:
    one, other = open_store(tmp_path / "digest.db"), open_store(tmp_path / "digest.db")
    with lease.held(one, NOW, silent), pytest.raises(BusyError), lease.held(other, NOW, silent):
        pytest.fail("both work")
    with lease.held(other, NOW, silent):
        pass
    one.close()
    other.close()


def test_long_work_renews_its_lease_and_stops_where_another_took_over(tmp_path: Path) -> None:
    store = open_store(tmp_path / "digest.db")
    passed = [0.0]
    with lease.held(store, NOW, silent, passed_s=lambda: passed[0]) as working:
        before = json.loads(store.fact(lease.NAME))["until"]
        passed[0] = 600.0
        working("Sending", 1, 2)
        assert json.loads(store.fact(lease.NAME))["until"] > before
        store.note(lease.NAME, written(lease.taken("", "bob 1", NOW)))
        passed[0] = 1200.0
        with pytest.raises(HeldError):
            working("Sending", 2, 2)
    assert json.loads(store.fact(lease.NAME))["owner"] == "bob 1"
    store.close()
