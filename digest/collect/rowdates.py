"""When a row says that its article appeared: attributes for machines, elements called date, short lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from selectolax.lexbor import LexborNode

from digest.collect import dates, listdates, trees

STAMPED = ("datetime", "content", "title", "data-date", "data-datetime", "data-time", "data-timestamp")
_TIMES = frozenset(
    {"date", "datetime", "published", "posted", "time", "timestamp", "pubdate", "meta", "datum"}
)
_CHANGES = frozenset({"updated", "modified"})
_STAMPS = (
    "time, [itemprop=datePublished], .dt-published, [itemprop=dateCreated], [datetime], [data-date], "
    "[data-datetime], [data-time], [data-timestamp], abbr[title]"
)
_MOST = 60  # elements or pieces of text of a row that are looked at; its date is not far down
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_JOINT = re.compile(r"\s*[:|–—]\s+|\s+-\s+")


def told(nodes: Sequence[LexborNode], title: str, now: datetime) -> Iterator[str]:
    """Words for its time: attributes made for machines, then elements called date, then any short text."""
    stamped = sorted(trees.within(nodes, _STAMPS), key=_is_of_a_change)
    for node in stamped:
        yield from (
            value
            for name in STAMPED
            if (value := node.attributes.get(name) or "") and dates.moment(value, now)
        )
    hovered = (node.attributes.get("title") or "" for node in trees.within(nodes, "[title]"))
    yield from (value for value in hovered if _ISO.match(value) and dates.moment(value[:19], now))
    called = [node for node in trees.within(nodes, "[class]") if not _TIMES.isdisjoint(trees.named(node))]
    said = (trees.said(node) for node in (*stamped, *called)[:_MOST])
    yield from (words for words in said if listdates.is_date(words, now))
    leaves = (words.strip("()[]") for node in nodes for words, _ in _leaves(node))
    for words in islice(leaves, _MOST):
        if words not in title and (date := _alone(words, now)):
            yield date


def _alone(words: str, now: datetime) -> str:
    """The date that `words` are, or start with: "20 November 2026 – The harbour …"."""
    return words if listdates.is_date(words, now) else split(words, now)[1]


def _is_of_a_change(node: LexborNode) -> bool:
    """Whether it says when the article was changed, not when it appeared."""
    names = trees.named(node)
    called = not _CHANGES.isdisjoint(names) and "published" not in names
    return called or node.attributes.get("itemprop") == "dateModified"


def _leaves(node: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    if not node.is_text_node:
        yield from trees.leaves(node)
    elif words := " ".join((node.text_content or "").split()):
        yield words, node


def split(line: str, now: datetime) -> tuple[str, str]:
    """What a line such as "20 November 2026: Bridge opens" says, and its date; "" where there is none."""
    parts = _JOINT.split(line, maxsplit=1)
    if len(parts) == 2 and parts[1] and listdates.is_date(parts[0], now):
        return parts[1], parts[0]
    return line, ""
