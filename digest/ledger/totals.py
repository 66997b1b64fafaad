"""What the deals of the ledger come to, and what that leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from digest.ledger.records import Row
from digest.model import STATUSES, Money

DONE = frozenset({"announced", "closed"})
"""What counts unless somebody asks for more: a rumour may come to nothing."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum of deals, each counted once.

    Attributes:
        sums: one a currency, the one with most deals first; hedged where one of its parts is.
        counted: how many deals are in the sums.
        other_status: how many are left out for their status, by status.
        without_sum: how many are left out because nobody says an amount.
    """

    sums: tuple[Money, ...]
    counted: int
    other_status: tuple[tuple[str, int], ...]
    without_sum: int


def of(rows: Iterable[Row], statuses: Collection[str] = DONE) -> Totals:
    """The totals of `rows` over the deals at one of `statuses`."""
    parts: defaultdict[str, list[Money]] = defaultdict(list)
    other: defaultdict[str, int] = defaultdict(int)
    without = 0
    for row in rows:
        if row.deal.status not in statuses:
            other[row.deal.status] += 1
        elif row.deal.amount is None:
            without += 1
        else:
            parts[row.deal.amount.currency].append(row.deal.amount)
    ordered = sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))
    return Totals(
        sums=tuple(Money(sum(m.value for m in some), currency, _hedge(some)) for currency, some in ordered),
        counted=sum(map(len, parts.values())),
        other_status=tuple((status, other[status]) for status in STATUSES if status in other),
        without_sum=without,
    )


def _hedge(parts: Iterable[Money]) -> str:
    """What a sum of hedged figures is: of least ones a least one, of different ones about right."""
    hedges = {money.qualifier for money in parts} - {"exact"}
    if not hedges:
        return "exact"
    return hedges.pop() if len(hedges) == 1 else "about"
