"""Style that mail programs keep: on the elements, in plain CSS, large enough, its colours in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from digest.check.document import Document, around, css
from digest.check.document.cascade import Cascade
from digest.check.document.views import BARE
from digest.check.family import Family, Fault
from digest.check.numbers import passages

STYLE = Family("style")

LEAST, LEAST_BODY, LEAST_LEADING = 13.0, 14.0, 1.4
"""Sizes in px of any text and of that of a story, and height of a line as a multiple of its size."""

_STRETCH = 4  # words that are more than a name

_MODERN = {
    "a CSS variable": re.compile(r"var\(|^\s*--[\w-]+|[{;]\s*--[\w-]+\s*:"),
    "a grid": re.compile(r"display\s*:\s*(?:inline-)?grid|[{;\s]grid(?:-[a-z-]+)?\s*:"),
    "a calculation": re.compile(r"\b(?:calc|min|max|clamp)\("),
    "a gradient": re.compile(r"-gradient\("),
}
_ESSENTIAL = re.compile(
    r"(?:background|background-color|color|display|font|font-(?:family|size|style|weight)|line-height|"
    r"letter-spacing|text-(?:align|transform)|(?:max-|min-)?width|vertical-align|white-space|"
    r"(?:border|margin|padding)(?:-(?:top|right|bottom|left))?)"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_REMEDY_PAIR = "set both on it, or on an element around it in the body"


@STYLE.mail(
    "nested",
    "an at-rule stands in an at-rule, or a rule in a rule",
    why="Gmail drops the whole style element then (email-bugs 4; caniemail css-nesting)",
)
def nested(document: Document) -> Iterator[Fault]:
    """No style element nests more than rules in one at-rule."""
    for node in document.tree.css("style"):
        for inner in css.nested(node.text()):
            yield Fault(document.spot(node), inner, "write it by itself, with its media all in one")


@STYLE.mail(
    "broken", "a style element cannot be read", why="Gmail drops a style element that it cannot parse"
)
def broken(document: Document) -> Iterator[Fault]:
    """A CSS parser reads all of it."""
    for node in document.tree.css("style"):
        for problem in css.broken(node.text()):
            yield Fault(document.spot(node), f"the parser says: {problem}", "mend the CSS in email-modes.css")


@STYLE.mail(
    "modern",
    "the CSS is newer than mail programs",
    why="variables fail in 12 of 18, grid in 9, calc and gradients in 8 (caniemail, Sept 2025)",
)
def modern(document: Document) -> Iterator[Fault]:
    """No variables, grid, calc or gradients."""
    for node in document.elements:
        written = node.text() if node.tag == "style" else node.attributes.get("style") or ""
        for name, pattern in _MODERN.items():
            if match := pattern.search(written.lower()):
                part = match[0].strip(" {;")
                yield Fault(document.spot(node, part), f"it uses {name}", "write the value itself")


@STYLE.mail(
    "inline",
    "style that matters stands in the head only",
    why="Gmail on a phone's browser and with other accounts has no style elements (caniemail html-style)",
)
def inline(document: Document) -> Iterator[Fault]:
    """Outside of media queries the style elements hold resets and adornments; the rest is on the elements."""
    for rule in document.sheets.rules:
        if any(rule.media) or not re.search(r"\.[a-z_-]", rule.selector, re.IGNORECASE):
            continue
        matters = [name for name in rule.declarations if _ESSENTIAL.fullmatch(name)]
        if matters and document.sheets.selected(rule.static):
            reason = f"{rule.selector} sets {', '.join(matters)} there"
            yield Fault(document.whole(rule.selector), reason, "move the rule to email.css")


@STYLE.mail(
    "pair",
    "text has a colour without a background, or neither",
    why="a program that turns the one dark and not the other makes it vanish (Outlook.com rewrites both)",
)
def pairs(document: Document) -> Iterator[Fault]:
    """Around all text both colours are set on elements in the body, without the style elements too."""
    told: set[int] = set()
    for within, _words in document.texts:
        shown = document.seen(BARE).of(within)
        lacks = [
            name
            for name, is_set in (("colour", shown.coloured), ("background", shown.grounded))
            if not is_set
        ]
        if lacks and within.mem_id not in told:
            told.add(within.mem_id)
            reason = f"no {' and no '.join(lacks)} is set for this text"
            yield Fault(document.spot(within), reason, _REMEDY_PAIR)


@STYLE.mail("underline", "a link is not underlined", why="colour alone does not tell it (WCAG 1.4.1)")
def underlined(document: Document) -> Iterator[Fault]:
    """Every link with words is underlined, itself or what is in it."""
    seen: set[int] = set()
    views = [(view, document.seen(view)) for view in document.ways]
    for within, _words in document.texts:
        link = around(within, ("a",))
        if link is None or "href" not in link.attributes or link.mem_id in seen:
            continue
        seen.add(link.mem_id)
        for view, cascade in views:
            if not _is_underlined(cascade, link, within):
                reason = f"its text is not underlined ({view.name})"
                yield Fault(document.spot(link), reason, "write text-decoration:underline on it")
                break


@STYLE.mail("small", "text is too small to read", why="EMC and Apple: 14 px at least; small print 13 px here")
def small(document: Document) -> Iterator[Fault]:
    """No text is below `LEAST` in any view, and the text of no story below `LEAST_BODY`."""
    body = _Body(document)
    views = [(view, document.seen(view)) for view in document.ways]
    for within, words in document.texts:
        for view, cascade in views:
            shown = cascade.of(within)
            if shown.hidden or shown.size >= LEAST_BODY:
                continue
            least = LEAST_BODY if body.holds(within, words) else LEAST
            if shown.size < least:
                reason = f"it is {shown.size:.3g} px ({view.name}), and {least:g} is the least for it"
                yield Fault(document.spot(within), reason, f"set font-size to {least:g} px or more")
                break


@STYLE.mail("leading", "the lines are too close", why="WCAG 1.4.12; Outlook shows them closer still")
def leading(document: Document) -> Iterator[Fault]:
    """Lines of text outside of headings are `LEAST_LEADING` of their size apart."""
    for within, _words in document.texts:
        shown = document.seen(BARE).of(within)
        if not shown.hidden and around(within, _HEADINGS) is None and shown.leading < LEAST_LEADING - 0.005:
            height = shown.leading * shown.size
            reason = f"{height:.3g} px for {shown.size:g} px of text is {shown.leading:.2f} of it"
            remedy = f"set line-height to {shown.size * LEAST_LEADING:.0f}px or more"
            yield Fault(document.spot(within), reason, remedy)


class _Body:
    """The text of the stories, as far as a stretch of words can be known for it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sources = {piece.id: piece.blurb for piece in document.edition.pieces if piece.blurb}
        self._plain: dict[str, str] = {}

    def holds(self, within: LexborNode, words: str) -> bool:
        """Whether `words` stand in the text of the story around them, and are more than a name."""
        story = self._document.story(within)
        stretch = words.split()
        if story is None or story[0] not in self._sources or len(stretch) < _STRETCH:
            return False
        if story[0] not in self._plain:
            self._plain[story[0]] = " ".join(passages.plain(self._sources[story[0]]).split())
        return " ".join(stretch) in self._plain[story[0]]


def _is_underlined(cascade: Cascade, link: LexborNode, within: LexborNode) -> bool:
    at: LexborNode | None = within
    while at is not None and "underline" not in cascade.of(at).lines:
        at = at.parent if at.mem_id != link.mem_id else None
    return at is not None
