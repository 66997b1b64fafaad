"""Tokens: good for one reader, one list and one purpose, and for nothing that differs by a bit."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.readers import tokens
from digest.readers.keys import Keys
from digest.readers.tokens import Claim, Purpose

KEYS = Keys({"aa": bytes(range(32)), "ab": bytes(range(32, 64))})
READER = "abcdefgh2345abcd"
CLAIM = Claim(Purpose.LEAVE, 7, READER)
TOKEN = tokens.token(KEYS, CLAIM)

claims = st.builds(
    Claim,
    st.sampled_from(Purpose),
    st.integers(1, 32**4 - 1),
    st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16),
)


@given(claims)
def test_a_token_says_what_was_put_into_it(claim: Claim) -> None:
    made = tokens.token(KEYS, claim)
    assert tokens.read(KEYS, made, claim.purpose) == claim
    assert len(made) == tokens.LENGTH


@given(claims)
def test_a_token_outlives_a_server_that_writes_addresses_in_capitals(claim: Claim) -> None:
    assert tokens.read(KEYS, tokens.token(KEYS, claim).upper(), claim.purpose) == claim


def test_no_bit_of_a_token_can_be_flipped() -> None:
    raw = TOKEN.encode("ascii")
    for bit in range(8 * len(raw)):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        assert tokens.read(KEYS, flipped.decode("latin-1"), Purpose.LEAVE) is None, bit


@pytest.mark.parametrize("place", range(tokens.LENGTH))
def test_no_letter_of_a_token_can_be_another_or_be_lacking(place: int) -> None:
    for letter in string.ascii_letters + string.digits + "-._~":
        if letter != TOKEN[place]:
            assert tokens.read(KEYS, TOKEN[:place] + letter + TOKEN[place + 1 :], Purpose.LEAVE) is None
    assert tokens.read(KEYS, TOKEN[:place] + TOKEN[place + 1 :], Purpose.LEAVE) is None


@pytest.mark.parametrize(
    "given", ["", " ", TOKEN + "a", TOKEN + "\n", f" {TOKEN}", "ü" * 49, "\0" * 49, TOKEN * 2]
)
def test_what_is_no_token_is_refused(given: str) -> None:
    assert tokens.read(KEYS, given, Purpose.LEAVE) is None


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.BOUNCE])
def test_a_token_is_good_for_its_own_purpose_only(purpose: Purpose) -> None:
    assert tokens.read(KEYS, TOKEN, purpose) is None


def test_an_old_token_stays_good_after_a_new_key_has_come() -> None:
    old = tokens.token(Keys({"aa": KEYS.by_id["aa"]}), CLAIM)
    assert old != TOKEN
    assert tokens.read(KEYS, old, Purpose.LEAVE) == CLAIM


def test_a_token_of_a_key_that_is_not_ours_is_refused() -> None:
    other = Keys({"ab": bytes(32)})
    assert tokens.read(other, TOKEN, Purpose.LEAVE) is None
    assert tokens.read(Keys({"zz": bytes(32)}), TOKEN, Purpose.LEAVE) is None
