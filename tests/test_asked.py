"""What a person types finds the item that they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.asked import EXACT, Asked

TITLE, URL = "Northwind takes a Stake in Tall Pines", "https://www.wire.example/2026/northwind-tall-pines/"


def fit(text: str) -> int:
    return Asked(text).fit(TITLE, URL, ["Ledger Wire", "The Circuit"], ["abc123", "story9"])


@pytest.mark.parametrize(
    "text",
    [
        "https://wire.example/2026/northwind-tall-pines",
        "http://m.wire.example/2026/northwind-tall-pines/index.html?utm_source=mail#top",
        "wire.example/2026/northwind-tall-pines",
        "https://wire.example/2026/northwind%2Dtall-pines",
        "https://www.google.com/url?q=https://wire.example/2026/northwind-tall-pines",
        " abc123 ",
        "story9",
    ],
)
def test_an_address_in_any_spelling_and_an_id_name_it(text: str) -> None:
    assert fit(text) == EXACT


@pytest.mark.parametrize(
    "text", ["https://wire.example/2026/northwind", "https://wire.example/2026/other-tall-pines", "", "  ?! "]
)
def test_another_address_and_nothing_name_nothing(text: str) -> None:
    assert fit(text) == 0


def test_words_count_in_any_order_and_case_and_the_title_comes_first() -> None:
    whole, begun, named = fit("PINES northwind"), fit("north pin"), fit("northwind circuit")
    assert EXACT > whole > begun > named > 0
    assert fit("ledger") == fit("wire.example") == named


def test_the_middle_of_a_word_and_a_word_that_is_not_there_find_nothing() -> None:
    assert fit("wind") == fit("northwind mountains") == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_asked_for_and_finds_the_title_that_it_is(text: str, title: str) -> None:
    assert 0 <= Asked(text).fit(title, URL) <= EXACT
    assert not Asked(title) or Asked(title).address or Asked(title).fit(title, "") > 0
