"""Every deal of every edition, one by one: what was said of it, by whom and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.ledger.records import Move, Told
from digest.model import STATUSES, Deal, Edition, Entry, Link, Piece

RANK = {"rumoured": 0, "announced": 1, "withdrawn": 1, "closed": 2}
"""How far a status is: a deal that was called off may be announced again, and one that closed may not."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One deal as one piece of one edition tells it; `said` holds at least one report, oldest first."""

    deal: Deal
    told: Told
    said: tuple[Move, ...]
    piece: Link

    @property
    def first_day(self) -> date:
        """Day of the oldest report."""
        return self.said[0].day

    @property
    def last_day(self) -> date:
        """Day of the newest report."""
        return self.said[-1].day


def in_order(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The editions from the oldest on; of those with one key only the one that was built last."""
    latest: dict[str, Edition] = {}
    for edition in sorted(editions, key=lambda edition: edition.built_at):
        latest[edition.key] = edition
    return tuple(sorted(latest.values(), key=lambda edition: (edition.period.end, edition.key)))


def of(editions: Iterable[Edition]) -> tuple[Sighting, ...]:
    """All deals of all `editions`, in whatever order these come: edition by edition, then by day."""
    found: list[Sighting] = []
    for edition in in_order(editions):
        told = told_by(edition)
        here = (_sighting(deal, piece, told, edition) for piece in edition.pieces for deal in piece.deals)
        found += sorted(here, key=lambda sighting: sighting.last_day)
    return tuple(found)


def told_by(edition: Edition) -> Told:
    """The edition as the ledger names it."""
    return Told(edition.key, edition.number, edition.period.end)


def day_of(moment: datetime, edition: Edition) -> date:
    """The day of `moment` where the edition is made."""
    return day_in(moment, edition.period.timezone)


def day_in(moment: datetime, zone: str) -> date:
    """The day of `moment` in the time zone `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def entries_of(piece: Piece) -> dict[str, Entry]:
    """The reports behind a piece by their ids."""
    return {entry.id: entry for entry in (*piece.story.entries, *piece.story.copies)} if piece.story else {}


def in_time(said: Iterable[Move]) -> tuple[Move, ...]:
    """Reports by day; those of one day by how far they say that the deal is."""
    return tuple(sorted(said, key=lambda move: (move.day, STATUSES.index(move.status))))


def _sighting(deal: Deal, piece: Piece, told: Told, edition: Edition) -> Sighting:
    said = in_time(_reports(deal, piece, told, edition))
    return Sighting(deal, told, _corrected(deal, said, piece, told, edition), Link(piece.headline, piece.url))


def _reports(deal: Deal, piece: Piece, told: Told, edition: Edition) -> Iterator[Move]:
    """What the reports say; whoever says more than the deal as printed was overruled by the editor."""
    entries = entries_of(piece)
    for statement in deal.statements:
        entry, one = entries.get(statement.entry), statement.deal
        if entry and RANK[one.status] <= RANK[deal.status]:
            day = day_of(entry.dated, edition)
            yield Move(day, one.status, one.amount, one.valuation, told, entry.publisher, entry.url)


def _corrected(
    deal: Deal, said: tuple[Move, ...], piece: Piece, told: Told, edition: Edition
) -> tuple[Move, ...]:
    """The reports, and after them what the edition prints of it where no report says that."""
    known = (
        deal.status in {move.status for move in said}
        and deal.amount in {None, *(move.amount for move in said)}
        and deal.valuation in {None, *(move.valuation for move in said)}
    )
    if known:
        return said
    if said or not piece.story:
        day = said[-1].day if said else day_of(edition.period.end, edition)
        own = Move(day, deal.status, deal.amount, deal.valuation, told, "", "")
        return (*said, own)
    lead = piece.story.lead
    day = day_of(lead.dated, edition)
    return (Move(day, deal.status, deal.amount, deal.valuation, told, lead.publisher, lead.url),)
