"""Which rows of the ledger somebody asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from digest.deals import names
from digest.ledger.records import Move, Point, Row
from digest.ledger.sightings import day_in
from digest.model import Period

_Dated = TypeVar("_Dated", Move, Point)


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a period, itself inside: a day, or an edition with its days.

    Attributes:
        first, last: the days that it covers.
        closed_at: the moment at which the edition closed; None for a day.
    """

    first: date
    last: date
    closed_at: datetime | None = None

    def is_after(self, one: Move | Point) -> bool:
        """Whether `one` was told before the period that begins here."""
        return one.told.closed_at < self.closed_at if self.closed_at else one.day < self.first

    def is_before(self, one: Move | Point) -> bool:
        """Whether `one` was told after the period that ends here."""
        return one.told.closed_at > self.closed_at if self.closed_at else one.day > self.last


def of_day(day: date) -> Bound:
    """A day as a bound."""
    return Bound(day, day)


def of_edition(period: Period) -> Bound:
    """The edition of `period` as a bound."""
    first, last = (day_in(moment, period.timezone) for moment in (period.start, period.end))
    return Bound(first, last, period.end)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see of the ledger; what is empty leaves nothing out.

    Attributes:
        company: its name in any spelling, or a part of it.
        kinds, statuses: those that fit.
        since, until: a deal fits when it moved between them.
    """

    company: str = ""
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: Bound | None = None
    until: Bound | None = None


def rows(found: Iterable[Row], asked: Question) -> tuple[Row, ...]:
    """Those of `found` that fit everything asked; a deal fits every company that takes part in it."""
    found = tuple(found)
    parties = {name for row in found for name in taking_part(row)}
    meant = named(asked.company, parties) if asked.company else None
    return tuple(
        row
        for row in found
        if (meant is None or not meant.isdisjoint(map(names.key, taking_part(row))))
        and (not asked.kinds or row.deal.kind in asked.kinds)
        and (not asked.statuses or row.deal.status in asked.statuses)
        and within(row.moves, asked)
    )


def within(found: Iterable[_Dated], asked: Question) -> tuple[_Dated, ...]:
    """Those that lie between the bounds asked."""
    return tuple(
        one
        for one in found
        if not (asked.since and asked.since.is_after(one))
        and not (asked.until and asked.until.is_before(one))
    )


def taking_part(row: Row) -> Iterator[str]:
    """The company and its counterparties."""
    yield row.deal.company
    yield from row.deal.counterparties


def named(text: str, companies: Collection[str]) -> frozenset[str]:
    """The keys of those `companies` that `text` names: by name, else by a part of the name."""
    keys = {name: names.key(name) for name in companies}
    own, part = names.key(text), " ".join(text.casefold().split())
    if own and own in keys.values():
        return frozenset({own})
    return frozenset(key for name, key in keys.items() if key and part and part in name.casefold())
