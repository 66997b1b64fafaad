"""Style that mail programs keep: on the elements, in plain CSS, large enough, its colours in pairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from digest.check import css
from digest.check.document import Document
from digest.check.family import Family, Fault
from digest.check.views import BARE

STYLE = Family("style")

LEAST, LEAST_BODY, LEAST_LEADING = 13.0, 14.0, 1.4
"""Sizes in px of any text and of most of a story, and height of a line as a multiple of its size."""

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
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
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
            reason = f"“{inner}” stands inside of another rule"
            yield Fault(document.spot(node, inner), reason, "write it by itself, with its media all in one")


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
    why="a program that turns the one dark and not the other makes it vanish (email.md 0.7; Outlook.com)",
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
    told: set[int] = set()
    for within, _words in document.texts:
        link = _link(within)
        if link is None or link.mem_id in told:
            continue
        told.add(link.mem_id)
        if not _is_underlined(document, link, within):
            reason = "its text is not underlined"
            yield Fault(document.spot(link), reason, "write text-decoration:underline on it")


@STYLE.mail("small", "text is too small to read", why="EMC and Apple: 14 px at least; small print 13 px here")
def small(document: Document) -> Iterator[Fault]:
    """No text is below `LEAST`, and most of a story is not below `LEAST_BODY`."""
    words_by_size: Counter[float] = Counter()
    first: dict[float, LexborNode] = {}
    for within, words in document.texts:
        shown = document.seen(BARE).of(within)
        if shown.hidden:
            continue
        if shown.size < LEAST:
            reason = f"it is {shown.size:g} px, and {LEAST:g} is the least"
            yield Fault(document.spot(within), reason, f"set font-size to {LEAST:g} px or more")
        if document.story(within) and not _heading(within):
            words_by_size[shown.size] += len(words.split())
            first.setdefault(shown.size, within)
    large = sum(count for size, count in words_by_size.items() if size >= LEAST_BODY)
    if words_by_size and large * 4 < words_by_size.total():
        size = words_by_size.most_common(1)[0][0]
        reason = f"most words of the stories are {size:g} px, and {LEAST_BODY:g} is the least for them"
        yield Fault(document.spot(first[size]), reason, "set the font-size of mj-text to 16px")


@STYLE.mail("leading", "the lines are too close", why="WCAG 1.4.12; Outlook shows them closer still")
def leading(document: Document) -> Iterator[Fault]:
    """Lines of text outside of headings are `LEAST_LEADING` of their size apart."""
    for within, _words in document.texts:
        shown = document.seen(BARE).of(within)
        if not shown.hidden and not _heading(within) and shown.leading < LEAST_LEADING - 0.005:
            height = shown.leading * shown.size
            reason = f"{height:.3g} px for {shown.size:g} px of text is {shown.leading:.2f} of it"
            remedy = f"set line-height to {shown.size * LEAST_LEADING:.0f}px or more"
            yield Fault(document.spot(within), reason, remedy)


def _link(within: LexborNode) -> LexborNode | None:
    """The link around an element of text; looked for no further than its block."""
    return _around(within, ("a",), "href")


def _heading(within: LexborNode) -> LexborNode | None:
    return _around(within, tuple(_HEADINGS), "")


def _around(within: LexborNode, tags: tuple[str, ...], attribute: str) -> LexborNode | None:
    at: LexborNode | None = within
    while at is not None and at.tag not in ("p", "td", "li", "div", "table", "body"):
        if at.tag in tags and (not attribute or attribute in at.attributes):
            return at
        at = at.parent
    return None


def _is_underlined(document: Document, link: LexborNode, within: LexborNode) -> bool:
    at: LexborNode | None = within
    while at is not None:
        if "underline" in document.seen(BARE).of(at).lines:
            return True
        if at.mem_id == link.mem_id:
            break
        at = at.parent
    return False
