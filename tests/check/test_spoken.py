"""A headline or a text that gives its deal another figure than the deal table does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest import markup
from digest.check import GATES, RULES, Finding, Galley
from digest.check.numbers import spoken
from digest.model import Deal, Money, Section
from tests.records import edition, piece

ROUND = Deal("funding", "Corvane", ("Quillmark",), Money(900e6, "USD"), Money(7e9, "USD"), round="Series C")
BID = Deal("acquisition", "Tall Pines", ("Northwind",), Money(14.8e9, "USD"), stake_percent=49.0)


def found(headline: str, row: Deal, text: str = "It is the largest of the year.") -> list[Finding]:
    told = piece(headline, blurb=markup.escape(text), deals=(row,))
    return list(spoken.of(edition(Section("deals", "Deals", "", (told,)))))


def test_a_headline_with_an_older_sum_than_its_row_is_a_warning() -> None:
    (only,) = found("Corvane raises $750 million", ROUND)
    assert (only.rule, only.level, only.figure) == ("deals-words", "warning", "$750 million")
    assert only.place.endswith("headline")
    assert "the headline says $750 million, its deal row $900M" in only.reason
    assert only.story
    assert only.rule in RULES


def test_the_gate_asks_for_it() -> None:
    told = piece("Corvane raises $750 million", deals=(ROUND,))
    galley = Galley(edition(Section("deals", "Deals", "", (told,))))
    assert "deals-words" in {finding.rule for finding in GATES["deals"](galley)}


@pytest.mark.parametrize(
    ("headline", "row", "figure"),
    [
        ("Corvane banks $750 million", ROUND, "$750 million"),
        ("Corvane raises $750M from Quillmark", ROUND, "$750M"),
        ("Corvane valued at $5 billion", ROUND, "$5 billion"),
        ("Northwind to buy Tall Pines for $10 billion", BID, "$10 billion"),
        ("Northwind buys 30% stake in Tall Pines", BID, "30%"),
    ],
)
def test_a_sum_a_valuation_or_a_share_that_is_not_the_rows_is_found(
    headline: str, row: Deal, figure: str
) -> None:
    (only,) = found(headline, row)
    assert only.figure == figure


def test_a_sentence_of_the_text_that_names_both_sides_is_read_too() -> None:
    (only,) = found("A chip maker is bought", BID, "Northwind has agreed to buy Tall Pines for $10 billion.")
    assert only.figure == "$10 billion"
    assert "the text says" in only.reason


@pytest.mark.parametrize(
    ("headline", "row"),
    [
        ("Corvane raises $900 million", ROUND),
        ("Corvane raises €830 million", ROUND),
        ("Corvane raises more than $750 million", ROUND),
        ("Corvane raises up to $1 billion", ROUND),
        ("Corvane raises nearly $1 billion", ROUND),
        ("Corvane raises $750 million in first tranche of its round", ROUND),
        ("Corvane raised $750 million last year", ROUND),
        ("Corvane raises $750 million in debt", ROUND),
        ("Corvane raises $750 million Series B", ROUND),
        ("Redmill raises $750 million", ROUND),
        ("Corvane earns $750 million", ROUND),
        ("Northwind raises bid for Tall Pines from $10 billion to $14.8 billion", BID),
        ("Northwind to buy Tall Pines for $15 billion", BID),
        ("Northwind pays $14B for Tall Pines", BID),
        ("Northwind to invest $10 billion in Redmill", BID),
        ("Northwind buys 49% stake in Tall Pines", BID),
        ("Corvane wins a customer", ROUND),
    ],
)
def test_rounding_hedges_currencies_parts_and_others_are_left_alone(headline: str, row: Deal) -> None:
    assert found(headline, row) == []


def test_an_older_sum_is_left_alone_where_the_text_has_that_of_the_row() -> None:
    text = "The bid is now worth $14.8 billion."
    assert found("Northwind to buy Tall Pines for $10 billion", BID, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Corvane has raised $300 million.",
        "Northwind agreed to buy a part of Tall Pines for $2 billion in 2023.",
        "Northwind rejected a $10 billion price for Tall Pines.",
        "Tall Pines has sales of $10 billion.",
    ],
)
def test_what_a_text_says_of_other_days_and_things_is_left_alone(text: str) -> None:
    assert found("A deal is done", ROUND, text) == found("A deal is done", BID, text) == []


def test_a_row_without_figures_contradicts_nothing() -> None:
    assert found("Corvane raises $750 million", replace(ROUND, amount=None, valuation=None)) == []


def test_of_one_story_one_sentence_is_told() -> None:
    text = (
        "Northwind has agreed to buy Tall Pines for $10 billion. Northwind buys Tall Pines for $10 billion."
    )
    assert len(found("Northwind buys Tall Pines for $10 billion", BID, text)) == 1
