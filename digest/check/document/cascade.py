"""What the style of an output comes to on each of its elements, worked out as a browser does.

The cascade of CSS (css-cascade-4) over the style elements, the `style` attributes and the few attributes
that set a colour; what is inherited is handed down in document order, so all of it takes one walk.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from digest.check.document import css
from digest.check.document.css import StyleRule
from digest.check.document.shown import BLACK, WHITE, Shown, shown
from digest.check.document.views import View

_LONGEST = 2000  # characters of a value whose variables are filled in; variables of variables may explode
_NAMES = ["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"]
_FONT_SIZES = dict(
    zip(
        ["1", "2", "3", "4", "5", "6", "7", "-2", "-1", "+1", "+2", "+3", "+4"],
        [*_NAMES, *_NAMES[:2], *_NAMES[3:]],
        strict=True,
    )
)
"""What the size of a font element comes to; one with a sign counts from 3 (HTML 15.3.4)."""


class Sheets:
    """The style elements of a document.

    Attributes:
        rules: all style rules, in order.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._selected: dict[str, frozenset[int]] = {}
        found: list[StyleRule] = []
        for node in tree.css("style"):
            media = (node.attributes.get("media") or "").lower()
            found.extend(css.rules(node.text(), (media,) if media else (), len(found)))
        self.rules = tuple(found)

    def colouring(self, view: View) -> tuple[int, ...]:
        """Which rules colour something in `view`, by their order; views of the same ones look alike."""
        return tuple(rule.order for rule in self.rules if rule.colours and view.shows(rule.media))

    def showing(self, view: View) -> tuple[int, ...]:
        """Which rules decide in `view` what is seen, and how large, likewise."""
        if not view.head:
            return ()
        return tuple(rule.order for rule in self.rules if rule.shows and view.shows(rule.media))

    def selected(self, selector: str) -> frozenset[int]:
        """`mem_id` of the elements that `selector` selects; none where no parser of ours reads it."""
        known = self._selected
        if selector not in known:
            try:
                nodes = self._tree.css(selector) if selector else []
            except (SelectolaxError, ValueError):
                nodes = []
            known[selector] = frozenset(node.mem_id for node in nodes)
        return known[selector]


class Cascade:
    """What style makes of the `elements` of a document, given in its order, in one view."""

    def __init__(self, elements: Sequence[LexborNode], sheets: Sheets, view: View) -> None:
        self._matched = _matched(sheets, view) if view.head else {}
        self._root = Shown(colour=WHITE, ground=BLACK) if view.dark and _adapts(elements) else Shown()
        self._variables: dict[int, Mapping[str, str]] = {}
        self._shown: dict[int, Shown] = {}
        for node in elements:
            self._enter(node)

    def of(self, node: LexborNode) -> Shown:
        """How `node` is shown."""
        return self._shown.get(node.mem_id, self._root)

    def _enter(self, node: LexborNode) -> None:
        parent = node.parent
        above = parent.mem_id if parent is not None else 0
        own = self._own(node)
        variables = self._variables.get(above, {})
        if any(name.startswith("--") for name in own):
            variables = {**variables, **{name: value for name, value in own.items() if name.startswith("--")}}
        self._variables[node.mem_id] = variables
        told = {name: _told(value, variables) if "var(" in value else value for name, value in own.items()}
        self._shown[node.mem_id] = shown(node, told, self._shown.get(above, self._root))

    def _own(self, node: LexborNode) -> dict[str, str]:
        """What is set on `node` itself: by its attributes, the style elements, its style, the important."""
        attributes = node.attributes
        found = _hints(str(node.tag), attributes)
        important: dict[str, str] = {}
        sheets = self._matched.get(node.mem_id, ())
        inline = css.declarations(attributes.get("style") or "")
        for declared in (*(rule.declarations for rule in sheets), inline):
            for name, value in declared.items():
                (important if value.important else found)[name] = value.text
        return found | important


def _matched(sheets: Sheets, view: View) -> Mapping[int, list[StyleRule]]:
    """The rules that select each element, the weakest first."""
    found: defaultdict[int, list[StyleRule]] = defaultdict(list)
    applied = (rule for rule in sheets.rules if view.shows(rule.media))
    for rule in sorted(applied, key=lambda rule: (rule.specificity, rule.order)):
        for mem_id in sheets.selected(rule.static):
            found[mem_id].append(rule)
    return found


def _adapts(elements: Iterable[LexborNode]) -> bool:
    """Whether the canvas turns dark with the reader's preference."""
    names = (node.attributes for node in elements if node.tag == "meta")
    return any(at.get("name") == "color-scheme" and "dark" in (at.get("content") or "") for at in names)


def _hints(tag: str, attributes: Mapping[str, str | None]) -> dict[str, str]:
    """What the old attributes for looks set; every rule of CSS beats them."""
    found = {}
    if ground := attributes.get("bgcolor") or attributes.get("fillcolor"):  # that of VML
        found["background-color"] = ground.strip().lower()
    if ink := attributes.get("color"):  # of font
        found["color"] = ink.strip().lower()
    if tag == "font" and (size := _FONT_SIZES.get((attributes.get("size") or "").strip())):
        found["font-size"] = size
    if "hidden" in attributes:
        found["display"] = "none"
    if "nowrap" in attributes:
        found["white-space"] = "nowrap"
    return found


def _told(value: str, variables: Mapping[str, str], depth: int = 0) -> str:
    """`value` with its variables filled in."""

    def filled(match: re.Match[str]) -> str:
        return variables.get(match[1], match[2] or "")

    if "var(" not in value or depth > 8 or len(value) > _LONGEST:
        return value
    return _told(re.sub(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)", filled, value), variables, depth + 1)
