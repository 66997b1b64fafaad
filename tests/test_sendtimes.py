"""When an edition goes out by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest import periods, sendtimes
from digest.config import ScheduleSettings
from digest.sendtimes import Act, Slot, Standing

BERLIN = "Europe/Berlin"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return periods.moment(text, BERLIN)


def schedule(**more: str) -> ScheduleSettings:
    return ScheduleSettings.model_validate({"send": "monday 07:00", **more})


def slot(standing: Standing, key: str = "2026-W47", note: str = "") -> Slot:
    return Slot(periods.of_key(key, schedule(), BERLIN), standing, note)


def act(standing: Standing, now: str, since: datetime = LONG_AGO, **more: str) -> Act | None:
    found = sendtimes.deeds([slot(standing)], schedule(**more), at(now), since)
    return found[0].act if found else None


@pytest.mark.parametrize(
    ("standing", "now", "done"),
    [
        (Standing.APPROVED, "2026-11-23T06:59", Act.WAIT),
        (Standing.APPROVED, "2026-11-23T07:00", Act.SEND),
        (Standing.APPROVED, "2026-11-24T07:00", Act.SEND),  # approved late, within the limit
        (Standing.APPROVED, "2026-11-24T07:01", Act.TOO_LATE),
        (Standing.DRAFT, "2026-11-23T06:59", Act.WAIT),
        (Standing.DRAFT, "2026-11-23T07:00", Act.HOLD),
        (Standing.DRAFT, "2026-11-24T07:01", Act.TOO_LATE),
        (Standing.HELD, "2026-11-23T07:00", Act.HOLD),
        (Standing.EMPTY, "2026-11-23T07:00", Act.QUIET),
        (Standing.EMPTY, "2026-11-29T07:00", Act.QUIET),
        (Standing.SENDING, "2026-11-29T07:00", Act.RESUME),
        (Standing.SENT, "2026-11-23T07:00", Act.SENT),
    ],
)
def test_what_is_done_about_an_edition_that_a_person_approves(
    standing: Standing, now: str, done: Act
) -> None:
    assert act(standing, now) is done


def test_without_a_person_the_gate_decides_and_what_is_held_stays_held() -> None:
    assert act(Standing.DRAFT, "2026-11-23T07:00", approval="auto") is Act.APPROVE
    assert act(Standing.HELD, "2026-11-23T07:00", approval="auto") is Act.HOLD


def test_what_had_its_time_before_sending_was_turned_on_is_a_persons_to_send() -> None:
    assert act(Standing.APPROVED, "2026-11-23T07:05", since=at("2026-11-23T07:05")) is None
    assert act(Standing.APPROVED, "2026-11-23T07:00", since=at("2026-11-23T06:59")) is Act.SEND


def test_however_long_the_limit_an_edition_does_not_go_out_when_the_next_is_due() -> None:
    assert act(Standing.APPROVED, "2026-11-30T06:59", late="30d") is Act.SEND
    assert act(Standing.APPROVED, "2026-11-30T07:00", late="30d") is Act.TOO_LATE


def test_of_several_that_wait_only_the_newest_starts() -> None:
    slots = [slot(Standing.APPROVED, f"2026-W{week}") for week in (45, 46, 47)]
    found = sendtimes.deeds(slots, schedule(late="60d"), at("2026-11-23T08:00"), LONG_AGO)
    assert [deed.act for deed in found] == [Act.TOO_LATE, Act.TOO_LATE, Act.SEND]


def test_the_time_to_go_out_is_the_first_at_or_after_the_cut() -> None:
    period = slot(Standing.DRAFT).period
    assert sendtimes.send_at(period, schedule()) == at("2026-11-23T07:00")
    assert sendtimes.send_at(period, schedule(send="sunday 18:00")) == period.end
    assert sendtimes.send_at(period, schedule(send="sunday 17:59")) == at("2026-11-29T17:59")


def test_a_time_in_the_spring_gap_is_the_first_minute_after_it() -> None:
    found = sendtimes.send_at(slot(Standing.DRAFT, "2026-W12").period, schedule(send="sunday 02:30"))
    assert found == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
