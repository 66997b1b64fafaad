"""Rows that lie flat: `<dt>` and `<dd>`, a heading and what follows it, lines with breaks between.

Most rows are one element. In others only the headline is, and its date and first words are siblings of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from selectolax.lexbor import LexborNode

from digest.collect import listdates, trees

_INLINE = frozenset({"a", "b", "strong", "em", "i", "font", "span", "cite"})
_FLAT = 0.6  # of the gaps between heads that say something

Extent = tuple[LexborNode, ...]


def extents(nodes: Sequence[LexborNode], now: datetime) -> list[Extent]:
    """What belongs to each of `nodes`, which are in document order: itself, and what stands beside it."""
    heads = {node.mem_id for node in nodes}
    around = {above.mem_id for node in nodes for above in trees.ancestors(node)}
    leads = [_lead(node, heads, now) for node in nodes] if _lead(nodes[0], heads, now) else [()] * len(nodes)
    starts = {lead[0].mem_id for lead in leads if lead}
    rests = [_rest(node, heads | starts, around) for node in nodes]
    gaps = [rest for rest, ends_at_head in rests if ends_at_head]
    filled = [rest for rest in gaps if any(map(_says, rest))]
    if not gaps or len(filled) < _FLAT * len(gaps):
        return [(*lead, node) for lead, node in zip(leads, nodes, strict=True)]
    most = max(map(len, filled))
    return [(*lead, node, *rest[:most]) for lead, node, (rest, _) in zip(leads, nodes, rests, strict=True)]


def _lead(node: LexborNode, heads: set[int], now: datetime) -> Extent:
    """What belongs to `node` and stands before it: the start of its line, or a date above the headline."""
    if node.tag not in _INLINE:
        before = _before(node)
        is_date = (
            before is not None and before.mem_id not in heads and listdates.is_date(trees.said(before), now)
        )
        return (before,) if before is not None and is_date else ()
    line: list[LexborNode] = []
    before = node.prev
    while (
        before is not None and before.mem_id not in heads and (before.is_text_node or before.tag in _INLINE)
    ):
        line.insert(0, before)
        before = before.prev
    return tuple(line) if any(map(_says, line)) else ()


def _before(node: LexborNode) -> LexborNode | None:
    """The element before `node`; None where there is text between."""
    before = node.prev
    while before is not None and not before.is_element_node and not _says(before):
        before = before.prev
    return before if before is not None and before.is_element_node else None


def _rest(node: LexborNode, stops: set[int], around: set[int]) -> tuple[list[LexborNode], bool]:
    """The siblings after `node` up to the next row, and whether there is a next row beside it."""
    return (rest := list(_following(node, stops, around))), _ends_at(rest[-1] if rest else node, stops)


def _following(node: LexborNode, stops: set[int], around: set[int]) -> Iterator[LexborNode]:
    is_heading = node.tag in trees.HEADINGS
    beside = node.next
    while beside is not None and beside.mem_id not in stops and beside.mem_id not in around:
        if beside.tag in trees.HEADINGS and not is_heading:
            return
        yield beside
        beside = beside.next


def _ends_at(last: LexborNode, stops: set[int]) -> bool:
    return last.next is not None and last.next.mem_id in stops


def _says(node: LexborNode) -> bool:
    if node.is_text_node:
        return any(map(str.isalnum, node.text_content or ""))
    return node.is_element_node and any(map(str.isalnum, node.text()))
