"""The clues of a text: what the section model reads, and what an explanation can name."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.learned import clues
from tests.oddities import ODD

TITLE = "Northwind Labs raises $2.5 billion to build 14 data centres in 2027"
TEASER = "The maker of chatbots doubles its valuation; staff keep 12% of the shares. Continue reading"
ASK = f"""
import json
from digest.learned import clues
print(json.dumps(clues.of({TITLE!r}, {TEASER!r}, "Ledger Wire")))
"""


def test_the_same_text_has_the_same_clues_in_the_same_order_in_any_process() -> None:
    expected = clues.of(TITLE, TEASER, "Ledger Wire")
    for seed in ("0", "1", "4711"):
        run = subprocess.run(
            [sys.executable, "-c", ASK],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(run.stdout) == expected


def test_every_clue_begins_with_its_block_and_stands_there_once() -> None:
    found = clues.of(TITLE, TEASER, "Ledger Wire")
    assert set(found) == set(clues.BLOCKS)
    for block, held in found.items():
        assert all(clue.startswith(f"{block}:") for clue in held)
        assert len(held) == len(set(held))


def test_sums_years_shares_and_numbers_are_each_one_word_whatever_their_size() -> None:
    assert clues.tokens("$40 billion") == clues.tokens("€7bn") == ["zbigmoney"]
    assert clues.tokens("$300,000") == clues.tokens("£12 million") == ["zmoney"]
    assert clues.tokens("in 2027") == clues.tokens("in 1999") == ["in", "zyear"]
    assert clues.tokens("40%") == clues.tokens("3.5 percent") == ["zpercent"]
    assert clues.tokens("14 plants") == ["znum", "plants"]


def test_case_and_the_shape_of_quotes_make_no_difference() -> None:
    assert clues.tokens("Northwind’s “New” Chip") == clues.tokens('NORTHWIND\'S "new" chip')


def test_a_report_without_teaser_says_so() -> None:
    assert "p:no teaser" in clues.of(TITLE, "", "Ledger Wire")["p"]
    assert "p:no teaser" not in clues.of(TITLE, TEASER, "Ledger Wire")["p"]


def test_a_text_that_names_nothing_of_the_field_says_so() -> None:
    assert "p:no word of the field" in clues.of("A cheese wins a prize", "", "")["p"]
    assert "p:no word of the field" not in clues.of("A chatbot wins a prize", "", "")["p"]


def test_the_invitation_to_read_on_is_no_part_of_the_text() -> None:
    assert not any("continue" in clue for clue in clues.of(TITLE, TEASER, "")["s"])


def test_what_stands_after_the_opening_is_not_read() -> None:
    opening = "word " * (clues.TEASER_CHARS // 5)
    assert clues.of("A title", opening, "") == clues.of("A title", f"{opening}secret", "")


@settings(deadline=None)  # the first example opens the weights
@given(title=ODD, teaser=ODD, publisher=ODD)
def test_no_text_is_too_odd_to_read(title: str, teaser: str, publisher: str) -> None:
    assert set(clues.of(title, teaser, publisher)) == set(clues.BLOCKS)


@settings(deadline=None)  # the first example opens the weights
@given(st.text())
def test_tokens_are_never_empty(text: str) -> None:
    assert all(clues.tokens(text))
