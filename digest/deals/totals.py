"""What deals come to: a sum for each currency, and what it leaves out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from digest import text
from digest.figures import wording
from digest.model import STATUSES, Deal, Money

_DONE = ("announced", "closed")
_PLANS = {"fund": "{} fund", "spending": "{} spending plan"}
_ORDER = (*STATUSES, "no sum", "valuation", *_PLANS)
_LEFT_OUT = {name: f"{{}} {name}" for name in STATUSES} | _PLANS
_LEFT_OUT |= {"no sum": "{} without a sum", "valuation": "{} valuation only"}
_LONGEST = 40  # characters of a sum in words


@dataclass(frozen=True, slots=True)
class Group:
    """Deals that are counted alike, or left out for one reason.

    Attributes:
        name: `counted`, a status, `no sum`, `valuation`, `fund` or `spending`.
        many: how many they are.
        sums: what they come to by currency, the largest first; may be empty.
    """

    name: str
    many: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What deals come to: those that are counted, and the others by what keeps them out, in a fixed order."""

    counted: Group
    left: tuple[Group, ...]


def of(deals: Iterable[Deal], statuses: Collection[str] = (), kinds: Collection[str] = ()) -> Total:
    """What `deals` come to, and what is not counted; no two of them may be one transaction.

    Counted is what is announced or closed, or at one of `statuses` where somebody asks for these. A fund
    and a plan to spend are not, unless they are among `kinds`: the same money comes back in the rounds and
    orders that it pays for, and would be counted twice.
    """
    chosen = _chosen(statuses)
    groups: dict[str, list[Deal]] = {name: [] for name in ("counted", *_ORDER)}
    for deal in deals:
        groups[_group(deal, chosen, kinds)].append(deal)
    counted, *left = (Group(name, len(group), _by_currency(group)) for name, group in groups.items())
    return Total(counted, tuple(group for group in left if group.many))


def summed(deals: Iterable[Deal], statuses: Collection[str] = (), kinds: Collection[str] = ()) -> str:
    """`of` in a line of English."""
    total = of(deals, statuses, kinds)
    many = f"{total.counted.many} deal{'' if total.counted.many == 1 else 's'}"
    words = " or ".join(_chosen(statuses)).capitalize()
    nothing = f"{words}: no sum to add up." if statuses else "No sum is settled."
    said = f"{words}, {many}: {_sums(total.counted)}." if total.counted.many else nothing
    left = [_left_out(group) for group in total.left]
    return f"{said} Not counted: {', '.join(left)}." if left else said


def _chosen(statuses: Collection[str]) -> list[str]:
    return [status for status in STATUSES if status in (statuses or _DONE)]


def usd(money: Money | None) -> float:
    """`money` in rough dollars, for comparing; 0.0 for None."""
    return (wording.rough_usd(money) or 0.0) if money else 0.0


def _group(deal: Deal, statuses: Collection[str], kinds: Collection[str]) -> str:
    if deal.kind == "valuation" and deal.amount is None:
        return "valuation"
    if deal.status not in statuses:
        return deal.status
    if deal.kind in _PLANS and deal.kind not in kinds:
        return deal.kind
    return "counted" if deal.amount else "no sum"


def _left_out(group: Group) -> str:
    words = _LEFT_OUT[group.name].format(group.many) + (
        "s" if group.name in _PLANS and group.many > 1 else ""
    )
    sums = _sums(group)
    return f"{words} ({sums})" if sums else words


def _sums(group: Group) -> str:
    """`$19.4B and over €1.7B`; "" for no sums at all."""
    *others, last = [text.one_line(wording.short(one), _LONGEST) for one in group.sums] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _by_currency(deals: Iterable[Deal]) -> tuple[Money, ...]:
    by_currency: dict[str, list[Money]] = {}
    for deal in deals:
        if deal.amount:
            by_currency.setdefault(deal.amount.currency, []).append(deal.amount)
    return tuple(sorted(map(_sum, by_currency.values()), key=lambda one: (-usd(one), one.currency)))


def _sum(parts: Sequence[Money]) -> Money:
    """One sum, as sure as its parts: of least ones a least one, of different hedges about right."""
    if len(parts) == 1:
        return parts[0]
    hedges = {money.qualifier for money in parts} - {"exact"}
    qualifier = "exact" if not hedges else hedges.pop() if len(hedges) == 1 else "about"
    return Money(_rounded(sum(money.value for money in parts), qualifier), parts[0].currency, qualifier)


def _rounded(value: float, qualifier: str) -> float:
    """Four digits, of a rough sum three; what is a bound stays true."""
    if value < 1 or not math.isfinite(value):
        return value
    unit = 10.0 ** (math.floor(math.log10(value)) - (2 if qualifier == "about" else 3))
    rounded = {"at_least": math.floor, "up_to": math.ceil}.get(qualifier, round)(round(value / unit, 6))
    return float(f"{rounded * unit:.4g}")
