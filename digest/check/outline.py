"""Headings: what a screen reader's list of contents is made of."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from digest.check.document import Document
from digest.check.family import Family, Fault

OUTLINE = Family("outline")

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@OUTLINE.mail("h1", "the mail has not one main heading", why="readers of a screen reader start there")
def main_heading(document: Document) -> Iterator[Fault]:
    """There is one h1, and it is the first heading."""
    found = headings(document)
    first = [node for node in found if node.tag == "h1"]
    if not first:
        yield Fault(document.whole(), "there is no h1", "make the title of the edition an h1")
    elif found[0].tag != "h1":
        yield Fault(document.spot(found[0]), "a heading stands before the h1", "put the h1 first")
    for node in first[1:]:
        yield Fault(document.spot(node), "it is a further h1", "make it an h2: a mail has one h1")


@OUTLINE.mail(
    "skip", "a level of headings is left out", why="it looks as if a part were missing (WCAG 1.3.1)"
)
def skipped(document: Document) -> Iterator[Fault]:
    """Below an hN come headings of level N + 1 at most."""
    level = 0
    for node in headings(document):
        deeper = level_of(node)
        if level and deeper > level + 1:
            reason = f"an h{deeper} follows an h{level}"
            yield Fault(document.spot(node), reason, f"make it an h{level + 1}")
        level = deeper


@OUTLINE.mail(
    "empty", "a heading has no words", why="a screen reader says “heading” and nothing (WCAG 2.4.6)"
)
def empty(document: Document) -> Iterator[Fault]:
    """Every heading says something."""
    for node in headings(document):
        if not node.text().strip() and not node.css_first("img[alt]:not([alt=''])"):
            yield Fault(document.spot(node), "it is empty", "give it words, or take it out")


@OUTLINE.mail("hollow", "nothing stands under a heading", why="a reader takes it for a fault of the sending")
def hollow(document: Document) -> Iterator[Fault]:
    """After every heading come words, or a heading below it."""
    waiting: LexborNode | None = None
    for node in _stream(document):
        is_heading = node.tag in _HEADINGS
        if waiting is not None and is_heading and level_of(node) <= level_of(waiting):
            yield _hollow(document, waiting)
        waiting = node if is_heading else None
    if waiting is not None:
        yield _hollow(document, waiting)


@OUTLINE.mail(
    "id", "two elements have one id", why="labels and links then lead to the wrong one (HTML 3.2.6)"
)
def ids(document: Document) -> Iterator[Fault]:
    """No id stands twice."""
    seen: set[str] = set()
    for node in document.elements:
        name = node.attributes.get("id")
        if name is None:
            continue
        if name in seen or not name.strip():
            reason = f"the id “{name}” stands there before" if name.strip() else "its id is empty"
            yield Fault(document.spot(node, name), reason, "give it an id of its own, or none")
        seen.add(name)


def headings(document: Document) -> list[LexborNode]:
    """All headings in the order of the text."""
    return [node for node in document.elements if node.tag in _HEADINGS]


def level_of(node: LexborNode) -> int:
    """2 for an h2."""
    return int(str(node.tag)[1])


def _stream(document: Document) -> Iterator[LexborNode]:
    """Headings, and whatever else says or shows something, in reading order; not what is in a heading."""
    within: set[int] = set()
    for node in document.body.traverse(include_text=True) if document.body else ():
        if node.mem_id in within:
            continue
        if node.tag in _HEADINGS:
            within.update(each.mem_id for each in node.traverse(include_text=True))
            yield node
        elif node.tag in ("img", "svg") or (node.is_text_node and (node.text_content or "").strip()):
            yield node


def _hollow(document: Document, node: LexborNode) -> Fault:
    return Fault(document.spot(node), "nothing stands under it", "take the heading out, or say something")
