"""Parts in words, numbers below zero and behind the point; and what only looks like a part."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import figures
from digest.figures import currencies, numerals

PIECES = (
    "one|two|1|5|10|in|out of|every|a|half|third|quarters|twenty|fifth|fifty-four|hundredths|hundred|point"
    "|minus|negative|3/4|/|-|$|%|people|of|and|more than|the|."
)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("nine out of ten users", 0.9, "nine out of ten"),
        ("fires 1 in 5 workers", 0.2, "1 in 5"),
        ("Cuts 1 in 8 Jobs", 0.125, "1 in 8"),
        ("nearly one in every four firms", 0.25, "nearly one in every four"),
        ("3 in 10 said so", 0.3, "3 in 10"),
        ("1 in 10,000 people", 1e-4, "1 in 10,000"),
        ("more than half people stayed", 0.5, "more than half"),
        ("cut its prices by half", 0.5, "half"),
        ("shares jump more than a third", 1 / 3, "more than a third"),
        ("seven-eighths were sold", 0.875, "seven-eighths"),
        ("fifty-four hundredths", 0.54, "fifty-four hundredths"),
        ("two and three tenths", 2.3, "two and three tenths"),
        ("one twenty-fifth", 0.04, "one twenty-fifth"),
        ("three quarters", 0.75, "three quarters"),
        ("3/4", 0.75, "3/4"),
        ("it ran for six point two five", 6.25, "six point two five"),
        ("one point five million people", 1.5e6, "one point five million people"),
        ("the answer is minus one", -1.0, "minus one"),
        ("the rate is negative one.", -1.0, "negative one"),
        ("fell to minus five point five", -5.5, "minus five point five"),
    ],
)
def test_a_part_is_a_number(text: str, value: float, words: str) -> None:
    (found,) = figures.of(text)
    assert found.value == pytest.approx(value)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a fifth of revenue", 20.0, "%"),
        ("3/4 of users", 75.0, "%"),
        ("one in five of its workers", 20.0, "%"),
        ("a twentieth of its sales", 5.0, "%"),
        ("three quarters of staff", 75.0, "%"),
        ("half a percent", 0.5, "%"),
        ("a tenth of a percentage point", 0.1, "pp"),
    ],
)
def test_a_part_of_something_is_a_share(text: str, value: float, unit: str) -> None:
    (found,) = figures.of(text)
    assert (found.kind, found.unit) == ("percent", unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "a fifth company",
        "the fifth time",
        "the twenty fifth time",
        "the one hundredth customer",
        "a hundredth customer came",
        "Some left, and a third, Acme, stayed; a third",
        "in the third quarter",
        "sales of the first half of the season",
        "in the second half of this year",
        "for three quarters in a row",
        "nearly a quarter ago",
        "more than half way",
        "a half-year result",
        "open 24/7 since 9/11",
        "on 3/4 they met",
        "part (2/3)",
        "a 50/50 venture",
        "a Series A round",
        "the team minus one of its founders",
        "the mood was a negative one",
        "at one point a firm left",
    ],
)
def test_what_may_be_an_ordinal_a_time_or_a_day_is_no_part(text: str) -> None:
    assert figures.of(text) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("opens 2 in 12 months", [2.0, 12.0]),
        ("Phase 2 in 5 countries", [2.0, 5.0]),
        ("at one point five of them", [1.0, 5.0]),
        ("No. 1 in 2025", [1.0, 2025.0]),
        ("$1 in 5 dollars", [1.0, 5.0]),
        ("one in a million", [1.0, 1e6]),
        ("5 in 3", [5.0, 3.0]),
        ("1 out of 5%", [1.0, 5.0]),
    ],
)
def test_two_numbers_that_make_no_part_stay_two(text: str, values: list[float]) -> None:
    assert [one.value for one in numerals.of(text)] == values


@pytest.mark.parametrize(
    ("text", "currency", "euros"),
    [
        ("420 million Finnish markka", "FIM", 420e6 / 5.94573),
        ("6.65 billion pesetas", "ESP", 6.65e9 / 166.386),
        ("250 million Dutch guilders", "NLG", 250e6 / 2.20371),
        ("100 million French francs", "FRF", 100e6 / 6.55957),
        ("3 million Deutsche marks", "DEM", 3e6 / 1.95583),
    ],
)
def test_what_became_the_euro_has_its_fixed_rate(text: str, currency: str, euros: float) -> None:
    (found,) = figures.money(text)
    assert found.unit == currency
    dollars = found.value * currencies.DOLLARS[currency]
    assert dollars / currencies.DOLLARS["EUR"] == pytest.approx(euros)


@pytest.mark.parametrize("text", ["the 10 million mark", "5 sit in court", "12 Dem votes", "300 esp classes"])
def test_english_words_are_no_old_money(text: str) -> None:
    assert figures.money(text) == ()


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=25).map(" ".join))
def test_parts_never_raise_stand_in_the_text_and_do_not_overlap(text: str) -> None:
    ends = [0]
    for one in figures.of(text):
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)


@given(st.integers(1, 9), st.integers(10, 99))
def test_a_part_reads_alike_in_words_and_figures(part: int, whole: int) -> None:
    (found,) = figures.of(f"{part} out of {whole} firms")
    assert found.kind == "number"
    assert found.value == pytest.approx(part / whole)


@pytest.mark.parametrize(
    "piece", ["one in ", "1 out of ", "3/4/", "point five ", "one twenty-fifth ", "minus "]
)
def test_a_megabyte_of_parts_is_read_in_a_moment(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    figures.of(text)
    assert time.process_time() - began < 4
