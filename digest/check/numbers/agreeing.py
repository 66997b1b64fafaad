"""Whether two figures of a deal may be meant for one: rounded, hedged, or in another currency."""

from __future__ import annotations

from digest.figures import wording
from digest.model import Money

_ROUGHLY = 0.12  # how far a figure that is hedged may be off


def sums(one: Money, other: Money) -> bool:
    """Whether two sums may be one; so may any two of which one is in a currency without a known rate."""
    if wording.near(one, other) or _is_cut(one, other) or _is_cut(other, one):
        return True
    ours, theirs = wording.rough_usd(one), wording.rough_usd(other)
    if not ours or not theirs:
        return one.currency != other.currency
    if _leaves_open(one, ours, theirs) or _leaves_open(other, theirs, ours):
        return True
    hedged = one.qualifier != "exact" or other.qualifier != "exact"
    return hedged and abs(ours - theirs) <= _ROUGHLY * max(ours, theirs)


def _leaves_open(one: Money, value: float, other: float) -> bool:
    """Whether "over" or "up to" a value holds of the other one."""
    return (one.qualifier == "at_least" and other >= value) or (one.qualifier == "up_to" and other <= value)


def _is_cut(one: Money, other: Money) -> bool:
    """Whether one sum is the other without its last digits: "$14B" for $14.8B; two are left at least."""
    if one.currency != other.currency or min(one.value, other.value) <= 0:
        return False
    (short, size), (long, other_size) = _digits(one.value), _digits(other.value)
    return size == other_size and long.startswith(short)


def _digits(value: float) -> tuple[str, str]:
    """The digits of a sum without the noughts at its end, two at least, and its size."""
    mantissa, _, size = f"{value:.11e}".partition("e")
    return mantissa.replace(".", "").rstrip("0").ljust(2, "0"), size
