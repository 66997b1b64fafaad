"""Claims: what a figure is, whose it is, and how far the deal has come; nothing where that is not clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import claims
from digest.model import STATUSES, Claim

ROLES = {
    "amount", "valuation", "stake", "revenue", "profit", "headcount", "layoffs", "capacity", "chips", "fine",
    "price", "users", "growth", "date", "figure",
}  # fmt: skip


def read(sentence: str) -> dict[str, Claim]:
    """Claims by the words of their figures."""
    found = claims.of("e1", sentence)
    return {sentence[one.figure.start : one.figure.end]: one for one in found}


@pytest.mark.parametrize(
    ("sentence", "figure", "role"),
    [
        ("Brightloom raised $120 million in a Series B.", "$120 million", "amount"),
        ("Brightloom raised $120 million at a valuation of $2 billion.", "$120 million", "amount"),
        ("Brightloom raised $120 million at a valuation of $2 billion.", "$2 billion", "valuation"),
        ("A $40 million round values Brightloom at $900 million.", "$40 million", "amount"),
        ("A $40 million round values Brightloom at $900 million.", "$900 million", "valuation"),
        ("Vantor takes a 49% stake in Brightloom.", "49%", "stake"),
        ("Brightloom posted revenue of $870 million.", "$870 million", "revenue"),
        ("Brightloom made a loss of $35 million.", "$35 million", "profit"),
        ("Brussels fined Vantor €500 million.", "€500 million", "fine"),
        ("The assistant costs $20 a month.", "$20 a month", "price"),
        ("Vantor will cut 1,400 jobs.", "1,400 jobs", "layoffs"),
        ("Vantor has 1,400 employees.", "1,400 employees", "headcount"),
        ("The campus will draw 300 MW.", "300 MW", "capacity"),
        ("Sales grew 23% over the year.", "23%", "growth"),
        ("It opened in March 2024.", "March 2024", "date"),
        ("The answer was 42,000.", "42,000", "figure"),
    ],
)
def test_the_words_beside_a_figure_say_what_it_is(sentence: str, figure: str, role: str) -> None:
    assert read(sentence)[figure].role == role


@pytest.mark.parametrize(
    ("sentence", "figure", "company"),
    [
        ("Brightloom raised $120 million.", "$120 million", "Brightloom"),
        ("Brightloom's valuation is $2 billion.", "$2 billion", "Brightloom"),
        ("Vantor takes a 49% stake in Brightloom.", "49%", "Brightloom"),
        ("Vantor spent $72 billion while Quillmark spent $85 billion.", "$72 billion", "Vantor"),
        ("Vantor spent $72 billion while Quillmark spent $85 billion.", "$85 billion", "Quillmark"),
        ("The startup raised $5 million from Vantor.", "$5 million", ""),
        ("Nobody knows who paid $5 million.", "$5 million", ""),
    ],
)
def test_a_figure_belongs_to_whom_the_sentence_gives_it_and_else_to_nobody(
    sentence: str, figure: str, company: str
) -> None:
    assert read(sentence)[figure].company == company


def test_the_stage_of_a_deal_is_told_where_words_say_it_and_left_open_elsewhere() -> None:
    assert read("Vantor is in talks to buy Brightloom for $2 billion.")["$2 billion"].stage == "rumoured"
    assert read("Vantor has 1,400 employees.")["1,400 employees"].stage == ""


def test_a_claim_keeps_its_entry_and_its_sentence() -> None:
    sentence = "Brightloom raised $120 million."
    (claim,) = claims.of("entry7", sentence)
    assert (claim.entry, claim.sentence) == ("entry7", sentence)


def test_a_sentence_without_figures_claims_nothing() -> None:
    assert claims.of("e1", "Brightloom changed its name.") == ()


_WORDS = "Vantor|$2 billion|49%|of|raised|valued at|Brightloom's|,|while|12,000 jobs|–|spent|in|Quillmark"
_TOLD = st.lists(st.sampled_from(_WORDS.split("|")), max_size=25).map(" ".join)


@given(st.text(max_size=300) | _TOLD)
def test_any_sentence_gives_claims_of_the_closed_lists_with_spans_inside(sentence: str) -> None:
    for claim in claims.of("e", sentence):
        assert 0 <= claim.figure.start < claim.figure.end <= len(sentence)
        assert claim.role in ROLES
        assert claim.stage in ("", *STATUSES)
        assert claim.company in sentence
