"""Where the list of a page is: the repeated structure that holds headlines, told from menus and boxes.

Every link lies in elements that may be its row. Elements that stand alike in the page (same path of tags,
same class) are a group; the group whose members read best as rows of a list is the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from statistics import median
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import urls
from digest.collect import listrows, trees
from digest.collect.extents import Extent, extents
from digest.collect.listrows import Row, Sheet
from digest.collect.standing import Map

MOST_LINKS = 1_500  # outside of furniture
_DEEPEST_ROW = 12  # elements between a link and its row
_LEAST = 0.8  # what a row must be worth
_GOOD_SHARE = 0.6  # of the members of a group that read as rows
_BARE = 4  # rows that a list needs which has nothing but links
_MANY = 0.4  # of the rows, from which on a date is the rule
_AS_GOOD, _PLAINLY = 0.9, 1.5  # what rows of a second list are worth, beside those of the first and at least
_MARKED_CLASSES = frozenset({"hentry", "h-entry", "h-feed-entry"})


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the list: what it says, how well it reads as one, its element and where that stands."""

    row: Row
    worth: float
    node: LexborNode
    place: int


@dataclass(frozen=True, slots=True)
class _Group:
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


def rows(tree: LexborHTMLParser, sheet: Sheet) -> list[Row]:
    """The rows of the list in document order, empty where there is none that can be told for certain.

    Menus and boxes are left out by tag, role and name; where nothing is left, names are not believed.
    """
    return [found.row for found in _found(tree, sheet)]


def elements(tree: LexborHTMLParser, sheet: Sheet) -> list[LexborNode]:
    """The elements of the rows, in the same order."""
    return [found.node for found in _found(tree, sheet)]


def _found(tree: LexborHTMLParser, sheet: Sheet) -> list[Found]:
    looks = (_Page(tree, sheet, rule).found() for rule in (trees.is_furniture, _is_furniture_by_tag))
    return next(filter(None, looks), [])


def _is_furniture_by_tag(node: LexborNode) -> bool:
    return node.tag in {"nav", "footer", "aside"}


class _Page:
    """One pass over a page; what was found out about an element is kept, as groups share members."""

    def __init__(
        self, tree: LexborHTMLParser, sheet: Sheet, is_furniture: Callable[[LexborNode], bool]
    ) -> None:
        self._sheet = sheet
        self._is_furniture = is_furniture
        self._judged: dict[int, bool] = {}
        self._found: dict[tuple[int, ...], Found] = {}
        self._map = Map(tree.body)
        links = tree.body.css("a[href]") if tree.body else []
        real = (link for link in links if sheet.target(link) and not self._aside(link))
        self._links = list(islice(real, MOST_LINKS))

    def found(self) -> list[Found]:
        """The best group, and others that hold rows as good of other articles, in document order."""
        groups = sorted(self._groups(), key=lambda group: -group.score)
        if not groups:
            return []
        best = groups[0]
        taken = best.by_address()
        for other in groups[1:]:
            own = other.by_address()
            is_as_good = other.usual >= _AS_GOOD * best.usual and other.usual >= _PLAINLY
            if is_as_good and taken.keys().isdisjoint(own):
                taken |= own
        return sorted(taken.values(), key=lambda found: found.place)

    def _aside(self, node: LexborNode) -> bool:
        """Whether `node` lies in furniture."""
        known = self._judged.get(node.mem_id)
        if known is None:
            above = node.parent
            inside = above is not None and above.tag not in trees.ROOTS and self._aside(above)
            known = self._judged[node.mem_id] = inside or self._is_furniture(node)
        return known

    def _groups(self) -> Iterator[_Group]:
        """Every group of which most members read as rows, those of outer elements first."""
        members: dict[str, dict[int, LexborNode]] = {}
        for link in self._links:
            for node in (link, *islice(trees.ancestors(link), _DEEPEST_ROW)):
                for key in self._map.keys(node):
                    members.setdefault(key, {})[node.mem_id] = node
        seen: set[tuple[int, ...]] = set()
        for group in sorted(members.values(), key=lambda one: self._map.depth(next(iter(one)))):
            ids = tuple(sorted(group, key=self._map.place))
            if len(ids) > 1 and ids not in seen:
                seen.add(ids)
                yield from self._group([group[one] for one in ids])

    def _group(self, nodes: list[LexborNode]) -> Iterator[_Group]:
        found = [
            self._read(extent, node)
            for extent, node in zip(extents(nodes, self._sheet.now), nodes, strict=True)
        ]
        good = _Group(tuple(one for one in found if one.worth >= _LEAST), len(found))
        is_bare = all(one.worth <= 1 for one in good.rows)
        if is_bare and good.rows and good.usual < 1:
            return  # links of two or three words: topics, places, people
        if is_bare and len(set(filter(None, (_list_around(one.node) for one in good.rows)))) > 1:
            return  # two lists that only look alike: one may be a menu that nobody named so
        if len(good.by_address()) >= (_BARE if is_bare else 2) and good.share >= _GOOD_SHARE:
            yield good

    def _read(self, extent: Extent, node: LexborNode) -> Found:
        ids = tuple(each.mem_id for each in extent)
        if ids not in self._found:
            row = listrows.read(extent, self._sheet, self._map.year(node.mem_id))
            self._found[ids] = Found(row, worth(row, node), node, self._map.place(node.mem_id))
        return self._found[ids]


def _list_around(node: LexborNode) -> int:
    """The list that `node` lies in, 0 where it is in none."""
    return next((above.mem_id for above in trees.ancestors(node) if above.tag in {"ul", "ol"}), 0)


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
