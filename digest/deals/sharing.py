"""Rounds of several companies: "A and B raise $2M and $3M" are two deals; "$5M" is the sum of neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digest.deals import names
from digest.deals.headline import Word
from digest.deals.scene import is_barred, is_investor
from digest.deals.sums import Sum
from digest.model.figures import Deal

_BETWEEN = frozenset([",", "and", "&"])


def of(deal: Deal, who: Sequence[str], words: Sequence[Word], sums: Sequence[Sum]) -> list[Deal]:
    """`deal` for each of `who` that get it, with the sum of each; `words` and `sums` are of its clause."""
    if deal.kind != "funding" or len(who) < 2 or deal.company != who[0] or not all(map(_may_raise, who)):
        return [deal]
    amounts = [each for each in sums if each.role == "amount"]
    if any(word.low == "each" for word in words):
        return [replace(deal, company=name) for name in who]
    if len(amounts) > 1 and (len(amounts) != len(who) or not _is_list(amounts, words)):
        return [replace(deal, amount=None)]
    if len(amounts) > 1:
        return [
            replace(deal, company=name, amount=each.money) for name, each in zip(who, amounts, strict=True)
        ]
    return [replace(deal, company=name, amount=None) for name in who]


def _may_raise(name: str) -> bool:
    return names.is_proper(name) and not is_barred(name) and not is_investor(name)


def _is_list(amounts: Sequence[Sum], words: Sequence[Word]) -> bool:
    """Whether only commas and "and" stand between the sums."""
    first, last = amounts[0].place, amounts[-1].place
    return all(word.kind == "sum" or word.low in _BETWEEN for word in words[first : last + 1])
