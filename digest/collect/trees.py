"""What is asked of a parsed page: words, classes, furniture, what stands around an element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import text
from digest.collect.pages import decoded

UNSAID = ["script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea"]
ROOTS = frozenset({"body", "html", "-document"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "dialog", "menu"})
_FURNITURE_ROLES = frozenset(
    {"navigation", "contentinfo", "complementary", "search", "banner", "menu", "menubar", "dialog", "alert"}
)
_HEADERS = frozenset({"header", "site-header", "masthead", "page-header", "topbar"})
_LEADS = frozenset({"featured", "feature", "hero", "lead"})
_WHOLE = frozenset({"html", "body", "main", "article", "form", "tr", "td"})
_BESIDES = frozenset({"has", "no", "not", "with", "without", "is", "hide", "show"})
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_TOKENS = 12


def parsed(body: bytes, charset: str = "") -> LexborHTMLParser:
    """The page in `body`; `charset` is what the transport says, which a byte order mark overrules."""
    return LexborHTMLParser(text.shallow(decoded(body, charset)))


def said(node: LexborNode) -> str:
    """What `node` says, on one line."""
    return " ".join(node.text(separator=" ").split())


def within(nodes: Iterable[LexborNode], selector: str) -> list[LexborNode]:
    """What matches `selector` in `nodes`, each of which may be text."""
    return [found for node in nodes if node.is_element_node for found in node.css(selector)]


def leaves(node: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    """Each piece of text in `node` with the element that holds it, empty ones left out."""
    for found in node.traverse(include_text=True):
        if found.is_text_node and (words := " ".join((found.text_content or "").split())):
            yield words, found.parent or found


def tokens(node: LexborNode) -> list[str]:
    """Its class names; of elements that carry dozens, the first twelve."""
    return (node.attributes.get("class") or "").split()[:_MOST_TOKENS]


def named(node: LexborNode) -> frozenset[str]:
    """The words in its class names and id: `post-Title__big` gives post, title and big."""
    return _parts((*tokens(node), node.attributes.get("id") or ""))


@lru_cache(maxsize=4096)
def _parts(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part.lower() for name in names for part in _PARTS.findall(name[:60]))


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around `node`, nearest first, up to and without `body`."""
    above = node.parent
    while above is not None and above.tag not in ROOTS:
        yield above
        above = above.parent


def is_furniture(node: LexborNode) -> bool:
    """Whether `node` itself is a menu, footer, sidebar or the like, by its tag, role or names."""
    tag = node.tag or ""
    if tag == "aside" and not _LEADS.isdisjoint(named(node)):
        return False  # the newest article, set apart from the others
    if tag in _FURNITURE_TAGS or (node.attributes.get("role") or "").lower() in _FURNITURE_ROLES:
        return True
    if tag == "header" or not _HEADERS.isdisjoint((*tokens(node), node.attributes.get("id"))):
        return not any(above.tag in {"article", "li", "section", "main", "tr"} for above in ancestors(node))
    if tag in _WHOLE or tag in HEADINGS or "hidden" in node.attributes:
        return "hidden" in node.attributes
    return any(_names_furniture(token) for token in (*tokens(node), node.attributes.get("id") or ""))


@lru_cache(maxsize=4096)
def _names_furniture(token: str) -> bool:
    """Whether a class or id says menu; `has-sidebar` and `no-nav` say something of their surroundings."""
    parts = [part.lower() for part in _PARTS.findall(token[:60])]
    return bool(parts) and parts[0] not in _BESIDES and not _furniture().isdisjoint(parts)


@cache
def _furniture() -> frozenset[str]:
    return frozenset(word_list("furniture.txt"))


def word_list(name: str) -> list[str]:
    """The lines of the file called `name` in this room, without its notes."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def alone(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """For each of `nodes` the largest element around it that holds no other of them."""
    held = Counter(above.mem_id for node in nodes for above in ancestors(node))
    found = {}
    for node in nodes:
        widest = node
        for above in ancestors(node):
            if held[above.mem_id] > 1:
                break
            widest = above
        found[widest.mem_id] = widest
    return list(found.values())
