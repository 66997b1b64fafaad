r"""The ledger for spreadsheets and programs: CSV after RFC 4180, and plain values for JSON.

A spreadsheet runs a cell that begins like a formula (OWASP, "CSV Injection"), and names come from strangers.
A text cell that does begins with an apostrophe here; `restored` takes that away again. Every text stands
in quotes, so that no separator inside it opens a cell in a program that splits at semicolons.
"""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from digest import text
from digest.ledger.records import Point, Row, Told
from digest.model import Money

_STARTS = frozenset("=+-@\t\r\n")
_QUOTES = frozenset("'\"`´‘’‚‛“”„‟«»‹›＇＂")
_MINUS = "\u2212"  # no compatibility form of the hyphen, and read as one
_LIMIT = 2000  # characters of a cell; no name or headline is longer

_COLUMNS = (
    "company", "counterparties", "kind", "round", "status",
    "amount", "amount_currency", "amount_qualifier",
    "valuation", "valuation_currency", "valuation_qualifier", "stake_percent",
    "first_date", "last_date", "first_edition", "last_edition", "moves", "headline", "url",
)  # fmt: skip
_HISTORY_COLUMNS = (
    "company", "date", "valuation", "currency", "qualifier", "rumoured", "edition", "publisher", "url",
)  # fmt: skip

History = tuple[str, Sequence[Point]]  # a company and its valuations


def table(rows: Iterable[Row]) -> str:
    """The rows as CSV with a header, one line a deal, lines ending in CR LF."""
    return _written(_COLUMNS, map(_cells, rows))


def history_table(found: Iterable[History]) -> str:
    """Valuations as CSV with a header, one line each."""
    return _written(
        _HISTORY_COLUMNS, (_point_cells(company, point) for company, points in found for point in points)
    )


def guarded(value: str) -> str:
    """`value`, after an apostrophe where a spreadsheet might take it for a formula.

    That is where `=`, `+`, `-`, `@`, a tab or a line end comes first, in any width, or first after spaces
    and quotes.
    """
    for character in value:
        plain = unicodedata.normalize("NFKC", character)[:1]
        if character in _STARTS or plain in _STARTS or character == _MINUS:
            return f"'{value}"
        if not character.isspace() and character not in _QUOTES and not _is_invisible(character):
            return value
    return value


def restored(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


def deals(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as plain values."""
    return [
        {
            "company": line(row.deal.company),
            "counterparties": [line(name) for name in row.deal.counterparties],
            "kind": row.deal.kind,
            "round": line(row.deal.round) or None,
            "status": row.deal.status,
            "amount": _money(row.deal.amount),
            "valuation": _money(row.deal.valuation),
            "stake_percent": _number(row.deal.stake_percent),
            "first_seen": _told(row.first_seen),
            "last_seen": _told(row.last_seen),
            "story": {"headline": line(row.story.name), "url": line(row.story.url) or None},
            "moves": [
                {
                    "date": move.day.isoformat(),
                    "status": move.status,
                    "amount": _money(move.amount),
                    "valuation": _money(move.valuation),
                    **_told(move.told),
                    "publisher": line(move.publisher) or None,
                    "url": line(move.url) or None,
                }
                for move in row.moves
            ],
        }
        for row in rows
    ]


def histories(found: Iterable[History]) -> list[dict[str, Any]]:
    """Valuations as plain values, one object a company."""
    return [
        {
            "company": line(company),
            "valuations": [
                {
                    "date": point.day.isoformat(),
                    "valuation": _money(point.money),
                    "rumoured": point.rumoured,
                    **_told(point.told),
                    "publisher": line(point.publisher) or None,
                    "url": line(point.url) or None,
                }
                for point in points
            ],
        }
        for company, points in found
    ]


def line(value: str) -> str:
    """A stranger's words on one line, without characters that steer a terminal or a spreadsheet."""
    return text.one_line(value, _LIMIT)


def _written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _cells(row: Row) -> Sequence[object]:
    deal = row.deal
    words = (deal.company, "; ".join(deal.counterparties), deal.kind, deal.round, deal.status)
    seen = (row.moves[0].day.isoformat(), row.moves[-1].day.isoformat())
    told = (row.first_seen.edition, row.last_seen.edition)
    path = " → ".join(status for status, _ in groupby(move.status for move in row.moves))
    return (
        *map(_text, words),
        *_money_cells(deal.amount),
        *_money_cells(deal.valuation),
        _figure(deal.stake_percent),
        *seen,
        *map(_text, (*told, path, row.story.name, row.story.url)),
    )


def _point_cells(company: str, point: Point) -> Sequence[object]:
    rumoured = "yes" if point.rumoured else "no"
    words = (rumoured, point.told.edition, point.publisher, point.url)
    return _text(company), point.day.isoformat(), *_money_cells(point.money), *map(_text, words)


def _text(value: str) -> str:
    return guarded(line(value))


def _money_cells(money: Money | None) -> tuple[object, str, str]:
    return (_figure(money.value), _text(money.currency), money.qualifier) if money else ("", "", "")


def _figure(value: float | None) -> float | int | str:
    """A number as a person writes it, never with an exponent; "" for none."""
    found = _number(value)
    return "" if found is None else found


def _number(value: float | None) -> float | int | None:
    """Whole where it is whole; None for what is no number, which JSON cannot hold."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else value


def _money(money: Money | None) -> dict[str, Any] | None:
    if money is None or (value := _number(money.value)) is None:
        return None
    return {"value": value, "currency": line(money.currency), "qualifier": money.qualifier}


def _told(told: Told) -> dict[str, Any]:
    return {"edition": line(told.edition), "number": told.number}


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cc", "Zs", "Zl", "Zp"}
