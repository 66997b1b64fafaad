"""An edition with everything that figures give: small, invented, and of every kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from digest.model import Claim, Deal, Difference, Edition, Figure, Money, Piece, Section, Since, Stated, Watch
from tests import editions

NORTHWIND = Deal("investment", "Tall Pines", ("Northwind",), Money(14.8e9), Money(30e9), 49.0)
ORDER = Deal("contract", "Kiln Works", ("Harbour State", "Port City"), Money(1.7e9, "EUR", "about"))
SEARCH = Deal(
    "funding", "Brightloom", (), Money(1e9, "USD", "up_to"), Money(10e9), None, "Series B", "rumoured"
)
POOL = Deal("fund", "Corvane", (), Money(2e9))
LISTING = Deal("ipo", "Ferrowind", status="closed")
WORTH = Deal("valuation", "Pillbug", (), None, Money(500e6, "USD", "about"))


def edition(**changes: Any) -> Edition:
    """The judged edition with deals in both sections, told twice and in a brief; differences; a reminder.

    Three companies have a valuation and three a revenue.
    """
    plain = editions.judged(watch=(Watch("The [court](https://court.example/) rules.", "2025-W20", 1),))
    first, second, brief, fourth, fifth, sixth = plain.pieces
    told = (
        _with(
            first,
            (NORTHWIND,),
            differences=(_difference(first),),
            claims=(revenue(first, "Tall Pines", 870e6),),
        ),
        _with(second, (SEARCH, ORDER), claims=(revenue(second, "Brightloom", 90e6),)),
        _with(brief, (WORTH,), differences=(_difference(brief),)),
        _with(fourth, (replace(NORTHWIND, amount=Money(14.5e9, "USD", "about")), POOL)),
        _with(fifth, (LISTING,), claims=(revenue(fifth, "Corvane", 1e9, "at_least"),)),
        sixth,
    )
    since = Since("2025-W20", 1, "Northwind looks at Tall Pines", "over $10B rumoured → $14.8B", "developed")
    assert told[0].story
    told = (replace(told[0], story=replace(told[0].story, since=since)), *told[1:])
    rooms = tuple(replace(room, pieces=told[3 * n : 3 * n + 3]) for n, room in enumerate(plain.sections))
    return replace(plain.with_sections(rooms), **changes)


def one_room(*deals: Deal, section: str = "deals", **changes: Any) -> Edition:
    """An edition of one section in which each of `deals` has a story of its own."""
    pieces = tuple(
        editions.changed(editions.piece(f"Story {n}", "Text.", number=n), deals=(deal,))
        for n, deal in enumerate(deals)
    )
    return editions.edition(rooms=(Section(section, "Room", "", pieces),), **changes)


def revenue(piece: Piece, company: str, value: float, qualifier: str = "exact") -> Claim:
    """What the lead report of `piece` says of a company's revenue."""
    assert piece.story
    figure = Figure("money", value, "USD", 0, 0, None, qualifier)
    return Claim(piece.story.lead.id, "", figure, "revenue", company)


def _with(piece: Piece, deals: tuple[Deal, ...], **evidence: Any) -> Piece:
    assert piece.story
    return replace(piece, deals=deals, story=replace(piece.story, deals=deals, **evidence))


def _difference(piece: Piece) -> Difference:
    """Two outlets and one of which nothing is known."""
    assert piece.story
    first, copy = piece.story.lead.id, piece.story.copies[0].id
    stated = (
        Stated(copy, "over $10B", "in talks"),
        Stated("nobody", "$99B", "announced"),
        Stated(first, "$14.8B for 49%", ""),
    )
    return Difference("amount, Northwind – Tall Pines", stated)
