"""What other programs read of the site: feeds, the map for search engines, and what these may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from digest.publish import feeds
from digest.publish.companies import Company
from digest.publish.feeds import Format, Item
from digest.publish.shelf import Shelved
from digest.publish.site import addresses, shared
from digest.publish.site.frame import Press
from digest.publish.site.sheet import Sheet, sheet

Items = Callable[[Shelved], Mapping[str, Item]]
"""What feeds say of an edition, by section; "" for the whole."""


def feeds_of(press: Press, items: Items) -> Iterator[Sheet]:
    """The feeds of all editions, and of each section."""
    yield from _feed(press, press.shelf, items, "", addresses.HOME, press.site.title)
    for theme in press.site.themes:
        shelf = [one for one in press.shelf if shared.has(one, theme.id)]
        title = f"{press.site.title}{press.words.say('marks.colon')}{theme.title}"
        yield from _feed(press, shelf, items, theme.id, theme.page, title)


def _feed(
    press: Press, shelf: Sequence[Shelved], items: Items, section: str, page: str, title: str
) -> Iterator[Sheet]:
    """One feed in all its formats."""
    home, folder = addresses.on_the_web(press.site.url, page), page.removesuffix(addresses.PAGE)
    newest = shelf[: feeds.MOST]
    made_of = (title, press.site, [one.version for one in newest])
    channel = feeds.channel_of(title, press.site.tagline, press.site.language, home, section)
    for form in feeds.FORMATS.values():

        def make(form: Format = form) -> bytes:
            return form.write([items(one)[section] for one in newest], channel)

        yield sheet(folder + form.FILENAME, make, made_of)


def maps(press: Press, companies: Sequence[Company]) -> Iterator[Sheet]:
    """What search engines read: only a site with an address has a map for them."""
    robots = ["User-agent: *", "Allow: /"]
    if press.site.url:
        pages = [(addresses.on_the_web(press.site.url, path), "") for path in _pages(press, companies)]
        pages += [(_address(one, press), shared.changed(one)) for one in press.shelf]
        yield sheet(addresses.SITEMAP, lambda: shared.sitemap(pages), pages)
        robots.append(f"Sitemap: {press.site.url}{addresses.SITEMAP}")
    text = "\n".join(robots) + "\n"
    yield sheet(addresses.ROBOTS, text.encode, text)


def _address(one: Shelved, press: Press) -> str:
    return addresses.on_the_web(press.site.url, addresses.page_of(one.edition))


def _pages(press: Press, companies: Sequence[Company]) -> list[str]:
    """The shared pages that a search engine should know."""
    fixed = (addresses.HOME, addresses.ARCHIVE, addresses.LEDGER, addresses.COMPANIES, addresses.ABOUT)
    themes = (theme.page for theme in press.site.themes)
    return [*fixed, *themes, *(addresses.of_company(company.slug) for company in companies)]
