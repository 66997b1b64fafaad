"""What a company was said to be worth, over time, in one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest import ledger
from digest.ledger import lines
from digest.model import Deal, Edition
from tests.ledger.weeks import claim, dollars, edition, key, piece, told_on

ROUND = Deal("funding", "Tall Pines", (), dollars(1), dollars(7.3), round="Series E")
PLAIN = Deal("contract", "Basalt", (), dollars(1))


def line(editions: list[Edition], company: str = "Tall Pines") -> str:
    return lines.history(company, ledger.history(ledger.of(editions), company, editions))


def test_valuations_stand_by_day_and_what_is_told_again_stands_once() -> None:
    stake = Deal("investment", "Tall Pines Inc.", ("Northwind",), dollars(14.3), dollars(29))
    second = replace(ROUND, valuation=dollars(13.8), round="Series F")
    editions = [
        edition(150, piece(150, stake)),
        edition(1, piece(1, ROUND)),
        edition(3, piece(3, ROUND)),
        edition(60, piece(60, second)),
    ]
    assert line(editions) == "Tall Pines: $7.3B → $13.8B → $29B"
    points = ledger.history(ledger.of(editions), "tall pines")
    assert (points[0].day, points[0].told.edition) == (told_on(1), key(1))


def test_hedges_are_shown_and_a_rumour_is_marked_until_it_is_confirmed() -> None:
    rumour = replace(ROUND, valuation=dollars(20, "at_least"), status="rumoured", round="")
    editions = [edition(1, piece(1, ROUND)), edition(40, piece(40, rumour))]
    assert line(editions) == "Tall Pines: $7.3B → over $20B (rumoured)"
    agreed = replace(rumour, valuation=dollars(20), status="announced")
    assert line([*editions, edition(42, piece(42, agreed))]) == "Tall Pines: $7.3B → $20B"


def test_of_two_figures_in_one_edition_the_later_counts() -> None:
    said = (("Wire", replace(ROUND, valuation=dollars(9))), ("Post", ROUND))
    assert line([edition(1, piece(1, ROUND, *said))]) == "Tall Pines: $7.3B"


def test_what_is_only_claimed_counts_where_no_deal_says_it() -> None:
    told = claim("Tall Pines Inc.", 9e9, "Tall Pines, now worth # to its holders, hires a chief.")
    claims = edition(5, piece(5, PLAIN, claims=(told,)))
    assert line([claims]) == "Tall Pines: $9B"
    both = edition(5, piece(5, ROUND), piece(5, PLAIN, claims=(told,)))
    assert line([both]) == "Tall Pines: $7.3B"
    talks = replace(told, stage="rumoured")
    assert line([edition(5, piece(5, PLAIN, claims=(talks,)))]) == "Tall Pines: $9B (rumoured)"


@pytest.mark.parametrize(
    "sentence",
    [
        "It raised money at a price far up from # in spring.",
        "It was valued at # before the crash.",
        "The firm, last valued at #, seeks more.",
        "It was a # company a year ago.",
        "It reached # in 2021.",
    ],
)
def test_a_valuation_of_earlier_days_is_none_of_today(sentence: str) -> None:
    editions = [edition(5, piece(5, PLAIN, claims=(claim("Tall Pines", 3e9, sentence),)))]
    assert ledger.history(ledger.of(editions), "Tall Pines", editions) == ()
    assert ledger.companies(ledger.of(editions), editions) == ()


def test_a_bystander_does_not_get_the_valuation_of_the_deal() -> None:
    told = claim("Northwind", 7.3e9, "Northwind leads a round at #.")
    editions = [edition(1, piece(1, ROUND, claims=(told,)))]
    assert ledger.history(ledger.of(editions), "Northwind", editions) == ()
    assert line(editions) == "Tall Pines: $7.3B"


def test_of_two_valuations_in_one_sentence_none_is_taken() -> None:
    sentence = "Holders speak of #, bankers of more."
    two = (claim("Tall Pines", 3e9, sentence), claim("Tall Pines", 4e9, sentence))
    editions = [edition(5, piece(5, PLAIN, claims=two))]
    assert ledger.history(ledger.of(editions), "Tall Pines", editions) == ()


def test_companies_are_those_with_a_valuation_each_once() -> None:
    editions = [edition(1, piece(1, ROUND)), edition(60, piece(60, replace(ROUND, company="Tall Pines Inc")))]
    editions.append(edition(61, piece(61, PLAIN)))
    assert len(ledger.companies(ledger.of(editions), editions)) == 1
