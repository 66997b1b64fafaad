"""Periods lie edge to edge in every zone, and their keys lead back to them."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest import periods
from digest.config import WEEKDAYS, ScheduleSettings
from digest.errors import UsageError

# A zone that never changes, both hemispheres, half an hour of summer time, a date line that moved, a
# repeated hour over midnight (St. John's until 2011) and a gap at midnight (Cairo).
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
)


def weekly(slot: str = "sunday 18:00") -> ScheduleSettings:
    return ScheduleSettings(period="week", build=slot)


def daily(slot: str = "18:00") -> ScheduleSettings:
    return ScheduleSettings(period="day", build=slot)


times = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from((0, 1, 30, 59)))
schedules = st.one_of(
    times.map(daily),
    st.builds("{} {}".format, st.sampled_from(WEEKDAYS), times).map(weekly),
    st.builds("{} {}".format, st.integers(1, 28), times).map(
        lambda slot: ScheduleSettings(period="month", build=slot)
    ),
)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(ZONES)


@settings(deadline=None)  # a shared machine is slow at times
@given(moments, schedules, zones)
@example(datetime(2011, 12, 30, 9, 59, tzinfo=UTC), daily("00:00"), "Pacific/Apia")
@example(datetime(2011, 11, 6, 2, 31, tzinfo=UTC), daily("00:00"), "America/St_Johns")
def test_every_moment_is_in_one_period_and_its_neighbours_touch_it(
    moment: datetime, schedule: ScheduleSettings, zone: str
) -> None:
    period = periods.containing(moment, schedule, zone)
    assert moment in period
    following = periods.containing(period.end, schedule, zone)
    assert following.start == period.end
    assert periods.before(following, schedule) == period
    assert moment not in following
    assert following.key > period.key


@settings(deadline=None)  # a shared machine is slow at times
@given(moments, schedules, zones)
def test_a_key_leads_back_to_its_period(moment: datetime, schedule: ScheduleSettings, zone: str) -> None:
    period = periods.containing(moment, schedule, zone)
    assert periods.of_key(period.key, schedule, zone) == period


@settings(deadline=None)  # a shared machine is slow at times
@given(moments, schedules, zones)
def test_the_nearest_edition_closes_nearer_than_its_neighbours(
    moment: datetime, schedule: ScheduleSettings, zone: str
) -> None:
    period = periods.nearest(moment, schedule, zone)
    away = abs(period.end - moment)
    assert away <= abs(periods.before(period, schedule).end - moment)
    assert away <= abs(periods.containing(period.end, schedule, zone).end - moment)


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("slot", ["00:00", "02:30", "23:30"])
def test_days_of_twenty_years_lie_edge_to_edge(zone: str, slot: str) -> None:
    schedule, end = daily(slot), datetime(2023, 1, 1, tzinfo=UTC)
    period = periods.containing(datetime(2003, 1, 1, tzinfo=UTC), schedule, zone)
    keys = {period.key}
    while period.end < end:
        following = periods.containing(period.end, schedule, zone)
        assert following.start == period.end
        assert following.key not in keys
        keys.add(following.key)
        period = following


def local(period_end: datetime, zone: str) -> str:
    return f"{period_end.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}"


def test_a_cut_in_the_spring_gap_falls_on_the_first_minute_that_exists() -> None:
    period = periods.of_key("2026-W13", weekly("sunday 02:30"), "Europe/Berlin")
    assert local(period.end, "Europe/Berlin") == "2026-03-29 03:00 CEST"
    following = periods.of_key("2026-W14", weekly("sunday 02:30"), "Europe/Berlin")
    assert local(following.end, "Europe/Berlin") == "2026-04-05 02:30 CEST"


def test_a_cut_in_the_repeated_hour_is_the_first_of_the_two() -> None:
    period = periods.of_key("2026-W43", weekly("sunday 02:30"), "Europe/Berlin")
    assert period.end == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local(period.end, "Europe/Berlin") == "2026-10-25 02:30 CEST"


def test_weeks_over_a_change_of_time_are_an_hour_short_and_an_hour_long() -> None:
    spring = periods.of_key("2026-W13", weekly(), "Europe/Berlin")
    autumn = periods.of_key("2026-W43", weekly(), "Europe/Berlin")
    assert spring.end - spring.start == timedelta(days=7, hours=-1)
    assert autumn.end - autumn.start == timedelta(days=7, hours=1)


def test_a_day_that_a_country_left_out_does_not_stop_the_calendar() -> None:
    period = periods.of_key("2011-12-30", daily("00:00"), "Pacific/Apia")
    assert local(period.end, "Pacific/Apia") == "2011-12-31 00:00 +14"


def test_a_long_year_has_a_week_53_and_the_next_begins_with_week_1() -> None:
    last = periods.of_key("2026-W53", weekly(), "Europe/Berlin")
    following = periods.containing(last.end, weekly(), "Europe/Berlin")
    assert (last.label, following.key) == ("28 December 2026 – 3 January 2027", "2027-W01")
    with pytest.raises(UsageError, match="2027-W53"):
        periods.of_key("2027-W53", weekly(), "Europe/Berlin")


@pytest.mark.parametrize(
    ("slot", "key", "label"),
    [
        ("sunday 18:00", "2026-W47", "16–22 November 2026"),
        ("monday 07:00", "2026-W48", "16–22 November 2026"),
        ("monday 00:00", "2026-W48", "16–22 November 2026"),
        ("wednesday 12:00", "2026-W49", "26 November – 2 December 2026"),
    ],
)
def test_a_label_names_the_days_that_a_reader_would_name(slot: str, key: str, label: str) -> None:
    assert periods.of_key(key, weekly(slot), "Europe/Berlin").label == label


@settings(deadline=None)  # a shared machine is slow at times
@given(st.one_of(st.text(), st.from_regex(r"\A\d{4}-(W\d\d|\d\d(-\d\d)?)\Z")), schedules, zones)
@example("0001-01-01", daily(), "Pacific/Apia")
@example("9999-12-31", daily("23:59"), "America/New_York")
@example("0001-W01", weekly(), "UTC")
@example("2026-W47\n", weekly(), "UTC")
def test_nothing_but_a_usage_error_comes_of_any_key(text: str, schedule: ScheduleSettings, zone: str) -> None:
    with contextlib.suppress(UsageError):
        period = periods.of_key(text, schedule, zone)
        assert period.start <= period.end


def test_a_wrong_key_is_told_how_a_right_one_looks() -> None:
    with pytest.raises(UsageError, match=r'"2026-47": is no edition key; write a week like 2026-W47'):
        periods.of_key("2026-47", weekly(), "UTC")


@settings(deadline=None)  # a shared machine is slow at times
@given(st.one_of(st.text(), st.datetimes().map(datetime.isoformat)), zones)
@example("0001-01-01", "Pacific/Apia")
@example("9999-12-31T23:59", "America/New_York")
def test_nothing_but_a_usage_error_comes_of_any_moment(text: str, zone: str) -> None:
    with contextlib.suppress(UsageError):
        assert periods.moment(text, zone).utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_read_in_the_editions_own() -> None:
    assert periods.moment("2026-11-22", "Europe/Berlin") == datetime(2026, 11, 21, 23, tzinfo=UTC)
    assert periods.moment("2026-11-22T18:00-05:00", "Europe/Berlin") == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_a_period_of_ones_own_must_end_after_it_starts() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    assert start in periods.between(start, start + timedelta(days=1), "special", "UTC")
    with pytest.raises(UsageError, match="--to"):
        periods.between(start, start, "special", "UTC")
