"""Moments, languages and letters in the forms that feeds have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.publish.feeds import fit


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_a_moment_is_the_same_moment_in_either_form(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert datetime.fromisoformat(fit.rfc3339(whole)) == whole.astimezone(UTC)
    assert parsedate_to_datetime(fit.rfc822(whole)) == whole.astimezone(UTC)


def test_an_offset_with_seconds_becomes_utc() -> None:
    old = datetime(1930, 1, 1, 12, tzinfo=timezone(timedelta(minutes=19, seconds=32)))
    assert fit.rfc3339(old) == "1930-01-01T11:40:28+00:00"
    assert fit.rfc822(old) == "Wed, 01 Jan 1930 11:40:28 +0000"


@pytest.mark.parametrize("value", ["en", "pt-BR", "zh-Hant-TW"])
def test_a_language_stays(value: str) -> None:
    assert fit.language(value) == value


@pytest.mark.parametrize("value", ["", "English language", "en_GB", "de-", "é", "en\n"])
def test_what_is_no_language_is_none(value: str) -> None:
    assert fit.language(value) == ""


def test_what_xml_cannot_hold_goes_and_the_rest_stays() -> None:
    assert fit.text("a\x00\x0b\x1f\ud800\ufffe\uffffb\t😀\x85") == "ab\t😀\x85"
    assert fit.text("a\r\nb\rc") == "a\nb\nc"
    assert fit.line(" a\n b ") == "a b"
