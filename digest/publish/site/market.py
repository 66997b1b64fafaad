"""The pages of companies and deals over all editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from digest.deals import names
from digest.ledger import Row
from digest.ledger import sheet as ledger_sheet
from digest.publish.companies import Company, Mention
from digest.publish.site import addresses, shared
from digest.publish.site.frame import Press
from digest.publish.site.sheet import Sheet, sheet

_ON_COMPANY = 40  # deals and stories on the page of a company; ledger and search have all
_ON_LEDGER = 80  # deals on the first page of the ledger; the months hold all
_MOST_NAMED = 120  # companies on the page that lists them: those that are told of most


class Market:
    """Pages of `companies` and of `rows`, the ledger, which is sorted by its last moves."""

    def __init__(self, press: Press, rows: Sequence[Row], companies: Sequence[Company]) -> None:
        self._press, self._rows, self._companies = press, rows, companies
        self._known = {names.key(company.name): company for company in companies}
        self._pages = {one.key: addresses.page_of(one.edition) for one in press.shelf}
        self._versions = {one.key: one.version for one in press.shelf}

    def companies(self) -> Iterator[Sheet]:
        """The list of companies, by letters as well, and a page for each."""
        by_letter = groupby(sorted(self._companies, key=_letter), key=_letter)
        letters = {letter: list(found) for letter, found in by_letter}
        links = [(letter, f"companies/by/{letter}/{addresses.PAGE}") for letter in letters]
        most = sorted(self._companies, key=lambda one: (-len(one.mentions), one.name.casefold()))[
            :_MOST_NAMED
        ]
        title = self._press.words.say("site.companies")
        listed = sorted(most, key=lambda one: one.name.casefold())
        yield self._listing(addresses.COMPANIES, title, listed, links)
        for letter, path in links:
            yield self._listing(path, f"{title}: {letter.upper()}", letters[letter], links)
        yield from map(self._company, self._companies)

    def _listing(
        self, path: str, title: str, listed: Sequence[Company], links: Sequence[tuple[str, str]]
    ) -> Sheet:
        rows = [
            (one.name, addresses.of_company(one.slug), len(one.rows), len(one.mentions)) for one in listed
        ]
        return self._press.sheet("site-companies.html", path, title, companies=rows, letters=links)

    def _company(self, company: Company) -> Sheet:
        path, mentions = addresses.of_company(company.slug), company.mentions[:_ON_COMPANY]
        stories = list(map(_told, mentions))
        rows = [_shown(row) for row in company.rows[:_ON_COMPANY]]
        made_of = (company.name, rows, company.points, stories)
        told_by = self._press.told_by("site-company.html")
        return sheet(path, lambda: self._printed(company), told_by, made_of)

    def _printed(self, company: Company) -> bytes:
        press, words = self._press, self._press.words
        page = press.spot(addresses.of_company(company.slug), company.name)
        mentions = company.mentions[:_ON_COMPANY]
        return press.render(
            "site-company.html",
            page,
            company=company.name,
            deals=shared.lines(company.rows[:_ON_COMPANY], self._known, self._pages, words),
            steps=shared.steps(company, words),
            stories=[shared.telling(one.edition, one.piece, words) for one in mentions],
        )

    def ledger(self) -> Iterator[Sheet]:
        """The deals that moved last, all of them month by month, and as a table for spreadsheets."""
        moved = groupby(self._rows, key=lambda row: (row.moves[-1].day.year, row.moves[-1].day.month))
        months = {month: list(rows) for month, rows in moved}
        links = [
            (f"{year}-{month:02}", addresses.of_month(addresses.LEDGER, year, month))
            for year, month in months
        ]
        title = self._press.words.say("site.ledger")
        yield self._deals(addresses.LEDGER, title, self._rows[:_ON_LEDGER], links)
        for (month, path), rows in zip(links, months.values(), strict=True):
            yield self._deals(path, f"{title}, {month}", rows, ())
        versions = sorted(self._versions.items())
        yield sheet(addresses.LEDGER_CSV, lambda: ledger_sheet.table(list(self._rows)).encode(), versions)

    def _deals(self, path: str, title: str, rows: Sequence[Row], links: Sequence[tuple[str, str]]) -> Sheet:
        press = self._press
        page = press.spot(path, title)

        def make() -> bytes:
            lines = shared.lines(rows, self._known, self._pages, press.words)
            return press.render("site-ledger.html", page, deals=lines, months=links, csv=addresses.LEDGER_CSV)

        return sheet(path, make, press.told_by("site-ledger.html"), list(map(_shown, rows)), links)


def _told(one: Mention) -> tuple[str, ...]:
    """What a list shows of a story."""
    lead = one.piece.story.lead if one.piece.story else None
    said = (lead.publisher, lead.dated.isoformat()) if lead else ()
    return one.edition.key, one.piece.id, one.piece.headline, one.piece.blurb, *said


def _shown(row: Row) -> tuple[object, ...]:
    """What a table shows of a deal; its `repr` is short, and the same for the same line."""
    deal, sums = row.deal, (row.deal.amount, row.deal.valuation)
    return (
        row.moves[-1].day.toordinal(),
        (deal.kind, deal.round, deal.company, deal.counterparties, deal.status, deal.stake_percent),
        [(one.value, one.currency, one.qualifier) for one in sums if one],
        [one is None for one in sums],
        row.last_seen.edition,
        row.last_seen.number,
    )


def _letter(company: Company) -> str:
    first = company.slug[:1]
    return first if first.isalpha() else "0-9"
