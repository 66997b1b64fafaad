"""One row of a list page: its headline, where that leads, its date, its first words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from selectolax.lexbor import LexborNode

from digest import urls
from digest.collect import listdates, rowdates, trees
from digest.collect.listdates import Written

LONGEST_TITLE = 300  # characters; what is longer is a paragraph
_MOST_DATES = 6
_BLOCKS = "h1, h2, h3, h4, h5, h6, p, div, span, strong, b, time, li"
_TITLES = frozenset({"title", "headline", "heading"})
_TEASERS = (
    ".p-summary, [itemprop=description], .summary, .excerpt, .entry-summary, .description, .teaser, .dek"
)
_AUTHORS = "[rel=author], .p-author, [itemprop=author], .author"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What its rows need to know of the page.

    Attributes:
        base: address that relative links start from.
        own: the page's address in its canonical form; links to it lead nowhere, unless it is "".
        front: the front page of its site, likewise.
        now: moment of collection, aware UTC.
        repeated: words that many links share, such as "Read more".
    """

    base: str
    own: str
    front: str
    now: datetime
    repeated: frozenset[str] = frozenset()

    def target(self, link: LexborNode) -> str:
        """Where `link` leads, "" where that is nowhere, this page, or the front page of its site."""
        target = urls.safe((link.attributes.get("href") or "").strip().replace(" ", "%20"), self.base)
        address = urls.canonical(target) if target else self.own
        return target if not self.own or address not in {self.own, self.front} else ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says; plain text.

    Attributes:
        link: absolute address, "" for none.
        others: how many more headlines it seems to hold; a row of a list holds one.
        is_headed: its title is a heading of the page.
    """

    link: str = ""
    title: str = ""
    summary: str = ""
    author: str = ""
    written: Written = field(default_factory=Written)
    others: int = 0
    is_headed: bool = False

    @property
    def says_more(self) -> bool:
        """Whether there is more to it than a link."""
        return self.is_headed or bool(self.written.words or self.summary)


def read(nodes: Sequence[LexborNode], sheet: Sheet, year: int | None = None) -> Row:
    """The row that `nodes`, one after the other in the page, make up; `year` is of the heading above."""
    all_links = [(link, target) for link in trees.within(nodes, "a[href]") if (target := sheet.target(link))]
    links = [pair for pair in all_links if not _is_in_a_sentence(pair[0], sheet)]
    title, link, is_headed = _headline(nodes, links, sheet)
    title, dated = rowdates.split(title, sheet.now)
    words = listdates.ordered([dated, *rowdates.told(nodes, title, sheet.now)], link, sheet.now)
    summary = _summary(nodes, title, sheet)
    author = next((trees.said(node) for node in trees.within(nodes, _AUTHORS)), "")
    others = {target for each, target in links if target != link and _is_headline(each, sheet)}
    return Row(link, title, summary, author[:100], Written(words[:_MOST_DATES], year), len(others), is_headed)


def _is_headline(link: LexborNode, sheet: Sheet) -> bool:
    """Whether `link`, which is not the row's own, reads as a headline outside of running text."""
    words = trees.said(link)
    long = len(words.split()) >= 4 or len(words) >= 40
    return long and words not in sheet.repeated and all(above.tag != "p" for above in trees.ancestors(link))


def _is_in_a_sentence(link: LexborNode, sheet: Sheet) -> bool:
    """Whether `link` is part of a paragraph that begins with words of its own, and so no headline."""
    paragraph = next((above for above in islice(trees.ancestors(link), 4) if above.tag == "p"), None)
    own = trees.said(link)
    if paragraph is None or paragraph.css("br") or not own:
        return False
    before = trees.said(paragraph).partition(own)[0].strip(" :|·»–—-")
    return len(before.split()) > 1 and not listdates.is_date(before, sheet.now)


def _headline(
    nodes: Sequence[LexborNode], links: Sequence[tuple[LexborNode, str]], sheet: Sheet
) -> tuple[str, str, bool]:
    """Title and link, and whether the title is a heading."""
    targets = {link.mem_id: target for link, target in links}
    fallback = next((target for _, target in links), "")
    headings = trees.within(nodes, "h1, h2, h3, h4, h5, h6")
    for heading in (*headings, *_titled(nodes)):
        own = [*heading.css("a[href]"), *(above for above in trees.ancestors(heading) if above.tag == "a")]
        target = next((targets[link.mem_id] for link in own if link.mem_id in targets), "")
        if target and (title := _words(heading, sheet)):
            return title, target, heading.tag in trees.HEADINGS
    marked = next((title for node in (*headings, *_titled(nodes)) if (title := _words(node, sheet))), "")
    if marked and fallback:
        return marked, fallback, bool(headings)
    return _longest(links, sheet)


def _titled(nodes: Sequence[LexborNode]) -> Iterator[LexborNode]:
    """Elements that say of themselves that they are the title."""
    yield from trees.within(nodes, "[itemprop=headline], .p-name")
    for node in trees.within(nodes, "a[class], div[class], span[class], p[class], strong[class], td[class]"):
        if not _TITLES.isdisjoint(trees.named(node)) and len(node.css("a[href]")) <= 1:
            yield node


def _words(node: LexborNode, sheet: Sheet) -> str:
    """What `node` says as a title; "" where that says nothing of its item."""
    said = trees.said(node)
    return said if said not in sheet.repeated and 1 < len(said) <= LONGEST_TITLE else ""


def _longest(links: Sequence[tuple[LexborNode, str]], sheet: Sheet) -> tuple[str, str, bool]:
    """The longest words that a link has, which are the headline where nothing else is marked as one."""
    said = [(_of_link(link, sheet), target) for link, target in links]
    title, target = max(said, key=lambda pair: len(pair[0]), default=("", ""))
    return title, target, False


def _of_link(link: LexborNode, sheet: Sheet) -> str:
    """The title in a link, which may hold a whole card with date and teaser."""
    pieces = [trees.said(node) for node in link.css(_BLOCKS) if _has_words(node)]
    pieces = [piece for piece in pieces if piece and not listdates.is_date(piece, sheet.now)]
    whole = trees.said(link)
    for date in link.css("time, span, b"):
        if listdates.is_date(said := trees.said(date), sheet.now):
            whole = whole.removeprefix(said).removesuffix(said).strip()
    if pieces and (link.css("p, div, time, h4, li") or len(pieces) > 1):
        whole = next((piece for piece in pieces if len(piece.split()) >= 3), max(pieces, key=len))
    told = whole or (link.attributes.get("title") or link.attributes.get("aria-label") or "").strip()
    return told if told not in sheet.repeated and len(told) <= LONGEST_TITLE else ""


def _has_words(node: LexborNode) -> bool:
    """Whether there is text in `node` itself and not only in what it holds."""
    return any(
        child.is_text_node and (child.text_content or "").strip() for child in node.iter(include_text=True)
    )


def _summary(nodes: Sequence[LexborNode], title: str, sheet: Sheet) -> str:
    """The longest text that is marked as a teaser, else the first paragraph of some words."""
    marked = [said for node in trees.within(nodes, _TEASERS) if (said := _teaser(node, title, sheet))]
    if marked:
        return max(marked, key=len)
    held = filter(_has_words, trees.within(nodes, "p, div, dd, td, span, a"))
    found = (_teaser(node, title, sheet) for node in held)
    return next((said for said in found if len(said.split()) >= 6 or len(said) >= 60), "")


def _teaser(node: LexborNode, title: str, sheet: Sheet) -> str:
    """What `node` says beside title, date and "Continue reading", perhaps ""."""
    said = trees.said(node)
    last = next(
        (trees.said(link) for link in reversed(node.css("a")) if trees.said(link) in sheet.repeated), ""
    )
    said = rowdates.split(said.removesuffix(last).strip(), sheet.now)[0]  # without "Continue reading"
    is_title = said in title or title in said[: len(title) + 5]
    return "" if is_title or said in sheet.repeated or listdates.is_date(said, sheet.now) else said
