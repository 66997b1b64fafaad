"""What the deals of an issue come to: a sum for each currency, and what it leaves out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from digest.figures import wording
from digest.model import Deal, Money
from digest.render import clean

_SETTLED = {"announced", "closed"}
_LEFT_OUT = {
    "rumoured": "{} rumoured",
    "withdrawn": "{} withdrawn",
    "no sum": "{} without a sum",
    "valuation": "{} valuation only",
    "fund": "{} fund",
    "spending": "{} spending plan",
}


def summed(deals: Iterable[Deal]) -> str:
    """What `deals` come to, and what is not counted; no two of them may be one transaction.

    Only what is announced or closed counts. A fund and a plan to spend do not: the same money comes back
    in the rounds and orders that it pays for, and would be counted twice.
    """
    groups: dict[str, list[Deal]] = {name: [] for name in ("counted", *_LEFT_OUT)}
    for deal in deals:
        groups[_group(deal)].append(deal)
    counted = groups.pop("counted")
    many = f"{len(counted)} deal{'' if len(counted) == 1 else 's'}"
    said = f"Announced or closed, {many}: {_sums(counted)}." if counted else "No sum is settled."
    left = [_left_out(name, group) for name, group in groups.items() if group]
    return f"{said} Not counted: {', '.join(left)}." if left else said


def usd(money: Money | None) -> float:
    """`money` in rough dollars, for comparing; 0.0 for None."""
    return (wording.rough_usd(money) or 0.0) if money else 0.0


def _group(deal: Deal) -> str:
    if deal.kind == "valuation" and deal.amount is None:
        return "valuation"
    if deal.status not in _SETTLED:
        return "withdrawn" if deal.status == "withdrawn" else "rumoured"
    if deal.kind in {"fund", "spending"}:
        return deal.kind
    return "counted" if deal.amount else "no sum"


def _left_out(name: str, group: Sequence[Deal]) -> str:
    words = _LEFT_OUT[name].format(len(group))
    plural = "s" if name in {"fund", "spending"} and len(group) > 1 else ""
    sums = _sums(group)
    return f"{words}{plural} ({sums})" if sums else f"{words}{plural}"


def _sums(deals: Iterable[Deal]) -> str:
    """`$19.4B and at least €1.7B`: by currency, the largest first; "" for no sums at all."""
    by_currency: dict[str, list[Money]] = {}
    for deal in deals:
        if deal.amount:
            by_currency.setdefault(deal.amount.currency, []).append(deal.amount)
    totals = sorted(map(_sum, by_currency.values()), key=lambda money: (-usd(money), money.currency))
    *others, last = (clean.line(wording.short(money)) for money in totals) if totals else ("",)
    return f"{', '.join(others)} and {last}" if others else last


def _sum(sums: Sequence[Money]) -> Money:
    """One sum, and as sure as its parts: `at least` and `up to` together leave only `about`."""
    if len(sums) == 1:
        return sums[0]
    hedges = {money.qualifier for money in sums} - {"exact"}
    qualifier = "exact" if not hedges else hedges.pop() if len(hedges) == 1 else "about"
    return Money(_rounded(sum(money.value for money in sums), qualifier), sums[0].currency, qualifier)


def _rounded(value: float, qualifier: str) -> float:
    """Four digits, of a rough sum three; what is a bound stays true."""
    if value < 1 or not math.isfinite(value):
        return value
    unit = 10.0 ** (math.floor(math.log10(value)) - (2 if qualifier == "about" else 3))
    rounded = {"at_least": math.floor, "up_to": math.ceil}.get(qualifier, round)(round(value / unit, 6))
    return float(f"{rounded * unit:.4g}")
