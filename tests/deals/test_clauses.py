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
        "Morvane co-founder is worth $3 billion",
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


def test_what_another_company_is_to_buy_is_not_closed_but_what_it_bought_is() -> None:
    one, two = (
        deals.read(f"Quillio raises $40M; Zintech {verb} Morvane for $2B") for verb in ("to buy", "bought")
    )
    assert ([deal.status for deal in one], two[1].status) == (["announced", "announced"], "closed")


@pytest.mark.parametrize(
    "title",
    [
        "Startup founded by former Zintech engineers is worth $3 billion",
        "Zintech founder's startup now worth $3B",
    ],
)
def test_a_company_told_by_its_people_is_worth_something(title: str) -> None:
    assert [(deal.kind, deal.valuation and deal.valuation.value) for deal in deals.read(title)] == [
        ("valuation", 3e9)
    ]
    assert deals.read(title)[0].company != "Startup"


def test_an_earlier_round_after_a_semicolon_is_closed() -> None:
    told = deals.read("Quillio raises $90M Series B; it raised $20M in 2023")
    assert [deal.status for deal in told] == ["announced", "closed"]


@pytest.mark.parametrize("verb", ["inks", "strikes", "lands", "seals", "clinches", "signs"])
@pytest.mark.parametrize("noun", ["agreement", "pact", "accord", "deal"])
def test_an_agreement_over_supplies_is_a_contract(verb: str, noun: str) -> None:
    (deal,) = deals.read(f"Zintech {verb} $4 billion cloud {noun} with Morvane")
    assert (deal.kind, {deal.company, *deal.counterparties}) == ("contract", {"Zintech", "Morvane"})


def test_a_credit_agreement_and_a_round_are_funding() -> None:
    assert [
        deals.read(f"Zintech {what}")[0].kind for what in ("secures $50M loan agreement", "inks $40M seed")
    ] == [
        "funding",
        "funding",
    ]


@pytest.mark.parametrize(
    ("title", "giver"),
    [
        ("Navy awards Morvane $80 million order for sonar", "Navy"),
        ("NASA Awards Morvane a $75M Contract", "NASA"),
        ("Air Force awards Morvane $60M contract for Quillio", "Air Force"),
    ],
)
def test_who_is_awarded_a_contract_is_the_company(title: str, giver: str) -> None:
    assert [(deal.kind, deal.company, deal.counterparties) for deal in deals.read(title)] == [
        ("contract", "Morvane", (giver,))
    ]


def test_what_a_jury_awards_is_no_contract() -> None:
    assert deals.read("Jury awards Morvane $75M in contract case") == ()


@pytest.mark.parametrize(
    ("title", "amount", "status"),
    [
        ("Quillio takes Morvane private in $4.1bn deal", 4.1e9, "announced"),
        ("Quillio Takes Software Maker Morvane Private for $4.1 Billion", 4.1e9, "announced"),
        ("Quillio in talks to take Morvane private", None, "rumoured"),
    ],
)
def test_who_is_taken_private_is_bought(title: str, amount: float | None, status: str) -> None:
    (deal,) = deals.read(title)
    assert _row(deal) == ("acquisition", "Morvane", amount, None, status)
    assert deal.counterparties == ("Quillio",)


def test_nobody_is_bought_with_private_things() -> None:
    assert deals.read("Zintech takes on private clouds") == ()


@pytest.mark.parametrize("name", ["Wrappling", "Ramp", "Morvane"])
@pytest.mark.parametrize("words", ["now worth $4 billion", "Now Worth $4 Billion"])
def test_any_capital_may_be_worth_something(name: str, words: str) -> None:
    assert _told(f"{name} {words}") == [("valuation", name, None, 4e9, "announced")]


@pytest.mark.parametrize("where", ["Hong Kong listing", "New York listing", "London IPO"])
def test_a_sum_sought_in_a_listing_is_rumoured(where: str) -> None:
    assert _told(f"Morvane seeks HK$3 billion in {where}") == [("ipo", "Morvane", 3e9, None, "rumoured")]


@pytest.mark.parametrize(
    "title",
    [
        "Snackbook parent Morvane acquires chip startup Quillio",
        "Snackbook Parent Morvane Corp Acquires Chip Startup Quillio",
    ],
)
def test_the_parent_acts_and_not_what_it_owns(title: str) -> None:
    (deal,) = deals.read(title)
    assert (deal.company, deal.counterparties) == ("Quillio", ("Morvane",))


def test_a_parent_without_a_name_goes_by_what_it_owns() -> None:
    (deal,) = deals.read("Snackbook parent in talks to buy Morvane")
    assert (deal.company, deal.counterparties, deal.status) == ("Morvane", ("Snackbook",), "rumoured")
