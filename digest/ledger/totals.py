"""What the deals of the ledger come to: a sum for each currency, and what it leaves out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from digest import text
from digest.figures import wording
from digest.model import STATUSES, Deal, Money

_DONE = ("announced", "closed")
_PLANS = {"fund": "{} fund", "spending": "{} spending plan"}
_ORDER = ("rumoured", "announced", "closed", "withdrawn", "no sum", "valuation", *_PLANS)
_LEFT_OUT = {name: f"{{}} {name}" for name in STATUSES} | _PLANS
_LEFT_OUT |= {"no sum": "{} without a sum", "valuation": "{} valuation only"}


def summed(deals: Iterable[Deal], statuses: Collection[str] = (), kinds: Collection[str] = ()) -> str:
    """What `deals` come to, and what is not counted; no two of them may be one transaction.

    Counted is what is announced or closed, or at one of `statuses` where somebody asks for these. A fund
    and a plan to spend are not, unless they are among `kinds`: the same money comes back in the rounds and
    orders that it pays for, and would be counted twice.
    """
    chosen = [status for status in STATUSES if status in (statuses or _DONE)]
    groups: dict[str, list[Deal]] = {name: [] for name in ("counted", *_ORDER)}
    for deal in deals:
        groups[_group(deal, chosen, kinds)].append(deal)
    counted = groups.pop("counted")
    many = f"{len(counted)} deal{'' if len(counted) == 1 else 's'}"
    words = " or ".join(chosen).capitalize()
    said = f"{words}, {many}: {_sums(counted)}." if counted else f"{words}: no sum to add up."
    left = [_left_out(name, group) for name, group in groups.items() if group]
    return f"{said} Not counted: {', '.join(left)}." if left else said


def _group(deal: Deal, statuses: Collection[str], kinds: Collection[str]) -> str:
    if deal.kind == "valuation" and deal.amount is None:
        return "valuation"
    if deal.status not in statuses:
        return deal.status
    if deal.kind in _PLANS and deal.kind not in kinds:
        return deal.kind
    return "counted" if deal.amount else "no sum"


def _left_out(name: str, group: Sequence[Deal]) -> str:
    words = _LEFT_OUT[name].format(len(group)) + ("s" if name in _PLANS and len(group) > 1 else "")
    sums = _sums(group)
    return f"{words} ({sums})" if sums else words


def _sums(deals: Iterable[Deal]) -> str:
    """`$19.4B and over €1.7B`: by currency, the largest first; "" for no sums at all."""
    by_currency: dict[str, list[Money]] = {}
    for deal in deals:
        if deal.amount:
            by_currency.setdefault(deal.amount.currency, []).append(deal.amount)
    sums = sorted(map(_sum, by_currency.values()), key=lambda one: (-wording.rough_usd(one), one.currency))
    *others, last = [text.one_line(wording.short(one), 40) for one in sums] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _sum(parts: Sequence[Money]) -> Money:
    """One sum, as sure as its parts: of least ones a least one, of different hedges about right."""
    hedges = {money.qualifier for money in parts} - {"exact"}
    qualifier = "exact" if not hedges else hedges.pop() if len(hedges) == 1 else "about"
    rounded = float(f"{sum(money.value for money in parts):.4g}")  # of short sums none is surer than that
    return Money(rounded, parts[0].currency, qualifier)
