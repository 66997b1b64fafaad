"""What the ledger answers: its deals, or what companies are valued at; in words, as CSV, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from digest.deals import names, totals
from digest.ledger import choose, lines, rows, sheet, valuations
from digest.ledger.choose import Question
from digest.ledger.lines import Table
from digest.ledger.records import Point, Row
from digest.model import Edition


class View(Protocol):
    """An answer in every form."""

    @property
    def count(self) -> str:
        """How much it is: `12 deals`."""

    @property
    def summary(self) -> str:
        """The last line: what it comes to. "" where there is nothing."""

    def table(self) -> Table | None:
        """Its columns; None where it is plain lines."""

    def lines(self) -> list[str]:
        """All of it but the summary, aligned."""

    def csv(self) -> str:
        """A table for a spreadsheet."""

    def values(self) -> list[dict[str, Any]]:
        """Plain values for JSON."""


@dataclass(frozen=True, slots=True)
class Deals:
    """Rows of the ledger, and what was asked for: it decides what the total counts."""

    rows: tuple[Row, ...]
    asked: Question

    @property
    def count(self) -> str:
        """How many deals."""
        return "1 deal" if len(self.rows) == 1 else f"{len(self.rows)} deals"

    @property
    def summary(self) -> str:
        """The total, and what it leaves out."""
        deals = (row.deal for row in self.rows)
        return totals.summed(deals, self.asked.statuses, self.asked.kinds) if self.rows else ""

    def table(self) -> Table:
        """One row a deal."""
        return lines.table(self.rows)

    def lines(self) -> list[str]:
        """The table as lines."""
        return self.table().lines() if self.rows else []

    def csv(self) -> str:
        """One line a deal."""
        return sheet.table(self.rows)

    def values(self) -> list[dict[str, Any]]:
        """One object a deal."""
        return sheet.deals(self.rows)


@dataclass(frozen=True, slots=True)
class Valuations:
    """Companies with what they were said to be worth, and of those that were asked for their deals."""

    found: tuple[tuple[str, tuple[Point, ...]], ...]
    deals: tuple[Row, ...] = ()

    @property
    def count(self) -> str:
        """How many companies."""
        return "1 company" if len(self.found) == 1 else f"{len(self.found)} companies"

    @property
    def summary(self) -> str:
        """How many valuations."""
        points = sum(len(points) for _, points in self.found)
        return f"{self.count}, {points} valuation{'s' * (points != 1)}." if self.found else ""

    def table(self) -> None:
        """None: it is lines."""

    def lines(self) -> list[str]:
        """A line a company, and under it its deals move by move."""
        said = []
        for company, points in self.found:
            said.append(lines.history(company, points))
            for row in self.deals:
                if names.key(row.deal.company) == names.key(company):
                    said.append(f"  {lines.parties(row)}")
                    said += lines.aligned(map(lines.move_cells, row.moves), lines.MOVE_RIGHT, "    ")
        return said

    def csv(self) -> str:
        """One line a valuation."""
        return sheet.history_table(self.found)

    def values(self) -> list[dict[str, Any]]:
        """One object a company."""
        return sheet.histories(self.found)


def deals(editions: Sequence[Edition], asked: Question) -> Deals:
    """The deals that fit what is asked."""
    return Deals(choose.rows(rows.of(editions), asked), asked)


def history(editions: Sequence[Edition], asked: Question) -> Valuations:
    """What the companies asked for, or all, are valued at; what is only claimed is of no kind or status."""
    every = choose.rows(rows.of(editions), Question(kinds=asked.kinds, statuses=asked.statuses))
    claiming = () if asked.kinds or asked.statuses else editions
    companies = valuations.companies(every, claiming)
    meant = choose.named(asked.company, companies) if asked.company else None
    found = (
        (name, choose.within(points, asked))
        for name, points in valuations.of_all(every, companies, claiming).items()
        if meant is None or names.key(name) in meant
    )
    told = tuple((name, points) for name, points in found if points)
    return Valuations(told, choose.rows(every, asked) if asked.company else ())


def nothing(editions: Sequence[Edition], asked: Question) -> str:
    """Why an answer is empty; "" where there is no edition at all."""
    if not editions:
        return ""
    count = "1 edition" if len(editions) == 1 else f"{len(editions)} editions"
    every = rows.of(editions)
    if not every:
        return f"No deal stands in {count}"
    parties = {names.key(name): name for row in every for name in choose.taking_part(row)}
    if asked.company and not choose.named(asked.company, set(parties.values())):
        close = get_close_matches(names.key(asked.company), filter(None, parties), n=1)
        meant = f'; did you mean "{lines.shown(parties[close[0]], 40)}"?' if close else ""
        return f'No deal of {count} names "{lines.shown(asked.company, 40)}"{meant}'
    return f"Nothing of {count} fits all of that"
