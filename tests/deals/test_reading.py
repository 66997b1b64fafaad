"""Deals come out of invented headlines as a person would write them down."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import deals
from digest.model.figures import KINDS, STATUSES, Money

FRAMES = [
    # title, kind, company, counterparties, amount, valuation, status
    ("Quillbyte raises $30M to teach robots manners", "funding", "Quillbyte", (), 30e6, None, "announced"),
    ("AI startup Quillbyte Raises $30 Million Series B", "funding", "Quillbyte", (), 30e6, None, "announced"),
    (
        "Brindle, a maker of court software, lands $12M seed",
        "funding",
        "Brindle",
        (),
        12e6,
        None,
        "announced",
    ),
    ("Vexlo nabs $90M at a $1.1B valuation", "funding", "Vexlo", (), 90e6, 1.1e9, "announced"),
    (
        "Vexlo raises $8M led by Orrin Ventures",
        "funding",
        "Vexlo",
        ("Orrin Ventures",),
        8e6,
        None,
        "announced",
    ),
    ("Zintech-backed chip firm Morvane secures $70M", "funding", "Morvane", (), 70e6, None, "announced"),
    ("Ana Petrova’s Kelvinor raises $25M", "funding", "Kelvinor", (), 25e6, None, "announced"),
    ("Three Zintech alums raise $9M for their new startup", "funding", "", (), 9e6, None, "announced"),
    ("Morvane in talks to raise $2B at $20B valuation", "funding", "Morvane", (), 2e9, 20e9, "rumoured"),
    ("Morvane closes $400M funding round", "funding", "Morvane", (), 400e6, None, "closed"),
    (
        "Zintech to invest $3 billion in AI startup Morvane",
        "investment",
        "Morvane",
        ("Zintech",),
        3e9,
        None,
        "announced",
    ),
    (
        "Zintech’s $3B investment in Morvane draws doubts",
        "investment",
        "Morvane",
        ("Zintech",),
        3e9,
        None,
        "announced",
    ),
    ("Zintech completes $3B Morvane investment", "investment", "Morvane", ("Zintech",), 3e9, None, "closed"),
    (
        "Zintech to acquire Morvane for $900 million",
        "acquisition",
        "Morvane",
        ("Zintech",),
        900e6,
        None,
        "announced",
    ),
    ("Zintech buys AI startup Morvane", "acquisition", "Morvane", ("Zintech",), None, None, "announced"),
    ("Morvane acquired by Zintech for €40M", "acquisition", "Morvane", ("Zintech",), 40e6, None, "closed"),
    (
        "Zintech’s $2B Morvane acquisition collapses",
        "acquisition",
        "Morvane",
        ("Zintech",),
        2e9,
        None,
        "withdrawn",
    ),
    ("Zintech merges with Morvane", "acquisition", "Morvane", ("Zintech",), None, None, "announced"),
    ("Morvane files for IPO", "ipo", "Morvane", (), None, None, "announced"),
    ("Morvane weighs IPO at $10 billion valuation", "ipo", "Morvane", (), None, 10e9, "rumoured"),
    ("Orrin leads $200M tender offer for Morvane", "tender", "Morvane", ("Orrin",), 200e6, None, "announced"),
    (
        "Zintech sells its Morvane stake for $5 billion",
        "tender",
        "Morvane",
        ("Zintech",),
        5e9,
        None,
        "announced",
    ),
    (
        "Zintech signs $300M cloud deal with Morvane",
        "contract",
        "Morvane",
        ("Zintech",),
        300e6,
        None,
        "announced",
    ),
    (
        "Orrin Ventures raises $500M fund for chip makers",
        "fund",
        "Orrin Ventures",
        (),
        500e6,
        None,
        "announced",
    ),
    ("Zintech to invest $7 billion in Sweden", "spending", "Zintech", (), 7e9, None, "announced"),
    ("Morvane hits $4B valuation", "valuation", "Morvane", (), None, 4e9, "announced"),
]

NO_DEALS = [
    "Zintech’s revenue hits $40 billion as cloud grows",
    "Here are the 40 US AI startups that have raised $100M or more",
    "European AI startups raised $8 billion last year",
    "This $40 lamp is the best deal we have seen right now",
    "Zintech settles lawsuit for $90 million",
    "Zintech fined €300 million over privacy",
    "Zintech cuts back on models",
    "Zintech debuts a small language model",
    "You can buy the new Zintech phone for $799",
    "What founders should know about raising a Series C",
    "",
]


@pytest.mark.parametrize(
    ("title", "kind", "company", "parties", "amount", "valuation", "status"),
    FRAMES,
    ids=[each[0] for each in FRAMES],
)
def test_a_frame_tells_its_deal(
    title: str,
    kind: str,
    company: str,
    parties: tuple[str, ...],
    amount: float | None,
    valuation: float | None,
    status: str,
) -> None:
    (deal,) = deals.read(title)
    assert (deal.kind, deal.company, deal.counterparties) == (kind, company, parties)
    assert (deal.amount and deal.amount.value, deal.valuation and deal.valuation.value) == (amount, valuation)
    assert deal.status == status


@pytest.mark.parametrize("title", NO_DEALS)
def test_what_is_no_deal_tells_none(title: str) -> None:
    assert deals.read(title) == ()


def test_qualifier_and_currency_are_kept() -> None:
    (deal,) = deals.read("Zintech to invest up to £1.5bn in Morvane")
    assert deal.amount == Money(1.5e9, "GBP", "up_to")


def test_a_sum_without_a_number_is_none() -> None:
    (deal,) = deals.read("Zintech to acquire AI startup Morvane for billions")
    assert deal.amount is None


def test_the_round_and_the_stake_are_read() -> None:
    assert deals.read("Morvane raises $9M Series A extension")[0].round == "Series A Extension"
    assert deals.read("Zintech to invest $2B in Morvane, taking a 30% stake")[0].stake_percent == 30.0


def test_the_summary_tells_whom_the_title_means() -> None:
    title = "Two Zintech alums raise $9M to fix court calendars"
    assert deals.read(title, "Brindlex has built a calendar that judges like.")[0].company == "Brindlex"
    assert deals.read(title)[0].company == ""


def test_the_summary_adds_no_facts() -> None:
    assert deals.read("Morvane opens an office in Ghent", "Morvane raised $40M in May.") == ()


def test_sources_before_the_headline_make_a_rumour() -> None:
    assert deals.read("Sources: Morvane raises $2B at a $20B valuation")[0].status == "rumoured"


def test_a_listing_beside_a_round_is_a_second_deal() -> None:
    first, second = deals.read("Morvane raises $2B as it races toward IPO")
    assert (first.kind, first.amount and first.amount.value) == ("funding", 2e9)
    assert (second.kind, second.company, second.amount, second.status) == ("ipo", "Morvane", None, "rumoured")


def test_a_sentence_names_the_company_by_apposition() -> None:
    text = (
        "Morvane, another rival, is concluding a Series A round that will value the startup at $500 million."
    )
    (deal,) = deals.of_sentence(text)
    assert (deal.company, deal.valuation, deal.round) == ("Morvane", Money(500e6), "Series A")


def test_a_sentence_about_the_company_means_the_nearest_known() -> None:
    text = "The company is reportedly engaging advisors to secure up to $1 billion in its first round."
    (deal,) = deals.of_sentence(text, ("Morvane", "Zintech"))
    assert (deal.company, deal.amount, deal.status) == ("Morvane", Money(1e9, "USD", "up_to"), "rumoured")
    assert deals.of_sentence(text) == ()


def test_a_colon_may_part_the_investment_from_its_sum() -> None:
    text = "Zintech has made an investment: $1.75 billion for a 35% stake in the energy platform Morvane."
    (deal,) = deals.of_sentence(text)
    assert (deal.company, deal.counterparties, deal.stake_percent) == ("Morvane", ("Zintech",), 35.0)


pieces = st.sampled_from(
    [
        "Zintech",
        "Morvane",
        "raises",
        "$30M",
        "$2B",
        "to acquire",
        "in talks",
        "IPO",
        "stake of 20%",
        "the",
        "AI",
        "startup",
        "'s",
        ",",
        ";",
        "—",
        "sells",
        "round",
        "at",
        "valuation",
        "by",
        "led",
        "from",
        "fund",
        "after",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=25).map(" ".join)))
def test_any_text_is_read_without_error_and_the_same_twice(text: str) -> None:
    found = deals.read(text, text)
    assert found == deals.read(text, text)
    assert deals.of_sentence(text, ("Zintech",)) == deals.of_sentence(text, ("Zintech",))
    for deal in found:
        assert deal.kind in KINDS
        assert deal.status in STATUSES
        assert deal.company not in deal.counterparties or not deal.company


@pytest.mark.parametrize("piece", ["Zintech ", "$1B ", "raises $", ", ", "’s ", "to ", "a", "-", "series "])
def test_a_megabyte_takes_no_time(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    start = time.perf_counter()
    deals.read(text, text)
    deals.of_sentence(text, ("Zintech",))
    assert time.perf_counter() - start < 2
