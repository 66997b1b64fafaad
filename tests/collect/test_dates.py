"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect import dates

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, 20 Nov 2026 09:05:00 GMT", "2026-11-20 09:05"),
        ("Fri, 20 Nov 2026 09:05:00 CET", "2026-11-20 08:05"),
        ("Tue, 23 Jun 2026 09:05:00 BST", "2026-06-23 08:05"),
        ("Fri, 20 Nov 2026 9:05 am EST", "2026-11-20 14:05"),
        ("Fri, 20 Nov 2026 09:05:00 -0500 (EST)", "2026-11-20 14:05"),
        ("20 Nov 26 09:05 +0000", "2026-11-20 09:05"),
        ("Fri Nov 20 09:05:00 UTC 2026", "2026-11-20 09:05"),
        ("2026-11-20T09:05:00Z", "2026-11-20 09:05"),
        ("2026-11-20T09:05:00.123456+01:00", "2026-11-20 08:05"),
        ("2026-11-20 09:05:00 UTC", "2026-11-20 09:05"),
        ("2026-11-20T24:00:00Z", "2026-11-21 00:00"),
        ("2026-11-20", "2026-11-20 00:00"),
        ("20261120T090500Z", "2026-11-20 09:05"),
        ("2026-W47-5", "2026-11-20 00:00"),
        ("2026-324", "2026-11-20 00:00"),
        ("1763629500", "2025-11-20 09:05"),
        ("1763629500000", "2025-11-20 09:05"),
        ("Nov 20, 2026", "2026-11-20 00:00"),
        ("Friday, November 20, 2026 at 5pm", "2026-11-20 17:00"),
        ("11/20/2026 9:05 PM", "2026-11-20 21:05"),
        ("20/11/2026", "2026-11-20 00:00"),
        ("20.11.2026 09:05", "2026-11-20 09:05"),
        ("2026年11月20日 21時05分", "2026-11-20 21:05"),
        ("20 de noviembre de 2026", "2026-11-20 00:00"),
        ("20. März 2026", "2026-03-20 00:00"),
    ],
)
def test_forms_of_feeds(text: str, expected: str) -> None:
    assert dates.moment(text, NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "yesterday",
        "0001-01-01T00:00:00Z",
        "9999-12-31",
        "5 Jan 70",
        "2026-11-20T25:61:00Z",
        "Fri, 31 Feb 2026",
        "+9999",
        "2026",
        "Mon, 30 Nov 2026 09:00 GMT",
        "1" * 500,
    ],
)
def test_what_cannot_be_a_date_is_none(text: str) -> None:
    assert dates.moment(text, NOW) is None


def test_a_little_ahead_stands_as_it_is_said() -> None:
    assert dates.moment("2026-11-22T20:00:00Z", NOW) == datetime(2026, 11, 22, 20, tzinfo=UTC)


@given(st.text(max_size=60))
def test_any_text_gives_a_usable_date_or_none(text: str) -> None:
    found = dates.moment(text, NOW)
    assert found is None or (found <= NOW and found.year >= dates.EARLIEST_YEAR - 1)


@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2026, 11, 1)))  # noqa: DTZ001
def test_iso_dates_are_read_as_the_standard_library_reads_them(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert dates.moment(moment.isoformat(), NOW) == moment
    assert dates.moment(f"{moment:%a, %d %b %Y %H:%M:%S} GMT", NOW) == moment


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 20)),  # noqa: DTZ001  # the zone is written beside
    st.sampled_from(["Z", "+00:00", "-07:30", "+13:59"]),
)
def test_the_short_way_reads_dates_as_the_long_one_does(moment: datetime, zone: str) -> None:
    written = f"{moment:%Y-%m-%dT%H:%M:%S}{zone}"
    in_letters = f"{moment:%a, %d %b %Y %H:%M:%S} {'GMT' if zone == 'Z' else zone.replace(':', '')}"
    assert dates._as_most_write(written) == dates._as_some_write(written) is not None
    assert dates._as_most_write(in_letters) == dates._as_some_write(in_letters) is not None
