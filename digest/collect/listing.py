"""A list page as a document: its rows by configured selectors, or those that are recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import urls, words
from digest.collect import absences, linkeddata, listdates, listrows, recognising, rowdates, trees
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import MOST_ITEMS, Document, Item, Origin
from digest.collect.listdates import Written
from digest.collect.listrows import Row, Sheet
from digest.collect.listrules import Rules

_GENERIC = 3  # links elsewhere with the same words: these say nothing of what they lead to


def read(body: bytes, origin: Origin, rules: Rules) -> Document:
    """What the list page in `body` lists now.

    Raises:
        NotAFeedError: it lists nothing, or nothing where the rules say; the message says what is there.
    """
    if other := absences.other_kind(body):
        raise NotAFeedError(other)
    tree = trees.parsed(body, origin.charset)
    sheet = _sheet(tree, origin)
    linked = linkeddata.rows(tree, sheet)
    scripts = len(tree.css("script"))
    tree.strip_tags(trees.UNSAID)
    notes: tuple[str, ...] = ()
    if rules == Rules():
        rows = _joined(recognising.rows(tree, sheet), linked)
    else:
        rows, notes = _configured(tree, sheet, rules)
    if not rows:
        raise NotAFeedError(absences.no_list(tree, scripts))
    return _document(tree, rows, origin, notes)


def _sheet(tree: LexborHTMLParser, origin: Origin) -> Sheet:
    declared = tree.css_first("base[href]")
    base = urls.safe(declared.attributes.get("href") or "", origin.url) if declared else ""
    base = base or origin.url
    bare = Sheet(base, urls.canonical(origin.url), urls.canonical(urljoin(base, "/")), origin.now)
    targets: dict[str, set[str]] = {}
    for link in tree.css("a[href]"):
        if target := bare.target(link):
            targets.setdefault(trees.said(link), set()).add(target)
    repeated = frozenset(said for said, led in targets.items() if len(led) >= _GENERIC)
    return replace(bare, repeated=repeated)


def _joined(rows: list[Row], linked: list[Row]) -> list[Row]:
    """The recognised rows with what the page tells machines of them.

    Where the page names a list that has little in common with what was recognised, the longer one is
    taken: some pages name only the stories at their top.
    """
    told = {urls.canonical(row.link): row for row in linked}
    shared = sum(urls.canonical(row.link) in told for row in rows)
    if len(told) > 1 and shared < len(told) / 2:
        return linked if len(linked) >= len(rows) else rows
    if len(told) > 1:
        known = {urls.canonical(row.link) for row in rows}
        rows = [*rows, *(row for address, row in told.items() if address not in known)]
    return [_with(row, told.get(urls.canonical(row.link))) for row in rows]


def _with(row: Row, told: Row | None) -> Row:
    if told is None:
        return row
    written = Written((*told.written.words, *row.written.words), row.written.year)
    return replace(
        row, written=written, summary=row.summary or told.summary, author=row.author or told.author
    )


def _configured(tree: LexborHTMLParser, sheet: Sheet, rules: Rules) -> tuple[list[Row], tuple[str, ...]]:
    """The rows that the rules name, and notes on rules that found nothing.

    Raises:
        NotAFeedError: no item, or no link or title in any.
    """
    if rules.link:
        sheet = replace(sheet, own="")  # who names the links may mean places in the page itself
    items = _items(tree, sheet, rules)
    if not items:
        return [], ()
    rows = [_row(item, sheet, rules) for item in items]
    for name in ("link", "title"):
        selector = getattr(rules, name)
        if selector and not any(_values(item, selector) for item in items):
            raise NotAFeedError(absences.no_part(name, selector, items))
    if not any(row.link for row in rows):
        raise NotAFeedError(absences.no_part("link", "a[href]", items))
    notes = [
        f"in none of {words.counted(len(items), 'item')} is there a {name} that matches `{selector}`"
        for name in ("date", "summary")
        if (selector := getattr(rules, name)) and not any(_values(item, selector) for item in items)
    ]
    return [row for row in rows if row.link], tuple(notes)


def _items(tree: LexborHTMLParser, sheet: Sheet, rules: Rules) -> list[LexborNode]:
    """The elements of the items; without a rule for them, those that hold just one of their links."""
    if rules.item:
        items = tree.css(rules.item)
        if not items:
            raise NotAFeedError(absences.no_item("item", rules.item, tree))
        return items[: MOST_ITEMS + 1]
    if rules.link:
        links = tree.css(rules.link.partition("@")[0])
        if not links:
            raise NotAFeedError(absences.no_item("link", rules.link, tree))
        return trees.alone(links[: MOST_ITEMS + 1])
    return recognising.elements(tree, sheet)


def _row(item: LexborNode, sheet: Sheet, rules: Rules) -> Row:
    """What is recognised in `item`, and in its place what the rules find."""
    row = listrows.read((item,), sheet)
    title = (_values(item, rules.title) or [""])[0] if rules.title else row.title
    summary = (_values(item, rules.summary) or [""])[0] if rules.summary else row.summary
    written = row.written
    if rules.date:
        written = Written(tuple(_dates(item, rules.date)))
    return replace(row, link=_link(item, row, sheet, rules), title=title, summary=summary, written=written)


def _link(item: LexborNode, row: Row, sheet: Sheet, rules: Rules) -> str:
    """Where the item leads: the rule's link, else the one in or around its title, else the recognised one."""
    if rules.link:
        found = (urls.safe(value, sheet.base) for value in _values(item, rules.link, "href"))
        return next(filter(None, found), "")
    inside = (
        [link for title in _matches(item, rules.title) for link in title.css("a[href]")]
        if rules.title
        else []
    )
    return next((target for link in inside if (target := sheet.target(link))), row.link)


def _dates(item: LexborNode, selector: str) -> list[str]:
    stamps = [value for name in rowdates.STAMPED for value in _values(item, selector, name)]
    return [*stamps, *_values(item, selector)]


def _matches(item: LexborNode, selector: str) -> list[LexborNode]:
    return item.css(selector.partition("@")[0])


def _values(item: LexborNode, selector: str, attribute: str = "") -> list[str]:
    """What matches says: the attribute behind "@", else `attribute`, else its words; empty ones left out."""
    name = selector.partition("@")[2] or attribute
    found = _matches(item, selector)
    said = ((node.attributes.get(name) or "").strip() if name else trees.said(node) for node in found)
    return [value for value in said if value]


def _document(
    tree: LexborHTMLParser, rows: Sequence[Row], origin: Origin, notes: tuple[str, ...]
) -> Document:
    html, title = tree.css_first("html"), tree.css_first("title")
    language = ((html.attributes.get("lang") if html else "") or "").strip()
    moments = listdates.settled([row.written for row in rows], language, origin.now)
    items = tuple(
        Item(
            link=row.link,
            title=escape(row.title),
            summary=escape(row.summary),
            author=escape(row.author),
            dates=when,
        )
        for row, when in zip(rows, moments, strict=True)
    )
    return Document(escape(trees.said(title)) if title else "", language, items, notes=notes)
