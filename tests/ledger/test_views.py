"""What somebody asks of the ledger, what it comes to, and how it stands on the screen."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from rich.cells import cell_len

from digest import ledger
from digest.deals import totals
from digest.ledger import choose, lines, views
from digest.ledger.choose import Question
from digest.model import Deal, Edition, Money
from tests.editions import HOSTILE
from tests.ledger.weeks import closing, dollars, edition, key, piece, told_on

STAKE = Deal("investment", "Tall Pines", ("Northwind",), dollars(14.3), dollars(29), 49.0)
ROUND = Deal("funding", "Quarry", ("Oak Fund",), Money(3e8, "EUR"), status="closed")
TALKS = Deal("acquisition", "Basalt", ("Northwind Harbour",), dollars(2), status="rumoured")
EDITIONS = [edition(1, piece(1, STAKE)), edition(2, piece(2, ROUND)), edition(3, piece(3, TALKS))]


def companies(**asked: object) -> list[str]:
    found = views.deals(EDITIONS, Question(**asked))  # type: ignore[arg-type]
    return [row.deal.company for row in found.rows]


@pytest.mark.parametrize("name", ["Tall Pines", "tall pines", "TALL PINES, Inc.", "pines"])
def test_a_company_is_found_in_any_spelling_and_by_a_part(name: str) -> None:
    assert companies(company=name) == ["Tall Pines"]


def test_a_partner_finds_its_deals_and_a_whole_name_beats_a_part_of_another() -> None:
    assert companies(company="Northwind") == ["Tall Pines"]
    assert companies(company="northwind harb") == ["Basalt"]
    assert companies(company="oak") == ["Quarry"]
    assert companies(company="nobody") == []


def test_kinds_and_statuses_choose() -> None:
    assert companies(kinds=("funding", "acquisition")) == ["Basalt", "Quarry"]
    assert companies(statuses=("rumoured",)) == ["Basalt"]
    assert companies(kinds=("funding",), statuses=("rumoured",)) == []


def test_a_period_is_bounded_by_days_or_editions_both_inside() -> None:
    assert companies(since=choose.of_day(told_on(2))) == ["Basalt", "Quarry"]
    assert companies(until=choose.of_day(told_on(2))) == ["Quarry", "Tall Pines"]
    second = choose.of_edition(EDITIONS[1].period)
    assert companies(since=second, until=second) == ["Quarry"]
    assert companies(since=choose.of_day(closing(3).date())) == []


def test_an_edition_counts_what_it_told_also_of_the_days_before_it() -> None:
    late = replace(EDITIONS[1], period=replace(EDITIONS[1].period, start=closing(4), end=closing(5), key="x"))
    rows = choose.rows(ledger.of([late]), Question(since=choose.of_edition(late.period)))
    assert len(rows) == 1


def test_a_total_counts_what_is_settled_by_currency_and_says_what_it_leaves_out() -> None:
    fund = Deal("fund", "Oak", (), dollars(1))
    nothing = Deal("contract", "Slate")
    valued = Deal("valuation", "Marl", valuation=dollars(3))
    deals = (STAKE, ROUND, TALKS, fund, nothing, valued, replace(ROUND, amount=Money(1e8, "EUR", "at_least")))
    assert totals.summed(deals) == (
        "Announced or closed, 3 deals: $14.3B and over €400M. "
        "Not counted: 1 rumoured ($2B), 1 without a sum, 1 valuation only, 1 fund ($1B)."
    )


def test_a_total_counts_what_is_asked_for() -> None:
    assert totals.summed([TALKS], ["rumoured"]) == "Rumoured, 1 deal: $2B."
    assert totals.summed([Deal("fund", "Oak", (), dollars(1))], (), ["fund"]).endswith("1 deal: $1B.")
    assert totals.summed([TALKS]) == "No sum is settled. Not counted: 1 rumoured ($2B)."


def test_a_deal_told_in_three_editions_is_added_once() -> None:
    editions = [edition(n, piece(n, STAKE)) for n in (1, 2, 3)]
    assert views.deals(editions, Question()).summary == "Announced or closed, 1 deal: $14.3B."


NAMES = (
    *HOSTILE,
    "شركة الرمل",
    "חברת חול",
    "砂株式会社",
    "e\u0301" * 5,
    "👩‍👩‍👧‍👦 Sand",
    "हिन्दी",
    "\x1b[31mRed\x1b[0m",
)


def test_columns_stand_under_each_other_in_every_script() -> None:
    deals = (Deal("funding", name, (name,), dollars(1)) for name in NAMES)
    editions = [edition(n, piece(n, deal)) for n, deal in enumerate(deals, 1)]
    head, *said = views.deals(editions, Question()).lines()
    assert len(said) == len(NAMES)
    places = {cell_len(line[: line.rindex("$1B")]) for line in said}
    assert places == {cell_len(head[: head.index("amount")]) + len("amount") - len("$1B")}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_control_reaches_the_screen(name: str) -> None:
    deal = Deal("funding", name, (name,), dollars(1), dollars(2), round=name)
    found = replace(piece(1, deal), headline=name)
    editions = [edition(1, found)]
    for view in (views.deals(editions, Question()), views.history(editions, Question(name))):
        said = [*view.lines(), view.summary, views.nothing(editions, Question(company=f"x{name}"))]
        assert not set("\x00\x07\x1b\x85\u202e\u2028\x0b\n\r\t") & set("".join(said))


def test_a_name_that_runs_the_other_way_holds_its_place() -> None:
    assert lines.shown("חול", 20) == "\u200eחול\u200e"
    assert lines.shown("Sand", 20) == "Sand"


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize("width", [2, 5, 28])
def test_a_long_name_is_cut_to_its_column(name: str, width: int) -> None:
    assert cell_len(lines.shown(name, width)) <= width


def test_a_history_of_one_company_shows_its_deals_move_by_move() -> None:
    talks = replace(STAKE, amount=dollars(10, "at_least"), valuation=None, status="rumoured")
    editions = [edition(1, piece(1, talks)), edition(2, piece(2, STAKE)), edition(3, piece(3, ROUND))]
    said = views.history(editions, Question("tall pines")).lines()
    assert said[0] == "Tall Pines: $29B"
    assert said[1] == "  investment with Northwind"
    assert said[2].split()[:4] == [str(told_on(1)), "rumoured", "over", "$10B"]
    assert "at $29B" in said[3]
    assert len(said) == 4


def test_a_company_without_a_valuation_has_a_history_from_either_side_of_a_deal() -> None:
    signed = replace(TALKS, status="announced", amount=dollars(2.4))
    editions = [edition(1, piece(1, TALKS)), edition(2, piece(2, signed)), edition(3, piece(3, STAKE))]
    bought = views.history(editions, Question("basalt"))
    assert bought.lines()[:2] == ["Basalt", "  acquisition by Northwind Harbour"]
    assert [line.split()[1] for line in bought.lines()[2:]] == ["rumoured", "announced"]
    assert bought.summary == "1 company, no valuation, 1 deal."
    buyer = views.history(editions, Question("northwind harbour")).lines()
    assert buyer[:2] == ["Northwind Harbour", "  acquisition of Basalt"]
    assert len(buyer) == 4
    (values,) = views.history(editions, Question("basalt")).values()
    assert (values["valuations"], [len(deal["moves"]) for deal in values["deals"]]) == ([], [2])


def test_a_company_whose_deals_do_not_fit_has_no_history() -> None:
    assert views.history(EDITIONS, Question("basalt", kinds=("ipo",))).lines() == []
    assert views.history(EDITIONS, Question("basalt", until=choose.of_day(told_on(1)))).summary == ""
    assert views.history(EDITIONS, Question()).lines() == ["Tall Pines: $29B"]


def test_an_empty_answer_says_why_and_what_was_perhaps_meant() -> None:
    assert 'did you mean "Quarry"?' in views.nothing(EDITIONS, Question("Quary"))
    assert (
        views.nothing(EDITIONS, Question("quarry", kinds=("ipo",)))
        == "Nothing of 3 editions fits all of that"
    )
    assert views.nothing([edition(1)], Question()) == "No deal stands in 1 edition"
    assert views.nothing([], Question()) == ""


def test_years_of_editions_take_seconds_not_minutes() -> None:
    def week(number: int) -> Edition:
        deals = (
            Deal("funding", f"Firm {number % 50} {n}", ("Northwind", "Oak"), dollars(1)) for n in range(30)
        )
        return edition(number, *(piece(number, deal) for deal in deals))

    editions = [week(number) for number in range(1, 131)]
    start = time.process_time()
    ledger.of(editions)
    assert time.process_time() - start < 10, "comparing all pairs takes minutes"
    assert key(1) == "2026-W02"
