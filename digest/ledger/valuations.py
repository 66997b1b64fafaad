"""What companies were said to be worth, over time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from digest.deals import names
from digest.ledger import sightings
from digest.ledger.records import Point, Row
from digest.model import Claim, Edition, Money, Piece

# A valuation of earlier days beside today's: "up from $3bn", "last valued at", "was worth".
_BEFORE = re.compile(
    r"\b(?:(?:up|down|rose|rising|jumped|fell|increase|increased) from|compared (?:with|to)"
    r"|was (?:valued|worth)|had been|previous(?:ly)?|earlier|last|prior|ago|once)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[^.;,]{0,30}\b(?:last year|a year ago|earlier|previously|before|in (?P<year>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_LOOK = 60  # characters on either side of a figure in which words of the past are looked for

_Named = tuple[str, Point]  # a company, and one valuation of it


def of(rows: Iterable[Row], company: str, editions: Iterable[Edition] = ()) -> tuple[Point, ...]:
    """The valuations of `company`, oldest first; one that is only told again does not come twice.

    They are those of its deals, and those that reports claim in those of `editions` whose deals give it none.
    Of what one edition tells of one deal at one status the last word counts.
    """
    return of_all(rows, [company], editions)[company]


def of_all(
    rows: Iterable[Row], companies: Iterable[str], editions: Iterable[Edition] = ()
) -> Mapping[str, tuple[Point, ...]]:
    """The same of each of `companies`, by its name as given."""
    points: defaultdict[str, list[Point]] = defaultdict(list)
    known: set[tuple[str, str | Money]] = set()
    for company, point in _of_deals(rows):
        points[company].append(point)
        known |= {(point.told.edition, company), (point.told.edition, _plain(point.money))}
    for edition in sightings.in_order(editions):
        for company, point in _claimed(edition):
            # A figure that is the valuation of a deal's company was claimed of a bystander by mistake.
            if known.isdisjoint({(edition.key, company), (edition.key, _plain(point.money))}):
                points[company].append(point)
    return {name: _steps(points[names.key(name)]) for name in companies}


def companies(rows: Iterable[Row], editions: Iterable[Edition] = ()) -> tuple[str, ...]:
    """The names of all of whom a valuation may be told, each in its first spelling, by name."""
    found: dict[str, str] = {}
    for row in rows:
        if any(move.valuation for move in row.moves):
            found.setdefault(names.key(row.deal.company), row.deal.company)
    for edition in sightings.in_order(editions):
        for piece in edition.pieces:
            for claim in _valuations(piece, edition):
                found.setdefault(names.key(claim.company), claim.company)
    found.pop("", None)
    return tuple(sorted(found.values(), key=lambda name: (name.casefold(), name)))


def _of_deals(rows: Iterable[Row]) -> Iterator[_Named]:
    for row in rows:
        last: dict[tuple[str, str], Point] = {}
        for move in row.moves:
            if move.valuation:
                rumoured = move.status == "rumoured"
                point = Point(move.day, move.valuation, rumoured, move.told, move.publisher, move.url)
                last[move.told.edition, move.status] = point
        company = names.key(row.deal.company)
        yield from ((company, point) for point in last.values())


def _claimed(edition: Edition) -> Iterator[_Named]:
    """The claims of one edition, of one company and day the last."""
    told = sightings.told_by(edition)
    last: dict[tuple[str, object], _Named] = {}
    for piece in edition.pieces:
        entries = sightings.entries_of(piece)
        for claim in _valuations(piece, edition):
            if entry := entries.get(claim.entry):
                company, day = names.key(claim.company), sightings.day_of(entry.dated, edition)
                rumoured = claim.stage == "rumoured"
                point = Point(day, _money(claim), rumoured, told, entry.publisher, entry.url)
                last[company, day] = (company, point)
    yield from last.values()


def _valuations(piece: Piece, edition: Edition) -> Iterator[Claim]:
    """Claims of a valuation that holds today; of two in one sentence nobody knows which."""
    said: defaultdict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in piece.story.claims if piece.story else ():
        if claim.role == "valuation" and claim.company:
            said[claim.entry, claim.sentence, claim.company].append(claim)
    for claim, *others in said.values():
        if not others and _holds_today(claim, edition.period.end.year):
            yield claim


def _holds_today(claim: Claim, year: int) -> bool:
    figure, sentence = claim.figure, claim.sentence
    before = sentence[max(figure.start - _LOOK, 0) : figure.start]
    after = _AFTER.search(sentence[figure.end : figure.end + _LOOK])
    past = after and int(after["year"] or 0) < year
    return figure.kind == "money" and not past and not _BEFORE.search(before)


def _money(claim: Claim) -> Money:
    return Money(claim.figure.value, claim.figure.unit, claim.figure.qualifier)


def _steps(points: Iterable[Point]) -> tuple[Point, ...]:
    """By day, each valuation once in a row; it is a rumour for as long as nobody says more."""
    found: list[Point] = []
    for point in sorted(points, key=lambda point: (point.day, point.told.closed_at)):
        if found and _is_equal(found[-1].money, point.money):
            last = found[-1]
            exact = last.money if last.money.qualifier == "exact" else point.money
            found[-1] = replace(last, money=exact, rumoured=last.rumoured and point.rumoured)
        else:
            found.append(point)
    return tuple(found)


def _is_equal(one: Money, other: Money) -> bool:
    return _plain(one) == _plain(other)


def _plain(money: Money) -> Money:
    return Money(money.value, money.currency)
