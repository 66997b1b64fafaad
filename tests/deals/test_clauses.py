"""Whose sum it is, and what is told of nobody: totals, people's pay, two companies in one headline."""

from __future__ import annotations

import pytest

from digest import deals
from digest.model.figures import Deal


def _told(title: str) -> list[tuple[str, str, float | None, float | None, str]]:
    return [_row(deal) for deal in deals.read(title)]


def _row(deal: Deal) -> tuple[str, str, float | None, float | None, str]:
    amount = deal.amount.value if deal.amount else None
    valuation = deal.valuation.value if deal.valuation else None
    return deal.kind, deal.company, amount, valuation, deal.status


@pytest.mark.parametrize(
    "title",
    [
        "Venture funding for robotics startups reached $31 billion this spring, Dealbook shows",
        "VC investment in chip companies tops $9 billion, Zintech says",
        "Startup funding in European AI firms fell to $4 billion",
    ],
)
def test_what_all_companies_raise_is_no_deal(title: str) -> None:
    assert deals.read(title) == ()


def test_who_only_tells_it_is_no_party() -> None:
    assert all(
        "Zintech" not in (deal.company, *deal.counterparties)
        for deal in deals.read("Closes $40 million funding round, Zintech data shows")
    )


@pytest.mark.parametrize(
    "title",
    [
        "Ann Lee's bonus package worth $2 billion is approved",
        "Zintech chief's compensation package worth $900 million irks holders",
        "Chip startup founders who are now worth $3 billion",
        "The AI engineers worth $100 million",
    ],
)
def test_what_people_have_is_no_valuation(title: str) -> None:
    assert deals.read(title) == ()


def test_a_company_of_founders_is_worth_something() -> None:
    assert _told("Morvane is now worth $3 billion") == [("valuation", "Morvane", None, 3e9, "announced")]


@pytest.mark.parametrize("kicker", ["", "Morning Notes: "])
@pytest.mark.parametrize("join", [", and", " and"])
def test_the_sum_belongs_to_the_second_company(kicker: str, join: str) -> None:
    assert _told(f"{kicker}Zintech acquires Morvane{join} Quillio raises $90M at a $2B valuation") == [
        ("acquisition", "Morvane", None, None, "announced"),
        ("funding", "Quillio", 90e6, 2e9, "announced"),
    ]


def test_news_of_another_company_after_a_semicolon_is_new() -> None:
    assert _told("Zintech acquires Morvane; Quillio raises $90M at $2B valuation") == [
        ("acquisition", "Morvane", None, None, "announced"),
        ("funding", "Quillio", 90e6, 2e9, "announced"),
    ]


def test_an_earlier_round_after_a_semicolon_is_closed() -> None:
    told = deals.read("Quillio raises $90M Series B; it raised $20M in 2023")
    assert [deal.status for deal in told] == ["announced", "closed"]
