"""The ledger as CSV and JSON: read back as it was, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import ledger
from digest.ledger import sheet
from digest.model import Deal, Money
from tests.editions import HOSTILE
from tests.ledger.weeks import dollars, edition, piece

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u3000=1",
    "\u200b=1",
    '"=1',
    "'=1",
    "“=1",
    "' \"=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹣1",
    "−1",
    "\ufeff=1",
)
DEAL = Deal(
    "funding", "Müller & Söhne", ("Oak, Fund", 'The "Pines"'), dollars(1.5), dollars(9, "about"), 12.5
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows(*deals: Deal) -> tuple[ledger.Row, ...]:
    return ledger.of([edition(n, piece(n, deal)) for n, deal in enumerate(deals, 1)])


@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(formula: str) -> None:
    assert sheet.guarded(formula) == f"'{formula}"
    (row,) = read(sheet.table(rows(replace(DEAL, company=formula, counterparties=(formula,)))))
    assert row["company"].startswith("'")
    assert row["counterparties"].startswith("'")


@pytest.mark.parametrize(
    "name", ["Northwind", "AT&T", "O'Reilly = more", "'s-Gravenhage", "3M", "a=b", "", " "]
)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert sheet.guarded(name) == name


@given(st.text() | st.sampled_from(FORMULAS) | st.builds("'{}".format, st.sampled_from(FORMULAS)))
def test_a_guarded_text_can_be_had_back(value: str) -> None:
    assert sheet.restored(sheet.guarded(value)) == value


def test_amounts_are_plain_numbers_with_their_currency_beside() -> None:
    (row,) = read(sheet.table(rows(DEAL)))
    assert (row["amount"], row["amount_currency"], row["amount_qualifier"]) == ("1500000000", "USD", "exact")
    assert (row["valuation"], row["valuation_qualifier"]) == ("9000000000", "about")
    assert row["stake_percent"] == "12.5"
    assert row["counterparties"] == 'Oak, Fund; The "Pines"'
    (empty,) = read(sheet.table(rows(Deal("ipo", "Quarry"))))
    assert (empty["amount"], empty["amount_currency"], empty["stake_percent"]) == ("", "", "")


def test_lines_end_as_the_rfc_says_and_every_text_stands_in_quotes() -> None:
    text = sheet.table(rows(replace(DEAL, company="Quarry;=1+1")))
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == 2
    assert '"Quarry;=1+1",' in text, "a program that splits at semicolons must not see a cell of its own"


@given(st.text(max_size=40), st.text(max_size=40), st.floats(0, 1e15), st.sampled_from(("USD", "EUR")))
def test_a_table_read_back_has_what_was_written(
    company: str, partner: str, value: float, currency: str
) -> None:
    deal = Deal("contract", company, (partner,), Money(value, currency))
    text = sheet.table(rows(deal))
    (row,) = read(text)
    assert sheet.restored(row["company"]) == sheet.line(company)
    assert sheet.restored(row["counterparties"]) == sheet.line(partner)
    assert float(row["amount"]) == value
    assert row["amount_currency"] == currency
    assert len(text.split("\r\n")) == 3


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_hostile_name_leaves_its_cell_or_steers_a_terminal(name: str) -> None:
    found = rows(replace(DEAL, company=name, counterparties=(name, name), round=name))
    for text in (sheet.table(found), json.dumps(sheet.deals(found), ensure_ascii=False)):
        assert not set("\x00\x07\x1b\x85\u202e\u2028\x0b") & set(text)
    assert len(read(sheet.table(found))) == 1


def test_json_says_everything_under_stable_keys() -> None:
    talks = replace(DEAL, status="rumoured", stake_percent=None, valuation=None)
    (row,) = json.loads(json.dumps(sheet.deals(rows(talks, DEAL)), allow_nan=False))
    assert list(row) == [
        "company", "counterparties", "kind", "round", "status", "amount", "valuation", "stake_percent",
        "first_seen", "last_seen", "story", "moves",
    ]  # fmt: skip
    assert row["amount"] == {"value": 1500000000, "currency": "USD", "qualifier": "exact"}
    assert [move["status"] for move in row["moves"]] == ["rumoured", "announced"]
    assert list(row["moves"][0]) == [
        "date", "status", "amount", "valuation", "edition", "number", "publisher", "url",
    ]  # fmt: skip


def test_a_number_that_is_none_is_left_out_of_both() -> None:
    found = rows(replace(DEAL, amount=Money(float("inf")), valuation=Money(float("nan"))))
    json.dumps(sheet.deals(found), allow_nan=False)
    (row,) = read(sheet.table(found))
    assert (row["amount"], row["valuation"]) == ("", "")


def test_a_history_is_a_line_a_valuation() -> None:
    found = rows(DEAL, replace(DEAL, valuation=dollars(12), amount=dollars(2), status="closed"))
    points = ledger.history(found, "Müller & Söhne")
    table = read(sheet.history_table([("Müller & Söhne", points)]))
    assert [row["valuation"] for row in table] == ["9000000000", "12000000000"]
    (one,) = sheet.histories([("Müller & Söhne", points)])
    assert [point["rumoured"] for point in one["valuations"]] == [False, False]
