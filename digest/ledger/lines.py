"""The ledger in words: cells of a table, lines that stand aligned in any script, and one line a history."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len, chop_cells

from digest import text
from digest.deals import names
from digest.figures.wording import short
from digest.ledger.records import Move, Point, Row
from digest.model import Money

_HEADS = ("last move", "company", "with", "kind", "amount", "valuation", "stake", "status", "told in")
_RIGHT = (4, 5, 6)
_FOLDING = (1, 2, 3, 7, 8)
_SPARE = (8, 6, 2, 3, 5)
_LEAST = 11  # columns on the screen of a cell that folds
MOVE_RIGHT = (2, 3)
"""Columns of numbers among those of a move."""

_OF = {
    "investment": "in",
    "contract": "with",
    "spending": "by",
}  # of whom a deal is, seen from its other side

_NAME, _NAMES = 28, 36  # columns on the screen
_LIMIT = 400  # characters, of which a word of stacked accents has many to a column
_BETWEEN = 2  # columns of the screen from one cell to the next
_LEFT_TO_RIGHT = "\u200e"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in columns, which are named by their place.

    Attributes:
        right: columns of numbers.
        folding: columns whose cells may take several lines.
        spare: columns that may be left out where there is no room, the first first.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]
    folding: tuple[int, ...]
    spare: tuple[int, ...]

    def fitting(self, width: int) -> tuple[int, ...]:
        """The columns that have room beside each other in `width` columns of the screen."""
        left = list(range(len(self.heads)))
        for column in self.spare:
            if sum(self.least(one) + _BETWEEN for one in left) <= width:
                break
            left.remove(column)
        return tuple(left)

    def least(self, column: int) -> int:
        """How narrow a column may be."""
        widest = max(cell_len(row[column]) for row in (self.heads, *self.rows))
        return min(widest, _LEAST) if column in self.folding else widest

    def lines(self) -> list[str]:
        """All of it, aligned."""
        return aligned((self.heads, *self.rows), self.right)


def table(rows: Iterable[Row]) -> Table:
    """The ledger, a row a deal."""
    return Table(_HEADS, tuple(map(cells, rows)), _RIGHT, _FOLDING, _SPARE)


def cells(row: Row) -> tuple[str, ...]:
    """A deal under the heads of the table."""
    deal = row.deal
    return (
        row.moves[-1].day.isoformat(),
        shown(deal.company, _NAME),
        shown(", ".join(deal.counterparties), _NAMES),
        " ".join(filter(None, (deal.kind, shown(deal.round, _NAME)))),
        money(deal.amount),
        money(deal.valuation),
        "" if deal.stake_percent is None else f"{deal.stake_percent:g}%",
        path(row),
        editions(row),
    )


def path(row: Row) -> str:
    """How the deal moved: `rumoured → announced`."""
    return " → ".join(status for status, _ in groupby(move.status for move in row.moves))


def editions(row: Row) -> str:
    """The editions that told it: `2026-W44` or `2026-W44 – 2026-W47`."""
    first, last = (shown(told.edition, _NAME) for told in (row.first_seen, row.last_seen))
    return first if first == last else f"{first} – {last}"


def move_cells(move: Move) -> tuple[str, ...]:
    """One move: day, status, amount, valuation, who says it, where."""
    who = shown(move.publisher, _NAME) if move.publisher else "the editor"
    valued = f"at {money(move.valuation)}" if move.valuation else ""
    return (
        move.day.isoformat(),
        move.status,
        money(move.amount),
        valued,
        who,
        text.one_line(move.url, _LIMIT),
    )


def heading(row: Row, company: str) -> str:
    """A deal as `company` sees it: of Scale AI `investment with Meta`, of Meta `investment in Scale AI`."""
    deal, own = row.deal, names.key(company)
    is_of_another = bool(deal.company) and names.key(deal.company) != own
    of_whom = f"{_OF.get(deal.kind, 'of')} {shown(deal.company, _NAME)}" if is_of_another else ""
    others = ", ".join(name for name in deal.counterparties if names.key(name) != own)
    beside = "by" if deal.kind == "acquisition" and not is_of_another else "with"
    with_whom = f"{beside} {others}" if others else ""
    words = (deal.kind, text.one_line(deal.round, _NAME), of_whom, with_whom)
    return shown(" ".join(filter(None, words)), _NAME + _NAMES)


def history(company: str, points: Iterable[Point]) -> str:
    """`Scale AI: $7.3B → $13.8B → $29B (rumoured)`; the name alone where there is no valuation."""
    steps = [money(point.money) + (" (rumoured)" if point.rumoured else "") for point in points]
    return f"{shown(company, _NAMES)}{': ' if steps else ''}{' → '.join(steps)}"


def money(value: Money | None) -> str:
    """A sum in short; "" for none."""
    return text.one_line(short(value), _NAME) if value else ""


def shown(value: str, columns: int) -> str:
    """A stranger's words on one line of at most `columns` on the screen, "…" where they were cut.

    What runs from right to left is held in its place, so that it does not draw the columns beside it along.
    """
    cleaned = text.one_line(value, _LIMIT)
    if cell_len(cleaned) > columns:
        cleaned = chop_cells(cleaned, columns - 1)[0].rstrip() + "…"
    turned = any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in cleaned)
    return f"{_LEFT_TO_RIGHT}{cleaned}{_LEFT_TO_RIGHT}" if turned else cleaned


def aligned(rows: Iterable[Sequence[str]], right: Sequence[int] = (), indent: str = "") -> list[str]:
    """The rows as lines whose columns stand under each other on the screen, those in `right` to the right."""
    rows = [tuple(row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        (indent + "  ".join(_padded(cell, widths[n], n in right) for n, cell in enumerate(row))).rstrip()
        for row in rows
    ]


def _padded(cell: str, width: int, right: bool) -> str:  # noqa: FBT001
    room = " " * (width - cell_len(cell))
    return room + cell if right else cell + room
