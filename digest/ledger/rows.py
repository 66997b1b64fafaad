"""Deals over editions: each once, from the first rumour to its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from digest.deals import names
from digest.deals.identity import merged, same
from digest.figures.wording import near
from digest.ledger import moves, sightings
from digest.ledger.records import Row
from digest.ledger.sightings import Sighting
from digest.model import Deal, Edition

_PARTIES = 10  # of a deal by which it is looked up


def of(editions: Iterable[Edition]) -> tuple[Row, ...]:
    """The deals of `editions`, in whatever order these come; what moved last stands first."""
    book = _Book()
    for sighting in sightings.of(editions):
        book.enter(sighting)
    # The sort is stable: of deals that moved on one day the one that was known first stands first.
    return tuple(sorted(book.rows(), key=lambda row: row.moves[-1].day, reverse=True))


class _Account:
    """A deal in the making: every sighting of it, and what they amount to so far."""

    def __init__(self, sighting: Sighting) -> None:
        self.sightings = [sighting]
        self.deal = sighting.deal
        self.last_day = sighting.last_day

    def add(self, sighting: Sighting) -> None:
        self.sightings.append(sighting)
        self.deal = merged((self.deal, sighting.deal))
        self.last_day = max(self.last_day, sighting.last_day)

    def goes_on_with(self, sighting: Sighting) -> bool:
        waited = (sighting.first_day - self.last_day).days
        if waited > moves.patience_days(self.deal.kind, self.deal.status, sighting.deal.status):
            return False
        return same(self.deal, sighting.deal)

    def row(self) -> Row:
        news = moves.news(move for sighting in self.sightings for move in sighting.said)
        in_time = sorted(self.sightings, key=lambda sighting: sighting.last_day)
        last = self.sightings[-1]
        deal = merged([sighting.deal for sighting in in_time]) if len(in_time) > 1 else last.deal
        return Row(
            deal=replace(deal, status=news[-1].status),
            first_seen=self.sightings[0].told,
            last_seen=last.told,
            moves=news,
            story=last.piece,
        )


class _Book:
    """All accounts, found by who takes part: deals of one company, or between the same two."""

    def __init__(self) -> None:
        self._accounts: list[_Account] = []
        self._by_party: defaultdict[tuple[str, ...], dict[int, _Account]] = defaultdict(dict)

    def enter(self, sighting: Sighting) -> None:
        """Puts the sighting to the deal that it goes on with, or opens a new one."""
        fitting = [a for a in self._near(sighting) if a.goes_on_with(sighting)]
        if fitting:
            account = max(fitting, key=lambda account: _closeness(account, sighting.deal))
            account.add(sighting)
        else:
            account = _Account(sighting)
            self._accounts.append(account)
        for place in (*_places(account.deal), *_places(sighting.deal)):
            self._by_party[place][id(account)] = account

    def rows(self) -> Iterator[Row]:
        return (account.row() for account in self._accounts)

    def _near(self, sighting: Sighting) -> Iterable[_Account]:
        """Accounts with the same parties; those that nobody waits for any more are forgotten on the way."""
        found: dict[int, _Account] = {}
        for place in _places(sighting.deal):
            here = self._by_party[place]
            gone = [key for key, account in here.items() if _is_over(account, sighting.first_day)]
            for key in gone:
                del here[key]
            found |= here
        return found.values()


def _is_over(account: _Account, day: date) -> bool:
    return (day - account.last_day).days > moves.LONGEST


def _closeness(account: _Account, deal: Deal) -> tuple[bool, bool, date]:
    """Of several deals that fit, the one with the same figures, else the one that was told of last."""
    known = account.deal
    amount = bool(known.amount and deal.amount and near(known.amount, deal.amount))
    valuation = bool(known.valuation and deal.valuation and near(known.valuation, deal.valuation))
    return amount, valuation, account.last_day


def _places(deal: Deal) -> Iterator[tuple[str, ...]]:
    """Under what a deal is looked up: its company, and its company with each other party.

    That two investors have put money into this and into that makes no deal of the two; where the company
    is not known, any two parties must do.
    """
    company = names.key(deal.company)
    others = sorted({names.key(name) for name in deal.counterparties[:_PARTIES]} - {"", company})
    if not company:
        yield from combinations(others, 2)
        return
    yield (company,)
    for other in others:
        yield (min(company, other), max(company, other))
