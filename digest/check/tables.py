"""Tables: those that lay out are silent, those with figures say what is a head."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from digest.check.document import Document
from digest.check.family import Family, Fault

TABLE = Family("table")

_SILENT = ("presentation", "none")
_SCOPES = ("row", "col", "rowgroup", "colgroup")


@TABLE.mail(
    "role",
    "a table that only lays out does not say so",
    why="a screen reader would read out its rows and columns (WCAG 1.3.1; EMC: 4 of 5 mails)",
)
def silent(document: Document) -> Iterator[Fault]:
    """A table without heads has `role="presentation"`."""
    for table, heads in _tables(document):
        if not heads and table.attributes.get("role") not in _SILENT:
            remedy = 'write role="presentation" on it, or give it th with scope if it holds figures'
            yield Fault(document.spot(table), "it has no heads and no role", remedy)


@TABLE.mail(
    "mixed",
    "a table says that it only lays out, and has heads",
    why="a screen reader drops the heads, and the figures stand alone (WCAG 1.3.1)",
)
def mixed(document: Document) -> Iterator[Fault]:
    """A table with th, caption or scope of its own has no role."""
    for table, heads in _tables(document):
        role = table.attributes.get("role")
        if heads and role is not None:
            remedy = "take the role off, or write td for th and no caption"
            yield Fault(document.spot(heads[0]), f'its table has role="{role}"', remedy)


@TABLE.mail("scope", "a head does not say what it is the head of", why="WCAG 1.3.1, technique H63")
def scopes(document: Document) -> Iterator[Fault]:
    """Every th has a `scope`."""
    for node in document.elements:
        if node.tag == "th" and node.attributes.get("scope") not in _SCOPES:
            yield Fault(document.spot(node), "it has no scope", 'write scope="col" or scope="row" on it')


def _tables(document: Document) -> Iterator[tuple[LexborNode, list[LexborNode]]]:
    """Each table with what makes it one of figures, tables inside of it left out."""
    around: dict[int, LexborNode | None] = {}
    heads: dict[int, list[LexborNode]] = {}
    tables = []
    for node in document.elements:
        parent = node.parent
        table = around.get(parent.mem_id) if parent is not None else None
        around[node.mem_id] = node if node.tag == "table" else table
        if node.tag == "table":
            tables.append(node)
        elif table is not None and (node.tag in ("th", "caption") or "scope" in node.attributes):
            heads.setdefault(table.mem_id, []).append(node)
    for table in tables:
        yield table, heads.get(table.mem_id, [])
