"""The deal table under the gate: each sum, valuation and share of a row is in a report."""

from __future__ import annotations

from collections.abc import Iterator

from digest.check.finding import Finding
from digest.check.numbers import reasons
from digest.check.numbers.proof import Told, equal
from digest.check.numbers.reports import Seen
from digest.check.numbers.shelf import Shelf
from digest.figures import wording
from digest.model import Claim, Deal, Figure, Money, Piece


def findings(piece: Piece, deal: Deal, shelf: Shelf) -> Iterator[Finding]:
    """What is wrong with the figures of one row."""
    own = shelf.of(piece)
    place = f"deal table, {deal.company or piece.headline}"
    for what, told in _figures(deal):
        claim = Claim("", told.words, told.figure, what, deal.company)
        at = reasons.Place(place, f"{what} {told.words}", piece.id)
        found = [seen for seen in own.near(told) if _same(told, seen)]
        if found:
            found.sort(key=lambda seen: seen.figure.qualifier != told.figure.qualifier)
            yield from reasons.hedges(at, told, found)
        else:
            yield reasons.unproved(at, told, own, claim)


def _figures(deal: Deal) -> Iterator[tuple[str, Told]]:
    """What a row states, each with its name."""
    if deal.amount:
        yield "amount", _money(deal.amount)
    if deal.valuation:
        yield "valuation", _money(deal.valuation)
    if deal.stake_percent is not None:
        shown = f"{deal.stake_percent:g}%"
        yield "stake", Told.of(Figure("percent", deal.stake_percent, "%", 0, len(shown)), shown)


def _money(money: Money) -> Told:
    shown = wording.short(money)
    figure = Figure("money", money.value, money.currency, 0, len(shown), None, money.qualifier)
    return Told.of(figure, shown)


def _same(told: Told, seen: Seen) -> bool:
    """Whether a report's figure is that of the row, or is shown alike: a table rounds to three digits."""
    if equal(told, seen.told):
        return True
    one, other = told.figure, seen.figure
    if one.kind != "money" or other.kind != "money" or one.unit != other.unit or other.high is not None:
        return False
    return wording.short(Money(one.value, one.unit)) == wording.short(Money(other.value, other.unit))
