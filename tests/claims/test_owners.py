"""Whose a figure is that is compared between companies: the one valued, not the investor; else nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import claims
from digest.claims import owners, times
from digest.model import Claim


def told(sentence: str, figure: str) -> Claim:
    (found,) = (
        one for one in claims.of("e", sentence) if sentence[one.figure.start : one.figure.end] == figure
    )
    return found


@pytest.mark.parametrize(
    ("figure", "role", "sentence"),
    [
        ("$1.2B", "valuation", "Brightloom raises $40M at a $1.2B valuation"),
        ("$1.2B", "valuation", "Robot maker Brightloom raises $40M at a $1.2B valuation"),
        ("$3B", "valuation", "Quillmark-backed AI startup Brightloom nears a $3B valuation"),
        ("$14B", "valuation", "Quillmark invests $1B in Brightloom at a $14B valuation"),
        ("$14 billion", "valuation", "Brightloom doubles valuation to $14 billion with Quillmark investment"),
        ("$2 billion", "valuation", "Quillmark led the round, valuing Brightloom at $2 billion."),
        ("$900 million", "valuation", "Brightloom, a data startup valued at $900 million, opened an office."),
        ("$1.2 billion", "valuation", "Brightloom closes a deal valuing the company at $1.2 billion."),
        ("$300 million", "revenue", "Brightloom says it passed $300 million in annual revenue."),
        ("$46 million", "revenue", "Brightloom's revenue hit $46 million in May."),
        ("120 jobs", "layoffs", "Brightloom cuts 120 jobs"),
        ("4 million users", "users", "Vantor CEO Ann Lee said Brightloom has 4 million users."),
        ("€500 million", "fine", "Regulator fines Brightloom €500 million over ads"),
        ("5GW", "capacity", "Brightloom is building a 5GW data centre"),
    ],
)  # fmt: skip
def test_the_company_is_whom_the_form_of_the_sentence_says(figure: str, role: str, sentence: str) -> None:
    found = told(sentence, figure)
    assert (found.role, found.company) == (role, "Brightloom")


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("The AI-powered search startup's valuation jumped from $18 billion.", "$18 billion"),
        ("Alexandr Ross, who founded Brightloom, is worth $3 billion.", "$3 billion"),
        ("The Series A values the Spain-based company at $500 million.", "$500 million"),
        ("Quillmark offers to buy a stake at a $14 billion valuation", "$14 billion"),
        ("Vantor, Quillmark reach a $14 billion valuation", "$14 billion"),
        ("Brightloom Market to hit a $25 billion valuation", "$25 billion"),
        ("Package hijack hits 18 tools with 2 million downloads", "2 million downloads"),
        ("Ann Lee, 19, is worth $150 million", "$150 million"),
        ("Shareholders accept a $25 billion valuation", "$25 billion"),
        ("European banks plan to cut 200,000 jobs", "200,000 jobs"),
        ("Quillmark rises as Brightloom cuts 9,000 jobs", "9,000 jobs"),
        ("Vantor said developers generated $1.3 trillion in sales.", "$1.3 trillion"),
        ("Brightloom breach exposes 70,000 users", "70,000 users"),
        ("Vantor appeals the EU's €500 million fine", "€500 million"),
    ],
)
def test_persons_descriptions_investors_and_countries_own_no_such_figure(sentence: str, figure: str) -> None:
    assert told(sentence, figure).company in ("", "Vantor" if "appeals" in sentence else "")


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Brightloom wins contracts worth $200 million", "$200 million"),
        ("A deal worth $40 billion is near.", "$40 billion"),
        ("Brightloom nabs $60M at a $1B valuation", "$60M"),
        ("Brightloom loses $250 billion of market value", "$250 billion"),
        ("Chips worth $1 billion went abroad.", "$1 billion"),
    ],
)
def test_the_sum_of_a_deal_is_no_valuation(sentence: str, figure: str) -> None:
    assert told(sentence, figure).role != "valuation"


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Brightloom reached $10 billion in revenue, up from $5 billion.", "$5 billion"),
        ("Brightloom was valued at $2 billion in 2024.", "$2 billion"),
        ("Brightloom, once valued at $47 billion, closes", "$47 billion"),
        ("Brightloom's previous valuation was $3 billion.", "$3 billion"),
        ("Brightloom could reach $9 billion in revenue", "$9 billion"),
        ("Brightloom is building 1GW of capacity by 2030", "1GW"),
    ],
)
def test_earlier_figures_and_forecasts_are_not_current(sentence: str, figure: str) -> None:
    assert not times.is_current(told(sentence, figure))


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Brightloom reached $10 billion in revenue, up from $5 billion.", "$10 billion"),
        ("Brightloom targets a $5 billion valuation", "$5 billion"),
        ("Brightloom triples valuation to $5 billion", "$5 billion"),
        ("Brightloom gets funds from Quillmark at a $5 billion valuation", "$5 billion"),
    ],
)
def test_the_latest_figure_is_current_though_an_earlier_one_stands_beside_it(
    sentence: str, figure: str
) -> None:
    assert times.is_current(told(sentence, figure))


_WORDS = (
    "Vantor|$2 billion|valuation|valuing|at a|Brightloom's|,|while|12,000 jobs|says|fined|EU|cuts|worth|"
    "revenue|of|5 million users|1GW"
)
_TOLD = st.lists(st.sampled_from(_WORDS.split("|")), max_size=25).map(" ".join)


@given(st.text(max_size=300) | _TOLD)
def test_an_owner_stands_in_the_sentence_and_reading_its_time_never_fails(sentence: str) -> None:
    for claim in claims.of("e", sentence):
        assert claim.role not in owners.ROLES or claim.company in sentence
        assert times.is_current(claim) in (True, False)
