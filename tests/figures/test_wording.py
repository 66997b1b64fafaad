"""Figures in short words, and sums that say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import figures
from digest.figures import wording
from digest.model.figures import Figure, Money


@pytest.mark.parametrize(
    ("money", "short", "long"),
    [
        (Money(14.8e9), "$14.8B", "$14.8 billion"),
        (Money(1e10, "USD", "at_least"), "over $10B", "over $10 billion"),
        (Money(3e8, "EUR", "up_to"), "up to €300M", "up to €300 million"),
        (Money(1.5e9, "GBP", "about"), "about £1.5B", "about £1.5 billion"),
        (Money(3e8, "CHF"), "CHF 300M", "CHF 300 million"),
        (Money(1234567.0), "$1,234,567", "$1,234,567"),
        (Money(94000.0), "$94K", "$94,000"),
        (Money(2.5), "$2.50", "$2.50"),
    ],
)
def test_a_sum_in_words(money: Money, short: str, long: str) -> None:
    assert (wording.short(money), wording.long(money)) == (short, long)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("49 percent", "49%"),
        ("2 gigawatts", "2 GW"),
        ("300 megawatt hours", "300 MWh"),
        ("4,000 employees", "4,000 people"),
        ("between $3 and $4 billion", "$3B–$4B"),
        ("more than $20 a month", "over $20 a month"),
        ("18 months", "18 months"),
        ("three years", "3 years"),
        ("the 1990s", "1990s"),
        ("July 14, 2025", "14 July 2025"),
        ("14 July", "14 July"),
        ("the 22nd", "22nd"),
        ("3x", "3x"),
        ("5 percentage points", "5 percentage points"),
        ("1.5 trillion tokens", "1.5 trillion tokens"),
    ],
)
def test_a_figure_in_words(text: str, words: str) -> None:
    (found,) = figures.of(text)
    assert wording.figure(found) == words


@given(
    st.sampled_from(
        [
            ("percent", "%"),
            ("people", "people"),
            ("chips", "chips"),
            ("power", "W"),
            ("energy", "Wh"),
            ("multiple", "x"),
        ]
    ),
    st.integers(2, 10**7),
)
def test_a_figure_that_we_write_reads_as_itself(kind: tuple[str, str], value: int) -> None:
    (found,) = figures.of(wording.figure(Figure(kind[0], float(value), kind[1], 0, 0)))
    assert (found.kind, found.unit) == kind
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "dollars"),
    [("raises $5bn, sells $900m", 5e9), ("$1 million and £1 million", 1.33e6), ("14 billion people", 0.0)],
)
def test_the_largest_sum_of_a_text_is_in_dollars(text: str, dollars: float) -> None:
    assert wording.largest_usd(text) == pytest.approx(dollars, rel=0.1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Money(14.8e9), Money(15e9), True),
        (Money(14.3e9), Money(14e9), True),
        (Money(14.8e9), Money(14e9), False),
        (Money(14.8e9), Money(14.3e9), False),
        (Money(14.8e9), Money(1e10), False),
        (Money(1e9), Money(1e6), False),
        (Money(1e9), Money(1.3e9), False),
        (Money(14.8e9), Money(12.7e9, "EUR"), True),
        (Money(14.8e9), Money(14.8e9, "INR"), False),
        (Money(5e6, "XXX"), Money(5e6, "XXX"), True),
    ],
)
def test_rounding_and_conversion_are_no_disagreement(one: Money, other: Money, *, same: bool) -> None:
    assert wording.near(one, other) is same
    assert wording.near(other, one) is same
