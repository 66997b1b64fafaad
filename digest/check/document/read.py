"""An HTML output, read once for all rules, and where in the edition or its template an element stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.check.document.cascade import Cascade, Sheets
from digest.check.document.headlines import Headlines, Linked
from digest.check.document.views import WAYS, View
from digest.check.spot import Spot
from digest.model import Edition

_INVISIBLE = re.compile("[\xa0\xad\u034f\u200b-\u200f\u2060\ufeff]")
_UNREAD = frozenset({"style", "script", "title", "template", "noscript", "textarea"})
_BLOCKS = frozenset({"p", "td", "th", "li", "div", "table", "body", "blockquote"})
_DEEPEST = 60  # elements of a line inside of each other; deeper is looked for nothing
_LONGEST = 120  # characters of an element that are shown


class Document:
    """One HTML output.

    Attributes:
        html: its text, as it ships.
        filename: of the output.
        edition: the record that it was made from.
        tree: the same, parsed.
    """

    def __init__(self, html: str, filename: str, edition: Edition, traced: Callable[[], str]) -> None:
        self.html, self.filename = html, filename
        self.tree = LexborHTMLParser(html)
        self.edition, self._trace = edition, traced
        self._seen: dict[View, Cascade] = {}

    @property
    def body(self) -> LexborNode | None:
        """The body; every parser makes one, so None only for an empty file."""
        return self.tree.body

    @cached_property
    def elements(self) -> tuple[LexborNode, ...]:
        """All elements of head and body in the order of the text."""
        root = self.tree.root
        return tuple(node for node in root.traverse() if _is_element(node)) if root else ()

    @cached_property
    def texts(self) -> tuple[tuple[LexborNode, str], ...]:
        """The words of the body in reading order, each stretch with the element that it stands right in.

        Without what is blank: a bar of a chart is a cell with a space that does not break.
        """
        nodes = self.body.traverse(include_text=True) if self.body else ()
        found = ((node.parent, visible(node.text_content or "")) for node in nodes if node.is_text_node)
        return tuple(
            (within, words)
            for within, words in found
            if within is not None and within.tag not in _UNREAD and words.strip()
        )

    @cached_property
    def sheets(self) -> Sheets:
        """Its style elements."""
        return Sheets(self.tree)

    def seen(self, view: View) -> Cascade:
        """How its elements are shown in `view`; worked out once."""
        if view not in self._seen:
            self._seen[view] = Cascade(self.elements, self.sheets, view)
        return self._seen[view]

    @cached_property
    def ways(self) -> tuple[View, ...]:
        """The views in which something may be seen otherwise than in one before."""
        unlike: dict[tuple[bool, tuple[int, ...]], View] = {}
        for view in WAYS:
            unlike.setdefault((view.dark, self.sheets.showing(view)), view)
        return tuple(unlike.values())

    def spot(self, node: LexborNode, part: str = "") -> Spot:
        """Where `node` stands: in a story where it can be told, else at a line of a template."""
        said = _opening(node)
        story = self.story(node)
        at = self._line(node)
        if story:
            piece_id, headline = story
            place = f"story {piece_id[:6]} “{headline}”" + (f", {at}" if at else "")
            return Spot(place, said, part, piece_id)
        return Spot(at or self.filename, said, part)

    def whole(self, part: str = "") -> Spot:
        """The output as a whole."""
        return Spot(self.filename, "", part)

    def story(self, node: LexborNode) -> tuple[str, str] | None:
        """Id and headline of the piece that `node` stands in, or to whose report it leads by its headline.

        None outside of pieces.
        """
        return self.telling(node) or self._leads.get(node.mem_id)

    def telling(self, node: LexborNode) -> tuple[str, str] | None:
        """The same for what tells the piece, and not for a link that only names it."""
        return self._stories.get(node.mem_id)

    def tells(self, id_: str) -> bool:
        """Whether the headline of the piece with this id stands at the head of something."""
        return id_ in self._told

    @cached_property
    def _told(self) -> frozenset[str]:
        return frozenset(id_ for id_, _headline in self._stories.values())

    @cached_property
    def _stories(self) -> dict[int, tuple[str, str]]:
        """For each element within a story, by `mem_id`, which story that is."""
        printed = Headlines(self.edition)
        found: dict[int, tuple[str, str]] = {}
        current: tuple[str, str] | None = None
        last = -1  # number of the last element of the current story
        for number, node in enumerate(self.elements):
            if node.tag in ("h1", "h2", "h3", "li"):
                named = printed.next(_headed(node)) if node.tag in ("h3", "li") else None
                if named or node.tag != "li":
                    current, last = named, self._ends[self._number(_scope(node))]
            if current and number <= last:
                found[node.mem_id] = current
        return found

    @cached_property
    def _leads(self) -> dict[int, tuple[str, str]]:
        """The piece that a link names, for the link and what is in it: "In this issue" has such links."""
        linked = Linked(self.edition)
        found: dict[int, tuple[str, str]] = {}
        for number, node in enumerate(self.elements):
            if node.tag == "a" and (href := node.attributes.get("href")):
                named = linked.of(" ".join(node.text(deep=True).split()), href)
                inside = self.elements[number : self._ends[number] + 1] if named else ()
                found |= {each.mem_id: named for each in inside if named}
        return found

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The number of each element in `elements`, by `mem_id`."""
        return {node.mem_id: number for number, node in enumerate(self.elements)}

    def _number(self, node: LexborNode) -> int:
        return self._numbers.get(node.mem_id, 0)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        """For each element the number of the last element inside of it."""
        ends = list(range(len(self.elements)))
        for number in range(len(ends) - 1, 0, -1):
            parent = self.elements[number].parent
            above = self._numbers.get(parent.mem_id) if parent is not None else None
            if above is not None:
                ends[above] = max(ends[above], ends[number])
        return tuple(ends)

    def _line(self, node: LexborNode) -> str:
        """The template line that wrote `node` or the nearest element around it; "" where none can be told."""
        at: LexborNode | None = node if self._lines else None
        while at is not None:
            number = self._numbers.get(at.mem_id)
            if number is not None and self._lines[number]:
                return f"templates/{self._lines[number]}"
            at = at.parent
        return ""

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        """What the traced output says of each element; empty where it is of another shape."""
        html = self._trace()
        root = LexborHTMLParser(html).root if html else None
        traced = [node for node in root.traverse() if _is_element(node)] if root else []
        if len(traced) != len(self.elements):
            return ()
        return tuple(node.attributes.get("data-at") or "" for node in traced)


def _is_element(node: LexborNode) -> bool:
    return bool(node.tag) and not str(node.tag).startswith(("-", "!"))


def _headed(node: LexborNode) -> str:
    """The words with which a heading or an item of a list begins: those of its first element, or all."""
    first = next(
        (child for child in node.iter(include_text=True) if not child.is_text_node or _said(child)), None
    )
    deep = first if node.tag == "li" and first is not None else node
    return " ".join(deep.text(deep=True).split())


def _said(node: LexborNode) -> str:
    return (node.text_content or "").strip()


def _scope(node: LexborNode) -> LexborNode:
    """What a heading can be the heading of at most: the rows of its table, its article, its item."""
    if node.tag == "li":
        return node
    at = node.parent
    while at is not None and at.tag not in ("tbody", "article", "section", "body"):
        at = at.parent
    return at if at is not None else node


def _opening(node: LexborNode) -> str:
    """The element in short: its tag with its attributes but for styles, and the first of its words."""
    told = (
        f' {name}="{value}"' if value is not None else f" {name}"
        for name, value in node.attributes.items()
        if name not in ("style", "data-at")
    )
    tag = f"<{node.tag}{''.join(told)}>"
    shown = f"{tag} {_first_words(node)}".strip()
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1].rstrip() + "…"


def _first_words(node: LexborNode) -> str:
    """As many of the words of `node` as can be shown; it may hold a whole mail."""
    found: list[str] = []
    length = 0
    for child in node.traverse(include_text=True):
        if child.is_text_node and (words := _said(child)):
            found.append(words[:_LONGEST])
            length += len(words)
            if length > _LONGEST:
                break
    return " ".join(" ".join(found).split())


def visible(words: str) -> str:
    """`words` with spaces for what takes no room or only room."""
    return _INVISIBLE.sub(" ", words)


def around(node: LexborNode, tags: Collection[str]) -> LexborNode | None:
    """`node` or the nearest element around it that is one of `tags`; looked for within its block only."""
    at: LexborNode | None = node
    for _ in range(_DEEPEST):
        if at is None or at.tag in _BLOCKS:
            return None
        if at.tag in tags:
            return at
        at = at.parent
    return None


def elements(node: LexborNode) -> Iterator[LexborNode]:
    """The elements right inside `node`."""
    return (child for child in node.iter() if _is_element(child))
