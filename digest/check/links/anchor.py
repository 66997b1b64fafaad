"""The links of an output, each with its words, where it leads and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from digest import urls
from digest.check.document import Document
from digest.check.galley import Galley

_HIGHEST = 50  # elements between a link and the cell around it; templates have a few
_BLOCKS = frozenset({"td", "th", "li", "body"})
_INVISIBLE = dict.fromkeys(
    map(ord, "\xad\u034f\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u2066\u2067\u2068\u2069")
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One link.

    Attributes:
        node: its element.
        href: the address as it ships, spaces around it removed.
        text: its words, spaces folded; those of its pictures where it has none of its own.
        story: id of the piece that it stands in; "" outside of pieces.
        block: the cell or item around it, by `mem_id`.
        before: letters and digits that stand before it and in no link.
    """

    node: LexborNode
    href: str
    text: str
    story: str
    block: int
    before: int = 0

    @property
    def host(self) -> str:
        """Where it leads, without `www.`; "" where that is no web address."""
        return bare(urls.host(self.href))

    @property
    def is_web(self) -> bool:
        """Whether it leads into the web."""
        return self.href.lower().startswith(("http://", "https://"))


def shown(galley: Galley) -> Document | None:
    """The output whose links are looked at: the mail, else the page."""
    return galley.mail or galley.page


def of(document: Document | None) -> tuple[Anchor, ...]:
    """All links in the order of the text."""
    return _of(document) if document else ()


def distinct(document: Document | None) -> Iterator[Anchor]:
    """The first link to each web address, in the order of the text."""
    seen = set()
    for anchor in of(document):
        if anchor.is_web and anchor.href not in seen:
            seen.add(anchor.href)
            yield anchor


def addresses(galley: Galley) -> tuple[str, ...]:
    """The web addresses that an edition links to, each once, in the order of the text."""
    return tuple(anchor.href for anchor in distinct(shown(galley)) if urls.safe(anchor.href))


def bare(host: str) -> str:
    """`host` without `www.` and a closing dot."""
    return host.rstrip(".").removeprefix("www.")


def is_below(host: str, other: str) -> bool:
    """Whether both are one site: the same, or one a part of the other."""
    return bool(host and other) and (
        host == other or host.endswith(f".{other}") or other.endswith(f".{host}")
    )


@lru_cache(maxsize=2)  # a gate reads one mail, rule after rule
def _of(document: Document) -> tuple[Anchor, ...]:
    found: list[Anchor] = []
    passed = 0  # letters and digits so far, those in links taken off
    for node in document.body.traverse(include_text=True) if document.body else ():
        if node.is_text_node:
            passed += _length(node.text_content or "")
        elif node.tag == "a" and "href" in node.attributes:
            story = document.story(node)
            href = (node.attributes["href"] or "").strip(" \t\r\n\f")
            found.append(Anchor(node, href, _words(node), story[0] if story else "", _block(node), passed))
            passed -= _length(node.text(deep=True))
    return tuple(found)


def _length(text: str) -> int:
    return sum(map(str.isalnum, text))


def _words(node: LexborNode) -> str:
    words = " ".join(node.text(deep=True).translate(_INVISIBLE).split())
    if words:
        return words
    pictures = (image.attributes.get("alt") or "" for image in node.css("img"))
    label = node.attributes.get("aria-label") or ""
    return " ".join(" ".join((*pictures, label)).split())


def _block(node: LexborNode) -> int:
    at = node.parent
    for _ in range(_HIGHEST):
        if at is None or at.tag in _BLOCKS:
            break
        at = at.parent
    return at.mem_id if at is not None else 0
