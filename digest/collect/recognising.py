"""Where the list of a page is: the repeated structure that holds headlines, told from menus and boxes.

Every link lies in elements that may be its row. Elements that stand alike in the page (same path of tags,
same class) are a group; the group whose members read best as rows of a list is the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import urls
from digest.collect import listrows, trees
from digest.collect.extents import Extent, extents
from digest.collect.groups import LEAST, Found, Group, worth
from digest.collect.listrows import Row, Sheet
from digest.collect.standing import Map

MOST_LINKS = 1_500  # outside of furniture
_MOST_READ = 150_000  # elements, counted each time that they are part of a row
_DEEPEST_ROW = 12  # elements between a link and its row
_AS_GOOD, _PLAINLY = 0.9, 1.5  # what rows of a second list are worth, beside those of the first and at least


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
        self._left = _MOST_READ
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
        taken |= self._leads(best, taken)
        return sorted(taken.values(), key=lambda found: found.place)

    def _leads(self, best: Group, taken: dict[str, Found]) -> dict[str, Found]:
        """Headlines that stand alone, as the newest one does above its list, and are dated as those in it."""
        links = [link for link in self._links if _is_headed(link)] if best.is_dated else []
        new = [link for link in links if urls.canonical(self._sheet.target(link)) not in taken]
        alone = trees.alone([*(found.node for found in taken.values()), *new])[-len(new) :] if new else []
        read = (self._read((node,), node) for node in alone)
        return {
            urls.canonical(found.row.link): found
            for found in read
            if found.row.is_headed and found.row.written.words and found.worth >= _AS_GOOD * best.usual
        }

    def _aside(self, node: LexborNode) -> bool:
        """Whether `node` lies in furniture."""
        known = self._judged.get(node.mem_id)
        if known is None:
            above = node.parent
            inside = above is not None and above.tag not in trees.ROOTS and self._aside(above)
            known = self._judged[node.mem_id] = inside or self._is_furniture(node)
        return known

    def _groups(self) -> Iterator[Group]:
        """Every group of which most members read as rows, those of outer elements first."""
        members: dict[str, dict[int, LexborNode]] = {}
        for link in self._links:
            for node in (link, *islice(trees.ancestors(link), _DEEPEST_ROW)):
                for key in self._map.keys(node):
                    members.setdefault(key, {})[node.mem_id] = node
        seen: set[tuple[int, ...]] = set()
        for group in sorted(members.values(), key=lambda one: self._map.depth(next(iter(one)))):
            ids = tuple(sorted(group, key=self._map.place))
            if len(ids) > 1 and ids not in seen and self._map.are_apart(ids):
                seen.add(ids)
                yield from self._group([group[one] for one in ids])

    def _group(self, nodes: list[LexborNode]) -> Iterator[Group]:
        """The group that `nodes` are, if it can be the list; large ones are passed by once much was read."""
        each = extents(nodes, self._sheet.now)
        size = sum(self._map.size(part.mem_id) for extent in each for part in extent)
        if size > self._left:
            return
        self._left -= size
        found = [self._read(extent, node) for extent, node in zip(each, nodes, strict=True)]
        group = Group(tuple(one for one in found if one.worth >= LEAST), len(found))
        if group.is_list:
            yield group

    def _read(self, extent: Extent, node: LexborNode) -> Found:
        ids = tuple(each.mem_id for each in extent)
        if ids not in self._found:
            row = listrows.read(extent, self._sheet, self._map.year(node.mem_id))
            self._found[ids] = Found(row, worth(row, node), node, self._map.place(node.mem_id))
        return self._found[ids]


def _is_headed(link: LexborNode) -> bool:
    """Whether `link` lies in a heading or holds one."""
    return bool(link.css("h1, h2, h3")) or any(above.tag in trees.HEADINGS for above in trees.ancestors(link))
