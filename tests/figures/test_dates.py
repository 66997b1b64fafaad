"""Dated expectations: what they mean, and what is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.figures import dates

PIECES = (
    "expected to|will|in|by|on|May|2027|14 July|Q3|next week|Tuesday|31|the end of|the year|early|February|."
    "|,|said|second half of 2028|tomorrow"
)
SAID = date(2026, 6, 10)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "phrase", "first", "last"),
    [
        (
            "The deal is expected to close in the third quarter.",
            "in the third quarter",
            "2026-07-01",
            "2026-09-30",
        ),
        ("A launch is expected in Q1.", "in Q1", "2027-01-01", "2027-03-31"),
        ("A hearing is scheduled for 14 July.", "for 14 July", "2026-07-14", "2026-07-14"),
        ("On 14 July the court will rule.", "On 14 July", "2026-07-14", "2026-07-14"),
        ("Deadline: July 1, 2026.", "July 1, 2026", "2026-07-01", "2026-07-01"),
        ("It will open by the end of 2026.", "by the end of 2026", "2026-12-31", "2026-12-31"),
        ("It should be ready, and is due by year-end.", "by year-end", "2026-12-31", "2026-12-31"),
        ("It plans to launch in early 2027.", "in early 2027", "2027-01-01", "2027-04-30"),
        ("By March, it will have moved.", "By March", "2027-03-01", "2027-03-31"),
        ("It will launch later this year.", "later this year", "2026-06-11", "2026-12-31"),
        ("The vote is set for next week.", "for next week", "2026-06-15", "2026-06-21"),
        ("It aims to ship next month.", "next month", "2026-07-01", "2026-07-31"),
        ("It will report on Tuesday.", "on Tuesday", "2026-06-16", "2026-06-16"),
        ("It aims to build 5 GW by 2030.", "by 2030", "2030-01-01", "2030-12-31"),
        ("It is expected to close by Feb. 3.", "by Feb. 3", "2027-02-03", "2027-02-03"),
        ("It will end in the second half of next year.", None, "2027-07-01", "2027-12-31"),
    ],
)
def test_an_expectation_has_its_days(text: str, phrase: str | None, first: str, last: str) -> None:
    ((start, end, begins, ends),) = dates.due(text, SAID)
    assert phrase is None or text[start:end] == phrase
    assert (begins.isoformat(), ends.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "It raised money in 2024 and expects to grow.",
        "The firm said on Tuesday that it will cut jobs.",
        "The firm will, it said in May, be sold.",
        "It was expected to close in July.",
        "Delays, due to 14 July storms.",
        "It will cost more in 2040.",
        "It will vote on 1 June 2026.",
        "It closed in the third quarter.",
        "It will follow its spin-out in April.",
        "It made public its plans to list in September.",
        "The fiscal plan: it will come in the fiscal third quarter.",
        "They will vote. In July rain fell.",
        "It will open on 31 February 2027.",
    ],
)
def test_what_is_over_uncertain_or_told_is_no_expectation(text: str) -> None:
    assert dates.due(text, SAID) == ()


@given(
    st.lists(
        st.sampled_from(PIECES.split("|")),
        max_size=20,
    ).map(" ".join),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
)
def test_days_lie_ahead_and_not_far_and_words_in_the_text(text: str, said: date) -> None:
    for start, end, first, last in dates.due(text, said):
        assert 0 <= start < end <= len(text)
        assert said < first <= last
        assert (last - said).days <= 5 * 366
