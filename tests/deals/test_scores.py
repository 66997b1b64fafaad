"""Readings are measured against labels deal by deal."""

from __future__ import annotations

from dataclasses import replace

from digest.deals import scores
from digest.model.figures import Deal, Money

TRUE = Deal("funding", "Morvane Inc", ("Orrin",), Money(3e6), status="announced")


def test_a_perfect_reading_scores_one_and_invents_nothing() -> None:
    found = scores.of([((replace(TRUE, company="Morvane"),), (TRUE,)), ((), ())])
    assert found["deal or not, F1"] == found["whole deal right"] == found["counterparties, F1"] == 1.0
    assert found["amounts invented"] == 0.0


def test_a_wrong_qualifier_is_a_wrong_amount_but_none_invented() -> None:
    found = scores.of([((replace(TRUE, amount=Money(3e6, "USD", "about")),), (TRUE,))])
    assert (found["amount right"], found["whole deal right"], found["amounts invented"]) == (0.0, 0.0, 0.0)


def test_an_amount_that_no_label_has_is_invented() -> None:
    assert scores.of([((TRUE,), (replace(TRUE, amount=None),))])["amounts invented"] == 1.0
    assert scores.of([((TRUE,), ())])["amounts invented"] == 1.0


def test_deals_of_one_headline_are_aligned_by_company_first() -> None:
    other = replace(TRUE, company="Brindle", amount=Money(9e6))
    assert scores.aligned((other, TRUE), (TRUE, other)) == [(TRUE, TRUE), (other, other)]


def test_a_deal_that_was_not_read_has_no_partner() -> None:
    assert scores.aligned((), (TRUE,)) == [(None, TRUE)]
    assert scores.of([((), (TRUE,))])["amount right"] == 0.0


def test_what_no_label_counts_has_no_figure() -> None:
    found = scores.of([((TRUE,), (TRUE,))])
    assert "stake right" not in found
    assert "valuation right" not in found
    assert found["amount right"] == 1.0
    assert dict(scores.of([])) == {}


def test_the_plain_way_takes_the_first_sum_behind_a_verb() -> None:
    (deal,) = scores.plain("Zintech buys Morvane for $9 million, $1 million of it in cash")
    assert (deal.kind, deal.company, deal.amount) == ("acquisition", "Zintech", Money(9e6))
    assert scores.plain("Zintech raises doubts") == scores.plain("Zintech opens an office") == ()
