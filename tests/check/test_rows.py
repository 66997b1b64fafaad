"""Rows of the deal table that a person changed: who is named, and how far the deal is said to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.check import RULES, Finding
from digest.check.numbers import rows
from digest.model import Deal, Entry, Money, Piece, Section, Statement
from tests.records import edition, entry, piece, story

LEAD = entry(
    "Northwind to take a stake in Tall Pines", text="Northwind Inc. agreed to buy 49% of Tall Pines."
)
MAYBE = entry(
    "Corvane could be worth $5 billion", text="Corvane may be worth up to $5 billion if shares sell."
)
TAKEN = Deal("investment", "Tall Pines", ("Northwind",), stake_percent=49.0)
HEARD = Deal("tender", "Corvane", (), None, Money(5e9, "USD", "up_to"), status="rumoured")


def gate(machine: Deal, shown: Deal, lead: Entry) -> list[Finding]:
    stated = replace(machine, statements=(Statement(lead.id, lead.title, "", machine),))
    told = replace(story(lead), deals=(stated,))
    made = piece("A deal", story=told, deals=(stated if shown == machine else shown,))
    return list(rows.of(edition(Section("deals", "Deals", "", (made,))), {lead.id: lead}))


def test_a_row_as_the_machine_read_it_is_never_reported() -> None:
    strange = Deal("investment", "Nobody Known", ("Quillmark",), status="closed")
    assert gate(strange, strange, LEAD) == []


@pytest.mark.parametrize("name", ["Northwind", "Northwind, Inc.", "northwind", "The Northwind"])
def test_a_party_in_any_spelling_of_its_name_is_known(name: str) -> None:
    assert gate(TAKEN, replace(TAKEN, counterparties=(name,), stake_percent=48.0), LEAD) == []


@pytest.mark.parametrize(
    ("changes", "figure"),
    [({"counterparties": ("Quillmark",)}, "Quillmark"), ({"company": "North"}, "North")],
)
def test_a_party_that_no_report_names_is_a_warning(changes: dict[str, object], figure: str) -> None:
    (found,) = gate(TAKEN, replace(TAKEN, **changes), LEAD)  # type: ignore[arg-type]
    assert (found.rule, found.level, found.figure) == ("deals-party", "warning", figure)
    assert figure in found.said
    assert found.rule in RULES
    assert "Tall Pines" in found.reason


@pytest.mark.parametrize(
    ("machine", "lead", "status", "most"),
    [
        (TAKEN, LEAD, "closed", "announced"),
        (TAKEN, LEAD, "withdrawn", "announced"),
        (HEARD, MAYBE, "announced", "rumoured"),
        (HEARD, MAYBE, "closed", "rumoured"),
    ],
)
def test_a_deal_that_came_further_than_any_report_says_is_a_warning(
    machine: Deal, lead: Entry, status: str, most: str
) -> None:
    (found,) = gate(machine, replace(machine, status=status), lead)
    assert (found.rule, found.level, found.figure) == ("deals-status", "warning", status)
    assert found.remedy.startswith(f"write {most}")


def test_a_status_that_a_report_has_or_that_is_less_is_left_alone() -> None:
    done = replace(LEAD, text="Northwind has completed its purchase of Tall Pines shares.")
    assert gate(TAKEN, replace(TAKEN, status="closed"), done) == []
    assert gate(TAKEN, replace(TAKEN, status="rumoured"), LEAD) == []


def test_a_row_under_a_piece_of_the_editors_own_rests_on_any_report() -> None:
    told = piece("A deal", story=story(LEAD))
    own = Piece("own1", "Our view", "", "It is large.", deals=(TAKEN,))
    wrong = replace(own, deals=(replace(TAKEN, company="Quillmark"),))
    made = [edition(Section("deals", "Deals", "", (told, one))) for one in (own, wrong)]
    assert rows.of(made[0], {LEAD.id: LEAD}) == ()
    assert [one.figure for one in rows.of(made[1], {LEAD.id: LEAD})] == ["Quillmark"]
