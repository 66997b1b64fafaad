"""Rows that stand alike in a page: how well each reads as an article, and whether they are a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from statistics import median
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from digest import urls
from digest.collect import trees
from digest.collect.listrows import Row

LEAST = 0.8  # what a row must be worth
_GOOD_SHARE = 0.6  # of the members of a group that read as rows
_BARE = 4  # rows that a list needs which has nothing but links
_MANY = 0.4  # of the rows, from which on a date is the rule
_MARKED_CLASSES = frozenset({"hentry", "h-entry", "h-feed-entry"})


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the list: what it says, how well it reads as one, its element and where that stands."""

    row: Row
    worth: float
    node: LexborNode
    place: int


@dataclass(frozen=True, slots=True)
class Group:
    """Elements that stand alike: those that read as rows, and how many there are in all."""

    rows: tuple[Found, ...]
    count: int

    @property
    def share(self) -> float:
        """Of its members that read as rows of their own."""
        return len(self.by_address()) / self.count

    @property
    def score(self) -> float:
        """How well it reads as the list; where many rows have a date, those without speak against it."""
        rows = self.by_address().values()
        dated = sum(bool(found.row.written.words) for found in rows)
        alike = dated / len(rows) if dated >= _MANY * len(rows) else 1
        return sum(found.worth for found in rows) * (self.share * alike) ** 2

    @property
    def usual(self) -> float:
        """What a row of it is usually worth."""
        return median(found.worth for found in self.rows)

    def by_address(self) -> dict[str, Found]:
        """The best row for each article that it leads to."""
        found: dict[str, Found] = {}
        for one in self.rows:
            address = urls.canonical(one.row.link)
            if address not in found or one.worth > found[address].worth:
                found[address] = one
        return found

    @property
    def is_dated(self) -> bool:
        """Whether a date is the rule in it."""
        return sum(bool(found.row.written.words) for found in self.rows) >= _MANY * len(self.rows)

    @property
    def is_list(self) -> bool:
        """Whether it can be the list of a page.

        Links and nothing else can be topics, places or people, and a menu that nobody named so: they have to
        be several, read as headlines, and stand in one list.
        """
        is_bare = not any(found.row.says_more for found in self.rows)
        if not self.rows or self.share < _GOOD_SHARE or len(self.by_address()) < (_BARE if is_bare else 2):
            return False
        lists = set(filter(None, (_list_around(found.node) for found in self.rows)))
        return not is_bare or (self.usual >= 1 and len(lists) < 2)


def worth(row: Row, node: LexborNode) -> float:
    """How well `row`, which starts with `node`, reads as one of a list of articles; 0.8 is enough."""
    if not row.link or not row.title or row.others > 2:
        return -1
    if not row.written.words and _is_service(row.link):
        return -1
    count = len(row.title.split()) if row.title.isascii() or " " in row.title else len(row.title) // 3
    length = (0.1, 0.1, 0.4, 0.8, 1.0)[min(count, 4)]
    return (
        length
        + 0.5 * row.is_headed
        + 0.8 * bool(row.written.words)
        + 0.3 * bool(row.summary)
        + 0.5 * _is_marked(node)
    )


def _is_service(link: str) -> bool:
    """Whether `link` leads to what every site has: imprint, contact, login."""
    last = urlsplit(link).path.rstrip("/").rpartition("/")[2]
    return not _service_pages().isdisjoint(re.findall(r"[a-z]+", last.lower().partition(".")[0]))


@cache
def _service_pages() -> frozenset[str]:
    return frozenset(trees.word_list("service_pages.txt"))


def _is_marked(node: LexborNode) -> bool:
    """Whether the page itself says that `node` is an item (HTML, microformats, schema.org)."""
    kind = node.attributes.get("itemtype") or ""
    said = kind.endswith(("Article", "Posting", "Report")) or node.attributes.get("role") == "article"
    return node.tag == "article" or said or not _MARKED_CLASSES.isdisjoint(trees.tokens(node))


def _list_around(node: LexborNode) -> int:
    """The list that `node` lies in, 0 where it is in none."""
    return next((above.mem_id for above in trees.ancestors(node) if above.tag in {"ul", "ol"}), 0)
