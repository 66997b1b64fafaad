"""An HTML output, read once for all rules, and where in the edition or its template an element stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.check.spot import Spot
from digest.model import Edition

_LONGEST = 120  # characters of an element that are shown


class Document:
    """One HTML output.

    Attributes:
        html: its text, as it ships.
        filename: of the output.
        tree: the same, parsed.
    """

    def __init__(self, html: str, filename: str, edition: Edition, traced: Callable[[], str]) -> None:
        self.html, self.filename = html, filename
        self.tree = LexborHTMLParser(html)
        self._edition, self._trace = edition, traced

    @property
    def body(self) -> LexborNode | None:
        """The body; every parser makes one, so None only for an empty file."""
        return self.tree.body

    @cached_property
    def elements(self) -> tuple[LexborNode, ...]:
        """All elements of head and body in the order of the text."""
        root = self.tree.root
        return tuple(node for node in root.traverse() if _is_element(node)) if root else ()

    def spot(self, node: LexborNode, part: str = "") -> Spot:
        """Where `node` stands: in a story where it can be told, else at a line of a template."""
        said = _opening(node)
        story = self._story(node)
        at = self._line(node)
        if story:
            piece_id, headline = story
            place = f"story {piece_id[:6]} “{headline}”" + (f", {at}" if at else "")
            return Spot(place, said, part, piece_id)
        return Spot(at or self.filename, said, part)

    def whole(self, part: str = "") -> Spot:
        """The output as a whole."""
        return Spot(self.filename, "", part)

    def _story(self, node: LexborNode) -> tuple[str, str] | None:
        """Id and headline of the piece whose headline stands nearest above `node`, or around it."""
        return self._stories.get(node.mem_id)

    @cached_property
    def _stories(self) -> dict[int, tuple[str, str]]:
        """For each element within a story, by `mem_id`, which story that is."""
        headlines = {" ".join(piece.headline.split()): piece.id for piece in self._edition.pieces}
        found: dict[int, tuple[str, str]] = {}
        current: tuple[str, str] | None = None
        for node in self.elements:
            if node.tag in ("h1", "h2"):
                current = None
            elif node.tag in ("h3", "li"):
                words = " ".join(node.text().split())
                named = next((line for line in headlines if line and words.startswith(line)), "")
                if named:
                    current = (headlines[named], named)
                elif node.tag == "h3":
                    current = None
            if current:
                found[node.mem_id] = current
        return found

    def _line(self, node: LexborNode) -> str:
        """The template line that wrote `node` or the nearest element around it; "" where none can be told."""
        if not self._lines:
            return ""
        numbers = {each.mem_id: number for number, each in enumerate(self.elements)}
        at: LexborNode | None = node
        while at is not None:
            number = numbers.get(at.mem_id)
            if number is not None and number < len(self._lines) and self._lines[number]:
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


def _opening(node: LexborNode) -> str:
    """The element in short: its tag as written, and the first of its words."""
    match = re.match(r"<[^>]*>", node.html or "")
    tag = re.sub(r'\s(?:style|data-at)="[^"]*"', "", match[0]) if match else f"<{node.tag}>"
    words = " ".join(node.text().split())
    shown = f"{tag} {words}".strip()
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1].rstrip() + "…"


def elements(node: LexborNode) -> Iterator[LexborNode]:
    """The elements right inside `node`."""
    return (child for child in node.iter() if _is_element(child))
