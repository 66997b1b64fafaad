"""Which deals are one transaction: the one definition, for a story, an edition and the ledger.

Talks on Monday, a price on Wednesday and a closing in autumn are one deal. A round and a sale of shares by
holders are two, and so are two rounds of one company.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from digest.deals.names import key
from digest.figures.wording import near, rough_usd
from digest.model import Deal, Money

_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        ("funding", "investment"),
        ("funding", "valuation"),
        ("investment", "valuation"),
        ("investment", "acquisition"),
        ("investment", "contract"),
        ("tender", "valuation"),
        ("ipo", "valuation"),
        ("funding", "fund"),
    )
)
_BETWEEN_TWO = {"investment", "acquisition", "contract"}  # other partners make another deal
_SETTLED = {"announced", "closed"}
_MOVES = 2.6  # how far talks may stand from the sum agreed in the end
_DIFFER = 1.6  # how far two reports of one agreed deal stand apart at most
_RANK = {"rumoured": 0, "announced": 1, "withdrawn": 1, "closed": 2}
_DONE = re.compile(r"\b(?:complet|clos|finali[sz]|seal|wrap)", re.IGNORECASE)
_WORDS = 3  # beyond these a longer name is hardly a fuller one
_TELLING = {"valuation": 0, "spending": 1}
_T = TypeVar("_T")


def same(one: Deal, other: Deal) -> bool:
    """Whether two readings tell one transaction; symmetric, and blind to when they were told."""
    if _other_round(one, other):
        return False
    return _retells(one, other) or (
        _same_parties(one, other) and _same_kind(one, other) and _same_terms(one, other)
    )


def merged(deals: Sequence[Deal]) -> Deal:
    """One deal out of readings of the same transaction, oldest first; all statements are kept.

    The status is the furthest that was reached, withdrawn if nothing came after. Figures are those of that
    status where there are any, exact ones before hedged ones, the latest of these.

    Raises:
        ValueError: there are none.
    """
    if not deals:
        raise ValueError("no deal to merge")
    stages = _stages(deals)
    status = _status(stages)
    final = [deal for deal, stage in zip(deals, stages, strict=True) if stage == status]
    most = max(len(parties(deal)) for deal in deals)
    full = [deal for deal in deals if len(parties(deal)) == most]  # those who leave nobody out know best
    company = _company(full)
    return Deal(
        kind=_kind(full),
        company=company,
        counterparties=_parties(deals, company),
        amount=_figure(deals, final, partial(_price, deals)),
        valuation=_figure(deals, final, lambda deal: deal.valuation),
        stake_percent=_last(deals, final, lambda deal: deal.stake_percent),
        round=_last(deals, final, lambda deal: deal.round or None) or "",
        status=status,
        statements=tuple(dict.fromkeys(said for deal in deals for said in deal.statements)),
    )


def together(deals: Iterable[Deal]) -> tuple[Deal, ...]:
    """`deals`, oldest first, with those of one transaction made one, in the order of first mention."""
    groups: list[list[Deal]] = []
    for deal in deals:
        group = next((group for group in groups if any(same(deal, known) for known in group)), None)
        if group is None:
            groups.append([deal])
        else:
            group.append(deal)
    return tuple(merged(group) if len(group) > 1 else group[0] for group in groups)


def parties(deal: Deal) -> frozenset[str]:
    """The keys of all who are named."""
    return frozenset(filter(None, map(key, (deal.company, *deal.counterparties))))


def _same_parties(one: Deal, other: Deal) -> bool:
    if one.company and other.company and key(one.company) == key(other.company):
        partners = {key(name) for name in one.counterparties}, {key(name) for name in other.counterparties}
        strangers = all(partners) and partners[0].isdisjoint(partners[1])
        return not (strangers and {one.kind, other.kind} <= _BETWEEN_TWO)
    ours, theirs = parties(one), parties(other)
    return len(ours & theirs) > 1 and key(one.company) in theirs and key(other.company) in ours


def _other_round(one: Deal, other: Deal) -> bool:
    return bool(one.round and other.round and one.round.casefold() != other.round.casefold())


def _retells(one: Deal, other: Deal) -> bool:
    """Whether one names the same sum and nobody whom the other does not name: it says less, not else."""
    ours, theirs = parties(one), parties(other)
    if not ours or not theirs or not (ours <= theirs or theirs <= ours):
        return False
    sums = [(one.amount, other.amount)]
    if one.company and key(one.company) == key(other.company):  # a valuation that was taken for the price
        sums += [(one.amount, other.valuation), (one.valuation, other.amount)]
    return any(a and b and near(a, b) for a, b in sums)


def _same_kind(one: Deal, other: Deal) -> bool:
    return one.kind == other.kind or frozenset((one.kind, other.kind)) in _ALIKE


def _same_terms(one: Deal, other: Deal) -> bool:
    settled = one.status in _SETTLED and other.status in _SETTLED
    most = _DIFFER if settled else _MOVES
    return _within(one.amount, other.amount, most) and _within(one.valuation, other.valuation, most)


def _within(one: Money | None, other: Money | None, most: float) -> bool:
    if one is None or other is None or near(one, other):
        return True
    low, high = sorted((rough_usd(one), rough_usd(other)))
    return low > 0 and high / low <= most


def _stages(deals: Sequence[Deal]) -> list[str]:
    """How far each says that it is; "has bought", "after the sale" is done only where nobody knows better."""
    known = {deal.status for deal in deals} - {"closed"}
    return ["announced" if known and _in_passing(deal) else deal.status for deal in deals]


def _in_passing(deal: Deal) -> bool:
    return (
        deal.status == "closed"
        and bool(deal.statements)
        and not any(_DONE.search(said.words) for said in deal.statements if said.deal.status == "closed")
    )


def _status(told: Sequence[str]) -> str:
    """The furthest that was reached; one word too many is none where what follows speaks of talks."""
    first = next((place for place, status in enumerate(told) if status != "rumoured"), len(told))
    later = [status for status in told[first:] if status != "rumoured"]
    if len(told) - first > 2 * len(later):
        return "rumoured"
    ended = max((place for place, status in enumerate(later) if status == "withdrawn"), default=-1)
    if later.count("withdrawn") > len(later) - ended - 1 > 0:
        return "withdrawn"  # fewer go on with it after its end than told of that
    reached = "rumoured"
    for status in later:
        if status == "withdrawn" or _RANK[status] >= _RANK[reached]:
            reached = status
    return reached


def _company(deals: Sequence[Deal]) -> str:
    """The company that most name, spelled in full."""
    counted = Counter(key(deal.company) for deal in deals if deal.company)
    if not counted:
        return ""
    most = max(counted, key=lambda name: (counted[name], name))
    return _in_full(deal.company for deal in deals if deal.company and key(deal.company) == most)


def _in_full(spellings: Iterable[str]) -> str:
    """Of the spellings of one name the one with most words, of these the commonest."""
    counted = Counter(spellings)
    return max(counted, key=lambda name: (min(len(name.split()), _WORDS), counted[name], name))


def _kind(deals: Sequence[Deal]) -> str:
    """What most say; a bare valuation is the least telling, and then that somebody spends.

    A share of a company is an investment, whatever it is called.
    """
    counted = Counter(deal.kind for deal in deals)
    kind = max(counted, key=lambda kind: (_TELLING.get(kind, 2), counted[kind], kind))
    stake = any(deal.stake_percent is not None and deal.stake_percent < 100 for deal in deals)
    return "investment" if kind == "acquisition" and stake and counted["investment"] else kind


def _parties(deals: Sequence[Deal], company: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for deal in deals:
        for name in deal.counterparties:
            found.setdefault(key(name) or name, name)
    found.pop(key(company) or company, None)
    return tuple(found.values())


def _price(deals: Sequence[Deal], deal: Deal) -> Money | None:
    """The sum, unless it is what another report of a round or share sale calls the valuation."""
    if deal.amount is None or deal.kind == "acquisition":
        return deal.amount
    values = [other.valuation for other in deals if other is not deal and other.valuation]
    return None if any(near(deal.amount, value) for value in values) else deal.amount


def _figure(
    deals: Sequence[Deal], final: Sequence[Deal], read: Callable[[Deal], Money | None]
) -> Money | None:
    for some in (final, deals):
        known = [money for deal in some if (money := read(deal))]
        exact = [money for money in known if money.qualifier == "exact"]
        if known:
            return (exact or known)[-1]
    return None


def _last(deals: Sequence[Deal], final: Sequence[Deal], read: Callable[[Deal], _T | None]) -> _T | None:
    known = [value for some in (deals, final) for deal in some if (value := read(deal)) is not None]
    return known[-1] if known else None
