"""Side by side: companies of which the reports give the same kind of figure, the latest of each.

A company stands there only if a printed deal or the headline of the story names it. What is told
as earlier, or as a forecast, is not compared; nor is a figure that two companies of a story seem to have.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.claims import times
from digest.deals import names, totals
from digest.messages import ENGLISH, Messages
from digest.model import Claim, Edition, Entry, Figure, Money, Piece
from digest.render import clean, filled, sums
from digest.render.deals import NONE, UNSURE, name

MOST_ROWS = 8
LEAST_COMPANIES = 3
MOST_COLUMNS = 3
"""More do not fit a telephone."""

_VALUATION = "valuation"

# What is compared, and the kinds of figure that it may be: a revenue told in percent is another matter.
_COLUMNS = {
    ("valuation", "money"): _VALUATION,
    ("revenue", "money"): "revenue",
    ("headcount", "people"): "headcount",
    ("layoffs", "people"): "layoffs",
    ("capacity", "power"): "capacity",
    ("chips", "chips"): "chips",
    ("users", "people"): "users",
    ("users", "number"): "users",
    ("fine", "money"): "fine",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as its report gives it, `rumoured` where it is no more, and where to read it; `–` for none."""

    text: str
    note: str
    url: str


_EMPTY = Cell(NONE, "", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One company and a cell for each column."""

    company: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Companies in lines, kinds of figure in columns; the first column decides the order.

    Attributes:
        section: number of the block whose stories give most of it.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    section: int


@dataclass(frozen=True, slots=True)
class _Found:
    """One figure of one company: where it stands, when it was told, and what it comes to."""

    company: str
    column: str
    at: datetime
    text: str
    note: str
    url: str
    size: float
    section: int
    story: str
    of_deal: bool = False  # whether the deal table says it


def of(edition: Edition, words: Messages = ENGLISH) -> Comparison | None:
    """The comparison of `edition`; None where no kind of figure is told of three companies.

    Nor is there one where it would only repeat the valuations of the deal table.
    """
    latest: dict[tuple[str, str], _Found] = {}
    for found in sorted(_by_full_name(tuple(_settled(_found(edition, words)))), key=lambda found: found.at):
        latest[names.key(found.company), found.column] = found
    told = Counter(column for company, column in latest if company)
    ranked = [column for column in dict.fromkeys(_COLUMNS.values()) if told[column] >= LEAST_COMPANIES]
    ranked.sort(key=lambda column: -told[column])
    return _table(latest, ranked[:MOST_COLUMNS], words) if ranked else None


def _settled(found: Iterable[_Found]) -> Iterator[_Found]:
    """Each figure of a story with the one company that it belongs to; without those that are disputed."""
    alike: dict[tuple[str, str, float], list[_Found]] = defaultdict(list)
    for one in found:
        alike[one.story, one.column, one.size].append(one)
    for group in alike.values():
        owner = _owner(group)
        yield from (one for one in group if owner and _is_one(one.company, owner))


def _by_full_name(found: Sequence[_Found]) -> Iterator[_Found]:
    """The figures, a company that stories call by two names (Ash, Ash AI) by its fullest."""
    alike: dict[tuple[str, float], set[str]] = defaultdict(set)
    for one in found:
        alike[one.column, one.size].add(one.company)
    for one in found:
        same = [name for name in alike[one.column, one.size] if _is_one(name, one.company)]
        yield replace(one, company=max(same, key=lambda name: (len(name), name)))


def _owner(group: Sequence[_Found]) -> str:
    """The company to which sentences and deals give a figure; "" where they give it to different ones."""
    told = Counter(company for company, _ in {(one.company, one.of_deal) for one in group})
    votes = {name: sum(n for other, n in told.items() if _is_one(name, other)) for name in told}
    best = max(sorted(votes), key=lambda name: votes[name])
    rivals = [name for name in votes if votes[name] == votes[best] and not _is_one(name, best)]
    return "" if rivals else best


def _is_one(name: str, other: str) -> bool:
    """Whether two names of one story mean one company: one is the other with a word more (Ash, Ash AI)."""
    one, two = (set(names.key(each).split()) for each in (name, other))
    return one <= two or two <= one


def _table(latest: dict[tuple[str, str], _Found], columns: list[str], words: Messages) -> Comparison:
    """Companies without a figure in the first column come last; a column that loses too many goes."""
    keys = {company for company, column in latest if company and column in columns}

    def order(company: str) -> tuple[float, str]:
        first = latest.get((company, columns[0]))
        return (-first.size if first else float("inf"), company)

    kept = sorted(keys, key=order)[:MOST_ROWS]
    columns = [
        column for column in columns if sum((key, column) in latest for key in kept) >= LEAST_COMPANIES
    ]
    kept = [key for key in kept if any((key, column) in latest for column in columns)]
    shown = [[latest.get((key, column)) for column in columns] for key in kept]
    sections = Counter(found.section for row in shown for found in row if found)
    heads = tuple(words.say(f"compared.{column}") for column in columns)
    return Comparison(heads, tuple(map(_line, shown)), min(sections, key=lambda n: (-sections[n], n)))


def _line(found: list[_Found | None]) -> Line:
    company = next(one.company for one in found if one)
    return Line(company, tuple(Cell(one.text, one.note, one.url) if one else _EMPTY for one in found))


def _found(edition: Edition, words: Messages) -> Iterator[_Found]:
    deals = [deal for piece in edition.pieces for deal in piece.deals]
    parties = frozenset(names.key(side) for deal in deals for side in (deal.company, *deal.counterparties))
    for number, section in filled.sections(edition):
        for piece in section.pieces:
            yield from _of_claims(piece, number, parties, words)
            yield from _of_deals(piece, number, edition.built_at, words)


def _of_claims(piece: Piece, section: int, parties: frozenset[str], words: Messages) -> Iterator[_Found]:
    if piece.story is None:
        return
    entries = {entry.id: entry for entry in (*piece.story.entries, *piece.story.copies)}
    for claim in piece.story.claims:
        column, entry, company = (
            _COLUMNS.get((claim.role, claim.figure.kind)),
            entries.get(claim.entry),
            _name(claim),
        )
        if column and entry and company and times.is_current(claim) and _is_told_of(company, piece, parties):
            text, size = clean.text(sums.figure(claim.figure, words)), _size(claim.figure)
            note = words.say(f"deals.{claim.stage}") if claim.stage in UNSURE else ""
            yield _Found(
                company, column, entry.dated, text, note, clean.url(entry.url), size, section, piece.id
            )


def _of_deals(piece: Piece, section: int, now: datetime, words: Messages) -> Iterator[_Found]:
    """Valuations of deals, each from the report that states it; the editor's own is from their piece."""
    entries = (
        {entry.id: entry for entry in (*piece.story.entries, *piece.story.copies)} if piece.story else {}
    )
    told_at = piece.story.lead.dated if piece.story else now
    for deal in piece.deals:
        stated = [(said.deal.valuation, entries.get(said.entry)) for said in deal.statements]
        reports: Iterable[tuple[Money | None, Entry | None]] = stated or [(deal.valuation, None)]
        for money, entry in reports:
            if money and money == deal.valuation and (company := name(deal.company)):
                url, at = (entry.url, entry.dated) if entry else (piece.url, told_at)
                text = clean.text(sums.money(money, words))
                note = words.say(f"deals.{deal.status}") if deal.status in UNSURE else ""
                size = totals.usd(money)
                yield _Found(
                    company, _VALUATION, at, text, note, clean.url(url), size, section, piece.id, of_deal=True
                )


def _is_told_of(company: str, piece: Piece, parties: frozenset[str]) -> bool:
    """Whether the news is about it: it is one of the `parties` of the deals, or the headline names it."""
    titles = f"{piece.headline} | {piece.story.lead.title}" if piece.story else piece.headline
    named = re.search(rf"(?<!\w){re.escape(company)}(?!\w)", titles, re.IGNORECASE)
    return bool(named) or names.key(company) in parties


def _name(claim: Claim) -> str:
    return name(claim.company)


def _size(figure: Figure) -> float:
    if figure.kind != "money":
        return figure.value
    return totals.usd(Money(figure.value, figure.unit, figure.qualifier))
