"""Every shared page of the site, with what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from digest.ledger import Row
from digest.publish import card
from digest.publish.companies import Company
from digest.publish.shelf import Shelved
from digest.publish.site import addresses, issues, leaves, notices, searching, shared, syndication
from digest.publish.site.frame import Press
from digest.publish.site.market import Market
from digest.publish.site.sheet import Sheet, sheet
from digest.publish.site.syndication import Items


def sheets(
    press: Press, rows: Sequence[Row], companies: Sequence[Company], latest: str, items: Items
) -> Iterator[Sheet]:
    """All shared pages.

    Args:
        press: with the editions of the site.
        rows: the ledger over these.
        companies: of it.
        latest: the page of the newest edition as it was approved.
        items: what feeds say of an edition, by section; "" for the whole.
    """
    issued = {one.key: shared.issued(one, press.words) for one in press.shelf}
    yield Sheet(press.style_name, press.style_name, lambda: press.style)
    yield _script("sort.js", addresses.SORT, press)
    yield from map(partial(_card, press), press.shelf)
    yield issues.home(press, issued, latest)
    yield from issues.archive(press, issued)
    for theme in press.site.themes:
        yield from issues.section(press, theme)
    market = Market(press, rows, companies)
    yield from market.companies()
    yield from market.ledger()
    yield notices.corrections(press, issued)
    yield notices.about(press)
    yield notices.lost(press)
    yield from searching.sheets(press)
    yield from syndication.feeds_of(press, items)
    yield from syndication.maps(press, companies)


def _card(press: Press, one: Shelved) -> Sheet:
    made_of = (one.version, press.theme, press.site.language)
    return sheet(leaves.card_of(one.edition), lambda: card.png(press.card(one.edition)), made_of)


def _script(source: str, path: str, press: Press) -> Sheet:
    text = press.source(source)
    return sheet(path, text.encode, text)
