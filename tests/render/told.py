"""Figures as `weekly.toml` tells them, made into records."""

from __future__ import annotations

from typing import Any

from digest.model import KINDS, QUALIFIERS, STATUSES, Claim, Deal, Difference, Entry, Figure, Money, Stated


def deal(told: dict[str, Any]) -> Deal:
    """A deal from its row."""
    return Deal(
        kind=told["kind"],
        company=told["company"],
        counterparties=tuple(told.get("counterparties", ())),
        amount=Money(*told["amount"]) if "amount" in told else None,
        valuation=Money(*told["valuation"]) if "valuation" in told else None,
        stake_percent=told.get("stake"),
        round=told.get("round", ""),
        status=told["status"],
    )


def difference(told: dict[str, Any], entries: list[Entry]) -> Difference:
    """A difference; each statement names its outlet by place."""
    stated = (Stated(entries[at].id, figure, words) for at, figure, words in told["stated"])
    return Difference(told["what"], tuple(stated))


def claim(told: dict[str, Any], entries: list[Entry]) -> Claim:
    """A claim without its sentence, which no output shows."""
    figure = Figure(told["kind"], told["value"], told["unit"], 0, 0, None, told.get("qualifier", "exact"))
    return Claim(entries[told["outlet"]].id, "", figure, told["role"], told["company"])


def nasty_deal(name: str, number: int) -> Deal:
    """A deal whose parties and round are `name`."""
    amount = Money(10.0 ** (number + 6), "USD", QUALIFIERS[number % 4])
    return Deal(KINDS[number], name, (name[::-1], name), amount, amount, 50.0, name, STATUSES[number % 4])
