"""A figure and its year, and a doubt that the reports have: both are lost in retelling."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.check import numbers
from digest.check.numbers import reading, tied
from digest.model import Entry, Section
from tests.records import edition, entry, piece, story

YEARS = entry(
    "Tall Pines grows",
    source="The Circuit",
    published=datetime(2025, 6, 12, tzinfo=UTC),
    text=(
        "Tall Pines had revenue of $870 million in 2024, and $2.5 billion is projected for 2025. "
        "Founded in 2016, it has raised $40 million. In 2023 it employed 1,250 people. "
        "Its losses were $33 million last year. It plans to spend $6 billion by 2027. "
        "Corvane's revenue was $91 million in 2024 and 2025. Quillmark has 300 MW in Ohio."
    ),
)
DOUBTS = entry(
    "Corvane could be put at $25 billion",
    source="Harbour Times",
    text=(
        "Corvane may be valued at up to $25 billion if a tender offer goes ahead. "
        "Corvane raised $40 million, which it could use to hire. In May it took $60 million."
    ),
)


def of(sentence: str, report: Entry) -> list[tuple[str, str, str]]:
    made = piece("A firm", sentence, story=story(report), summary=())
    found = numbers.of(
        edition(Section("a", "A", "", (made,)), subject="", preheader="", intro=""), {report.id: report}
    )
    return [(one.rule, one.level, one.figure) for one in found if one.level != "note"]


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("The revenue of Tall Pines was $870 million in 2025.", "2025"),
        ("In 2025 its revenue was $870 million.", "2025"),
        ("The firm's 2025 revenue was $870 million.", "2025"),
        ("It sold for $870 million in 2025, with $2.5 billion to come in 2025.", "2025"),
        ("It may sell for $2.5 billion in 2024.", "2024"),
        ("In 2024 the firm had 1,250 people.", "2024"),
        ("It lost $33 million in 2025.", "2025"),
        ("It lost $33 million in 2016.", "2016"),
        ("It sold for $870 million in 2024 and for $870 million in 2025.", "2025"),
    ],
)
def test_a_figure_told_of_another_year_than_in_all_reports_is_an_error(sentence: str, year: str) -> None:
    assert of(sentence, YEARS) == [("numbers-year", "error", year)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Revenue at Tall Pines was $870 million in 2024.",
        "In 2024 the firm had sold for $870 million.",
        "Its 2024 revenue was $870 million, and for 2025 it projects $2.5 billion.",
        "Sales went from $870 million in 2024 to $2.5 billion in 2025.",
        "It lost $33 million in 2024.",
        "It raised $40 million in 2025.",
        "Founded in 2016, the firm sold for $870 million.",
        "Revenue at Corvane was $91 million in 2025.",
        "Quillmark will have 300 MW in 2027.",
        "Spending of $6 billion is planned by 2027.",
        "In 2025 it said that it would spend $6 billion.",
    ],
)
def test_a_figure_whose_year_is_right_or_left_open_is_left_alone(sentence: str) -> None:
    assert of(sentence, YEARS) == []


@given(st.text(alphabet="in for2024,$5bn.and 12Juneby%", max_size=120))
def test_what_a_figure_is_tied_to_are_dates_of_its_sentence(sentence: str) -> None:
    told = reading.of(sentence)
    for one in told:
        dates = tied.of(sentence, told, one)
        assert all(day in told and day is not one and day.figure.kind in ("year", "date") for day in dates)


def test_a_doubt_of_every_report_must_not_get_lost() -> None:
    assert of("Corvane is valued at $25 billion.", DOUBTS) == [("numbers-hedge", "warning", "$25 billion")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Corvane is valued at up to $25 billion.",
        "A value of $25 billion is possible.",
        "Corvane might come to $25 billion.",
        "In this round Corvane got $40 million.",
        "Corvane took $60 million.",
    ],
)
def test_a_doubt_that_is_told_or_that_means_something_else_is_left_alone(sentence: str) -> None:
    assert of(sentence, DOUBTS) == []


def test_what_one_report_tells_as_a_fact_may_be_told_so() -> None:
    sure = entry("Corvane is valued at $25 billion", text="Corvane could be worth $25 billion, we hear.")
    assert of("The value of Corvane is $25 billion.", sure) == []
