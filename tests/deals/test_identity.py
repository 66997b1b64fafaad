"""Which deals are one, and what is made of several readings of one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deals import identity
from digest.model import KINDS, STATUSES, Deal, Money, Statement

TALKS = Deal("investment", "Scale AI", ("Meta",), Money(10e9, qualifier="at_least"), status="rumoured")
SIGNED = Deal("investment", "Scale AI", ("Meta Platforms, Inc.",), Money(14.8e9), stake_percent=49)
PARTIES = ("Larkspur", "Ferrous Labs", "Oak & Ash Capital", "")
DEALS = st.builds(
    Deal,
    kind=st.sampled_from(KINDS),
    company=st.sampled_from(PARTIES),
    counterparties=st.lists(st.sampled_from(PARTIES[:3]), max_size=2, unique=True).map(tuple),
    amount=st.none()
    | st.builds(Money, st.sampled_from((1e6, 2e6, 5e7, 1e9)), st.sampled_from(("USD", "EUR"))),
    status=st.sampled_from(STATUSES),
)


def test_talks_and_signature_of_one_stake_are_one_deal() -> None:
    assert identity.same(TALKS, SIGNED)


def test_a_stake_that_one_outlet_calls_a_purchase_is_one_deal() -> None:
    assert identity.same(replace(SIGNED, kind="acquisition", amount=Money(14e9)), SIGNED)


@pytest.mark.parametrize(
    "other",
    [
        Deal("tender", "Scale AI", (), None, Money(25e9), status="rumoured"),
        Deal("investment", "Scale AI", ("Larkspur",), Money(14e9)),
        Deal("investment", "Ferrous Labs", ("Meta",), Money(14.8e9)),
        Deal("investment", "Scale AI", ("Meta",), Money(1e9)),
    ],
    ids=["sale of shares", "another investor", "another company", "another sum"],
)
def test_other_deals_stay_others(other: Deal) -> None:
    assert not identity.same(SIGNED, other)


def test_two_rounds_of_one_company_are_two_deals() -> None:
    first = Deal("funding", "Larkspur", (), Money(20e6), round="Series A")
    assert not identity.same(first, Deal("funding", "Larkspur", (), Money(20e6), round="Series B"))


def test_the_same_sum_in_another_currency_is_the_same_deal() -> None:
    euros = Deal("funding", "Larkspur", (), Money(92e6, "EUR"))
    assert identity.same(euros, Deal("funding", "Larkspur", ("Oak Capital",), Money(100e6)))


def test_a_merger_told_from_either_side_is_one() -> None:
    one = Deal("acquisition", "Larkspur", ("Ferrous Labs",))
    assert identity.same(one, Deal("acquisition", "Ferrous Labs", ("Larkspur",)))


def test_a_deal_of_two_firms_is_one_whoever_is_said_to_buy() -> None:
    one = Deal("investment", "Larkspur", ("Ferrous Labs",), None, Money(14e9))
    assert identity.same(one, Deal("contract", "Ferrous Labs", ("Larkspur",), Money(1.3e9, "EUR")))


def test_the_merged_deal_has_the_last_state_and_every_statement() -> None:
    said = [Statement(str(n), f"Sentence {n}.", "", deal) for n, deal in enumerate((TALKS, SIGNED))]
    told = [replace(one.deal, statements=(one,)) for one in said]
    found = identity.merged(told)
    assert (found.status, found.amount, found.stake_percent) == ("announced", Money(14.8e9), 49)
    assert len(found.counterparties) == 1
    assert found.statements == tuple(said)


def test_a_rumour_that_comes_late_takes_nothing_back() -> None:
    assert identity.merged([SIGNED, TALKS]).status == "announced"
    assert identity.merged([SIGNED, TALKS]).amount == Money(14.8e9)


def test_one_headline_that_runs_ahead_of_the_talks_announces_nothing() -> None:
    assert identity.merged([TALKS, SIGNED, TALKS, TALKS]).status == "rumoured"
    assert identity.merged([TALKS, TALKS, SIGNED]).status == "announced"


def test_what_was_called_off_stays_called_off_until_it_is_announced_again() -> None:
    off = replace(SIGNED, status="withdrawn")
    assert identity.merged([SIGNED, off, TALKS]).status == "withdrawn"
    assert identity.merged([off, SIGNED]).status == "announced"
    assert identity.merged([off, off, SIGNED]).status == "withdrawn"


def test_an_exact_sum_stands_before_a_hedged_one() -> None:
    hedged = replace(SIGNED, amount=Money(14e9, qualifier="at_least"))
    assert identity.merged([SIGNED, hedged]).amount == Money(14.8e9)


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="no deal"):
        identity.merged([])


def test_a_report_that_names_the_sum_and_one_party_tells_no_second_deal() -> None:
    budget = Deal("spending", "Meta", (), Money(14.8e9))
    assert identity.same(SIGNED, budget)
    found = identity.merged([budget, SIGNED])
    assert (found.kind, found.company, found.counterparties) == (
        "investment",
        "Scale AI",
        SIGNED.counterparties,
    )


def test_two_stakes_of_one_investor_at_one_price_are_two_deals() -> None:
    assert not identity.same(SIGNED, replace(SIGNED, company="Ferrous Labs"))


def test_two_companies_with_the_same_investors_are_two_deals() -> None:
    first = Deal("funding", "Quarry", ("Oak", "Northwind"), Money(1e9))
    assert not identity.same(first, replace(first, company="Basalt"))


def test_a_valuation_that_one_report_takes_for_the_price_is_none() -> None:
    sale = Deal("tender", "Scale AI", (), None, Money(25e9, "USD", "up_to"), status="rumoured")
    slip = Deal("spending", "Scale AI", (), Money(25e9), status="rumoured")
    found = identity.merged([slip, sale])
    assert identity.same(sale, slip)
    assert (found.amount, found.valuation) == (None, sale.valuation)


def _told(deal: Deal, words: str = "") -> Deal:
    return replace(deal, statements=(Statement("e", "It says so.", words, deal),))


def test_what_is_done_in_passing_is_done_only_where_nobody_knows_better() -> None:
    passing = _told(Deal("tender", "Scale AI", (), Money(14.8e9), status="closed"))
    found = identity.merged([_told(SIGNED), passing])
    assert (found.status, found.kind) == ("announced", "investment")
    assert identity.merged([passing]).status == "closed"
    done = _told(replace(SIGNED, status="closed"), "completes")
    assert identity.merged([_told(SIGNED), done]).status == "closed"


def test_who_names_all_parties_knows_best_which_of_them_is_the_company() -> None:
    whole = Deal("investment", "Joulent", ("National Grid",), Money(1.75e9))
    half = Deal("spending", "National Grid", (), Money(1.75e9))
    found = identity.merged([whole, half, half])
    assert (found.kind, found.company, found.counterparties) == ("investment", "Joulent", ("National Grid",))


def test_a_company_is_called_by_its_full_name() -> None:
    short = replace(SIGNED, company="Scale")
    assert identity.merged([short, SIGNED, short]).company == "Scale AI"


def test_a_fund_that_one_report_calls_spending_is_a_fund() -> None:
    fund = Deal("fund", "Cisco", (), Money(1e9))
    assert identity.merged([fund, replace(fund, kind="spending")]).kind == "fund"


@given(DEALS, DEALS)
def test_sameness_does_not_depend_on_the_order(one: Deal, other: Deal) -> None:
    assert identity.same(one, other) == identity.same(other, one)


@given(st.lists(DEALS, max_size=6))
def test_putting_together_loses_no_company_and_changes_nothing_the_second_time(deals: list[Deal]) -> None:
    found = identity.together(deals)
    assert len(found) <= len(deals)
    assert {deal.kind for deal in found} <= {deal.kind for deal in deals}
