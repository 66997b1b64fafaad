"""How well deals were read, against those that a person read: for the bench and `digest evaluate`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from digest import figures
from digest.deals import names
from digest.model.figures import Deal, Money

Pair = tuple[Sequence[Deal], Sequence[Deal]]
"""The deals read from one headline, and the true ones."""


def of(pairs: Iterable[Pair]) -> Mapping[str, float]:
    """The figures, each 0 to 1, always in this order.

    `deal or not` counts headlines. Amount, valuation and stake count true deals that have one, read or not,
    and want value, currency and qualifier. `amounts invented` is the share of headlines with a deal read in
    which an amount was read that no label has. Company, kind and status count true deals that have a partner
    among those read; `whole deal` asks of every true deal that kind, company, amount, valuation and status
    are right. A figure for which nothing counts is left out.
    """
    count: Counter[str] = Counter()
    for read, true in pairs:
        count["read"] += bool(read)
        count["true"] += bool(true)
        count["both"] += bool(read and true)
        count["invented"] += _invents(read, true)
        for mine, other in aligned(read, true):
            _compare(mine, other, count)
    found = {
        "deal or not, precision": _share(count["both"], count["read"]),
        "deal or not, recall": _share(count["both"], count["true"]),
        "deal or not, F1": _share(2 * count["both"], count["read"] + count["true"]),
        "amount right": _share(count["amount right"], count["amount"]),
        "amounts invented": _share(count["invented"], count["read"]),
        "valuation right": _share(count["valuation right"], count["valuation"]),
        "stake right": _share(count["stake right"], count["stake"]),
        "company right": _share(count["company right"], count["pairs"]),
        "counterparties, F1": _share(
            2 * count["parties both"], count["parties read"] + count["parties true"]
        ),
        "kind right": _share(count["kind right"], count["pairs"]),
        "status right": _share(count["status right"], count["pairs"]),
        "whole deal right": _share(count["whole"], count["deals"]),
    }
    return {name: value for name, value in found.items() if value is not None}


def plain(title: str) -> tuple[Deal, ...]:
    """The plain way to read a headline: a verb of money, who stands before it, and the first sum."""
    match = _PLAIN.match(title[:_LONGEST])
    sums = figures.money(title[:_LONGEST])
    if not match or not sums:
        return ()
    verb = match["verb"].lower()
    bought = verb.endswith(("buys", "acquires", "acquire", "buy"))
    kind = "investment" if "invest" in verb else "acquisition" if bought else "funding"
    return (Deal(kind, match["who"], (), Money(sums[0].value, sums[0].unit)),)


_LONGEST = 600  # characters
_PLAIN = re.compile(
    r"^(?P<who>.{2,60}?)\s"
    r"(?P<verb>raises|raised|secures|lands|nabs|buys|acquires|to acquire|to buy|invests|to invest)\s",
    re.IGNORECASE,
)


def aligned(read: Sequence[Deal], true: Sequence[Deal]) -> list[tuple[Deal | None, Deal]]:
    """Each true deal with the one read that is most like it: by company, then amount, then kind."""
    left = list(read)
    found: dict[int, Deal | None] = {}
    order = sorted(
        (
            (_likeness(mine, other), -number, -place)
            for number, other in enumerate(true)
            for place, mine in enumerate(read)
        ),
        reverse=True,
    )
    used: set[int] = set()
    for _, number, place in order:
        if -number not in found and -place not in used:
            found[-number] = left[-place]
            used.add(-place)
    return [(found.get(number), other) for number, other in enumerate(true)]


def _likeness(mine: Deal, other: Deal) -> tuple[bool, bool, bool]:
    return (
        names.key(mine.company) == names.key(other.company),
        mine.amount == other.amount and mine.valuation == other.valuation,
        mine.kind == other.kind,
    )


def right(mine: Deal, other: Deal) -> Mapping[str, bool]:
    """Which parts of a deal are right."""
    return {
        "kind": mine.kind == other.kind,
        "company": names.key(mine.company) == names.key(other.company),
        "amount": mine.amount == other.amount,
        "valuation": mine.valuation == other.valuation,
        "status": mine.status == other.status,
    }


def _compare(mine: Deal | None, other: Deal, count: Counter[str]) -> None:
    count["deals"] += 1
    count["amount"] += other.amount is not None
    count["valuation"] += other.valuation is not None
    count["stake"] += other.stake_percent is not None
    count["parties true"] += len(other.counterparties)
    if mine is None:
        return
    count["pairs"] += 1
    parts = right(mine, other)
    for part in ("kind", "company", "status"):
        count[f"{part} right"] += parts[part]
    count["amount right"] += parts["amount"] and other.amount is not None
    count["valuation right"] += parts["valuation"] and other.valuation is not None
    count["stake right"] += other.stake_percent is not None and mine.stake_percent == other.stake_percent
    said, meant = ({names.key(party) for party in deal.counterparties} for deal in (mine, other))
    count["parties read"] += len(mine.counterparties)
    count["parties both"] += len(said & meant)
    count["whole"] += all(parts.values())


def _invents(read: Sequence[Deal], true: Sequence[Deal]) -> bool:
    labelled = {_plain(deal.amount) for deal in true if deal.amount}
    return any(deal.amount is not None and _plain(deal.amount) not in labelled for deal in read)


def _plain(money: Money) -> tuple[float, str]:
    return money.value, money.currency


def _share(part: float, whole: float) -> float | None:
    """The share; None of nothing, which is neither good nor bad."""
    return part / whole if whole else None
