"""What the ledger answers: its deals, or what companies are valued at; in words, as CSV, as plain values."""

from __future__ import annotations

from collections import defaultdict
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
    """Companies with what they were said to be worth, and of those that were asked for their deals.

    Attributes:
        found: each company with its valuations; these may be none where it has deals.
        deals: those in which they take part; None where no company was asked for.
    """

    found: tuple[tuple[str, tuple[Point, ...]], ...]
    deals: tuple[Row, ...] | None = None

    @property
    def count(self) -> str:
        """How many companies."""
        return "1 company" if len(self.found) == 1 else f"{len(self.found)} companies"

    @property
    def summary(self) -> str:
        """How many valuations, and how many deals where these are shown."""
        points = sum(len(points) for _, points in self.found)
        counted = [self.count, f"{points or 'no'} valuation{'s' * (points > 1)}"]
        if self.deals is not None:
            counted.append(f"{len(self.deals) or 'no'} deal{'s' * (len(self.deals) > 1)}")
        return f"{', '.join(counted)}." if self.found else ""

    def table(self) -> None:
        """None: it is lines."""

    def lines(self) -> list[str]:
        """A line a company, and under it its deals move by move."""
        said, deals = [], self._by_party()
        for company, points in self.found:
            said.append(lines.history(company, points))
            for row in deals[names.key(company)]:
                said.append(f"  {lines.heading(row, company)}")
                said += lines.aligned(map(lines.move_cells, row.moves), lines.MOVE_RIGHT, "    ")
        return said

    def _by_party(self) -> defaultdict[str, list[Row]]:
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.deals or ():
            for key in dict.fromkeys(map(names.key, choose.taking_part(row))):
                found[key].append(row)
        return found

    def csv(self) -> str:
        """One line a valuation."""
        return sheet.history_table(self.found)

    def values(self) -> list[dict[str, Any]]:
        """One object a company, with its deals where they were asked for."""
        found, deals = sheet.histories(self.found), self._by_party()
        if self.deals is not None:
            for (company, _), values in zip(self.found, found, strict=True):
                values["deals"] = sheet.deals(deals[names.key(company)])
        return found


def deals(editions: Sequence[Edition], asked: Question) -> Deals:
    """The deals that fit what is asked."""
    return Deals(choose.rows(rows.of(editions), asked), asked)


def history(editions: Sequence[Edition], asked: Question) -> Valuations:
    """What the companies asked for, or all, are valued at; what is only claimed is of no kind or status.

    A company that is asked for is told of also where it is not valued but takes part in a deal.
    """
    every = choose.rows(rows.of(editions), Question(kinds=asked.kinds, statuses=asked.statuses))
    claiming = () if asked.kinds or asked.statuses else editions
    known = {names.key(name): name for name in valuations.companies(every, claiming)}
    told = choose.rows(every, asked) if asked.company else None
    if told is not None:
        for name in (name for row in every for name in choose.taking_part(row)):
            known.setdefault(names.key(name), name)
        meant = choose.named(asked.company, known.values())
        known = {key: name for key, name in known.items() if key in meant}
    taking_part = {names.key(name) for row in told or () for name in choose.taking_part(row)}
    points = valuations.of_all(every, known.values(), claiming)
    found = ((name, choose.within(points[name], asked)) for name in known.values())
    return Valuations(
        tuple((name, steps) for name, steps in found if steps or names.key(name) in taking_part), told
    )


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
