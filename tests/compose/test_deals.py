"""The deals of a story: read from its reports, put together, and where outlets differ on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest import bookkeeping
from digest.model import Deal, Entry, Money, Story
from tests.records import NOW, entry, story


def report(title: str, day: int, source: str, text: str = "") -> Entry:
    return entry(title, source=source, published=NOW - timedelta(days=7 - day), text=text)


TALKS = report("Northwind in talks to invest over $10 billion in Tall Pines", 1, "Ledger Wire")
PRICE = report("Northwind to take 49% of Tall Pines for $14 billion", 3, "The Circuit")
SIGNED = report(
    "Northwind signs $14.8 billion deal for 49% stake in Tall Pines",
    5,
    "Harbour Daily",
    text="Northwind has signed a deal to buy 49% of Tall Pines for $14.8 billion. "
    "The deal values Tall Pines at $30 billion. Its revenue was $870 million last year.",
)


def made(*entries: Entry) -> Story:
    (found,) = bookkeeping.stories([story(*entries)])
    return found


def only(found: Story) -> Deal:
    (deal,) = found.deals
    return deal


def test_three_reports_of_one_stake_are_one_deal_with_the_last_figures() -> None:
    deal = only(made(SIGNED, TALKS, PRICE))
    assert (deal.kind, deal.company, deal.counterparties) == ("investment", "Tall Pines", ("Northwind",))
    assert (deal.amount, deal.stake_percent, deal.status) == (Money(14.8e9), 49, "announced")
    assert {said.entry for said in deal.statements} == {TALKS.id, PRICE.id, SIGNED.id}


def test_the_text_fills_in_what_the_headline_leaves_open() -> None:
    assert only(made(SIGNED)).valuation == Money(30e9)


def test_revenue_beside_a_deal_is_no_part_of_it() -> None:
    deal = only(made(SIGNED))
    assert {money.value for money in (deal.amount, deal.valuation) if money} == {14.8e9, 30e9}


def test_the_order_of_the_reports_does_not_matter() -> None:
    assert made(SIGNED, TALKS, PRICE).deals == made(SIGNED, PRICE, TALKS).deals


def test_outlets_that_differ_stand_side_by_side_oldest_first() -> None:
    (difference,) = [one for one in made(SIGNED, TALKS, PRICE).differences if one.what.startswith("amount")]
    assert [one.figure for one in difference.stated] == [
        "over $10B",
        "$14B for 49%",
        "$14.8B for 49%",
    ]
    assert difference.stated[0].words == "in talks"
    assert [one.entry for one in difference.stated] == [TALKS.id, PRICE.id, SIGNED.id]


def test_rounding_and_another_currency_are_no_difference() -> None:
    rounded = report("Northwind to invest about $15 billion in Tall Pines", 5, "The Circuit")
    euros = report("Northwind to invest €13.6bn in Tall Pines", 6, "Tagus Courier")
    exact = report("Northwind to invest $14.8 billion in Tall Pines", 4, "Ledger Wire")
    found = made(exact, rounded, euros)
    assert len(found.deals) == 1
    assert found.differences == ()


def test_one_outlet_that_says_the_same_twice_is_listed_once() -> None:
    again = report("Northwind closes in on Tall Pines stake for over $10 billion", 2, "Ledger Wire")
    (difference,) = [one for one in made(SIGNED, TALKS, again).differences if one.what.startswith("amount")]
    assert len(difference.stated) == 2


def test_headlines_that_count_jobs_differently_stand_side_by_side() -> None:
    one = report("Northwind cuts 9,000 jobs as it turns to AI", 1, "Ledger Wire")
    other = report("Northwind to cut 6,000 jobs", 2, "The Circuit")
    (difference,) = made(one, other).differences
    assert difference.what == "layoffs, Northwind"
    assert [stated.figure.split()[0] for stated in difference.stated] == ["9,000", "6,000"]
    rounded = report("Northwind cuts about 9,200 jobs", 2, "The Circuit")
    assert made(one, rounded).differences == ()


def test_a_story_without_a_deal_has_none() -> None:
    plain = report("Tall Pines opens a laboratory in Lisbon", 2, "Ledger Wire", text="It has 40 desks.")
    assert made(plain).deals == ()
    assert made(plain).differences == ()


def test_a_headline_without_deal_asks_the_opening_sentences() -> None:
    bold = report(
        "A bold bet on trees",
        2,
        "Ledger Wire",
        text="Larkspur has raised $35 million to develop chip designs. The mood is good.",
    )
    deal = only(made(bold))
    assert (deal.kind, deal.company, deal.amount) == ("funding", "Larkspur", Money(35e6))
    assert deal.statements[0].sentence == "Larkspur has raised $35 million to develop chip designs."


def test_history_in_a_text_is_no_deal_of_the_week() -> None:
    survey = report(
        "How the alliances line up",
        2,
        "Ledger Wire",
        text="The field sorts itself into pairs. Northwind has invested over $13 billion in Tall Pines.",
    )
    assert made(survey).deals == ()


def test_what_a_company_was_worth_before_is_not_what_the_deal_makes_it_worth() -> None:
    signed = replace(SIGNED, text="Tall Pines carried a valuation of $13.8 billion before the deal.")
    assert only(made(signed)).valuation is None


def test_the_largest_deal_stands_first() -> None:
    both = report("Larkspur raises $20 million and Ferrous Labs raises $2 billion", 2, "Ledger Wire")
    amounts = [deal.amount.value for deal in made(both).deals if deal.amount]
    assert amounts == sorted(amounts, reverse=True)


def test_each_claim_stands_with_its_sentence_and_place() -> None:
    found = made(SIGNED)
    for claim in found.claims:
        written = claim.sentence[claim.figure.start : claim.figure.end]
        assert any(character.isdigit() for character in written)
        assert claim.sentence in {SIGNED.title, *SIGNED.text.replace(". ", ".|").split("|")}
    assert {"$14.8 billion", "49%", "$870 million"} <= {
        claim.sentence[claim.figure.start : claim.figure.end] for claim in found.claims
    }
