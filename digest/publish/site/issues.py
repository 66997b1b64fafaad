"""The pages that list editions and their stories: home, archive, sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digest.publish.shelf import Shelved
from digest.publish.site import addresses, leaves, shared
from digest.publish.site.frame import Press, Theme, feeds_at
from digest.publish.site.shared import Issued, Telling
from digest.publish.site.sheet import Sheet, sheet

_EARLIER = 6  # issues that the home page names
_ON_SECTION = 80  # stories on a page of a section; one of a weekly holds some forty a month
_LOOKED_AT = 12  # editions in which these are looked for


def home(press: Press, issued: Mapping[str, Issued], latest: str) -> Sheet:
    """The newest edition itself, and the ones before it."""
    newest = press.shelf[0]
    first, *others = (issued[one.key] for one in press.shelf[: _EARLIER + 1])
    page = press.spot(addresses.HOME, press.site.title, press.site.tagline)
    main = leaves.inside(latest, first.page.removesuffix(f"/{addresses.PAGE}"))
    told = {"newest": first, "earlier": others, "main_style": leaves.style_of(latest, press)}
    return sheet(
        addresses.HOME,
        lambda: press.render("home.html", page, main=main, **told),
        press.told_by("home.html"),
        newest.version,
        told,
    )


def archive(press: Press, issued: Mapping[str, Issued]) -> Iterator[Sheet]:
    """All editions, a page a year; that of the newest is the archive's own."""
    years = shared.by_year(press.shelf)
    links = shared.year_pages(addresses.ARCHIVE, years)
    for (year, path), shelf in zip(links, years.values(), strict=True):
        title = f"{press.words.say('site.archive')}, {year}"
        listed = [issued[one.key] for one in shelf]
        yield press.sheet("site-archive.html", path, title, issues=listed, years=links)


def section(press: Press, theme: Theme) -> Iterator[Sheet]:
    """The newest stories of a section, and all of them month by month; the first page names the months."""
    months = shared.by_month(press.shelf, theme.id)
    links = [(f"{year}-{month:02}", addresses.of_month(theme.page, year, month)) for year, month in months]
    newest = [one for shelf in months.values() for one in shelf][:_LOOKED_AT]
    yield _section(press, theme, theme.page, theme.title, newest, links)
    for (month, path), shelf in zip(links, months.values(), strict=True):
        yield _section(press, theme, path, f"{theme.title}, {month}", shelf, [])


def _section(
    press: Press,
    theme: Theme,
    path: str,
    title: str,
    shelf: Sequence[Shelved],
    months: Sequence[tuple[str, str]],
) -> Sheet:
    page = press.spot(path, title)

    def make() -> bytes:
        stories = _stories(press, shelf, theme.id)[:_ON_SECTION]
        own = feeds_at(theme.page.removesuffix(addresses.PAGE))
        return press.render(
            "site-section.html", page, theme=theme, stories=stories, months=months, own_feeds=own
        )

    told_by = press.told_by("site-section.html")
    return sheet(path, make, told_by, title, theme, months, [(one.key, one.version) for one in shelf])


def _stories(press: Press, shelf: Sequence[Shelved], section: str) -> list[Telling]:
    return [
        shared.telling(one.edition, piece, press.words)
        for one in shelf
        for part in one.edition.sections
        if part.id == section
        for piece in part.pieces
    ]
