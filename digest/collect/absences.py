"""What is said when a list page lists nothing: what was looked for, and what is there instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest import words
from digest.collect import trees
from digest.collect.jsonfeed import looks_like

_FEED = re.compile(rb"[^<]*(?:<[?!][^<>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_LITTLE = 200  # characters on a page that scripts fill
_NAMED = 3
_CLOSE = 6  # elements between a link and its row


def other_kind(body: bytes) -> str:
    """That `body` is what another kind of source reads, to be read after "sent"; "" for a page."""
    if looks_like(body):
        return 'JSON, which kind = "json" reads'
    return 'a feed, which kind = "feed" reads' if _FEED.match(body[:2000]) else ""


def no_item(rule: str, selector: str, tree: LexborHTMLParser) -> str:
    """That `selector` matches nothing in the page, to be read after "sent"."""
    found = _repeated(tree)
    instead = f"what repeats there is {found}" if found else "nothing repeats there"
    return f"a page that lists no item that matches the selector `{selector}` ({rule}); {instead}"


def no_part(name: str, selector: str, items: Sequence[LexborNode]) -> str:
    """That none of the items has the part `name`."""
    inside = list(dict.fromkeys(_called(node) for node in islice(items[0].traverse(), 1, 40)))
    found = ", ".join(f"`{one}`" for one in inside[:8])
    holds = f"the first holds {found}" if found else "the first holds no element"
    whose = "item has" if len(items) == 1 else f"{len(items)} items have"
    return f"a page whose {whose} no {name} that matches the selector `{selector}`; {holds}"


def no_list(tree: LexborHTMLParser, scripts: int) -> str:
    """That no list could be recognised."""
    body = tree.body
    said = trees.said(body) if body else ""
    if scripts and len(said) < _LITTLE:
        return (
            "a page that lists nothing before its scripts run, and they are not run; "
            'its feed or the JSON that it loads (kind = "json") could be read'
        )
    links = words.counted(len(tree.css("a[href]")), "link")
    found = _repeated(tree)
    hint = f"; what repeats there is {found}: name the right one as `item`" if found else ""
    return f"a page with {links} in which no list of articles could be recognised{hint}"


def _repeated(tree: LexborHTMLParser) -> str:
    """The commonest elements around links of several words, with how often they occur."""
    around = {
        node.mem_id: _called(node)
        for link in tree.css("a[href]")
        if len(trees.said(link).split()) > 2
        for node in _row_like(link)
    }
    counted = Counter(around.values()).most_common(_NAMED)
    return ", ".join(f"`{name}` ({count} times)" for name, count in counted if count > 1)


def _row_like(link: LexborNode) -> Iterable[LexborNode]:
    above = reversed(
        list(islice(trees.ancestors(link), _CLOSE))
    )  # the widest first, which makes the best item
    return (node for node in above if trees.tokens(node) or node.tag in {"article", "li", "tr"})


def _called(node: LexborNode) -> str:
    """`node` as a selector would name it: tag and first class."""
    own = trees.tokens(node)
    return f"{node.tag}.{own[0][:40]}" if own else node.tag or ""
