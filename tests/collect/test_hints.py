"""What servers and feeds ask for is heard, whatever nonsense stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect import hints, wishes
from digest.model import SILENT

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("120", 2 * MINUTE),
        ("120.5", timedelta(seconds=120.5)),
        ("0", MINUTE),
        ("3", MINUTE),
        ("99999999999999999999", 7 * DAY),
        ("Sun, 22 Nov 2026 20:00:00 GMT", 2 * HOUR),
        ("Sun, 22 Nov 2026 17:00:00 GMT", MINUTE),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * DAY),
        ("Sun, 22 Nov 2026 21:00:00 +0100", 2 * HOUR),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("١٢٠", None),
        ("Sun, 99 Nov 2026 20:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_and_clamped(said: str, meant: timedelta | None) -> None:
    assert hints.waited(said, NOW) == meant


@given(st.text(max_size=80))
def test_retry_after_of_any_text_is_none_or_within_its_bounds(said: str) -> None:
    wait = hints.waited(said, NOW)
    assert wait is None or hints.SHORTEST_WAIT <= wait <= hints.LONGEST_WAIT


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "public, max-age=3600"}, HOUR),
        ({"Cache-Control": 'max-age="3600"', "Age": "600"}, 50 * MINUTE),
        ({"Cache-Control": "MAX-AGE=99999999999"}, DAY),
        ({"Cache-Control": "s-maxage=3600"}, None),
        ({"Cache-Control": "no-cache, max-age=3600"}, None),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "max-age=60", "Age": "90"}, None),
        ({"Expires": "Sun, 22 Nov 2026 20:00:00 GMT", "Date": "Sun, 22 Nov 2026 18:00:00 GMT"}, 2 * HOUR),
        ({"Expires": "0", "Date": "Sun, 22 Nov 2026 18:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], fresh: timedelta | None) -> None:
    assert hints.of(200, headers, NOW).fresh == fresh


def test_only_an_error_or_redirect_asks_to_wait_and_only_410_is_gone() -> None:
    headers = {"Retry-After": "120"}
    assert hints.of(200, headers, NOW).wait is None
    assert hints.of(429, headers, NOW).wait == hints.of(503, headers, NOW).wait == 2 * MINUTE
    assert [status for status in (200, 404, 410, 451) if hints.of(status, {}, NOW).is_gone] == [410]


def head(inside: str, item: str = "") -> bytes:
    return f"<rss><channel><title>Outlet</title>{inside}<item>{item}</item></channel></rss>".encode()


@pytest.mark.parametrize(
    ("inside", "every"),
    [
        ("<ttl>180</ttl>", 3 * HOUR),
        ("<ttl> <![CDATA[ 60 ]]></ttl>", HOUR),
        ("<ttl>0</ttl>", None),
        ("<ttl>often</ttl>", None),
        ("<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 6 * HOUR),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><ttl>30</ttl>", HOUR),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", DAY),
    ],
)
def test_how_often_a_feed_wants_to_be_asked(inside: str, every: timedelta | None) -> None:
    assert wishes.of(head(inside)).every == every


def test_hours_and_days_without_news_are_read() -> None:
    hours = "<skipHours><hour>24</hour><hour>3</hour> <hour>77</hour><hour>x</hour></skipHours>"
    found = wishes.of(
        head(f"{hours}<skipDays><day>Sunday</day><day>saturday</day><day>Moonday</day></skipDays>")
    )
    assert (found.idle_hours, found.idle_days) == ((0, 3), (5, 6))


def test_a_feed_that_skips_all_hours_or_all_days_is_not_believed() -> None:
    every_hour = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    every_day = "".join(
        f"<day>{day}day</day>" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
    )
    assert wishes.of(head(f"<skipHours>{every_hour}</skipHours><skipDays>{every_day}</skipDays>")) == SILENT


def test_words_inside_an_item_are_no_wish() -> None:
    assert wishes.of(head("", "<description>&lt;ttl&gt;60 <ttl>60</ttl></description>")) == SILENT
