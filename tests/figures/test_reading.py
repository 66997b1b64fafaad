"""Figures that are no money, and digits that are no figures."""

from __future__ import annotations

from datetime import date

import pytest

from digest import figures
from digest.figures import numerals


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("a stake of 49%", "percent", 49.0, "%"),
        ("49 per cent of it", "percent", 49.0, "%"),
        ("five percent less", "percent", 5.0, "%"),
        ("rose 5 percentage points", "percent", 5.0, "pp"),
        ("25 basis points", "percent", 0.25, "pp"),
        ("minus five percent", "percent", -5.0, "%"),
        ("a quarter of its users", "percent", 25.0, "%"),
        ("it is 3x faster", "multiple", 3.0, "x"),
        ("a 10-fold rise", "multiple", 10.0, "x"),
        ("a 2 GW site", "power", 2e9, "W"),
        ("300-megawatt plant", "power", 3e8, "W"),
        ("5GWh of storage", "energy", 5e9, "Wh"),
        ("cuts 4,000 jobs", "people", 4000.0, "people"),
        ("hires two dozen engineers", "people", 24.0, "people"),
        ("buys 100,000 GPUs", "chips", 1e5, "chips"),
        ("a million H100s", "chips", 1e6, "chips"),
        ("for 18 months", "duration", 540.0, "days"),
        ("over three years", "duration", 1095.0, "days"),
        ("in 2024", "year", 2024.0, ""),
        ("by mid-2026", "year", 2026.0, ""),
        ("fiscal 2026", "year", 2026.0, ""),
        ("the 20th time", "ordinal", 20.0, ""),
        ("70B parameters", "number", 7e10, "parameters"),
        ("500 million weekly active users", "number", 5e8, "users"),
        ("in 12 cities", "number", 12.0, ""),
        ("two million and a half of them", "number", 2.5e6, ""),
        ("12,34,567 of them", "number", 1234567.0, ""),
    ],
)
def test_a_figure_has_kind_value_and_unit(text: str, kind: str, value: float, unit: str) -> None:
    (found,) = figures.of(text)
    assert (found.kind, found.unit) == (kind, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4 beats Llama 3.1 on the iPhone 17",
        "an H100 and an M2 over 5G",
        "24/7 for B2B on Web3 in 3D",
        "the 49ers",
        "a Series A round",
        "read https://news.example/2024/12/05?page=7",
        "write to desk7@news.example",
        "at 3pm, 10:30 or 5 p.m.",
        "version 1.1.1.1",
        "on a 4K screen",
        "Windows 11 and Gemini 2.5",
        "which one is it",
        "hundreds of millions",
        "",
    ],
)
def test_names_versions_addresses_and_times_are_no_figures(text: str) -> None:
    assert figures.of(text) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 14 July 2025", date(2025, 7, 14)),
        ("on July 14, 2025", date(2025, 7, 14)),
        ("on 2025-07-14", date(2025, 7, 14)),
        ("on 14 July", date(4, 7, 14)),
        ("in July 2025", date(2025, 7, 1)),
    ],
)
def test_a_date_is_one_figure(text: str, day: date) -> None:
    (found,) = figures.of(text)
    assert (found.kind, date.fromordinal(int(found.value))) == ("date", day)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5-7%", 5.0, 7.0),
        ("5% to 10%", 5.0, 10.0),
        ("between 5 and 7 percent", 5.0, 7.0),
        ("200 to 300 jobs", 200.0, 300.0),
        ("2024-25", 2024.0, 2025.0),
        ("the 1990s", 1990.0, 1999.0),
    ],
)
def test_a_range_is_one_figure(text: str, low: float, high: float) -> None:
    (found,) = figures.of(text)
    assert (found.value, found.high) == (low, high)


def test_plus_behind_a_number_makes_it_the_least() -> None:
    (found,) = figures.of("a staff of 200-plus")
    assert (found.value, found.qualifier) == (200.0, "at_least")


def test_figures_come_in_order() -> None:
    found = figures.of("In 2025 it paid over $14.8 billion for 49% of a firm with 1,400 employees.")
    assert [one.kind for one in found] == ["year", "money", "percent", "people"]
    assert [one.qualifier for one in found] == ["exact", "at_least", "exact", "exact"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("three hundred and twenty-one thousand two hundred", [321_200.0]),
        ("4 thousand 3 hundred and 21", [4321.0]),
        ("5 million and 20", [5e6, 20.0]),
        ("2½ and 2 1/2", [2.5, 2.5]),
        ("three quarters of a billion", [7.5e8]),
        ("two and three", [2.0, 3.0]),
        ("3 lakh crore", [3e12]),
        ("1 234 567", [1_234_567.0]),
        ("fifty fifty", [50.0, 50.0]),
        ("tens of billions", []),
    ],
)
def test_numbers_are_counted_as_english_counts(text: str, values: list[float]) -> None:
    assert [one.value for one in numerals.of(text)] == values
