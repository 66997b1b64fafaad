"""Frames of headlines in all their dress: who buys, lends and gives up, and what is no deal at all."""

from __future__ import annotations

import pytest

from digest import deals
from digest.model.figures import Money


@pytest.mark.parametrize(
    ("title", "kind", "share", "amount"),
    [
        ("Zintech takes 12% of Morvane for $300M", "investment", 12.0, 300e6),
        ("Zintech to buy 15 percent of Morvane", "investment", 15.0, None),
        ("Zintech in talks to take up to 20% of Morvane", "investment", 20.0, None),
        ("Zintech Acquires 60% of Morvane for $2 Billion", "acquisition", 60.0, 2e9),
        ("Norway takes a 10% stake in Morvane", "investment", 10.0, None),
        ("Zintech raises its stake in Morvane to 30%", "investment", 30.0, None),
        ("Zintech sells 5% of Morvane for $90M", "tender", 5.0, 90e6),
    ],
)
def test_a_share_in_percent_is_bought_and_sold(
    title: str, kind: str, share: float, amount: float | None
) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.company, deal.stake_percent) == (kind, "Morvane", share)
    assert (deal.amount and deal.amount.value) == amount


def test_a_percentage_of_a_share_price_is_no_stake() -> None:
    assert [
        deal.stake_percent for deal in deals.read("Zintech signs $2bn Morvane deal, shares soar 30%")
    ] == [None]


@pytest.mark.parametrize(
    "title",
    [
        "Zintech drops $3bn Morvane bid",
        "Zintech shelves plan to buy Morvane",
        "Zintech walks away from $3bn deal for Morvane",
        "Zintech wanted to buy Morvane but backed out",
        "EU blocks Zintech’s $3bn Morvane takeover",
        "Zintech no longer in talks to acquire Morvane",
        "Zintech calls off Morvane merger",
    ],
)
def test_what_fell_through_is_withdrawn(title: str) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.company, deal.status) == ("acquisition", "Morvane", "withdrawn")


def test_a_product_that_blocks_attacks_withdraws_no_round() -> None:
    (deal,) = deals.read("Morvane raises $18M for a platform that blocks fraud")
    assert deal.status == "announced"


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Morvane Is Bought by Zintech for $80 Million", "announced"),
        ("Morvane to be acquired by Zintech", "announced"),
        ("Morvane sells to Zintech for $80M", "announced"),
        ("Six-year-old, bootstrapped app maker Morvane sells to Zintech for $80M", "announced"),
        ("Morvane was acquired by Zintech for $80 million", "closed"),
    ],
)
def test_the_one_who_is_bought_may_come_first(title: str, status: str) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.company, deal.counterparties) == ("acquisition", "Morvane", ("Zintech",))
    assert deal.status == status


@pytest.mark.parametrize(
    "title",
    [
        "Zintech raises offer for chip maker Morvane to $80 million",
        "Zintech has raised its bid for Morvane to $80 million",
        "Zintech raises takeover bid for Morvane to $80 million",
    ],
)
def test_whoever_raises_a_bid_raises_no_money(title: str) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.company, deal.counterparties) == ("acquisition", "Morvane", ("Zintech",))
    assert deal.amount == Money(80e6, "USD")


@pytest.mark.parametrize(
    "title",
    [
        "Morvane hits $2B valuation with $200M Series C",
        "Morvane reaches $2 billion valuation after $200 million raise",
        "Morvane keeps growing with $200M at a $2B valuation",
        "Morvane more than doubles valuation to $2B with $200M round",
    ],
)
def test_a_valuation_beside_a_round_is_one_deal(title: str) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.amount, deal.valuation) == ("funding", Money(200e6), Money(2e9))


def test_two_deals_of_one_company_are_two() -> None:
    first, second = deals.read("Morvane raises $230M, acquires Brindlex")
    assert (first.kind, first.company, first.amount) == ("funding", "Morvane", Money(230e6))
    assert (second.kind, second.company, second.counterparties) == ("acquisition", "Brindlex", ("Morvane",))
    assert second.amount is None


@pytest.mark.parametrize(
    ("title", "kind", "company", "parties"),
    [
        ("Goldman, JPMorgan to lend Morvane $10 billion", "funding", "Morvane", ("Goldman", "JPMorgan")),
        ("Banks in talks to back Morvane for new $10B campus", "funding", "Morvane", ()),
        ("Morvane signs deal, worth $4B, for chips from Zintech", "contract", "Zintech", ("Morvane",)),
        ("Morvane to buy $4 billion of chips from Zintech", "contract", "Zintech", ("Morvane",)),
        ("Morvane orders $4bn of Zintech chips", "contract", "Zintech", ("Morvane",)),
        ("Morvane acquires former steel plant in Ohio for $60M", "spending", "Morvane", ()),
        ("Morvane raises $60 million to fund expansion", "funding", "Morvane", ()),
        ("Orrin Ventures raises $60 million", "fund", "Orrin Ventures", ()),
        ("Builder Ventures raises $60 million", "fund", "Builder Ventures", ()),
        ("Zintech explores sale of Morvane", "acquisition", "Morvane", ()),
        ("Norway awards $60M to Morvane", "funding", "Morvane", ("Norway",)),
        ("The story of how toy startup Morvane raised $60M", "funding", "Morvane", ()),
        ("Maker of sleep app Morvane raises $60M", "funding", "Morvane", ()),
        ("Harvard grad and insurance broker Morvane raises $60M", "funding", "Morvane", ()),
        ("Bank of Borneo invests $60M in Morvane", "investment", "Morvane", ("Bank of Borneo",)),
        ("Zintech’s Arm raises $60M", "funding", "Arm", ()),
        ("Franco-German Morvane raises $60M", "funding", "Morvane", ()),
        ("Morvane sells $2bn of bonds", "funding", "Morvane", ()),
        ("Morvane to raise $300M in tender offer", "tender", "Morvane", ()),
    ],
)
def test_who_is_meant_and_what_for(title: str, kind: str, company: str, parties: tuple[str, ...]) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.company, deal.counterparties) == (kind, company, parties)


@pytest.mark.parametrize(
    "title",
    [
        "US venture funding surges to record $267B",
        "Global AI investment falls to $40 billion",
        "From Zintech’s $3bn deal to Morvane’s lawsuit, the week in law",
        "Talent acquisition with Zintech in a $40M market",
        "Zintech raises questions with Morvane",
        "Zintech takes 15% cut of sales",
        "A bill would require makers to list training data",
        "Zintech will pay $60 million to settle claims",
        "Zintech rakes in $390m from chip sales",
    ],
)
def test_words_of_deals_alone_are_none(title: str) -> None:
    assert deals.read(title) == ()


@pytest.mark.parametrize(
    "title",
    [
        "$4B-valued Morvane raises $90M",
        "Morvane hits $100M ARR, raises $90M Series B",
        "Morvane raises $90M to tackle $50B payroll market",
        "Morvane raises $90M as revenue pace nears $300 million",
    ],
)
def test_other_figures_are_no_sums_of_the_round(title: str) -> None:
    (deal,) = deals.read(title)
    assert (deal.amount, deal.valuation) == (Money(90e6), None)


def test_open_source_is_no_source() -> None:
    assert deals.read("Morvane raises $9M for open source tools")[0].status == "announced"


def test_a_paper_that_reports_makes_a_rumour() -> None:
    assert deals.read("Morvane to raise $90M, Nikkei reports")[0].status == "rumoured"


def test_nearly_is_no_rumour() -> None:
    assert deals.read("Morvane raises nearly $5 billion")[0].status == "announced"


def test_what_stands_in_parentheses_parts_nothing() -> None:
    (deal,) = deals.read("Zintech is buying Morvane (formerly known as Brindlex) for just $125M")
    assert (deal.company, deal.amount) == ("Morvane", Money(125e6))


def test_history_in_running_text_is_closed() -> None:
    (deal,) = deals.of_sentence("Prices rise, with Zintech pouring over $13 billion into Morvane.")
    assert deal.status == "closed"
    (deal,) = deals.of_sentence("Morvane raised $40 million in 2023.")
    assert deal.status == "closed"


def test_a_series_is_nobody() -> None:
    text = "A $500 million valuation for a Series A round is a testament to Morvane’s early growth."
    assert all(deal.company != "Series A" for deal in deals.of_sentence(text, ("Morvane",)))


def test_the_summary_names_the_firm_that_people_founded() -> None:
    title = "The founders of Zintech are back with a $20M seed raise"
    assert (
        deals.read(title, "Brindlex, a company that checks invoices, has new backers.")[0].company
        == "Brindlex"
    )


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Morvane set for $14 billion valuation with new funding round", "rumoured"),
        ("Morvane speeds up its plans with $12M in funding", "announced"),
        ("Morvane’s funding could exceed $2 billion", "rumoured"),
        ("Morvane nears $2 billion round", "rumoured"),
        ("Zintech buys Morvane for close to $2bn", "announced"),
        ("Reports: Zintech to acquire Morvane", "rumoured"),
    ],
)
def test_how_far_it_has_come(title: str, status: str) -> None:
    (deal,) = deals.read(title)
    assert deal.status == status


@pytest.mark.parametrize(
    "title", ["Morvane grows but isn’t rushing to go public", "Zintech chips worth $1bn vanish"]
)
def test_what_is_not_done_is_none(title: str) -> None:
    assert deals.read(title) == ()


def test_one_who_may_buy_stands_right_before_buying() -> None:
    (deal,) = deals.read("Norway is open to Zintech or Orrin buying Morvane")
    assert (deal.company, deal.counterparties) == ("Morvane", ("Zintech", "Orrin"))
