"""What a page tells machines of its list: schema.org as JSON-LD."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from digest import text, urls
from digest.collect.feedxml import NotAFeedError
from digest.collect.jsonfeed import parsed
from digest.collect.listdates import Written
from digest.collect.listrows import Row, Sheet

_MOST = 20_000  # things looked at
_KINDS = ("Article", "Posting", "Report", "PressRelease")
_PASSED_BY = frozenset(
    {"BreadcrumbList", "SiteNavigationElement", "Organization", "Person", "Product", "WebSite"}
)


def rows(tree: LexborHTMLParser, sheet: Sheet) -> list[Row]:
    """The articles that its JSON-LD names, without the page itself, in its order; broken JSON is none."""
    found: dict[str, Row] = {}
    for script in tree.css('script[type="application/ld+json"]'):
        for thing in _things(script.text()):
            row = _row(thing, sheet)
            if row.link and urls.canonical(row.link) != sheet.own:
                found.setdefault(urls.canonical(row.link), row)
    return list(found.values())


def _things(source: str) -> Iterator[Mapping[str, Any]]:
    """Every object in the JSON `source` that may be an article or a place in a list."""
    try:
        waiting = deque([parsed(source)])
    except NotAFeedError:
        return
    for _ in range(_MOST):
        if not waiting:
            return
        thing = waiting.popleft()
        if isinstance(thing, dict):
            if _PASSED_BY.intersection(_kinds(thing)):
                continue
            yield thing
            waiting += thing.values()
        elif isinstance(thing, list):
            waiting += thing


def _kinds(thing: Mapping[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _row(thing: Mapping[str, Any], sheet: Sheet) -> Row:
    """The article that `thing` is, without a link where it is none."""
    kinds = _kinds(thing)
    title = _said(thing, "headline") or _said(thing, "name")
    is_listed = "ListItem" in kinds or any(kind.endswith(_KINDS) for kind in kinds)
    if not (title and is_listed):
        return Row()
    page = thing.get("mainEntityOfPage")
    named = page.get("@id") if isinstance(page, dict) else page
    links = (thing.get("url"), named, thing.get("@id"))
    link = next(
        (safe for link in links if isinstance(link, str) and (safe := urls.safe(link, sheet.base))), ""
    )
    authors = thing.get("author")
    author = (
        next((one for one in authors if isinstance(one, dict)), {}) if isinstance(authors, list) else authors
    )
    return Row(
        link=link,
        title=title,
        summary=_said(thing, "description"),
        author=_said(author, "name") if isinstance(author, dict) else "",
        written=Written(tuple(filter(None, (_said(thing, "datePublished"), _said(thing, "dateCreated"))))),
        is_headed=True,
    )


def _said(thing: Mapping[str, Any], key: str) -> str:
    value = thing.get(key)
    return text.headline(value, 1_000) if isinstance(value, str) else ""
