"""The features that a mail uses, each with the element that uses it.

What stands in comments for Outlook is no element, so it is not looked at: only Outlook reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from digest.check.clients import declared, support
from digest.check.document import Document

_SEMANTIC = """
article aside details figcaption figure footer header main mark nav section summary time
"""
_PLAIN = """
align aria-describedby aria-hidden aria-label aria-labelledby aria-live background cellpadding cellspacing
dir height hidden lang popover required role srcset target valign width
"""
_ELEMENTS = (
    dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6")
    | dict.fromkeys(("ul", "ol", "li", "dl", "dt", "dd"), "html-lists")
    | dict.fromkeys(("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "col", "colgroup"), "html-table")
    | dict.fromkeys(_SEMANTIC.split(), "html-semantics")
    | {"map": "html-image-maps", "area": "html-image-maps", "embed": "html-object"}
)
_ATTRIBUTES = {name: f"html-{name}" for name in _PLAIN.split()} | {
    "loading": "html-loading-attribute",
    "sizes": "html-srcset",
    "inert": "css-inert-attribute",
}
_LONGEST = 60  # characters of an attribute that are shown
_PICTURES = {"jpeg": "jpg", "jpe": "jpg", "tif": "tiff", "heic": "heif"}


@dataclass(frozen=True, slots=True)
class Use:
    """A feature where it is used.

    Attributes:
        feature: its slug, one that the data knows.
        part: the declaration, selector or attribute, in short; "" for the element itself.
        node: the element.
        in_head: whether a style sheet of the head uses it.
    """

    feature: str
    part: str
    node: LexborNode
    in_head: bool = False


def of(document: Document) -> Iterator[Use]:
    """All uses in the order of the text, one for each feature, part and place (head or element)."""
    features, seen = support.known().features, set()
    for use in _all(document):
        key = (use.feature, use.part, use.in_head)
        if use.feature in features and key not in seen:
            seen.add(key)
            yield use


def _all(document: Document) -> Iterator[Use]:
    root = document.tree.root
    if root is None:
        return
    if document.html.lstrip()[:9].lower() == "<!doctype":
        yield Use("html-doctype", "", root)
    if "<!--" in document.html:
        yield Use("html-comments", "", root)
    for node in document.elements:
        if node.tag == "style":
            yield from _of_sheet(node)
            continue
        yield from _of_element(node)
        style = node.attributes.get("style")
        if style:
            yield from (Use(part.feature, part.css, node) for part in declared.inline(style))


def _of_sheet(node: LexborNode) -> Iterator[Use]:
    yield Use("html-style", "", node, in_head=True)
    if node.attributes.get("media"):
        yield Use("css-at-media", f"@media {node.attributes['media']}", node, in_head=True)
    yield from (Use(part.feature, part.css, node, in_head=True) for part in declared.sheet(node.text()))


def _of_element(node: LexborNode) -> Iterator[Use]:
    tag, attributes = str(node.tag), node.attributes
    yield Use(_ELEMENTS.get(tag, f"html-{tag}"), "", node)
    for name, value in attributes.items():
        if name in _ATTRIBUTES:
            yield Use(_ATTRIBUTES[name], f'{name}="{(value or "")[:_LONGEST]}"', node)
        elif name == "href":
            yield from _of_address((value or "").strip().lower(), node)
    match tag:
        case "img":
            yield Use(_picture(attributes.get("src") or ""), "", node)
        case "input" | "button":
            yield Use(f"html-{tag}-{(attributes.get('type') or 'text').lower()}", "", node)
        case "meta" if (attributes.get("name") or "").lower() == "color-scheme":
            yield Use("html-meta-color-scheme", "", node)


def _of_address(address: str, node: LexborNode) -> Iterator[Use]:
    if address.startswith("#"):
        yield Use("html-anchor-links", address[:_LONGEST], node)
    elif address.startswith("mailto:"):
        yield Use("html-mailto-links", address[:_LONGEST], node)


def _picture(address: str) -> str:
    """The feature of a picture's format; "" where its address does not tell."""
    if address.startswith("data:"):
        return "image-base64"
    try:
        ending = urlsplit(address).path.rpartition(".")[2].lower()
    except ValueError:
        return ""
    return f"image-{_PICTURES.get(ending, ending)}"
