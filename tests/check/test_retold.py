"""One deal under two stories, each with a figure of its own, is told to the editor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest import showing
from digest.check import GATES, RULES, Finding, Galley
from digest.check.numbers import retold
from digest.composing import Composed
from digest.desk import Rendered
from digest.draft.merging import Merged
from digest.model import Deal, Money, Piece, Section
from digest.pipeline import Built
from digest.terminal import Terminal
from tests.records import NOW, edition, entry, piece, story

BID = Deal("acquisition", "Tall Pines", ("Northwind",), Money(10e9, "USD"))
RAISED = replace(BID, amount=Money(14.8e9, "USD"))


def told(headline: str, *deals: Deal, days_ago: int = 1) -> Piece:
    lead = entry(headline, published=NOW - timedelta(days=days_ago))
    return piece(headline, story=story(lead), id=story(lead).id, deals=deals)


def found(one: Deal, other: Deal, *, days_ago: tuple[int, int] = (5, 1)) -> list[Finding]:
    old = told("Northwind to buy Tall Pines", one, days_ago=days_ago[0])
    new = told("Northwind lifts its bid", other, days_ago=days_ago[1])
    return list(retold.of(edition(Section("deals", "Deals", "", (old, new)))))


def test_a_raised_bid_beside_the_first_one_is_a_warning_at_the_older_story() -> None:
    (only,) = found(BID, RAISED)
    assert (only.rule, only.level, only.figure) == ("deals-twice", "warning", "$10B")
    assert "Northwind to buy Tall Pines" in only.place
    assert "Northwind lifts its bid" in only.reason
    assert "$14.8B" in only.reason
    assert f"digest drop {only.story[:6]}" in only.remedy
    assert only.rule in RULES


def test_the_older_story_is_the_one_with_older_reports_wherever_it_stands() -> None:
    (only,) = found(RAISED, BID, days_ago=(1, 5))
    assert "Northwind lifts its bid" in only.place
    assert only.figure == "$10B"


def test_the_gate_asks_for_it() -> None:
    pieces = told("Northwind to buy Tall Pines", BID), told("Northwind lifts its bid", RAISED)
    galley = Galley(edition(Section("deals", "Deals", "", pieces)))
    assert "deals-twice" in {finding.rule for finding in GATES["deals"](galley)}


@pytest.mark.parametrize(
    ("other", "now"),
    [
        (replace(BID, status="closed"), "as closed"),
        (replace(BID, valuation=Money(12e9, "USD")), "with $12B"),
        (replace(BID, company="Tall Pines Inc.", amount=Money(12e9, "USD")), "with $12B"),
    ],
)
def test_another_stage_or_valuation_is_told_as_well(other: Deal, now: str) -> None:
    (only,) = found(replace(BID, valuation=Money(10e9, "USD")), other)
    assert f"has this deal {now}" in only.reason


def test_two_rounds_of_which_one_names_nobody_are_one_deal() -> None:
    round_ = Deal("funding", "Corvane", ("Quillmark",), Money(900e6, "USD"))
    assert len(found(replace(round_, counterparties=(), amount=Money(750e6, "USD")), round_)) == 1


@pytest.mark.parametrize(
    "other",
    [
        BID,
        replace(BID, amount=None),
        replace(BID, amount=Money(10.04e9, "USD")),
        replace(BID, amount=Money(12e9, "USD", "up_to")),
        replace(BID, amount=Money(9e9, "USD", "at_least")),
        replace(BID, amount=Money(9.2e9, "EUR")),
        replace(BID, company="Redmill", amount=Money(12e9, "USD")),
        replace(BID, counterparties=("Quillmark",), amount=Money(12e9, "USD")),
        replace(BID, kind="contract", amount=Money(12e9, "USD")),
        replace(BID, amount=Money(400e9, "USD")),
    ],
)
def test_a_deal_told_alike_or_another_deal_is_left_alone(other: Deal) -> None:
    assert found(BID, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Deal("funding", "Corvane", round="Series A"), Deal("funding", "Corvane", round="Series B")),
        (Deal("funding", "Corvane", ("Quillmark",)), Deal("funding", "Corvane", ("Northwind",))),
        (Deal("fund", "Quillmark"), Deal("investment", "Corvane", ("Quillmark",))),
        (Deal("tender", "Corvane"), Deal("investment", "Corvane", ("Quillmark",))),
    ],
)
def test_two_rounds_and_a_fund_beside_a_stake_are_two_deals(one: Deal, other: Deal) -> None:
    sums = Money(300e6, "USD"), Money(400e6, "USD")
    assert found(replace(one, amount=sums[0]), replace(other, amount=sums[1])) == []


def test_of_one_company_that_names_nobody_the_stage_alone_says_nothing() -> None:
    talks = Deal("funding", "Corvane", amount=Money(3e8, "USD"), status="rumoured")
    assert found(talks, replace(talks, status="announced")) == []


def test_two_rows_of_one_story_are_not_held_against_each_other() -> None:
    one = told("Northwind to buy Tall Pines", BID, RAISED)
    assert list(retold.of(edition(Section("deals", "Deals", "", (one,))))) == []


def test_three_stories_of_one_deal_are_told_pair_by_pair_and_many_not_without_end() -> None:
    def stories(count: int) -> list[Finding]:
        bids = (replace(BID, amount=Money((10 + n) * 1e9, "USD")) for n in range(count))
        pieces = tuple(told(f"Bid number {n}", bid) for n, bid in enumerate(bids))
        return list(retold.of(edition(Section("deals", "Deals", "", pieces))))

    assert len(stories(3)) == 3
    assert len(stories(30)) == 20


@pytest.mark.parametrize(("arrived", "is_told"), [((1,), True), ((), False), ((0, 1), False)])
def test_a_build_says_that_what_came_new_tells_the_deal_of_a_story_that_was_there(
    arrived: tuple[int, ...], *, is_told: bool, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pieces = (
        told("Northwind to buy Tall Pines", BID, days_ago=5),
        told("Northwind lifts its bid", RAISED),
    )
    made = edition(Section("deals", "Deals", "", pieces))
    merged = Merged("", arrived=tuple(pieces[number].id for number in arrived))
    rendered = Rendered(made, (tmp_path / "draft.md",))
    showing.merged(Terminal(0), Built(Composed(made, ()), None, rendered, None, merged))
    said = capsys.readouterr().err
    line = "“Northwind lifts its bid” is new, and has the deal of your “Northwind to buy Tall Pines”"
    assert (line in said) == is_told
    assert ("with $14.8B, not with $10B" in said) == is_told
