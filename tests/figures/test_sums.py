"""Sums of money in the forms in which English news writes them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import figures
from digest.figures import wording
from digest.model.figures import QUALIFIERS, Money

PIECES = "$|€|US$|5|1,000|.|2.5| |-|to|and|billion|m|bn|half|a|of|between|over|Rs|crore|dollars|cents"
ALPHABET = st.sampled_from([*PIECES.split("|"), "per", "year", "%", "GW", "May", "2025", "+", "\n"])
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(ALPHABET, max_size=25).map(" ".join), st.lists(ALPHABET).map("".join)
)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("Acme raises $14.8 billion", 14.8e9, "USD"),
        ("a $300-million round", 3e8, "USD"),
        ("it costs US$1,200,000 now", 1.2e6, "USD"),
        ("$5bn for chips", 5e9, "USD"),
        ("worth $1.25tn", 1.25e12, "USD"),
        ("sold for $40m.", 4e7, "USD"),
        ("a $20K bill", 2e4, "USD"),
        ("A $4 billion fund", 4e9, "USD"),
        ("Series C $40 million", 4e7, "USD"),
        ("A$4 billion fund", 4e9, "AUD"),
        ("C$1.2 billion", 1.2e9, "CAD"),
        ("$5 million CAD", 5e6, "CAD"),
        ("HK$3.2bn", 3.2e9, "HKD"),
        ("NT$30 billion", 3e10, "TWD"),
        ("R$700 million", 7e8, "BRL"),
        ("€12.7 billion", 12.7e9, "EUR"),
        ("1 billion euros", 1e9, "EUR"),
        ("£60,000", 6e4, "GBP"),
        ("five million pounds", 5e6, "GBP"),
        ("100 billion yen", 1e11, "JPY"),
        ("3 trillion won", 3e12, "KRW"),
        ("RMB 500 million", 5e8, "CNY"),
        ("2 billion yuan", 2e9, "CNY"),
        ("Rs 500 crore", 5e9, "INR"),
        ("₹3 lakh crore", 3e12, "INR"),
        ("35 lakh rupees", 3.5e6, "INR"),
        ("USD 3 billion", 3e9, "USD"),
        ("3 billion USD", 3e9, "USD"),
        ("CHF2bn", 2e9, "CHF"),
        ("400 million kronor", 4e8, "SEK"),
        ("half a billion dollars", 5e8, "USD"),
        ("one and a half billion dollars", 1.5e9, "USD"),
        ("a quarter of a million dollars", 2.5e5, "USD"),
        ("a billion-dollar deal", 1e9, "USD"),
        ("99 cents", 0.99, "USD"),
        ("three dollars and 50 cents", 3.5, "USD"),
        ("$ 75 million", 7.5e7, "USD"),
    ],
)
def test_a_sum_is_read_in_full_units_of_its_currency(text: str, value: float, currency: str) -> None:
    (found,) = figures.money(text)
    assert (found.unit, found.kind) == (currency, "money")
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "tens of billions of dollars",
        "several hundred million dollars",
        "a few billion dollars",
        "multi-billion-dollar plans",
        "A$AP sings",
        "the team of 5 won again",
        "500 pounds of steel",
        "1.5 million people",
        "build 1.2.3 costs nothing in dollars",
        "H100 euros",
        "€1,5 Mrd",
        "$",
        "dollars",
        "",
    ],
)
def test_what_names_no_sum_gives_none(text: str) -> None:
    assert figures.money(text) == ()


@pytest.mark.parametrize(
    ("text", "qualifier", "words"),
    [
        ("over $10B", "at_least", "over $10B"),
        ("Acme wants more than $10B", "at_least", "more than $10B"),
        ("a $10B+ round", "at_least", "$10B+"),
        ("a $1bn-plus round", "at_least", "$1bn-plus"),
        ("raises north of $5m", "at_least", "north of $5m"),
        ("nearly $3 billion", "about", "nearly $3 billion"),
        ("some $3 billion", "about", "some $3 billion"),
        ("~$3 billion", "about", "~$3 billion"),
        ("just under $3 billion", "about", "just under $3 billion"),
        ("up to $1B", "up_to", "up to $1B"),
        ("as much as $1B", "up_to", "as much as $1B"),
        ("for less than $1B", "up_to", "less than $1B"),
        ("paid $1B", "exact", "$1B"),
    ],
)
def test_the_words_around_a_sum_say_how_sure_it_is_and_stand_inside(
    text: str, qualifier: str, words: str
) -> None:
    (found,) = figures.money(text)
    assert (found.qualifier, text[found.start : found.end]) == (qualifier, words)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("$100-$120 million", 1e8, 1.2e8),
        ("between $3 and $4 billion", 3e9, 4e9),
        ("$3-4 billion", 3e9, 4e9),
        ("$3 billion to $4 billion", 3e9, 4e9),
        ("€5m–€6m", 5e6, 6e6),
        ("3 to 4 billion dollars", 3e9, 4e9),
        ("$900 million to $1.2 billion", 9e8, 1.2e9),
    ],
)
def test_a_range_is_one_figure(text: str, low: float, high: float) -> None:
    (found,) = figures.money(text)
    assert (found.value, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("$14.8 billion (€12.7 billion)", [14.8e9, 12.7e9]),
        ("from $3B to $4B", [3e9, 4e9]),
        ("$5 million to 20 start-ups", [5e6]),
        ("Top 10 - $4 billion", [4e9]),
        ("$10 million and two factories", [1e7]),
        ("fell from $20 to $15", [20.0, 15.0]),
    ],
)
def test_what_is_no_range_stays_apart(text: str, values: list[float]) -> None:
    found = figures.money(text)
    assert [one.value for one in found] == values
    assert all(one.high is None for one in found)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("$2 a month", "month"),
        ("$20 per hour", "hour"),
        ("$3 billion annually", "year"),
        ("$5M-a-year", "year"),
        ("$20/mo", "month"),
        ("$54 a share", "share"),
        ("$2", ""),
    ],
)
def test_a_rate_says_of_what(text: str, per: str) -> None:
    assert figures.money(text)[0].per == per


@given(TEXTS)
def test_figures_never_raise_stand_in_the_text_and_do_not_overlap(text: str) -> None:
    for found in (figures.money(text), figures.of(text)):
        ends = [0]
        for one in found:
            assert ends[-1] <= one.start < one.end <= len(text)
            assert one.high is None or one.high > one.value
            assert one.qualifier in QUALIFIERS
            ends.append(one.end)


@given(
    st.integers(1, 99_999).map(float) | st.integers(1, 9_999).map(lambda whole: whole / 100),
    st.sampled_from([1.0, 1e3, 1e6, 1e9, 1e12]),
    st.sampled_from(["USD", "EUR", "GBP", "INR", "CHF", "CAD", "CNY", "KRW", "SEK", "BRL"]),
    st.sampled_from(QUALIFIERS),
)
def test_a_sum_that_we_write_reads_as_itself(
    number: float, scale: float, currency: str, qualifier: str
) -> None:
    money = Money(float(f"{number * scale:.12g}"), currency, qualifier)
    for words in (wording.short(money), wording.long(money)):
        (found,) = figures.money(words)
        assert (found.unit, found.qualifier) == (currency, qualifier)
        assert found.value == pytest.approx(money.value, rel=1e-9)


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "$1,",
        "1.1.1.1 ",
        " ",
        "between $3 and ",
        "one hundred and ",
        "million ",
        "half a ",
        "$1-",
        "$",
        "A b ",
    ],
)
def test_a_megabyte_of_malice_is_read_in_a_moment(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    figures.money(text)
    figures.of(text)
    assert time.process_time() - began < 4
