"""What the shared pages say, out of the records of the editions: lists of issues, stories and deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from digest.deals import names
from digest.ledger import Row
from digest.messages import Messages
from digest.model import Edition, Piece
from digest.publish import facts
from digest.publish.companies import Company
from digest.publish.shelf import Shelved
from digest.publish.site import addresses
from digest.render import clean, dates, deals, sums

_MOST_OF_A_SITEMAP = 50_000


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition in a list."""

    page: str
    title: str
    summary: str
    number: str
    period: str
    day: date
    count: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A story in a list; `page` is its place on the page of its edition."""

    page: str
    headline: str
    opening: str
    publisher: str
    day: str
    issue: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in a deal; `page` is "" for who has none."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Line:
    """A deal in a table; what is not known is `–`.

    Attributes:
        order: by which columns sort: day, rough dollars of sum and valuation, share.
        page: of the edition that told it last.
    """

    day: str
    parties: tuple[Party, ...]
    kind: str
    amount: str
    valuation: str
    stake: str
    status: str
    page: str
    issue: str
    order: Mapping[str, float | str]


def issued(one: Shelved, words: Messages) -> Issued:
    """The edition as a list has it."""
    edition, found = one.edition, facts.of(one.edition)
    return Issued(
        addresses.page_of(edition),
        found.title,
        found.description,
        words.say("masthead.number", number=edition.number),
        words.span(*edition.period.days),
        edition.period.days[1],
        words.count("opening.stories", len(edition.pieces)) if edition.pieces else "",
    )


def telling(edition: Edition, piece: Piece, words: Messages) -> Telling:
    """A piece as a list has it."""
    lead = piece.story.lead if piece.story else None
    zone = edition.period.timezone
    return Telling(
        f"{addresses.page_of(edition)}#{clean.anchor(piece.id)}",
        clean.line(piece.headline) or words.say("stories.untitled"),
        piece.blurb,
        clean.line(lead.publisher) if lead else "",
        dates.full(lead.dated if lead else edition.period.end, zone, words),
        words.say("masthead.number", number=edition.number),
    )


def lines(
    rows: Iterable[Row], companies: Mapping[str, Company], pages: Mapping[str, str], words: Messages
) -> tuple[Line, ...]:
    """Deals as a table has them.

    Args:
        rows: of the ledger.
        companies: those that have a page, by `names.key`.
        pages: the page of each edition, by its key.
        words: of the language of the publication.
    """
    return tuple(_line(row, companies, pages, words) for row in rows)


def _line(row: Row, companies: Mapping[str, Company], pages: Mapping[str, str], words: Messages) -> Line:
    deal, cells = row.deal, deals.cells(row.deal, words)
    last = row.moves[-1]
    return Line(
        words.date(last.day),
        tuple(_party(name, companies) for name in (deal.company, *deal.counterparties) if clean.line(name)),
        cells.kind,
        cells.amount,
        cells.valuation,
        cells.stake,
        cells.status,
        pages.get(row.last_seen.edition, ""),
        words.say("masthead.number", number=row.last_seen.number),
        {
            "day": last.day.isoformat(),
            "amount": cells.usd,
            "valuation": deals.rough(deal.valuation),
            "stake": deal.stake_percent or 0.0,
        },
    )


def _party(written: str, companies: Mapping[str, Company]) -> Party:
    found = companies.get(names.key(clean.line(written)))
    return Party(deals.name(written), addresses.of_company(found.slug) if found else "")


@dataclass(frozen=True, slots=True)
class Step:
    """A valuation on the page of a company, with its place on the line that is drawn: both in percent."""

    day: str
    sum: str
    publisher: str
    url: str
    is_rumour: bool
    x: float
    y: float


def steps(company: Company, words: Messages) -> tuple[Step, ...]:
    """The valuations of a company over time; the largest is as high as the drawing."""
    points = company.points
    if not points:
        return ()
    first, last = points[0].day.toordinal(), points[-1].day.toordinal()
    worth = [deals.rough(point.money) for point in points]
    most = max(worth) or 1.0
    return tuple(
        Step(
            words.date(point.day),
            sums.money(point.money, words),
            clean.line(point.publisher),
            clean.url(point.url),
            point.rumoured,
            round(100 * (point.day.toordinal() - first) / max(last - first, 1), 2),
            round(100 - 100 * value / most, 2),
        )
        for point, value in zip(points, worth, strict=True)
    )


def by_year(shelf: Sequence[Shelved]) -> dict[int, list[Shelved]]:
    """Editions by the year of the last day that they cover, in their order."""
    found: dict[int, list[Shelved]] = {}
    for one in shelf:
        found.setdefault(one.edition.period.days[1].year, []).append(one)
    return found


def by_month(shelf: Sequence[Shelved], section: str) -> dict[tuple[int, int], list[Shelved]]:
    """The same by month, of editions that have a story of `section`."""
    found: dict[tuple[int, int], list[Shelved]] = {}
    for one in shelf:
        day = one.edition.period.days[1]
        if has(one, section):
            found.setdefault((day.year, day.month), []).append(one)
    return found


def has(one: Shelved, section: str) -> bool:
    """Whether an edition tells a story of the section `section`."""
    return any(part.id == section and part.pieces for part in one.edition.sections)


def year_pages(page: str, years: Iterable[int]) -> list[tuple[int, str]]:
    """The page of each year, the newest first: that one's is `page` itself."""
    first, *others = years
    return [(first, page), *((year, addresses.of_year(page, year)) for year in others)]


def changed(one: Shelved) -> str:
    """When an edition was changed last, as a sitemap says it."""
    return facts.of(one.edition).updated.isoformat(timespec="seconds")


def sitemap(pages: Sequence[tuple[str, str]]) -> bytes:
    """Addresses, with the time of their last change or "", in the form of sitemaps.org; 50,000 at most."""
    rows = (
        f"<url><loc>{escape(url)}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</url>"
        for url, at in pages[:_MOST_OF_A_SITEMAP]
    )
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return "\n".join([head, *rows, "</urlset>\n"]).encode()
