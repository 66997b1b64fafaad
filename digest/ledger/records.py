"""The records of the ledger: a deal with everything that editions told of it, and what was told when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from digest.model import Deal, Link, Money


@dataclass(frozen=True, slots=True)
class Told:
    """An edition that told something: its key and number, and the moment at which it closed, aware UTC."""

    edition: str
    number: int
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """A report that brought something new of a deal: another status, or another figure.

    Attributes:
        day: of the report, in the edition's time zone.
        status: one of `digest.model.STATUSES`.
        amount, valuation: as this report has them; None where it has none.
        told: the edition that told it.
        publisher, url: of the report; "" for both where only the editor says it.
    """

    day: date
    status: str
    amount: Money | None
    valuation: Money | None
    told: Told
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One deal over all editions.

    Attributes:
        deal: as it was known last, with every statement.
        first_seen, last_seen: the editions that told it first and last.
        moves: what became known when, oldest first; at least one.
        story: headline and address of the piece that told it last.
    """

    deal: Deal
    first_seen: Told
    last_seen: Told
    moves: tuple[Move, ...]
    story: Link


@dataclass(frozen=True, slots=True)
class Point:
    """A valuation of a company as it was told at one time.

    Attributes:
        day: of the first report that has it.
        money: with its hedge.
        rumoured: nobody said more than that it is talked of.
        told: the edition that told it.
        publisher, url: of that report.
    """

    day: date
    money: Money
    rumoured: bool
    told: Told
    publisher: str
    url: str
