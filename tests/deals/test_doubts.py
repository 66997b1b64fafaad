"""Denials, opinions, questions, history and crowds are no deals, and what only looks like them is one."""

from __future__ import annotations

import time

import pytest

from digest import deals
from digest.deals import stage
from digest.model.figures import Money

DENIED = [
    "Morvane did not raise $2 billion, founder says",
    "Morvane denies it is raising $10 billion",
    "Morvane denies raising $10 billion",
    "Rumour that Zintech bought Morvane for $20 billion is false",
    "Zintech has no plans to buy Morvane for $3 billion, chief says",
    "Zintech has not agreed to buy Morvane for $3 billion",
    "Zintech has not yet agreed to acquire Morvane for $3 billion",
    "Fake memo claims Morvane raised $5 billion",
    "Hoax: Zintech to acquire Morvane for $3 billion",
    "Morvane debunks report of $3 billion round",
    "Morvane denies reports of $3 billion Zintech takeover",
    "Morvane isn't raising $3 billion",
    "Morvane never raised $3 billion, says founder",
    "No, Zintech is not buying Morvane for $3 billion",
    "Morvane is not for sale, founder says after $4 billion offer",
    "Zintech dismisses rumors of $3 billion sale to Morvane",
    "Morvane fails to raise $40 million",
    'Morvane "not for sale" after $3 billion offer from Zintech',
    "Zintech pours cold water on $3 billion Morvane deal talk",
    "Morvane rejects claim it raised $3 billion",
    "AI darling Morvane has yet to raise $3 billion",
    "Morvane without $3 billion round faces cash crunch",
    "Zintech has ruled out buying Morvane for $3 billion",
    "Zintech not in talks to buy Morvane for $3 billion",
    "Zintech is not interested in buying Morvane for $3 billion, founder says",
    "Viral post that says Zintech bought Morvane for $3 billion is inaccurate",
]

THOUGHT = [
    "Opinion: Why Zintech should sell its $40 billion Morvane stake",
    "Analyst: Morvane worth $1 trillion by 2030",
    "Morvane worth $1 trillion by 2030, fund manager says",
    "Could Zintech buy Morvane?",
    "Could Zintech buy Morvane for $30 billion",
    "Should Zintech Acquire Morvane For $5 Billion?",
    "Will Zintech buy Morvane for $5 billion?",
    "Is Morvane worth $20 billion?",
    "What if Zintech bought Morvane for $30 billion",
    "Broker says Zintech should buy Morvane for $30 billion",
    "Remember when Zintech paid $3 billion for Morvane",
    "Will Morvane hit a $1 trillion valuation?",
    "Is Morvane's $20 billion valuation justified?",
    "Here is what happens if Zintech buys Morvane for $3 billion",
    "The case for Zintech buying Morvane for $3 billion",
    "Analysts expect Morvane to raise $3 billion",
    "Who will buy Morvane for $3 billion?",
]

PASSED = [
    "Three years after raising $100 million, Morvane shuts down",
    "Two years after its $3 billion Morvane deal, Zintech cuts jobs",
    "Zintech fires 3,000 after $300 billion Morvane deal",
    "Morvane, which raised $30 million in 2021, shuts down",
    "Morvane, which raised $30 million, files for bankruptcy",
    "Ten AI startups that raised $100 million or more",
    "A decade after Zintech bought Morvane for $3 billion",
    "Ten years ago Zintech bought Morvane for $3 billion",
    "Morvane to lay off 10% despite $3 billion funding round",
    "This week in funding: Morvane raises $30M, Ombra nabs $20M",
]

CROWDS = [
    "Robotics sector raises $3 billion in first half",
    "AI unicorns raise $30 billion this year",
    "Climate tech funds raise $9 billion",
    "Silicon Valley's AI boom attracts $30 billion investment",
    "Canada's AI boom draws $3 billion",
    "Mideast's AI startups raised $858M in 2025",
    "US VC firms raised record $267B",
    "Fintechs raise $3 billion",
    "Chip makers raise $3 billion",
]


@pytest.mark.parametrize("title", [*DENIED, *THOUGHT, *PASSED, *CROWDS])
def test_what_is_doubted_is_no_deal(title: str) -> None:
    assert deals.read(title) == ()


@pytest.mark.parametrize(
    ("title", "company"),
    [
        ("Not only robots: Morvane raises $30 million", "Morvane"),
        ("Morvane raises $30 million to expose fake reviews", "Morvane"),
        ("Morvane raises $30 million to detect fake news and false reports", "Morvane"),
        ("Without a product, Morvane raises $30 million", "Morvane"),
        ("Can AI fix courts? Morvane raises $30 million to try", "Morvane"),
        ("Morvane, a lab that never sleeps, raises $30 million", "Morvane"),
        ("Morvane lays off 40, raises $30 million", "Morvane"),
        ("Not every lab needs chips — Morvane raises $30 million", "Morvane"),
        ("Judge denies motion to block $3 billion Morvane acquisition", "Morvane"),
        ("How Morvane won over 300 companies and raised $21 million", "Morvane"),
        ("Will the vote delay Morvane's $5 billion debt deal?", "Morvane"),
        ("Months after raising $100M, Morvane raises $300M at a $4B valuation", "Morvane"),
        ("Morvane, which makes robots, raises $30 million", "Morvane"),
        ("Zintech shares jump after $400 million deal with Morvane", "Morvane"),
    ],
)
def test_what_only_looks_like_a_doubt_is_a_deal(title: str, company: str) -> None:
    assert company in {deal.company for deal in deals.read(title)}


def test_a_deal_that_was_on_is_withdrawn_and_not_unsaid() -> None:
    (deal,) = deals.read("Zintech says it will not buy Morvane for $3 billion")
    assert (deal.company, deal.status) == ("Morvane", "withdrawn")


@pytest.mark.parametrize(
    ("title", "share"),
    [
        ("Morvane gains 23% as Zintech takes stake in Morvane for $5 billion", None),
        ("Zintech to buy stake in Morvane for $5 billion, shares up 30%", None),
        ("Zintech buys Morvane for $5 billion at a premium of 20%", None),
        ("Zintech buys Morvane, which grew 40%, for $5 billion", None),
        ("Zintech buys 20% of Morvane for $5 billion", 20.0),
        ("Zintech takes 12% interest in Morvane for $5 billion", 12.0),
        ("Zintech lifts Morvane stake to 11% with $5 billion investment", 11.0),
    ],
)
def test_a_move_of_a_price_is_no_stake(title: str, share: float | None) -> None:
    (deal,) = deals.read(title)
    assert (deal.company, deal.amount, deal.stake_percent) == ("Morvane", Money(5e9), share)


@pytest.mark.parametrize(
    "title",
    [
        "Zintech sells $5.8 billion Morvane stake",
        "Zintech sells its entire Morvane stake for $5.8 billion",
        "Zintech sold its $5.8B stake in Morvane",
    ],
)
def test_a_stake_that_is_sold_is_one_of_the_company(title: str) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.company, deal.counterparties) == ("tender", "Morvane", ("Zintech",))
    assert deal.amount == Money(5.8e9)


def test_of_two_values_the_one_of_the_company_counts() -> None:
    title = "Zintech merges with Morvane in deal valuing AI firm at $80 billion and Morvane at $33 billion"
    (deal,) = deals.read(title)
    assert (deal.company, deal.amount, deal.valuation) == ("Morvane", None, Money(33e9))


@pytest.mark.parametrize(
    ("text", "company", "status"),
    [
        ("Larkspur is seeking $40 million.", "Larkspur", "rumoured"),
        ("Larkspur aims to bring in $40 million to build a plant.", "Larkspur", "rumoured"),
        ("Larkspur wants $40 million for its next model.", "Larkspur", "rumoured"),
        ("Larkspur targets a $40 million round.", "Larkspur", "rumoured"),
    ],
)
def test_what_is_sought_is_a_rumour(text: str, company: str, status: str) -> None:
    (deal,) = deals.of_sentence(text)
    assert (deal.kind, deal.company, deal.amount) == ("funding", company, Money(40e6))
    assert deal.status == status


def test_what_is_sought_in_court_is_no_round() -> None:
    assert deals.of_sentence("Larkspur is seeking $40 million in damages.") == ()
    assert deals.of_sentence("Larkspur is seeking $40 million from Zintech over the leak.") == ()


@pytest.mark.parametrize("company", ["Ombra", "Scale AI"])
def test_the_company_is_the_one_of_which_a_share_is_bought(company: str) -> None:
    text = f"Zintech's purchase of 49% of {company} ties the supplier to a direct rival of OpenAI."
    (deal,) = deals.of_sentence(text)
    assert (deal.company, deal.counterparties, deal.stake_percent) == (company, ("Zintech",), 49.0)


def test_a_value_of_more_keeps_its_qualifier() -> None:
    (deal,) = deals.of_sentence("Larkspur was valued at more than $10 billion in March.")
    assert deal.valuation == Money(10e9, "USD", "at_least")


@pytest.mark.parametrize("piece", ["not ", "denies ", "could ", "which raised ", "years after ", "no plans "])
def test_doubts_take_no_time(piece: str) -> None:
    start = time.perf_counter()
    deals.read(piece * 100_000 + "$1B raises")
    assert time.perf_counter() - start < 1
    assert stage.of(piece)[0]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        (
            "Ombra, Morvane and Calyxo raise $20m, $30m and $40m",
            {"Ombra": 20e6, "Morvane": 30e6, "Calyxo": 40e6},
        ),
        ("Ombra and Morvane raise $20m and $30m", {"Ombra": 20e6, "Morvane": 30e6}),
        ("Ombra, Morvane and Calyxo raise $20m and $30m", {"Ombra": None}),
        ("Ombra and Morvane raise $20m", {"Ombra": None, "Morvane": None}),
        ("Ombra and Morvane each raise $20m", {"Ombra": 20e6, "Morvane": 20e6}),
        ("Morvane, the Ombra of Ghent, raises $20m", {"Morvane": 20e6}),
    ],
)
def test_each_company_has_its_own_sum(title: str, read: dict[str, float | None]) -> None:
    found = {deal.company: deal.amount and deal.amount.value for deal in deals.read(title)}
    assert found == read


@pytest.mark.parametrize(
    ("title", "company"),
    [("Wave raises $20 million", "Wave"), ("Orrin Partners closes $90M fund", "Orrin Partners")],
)
def test_a_crowd_is_no_name(title: str, company: str) -> None:
    assert [deal.company for deal in deals.read(title)] == [company]


def test_an_offer_for_a_company_that_is_turned_down_is_withdrawn() -> None:
    (deal,) = deals.read("Shareholders reject $9bn Zintech offer for Morvane")
    assert (deal.company, deal.counterparties, deal.status) == ("Morvane", ("Zintech",), "withdrawn")


@pytest.mark.parametrize(
    "title",
    [
        "Zintech plans to cut spending by $300 million",
        "Verdict over Morvane's infringement of chip patents valued at $317M takes effect",
    ],
)
def test_less_spending_and_verdicts_are_no_deals(title: str) -> None:
    assert deals.read(title) == ()


@pytest.mark.parametrize(
    "title",
    [
        "Morvane shunned advisers on $1.5tn of deals",
        "Morvane's computing deals top $1tn",
        "Dating apps on track to pull in $120M in 2025",
        "Founder Ana Petrova shunned VCs. Now she's worth $18 billion",
        "Zintech paid a hacker $370,000 to delete stolen phone records",
        "Zintech pays this $450 million startup to test its models",
        "How CIOs became the keepers of $309B infrastructure spending",
        "Robots And Automation Will Take 6% Of US Jobs By 2040",
        "Zintech robots will take 6% of US jobs",
        "Zintech to take 15% of Morvane revenue",
    ],
)
def test_totals_fortunes_and_ransoms_are_no_deals(title: str) -> None:
    assert deals.read(title) == ()


def test_a_plan_on_hold_is_withdrawn() -> None:
    (deal,) = deals.read("Zintech pauses $1bn data center plans in Ohio")
    assert (deal.kind, deal.company, deal.status) == ("spending", "Zintech", "withdrawn")


def test_talks_that_end_are_withdrawn() -> None:
    (deal,) = deals.read("Zintech and Morvane end $3 billion merger talks")
    assert (deal.kind, deal.status) == ("acquisition", "withdrawn")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Sales grew 40% to $3 billion, and Larkspur raised $40 million.", 40e6),
        ("Larkspur raised $40 million, not $30 million as was said.", 40e6),
    ],
)
def test_the_sum_is_the_one_that_is_raised(text: str, amount: float) -> None:
    (deal,) = deals.of_sentence(text)
    assert (deal.company, deal.amount) == ("Larkspur", Money(amount))


def test_a_condition_before_a_comma_leaves_the_deal() -> None:
    (deal,) = deals.of_sentence("If approved, Zintech will buy Morvane for $3 billion.")
    assert (deal.company, deal.amount) == ("Morvane", Money(3e9))
    assert deals.of_sentence("If Zintech buys Morvane for $3 billion, others will sue.") == ()


def test_a_share_that_was_paid_for_is_a_stake() -> None:
    (deal,) = deals.of_sentence("Zintech paid $3 billion for 49% of Scale AI in June.")
    assert (deal.kind, deal.company, deal.stake_percent) == ("investment", "Scale AI", 49.0)


@pytest.mark.parametrize("modal", ["Could", "Should", "Would"])
def test_the_word_of_a_question_is_no_party(modal: str) -> None:
    for rest in (
        "Zintech's $3 billion Morvane deal fail?",
        "Zintech buy Morvane?",
        "Zintech IPO at $30 billion?",
    ):
        for deal in deals.read(f"{modal} {rest}"):
            assert not any(modal in name for name in (deal.company, *deal.counterparties))
