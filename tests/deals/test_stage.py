"""How far a deal has come is read from the words that say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deals import stage
from digest.model.figures import STATUSES


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("Zintech is in talks to buy Morvane", "rumoured", "in talks"),
        ("Morvane has reportedly closed its round", "rumoured", "reportedly"),
        ("Zintech completes purchase of Morvane", "closed", "completes"),
        ("Zintech Abandons plan to buy Morvane", "withdrawn", "Abandons"),
        ("Morvane raises $3M", "announced", ""),
        ("", "announced", ""),
    ],
)
def test_the_strongest_words_decide(text: str, status: str, words: str) -> None:
    assert stage.of(text) == (status, words)


@given(st.text(max_size=200))
def test_the_words_stand_in_the_text(text: str) -> None:
    status, words = stage.of(text)
    assert status in STATUSES
    assert words in text
