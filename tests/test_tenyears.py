"""Years with a bad computer: every edition once, every item in one edition."""

from __future__ import annotations

import pytest

from tests.tenyears import START, ZONES, World, weekly


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("approval", "years"),
    [
        ("required", 0.5),
        ("auto", 0.5),
        pytest.param("required", 2, marks=pytest.mark.slow),
        pytest.param("auto", 2, marks=pytest.mark.slow),
    ],
)
def test_through_downtime_clock_jumps_and_two_machines_each_edition_goes_out_once_and_no_item_is_lost(
    zone: str, approval: str, years: float
) -> None:
    tally = World(weekly(approval=approval), zone, START, years, "1").run()
    assert tally.twice == 0
    assert tally.early == 0
    assert (tally.in_none, tally.in_two) == (0, 0)
    assert tally.ends["never settled"] == 0
    assert tally.sent
    assert tally.items > 100
    assert tally.downtimes > 2
    assert tally.busy > 10


def test_a_world_without_trouble_sends_every_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(World, "_moments", _only_news)
    tally = World(weekly(approval="auto"), "Europe/Berlin", START, 1, "1").run()
    assert tally.doubted == tally.downtimes == 0
    assert tally.slots - 1 <= len(tally.sent) <= tally.slots
    assert (tally.in_none, tally.in_two) == (0, 0)


_MOMENTS = World._moments


def _only_news(world: World, days_between: float) -> list:  # type: ignore[type-arg]
    return _MOMENTS(world, days_between) if days_between < 1 else []
