"""The pages of companies and deals over all editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from digest.deals import names
from digest.ledger import Row
from digest.ledger import sheet as ledger_sheet
from digest.publish.companies import Company
from digest.publish.site import addresses, shared
from digest.publish.site.frame import Press
from digest.publish.site.sheet import Sheet, sheet

_ON_COMPANY = 60  # stories on the page of a company; the search finds the others
_MOST_NAMED = 120  # companies on the page that lists them: those that are told of most


class Market:
    """Pages of `companies` and of `rows`, the ledger, which is sorted by its last moves."""

    def __init__(self, press: Press, rows: Sequence[Row], companies: Sequence[Company]) -> None:
        self._press, self._rows, self._companies = press, rows, companies
        self._known = {names.key(company.name): company for company in companies}
        self._pages = {one.key: addresses.page_of(one.edition) for one in press.shelf}

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
        made_of = (
            company.name,
            company.rows,
            company.points,
            [(one.edition.key, one.piece) for one in mentions],
        )
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
            deals=shared.lines(company.rows, self._known, self._pages, words),
            steps=shared.steps(company, words),
            stories=[shared.telling(one.edition, one.piece, words) for one in mentions],
        )

    def ledger(self) -> Iterator[Sheet]:
        """All deals, a page a year, and as a table for spreadsheets."""
        moved = groupby(self._rows, key=lambda row: row.moves[-1].day.year)
        years = {year: list(rows) for year, rows in moved}
        years = years or {self._press.shelf[0].edition.period.days[1].year: []}
        links = shared.year_pages(addresses.LEDGER, years)
        for (year, path), rows in zip(links, years.values(), strict=True):
            yield self._year(year, path, rows, links)
        yield sheet(addresses.LEDGER_CSV, lambda: ledger_sheet.table(list(self._rows)).encode(), self._rows)

    def _year(self, year: int, path: str, rows: Sequence[Row], links: Sequence[tuple[int, str]]) -> Sheet:
        press = self._press
        page = press.spot(path, f"{press.words.say('site.ledger')}, {year}")

        def make() -> bytes:
            lines = shared.lines(rows, self._known, self._pages, press.words)
            return press.render("site-ledger.html", page, deals=lines, years=links, csv=addresses.LEDGER_CSV)

        return sheet(path, make, press.told_by("site-ledger.html"), rows, links)


def _letter(company: Company) -> str:
    first = company.slug[:1]
    return first if first.isalpha() else "0-9"
