"""The same address twice: side by side, or in two stories."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from digest import urls
from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.links.anchor import Anchor, of, shown
from digest.check.links.family import LINKS
from digest.check.spot import Spot


@LINKS.rule(
    "adjacent",
    "two links beside each other lead to the same page",
    why="who goes from link to link by keyboard or by ear meets it twice (WCAG H2)",
)
def adjacent(galley: Galley) -> Iterator[Fault]:
    """A picture and its headline, or one name twice in a list."""
    document = shown(galley)
    for one, other in pairwise(of(document)):
        if document and one.is_web and one.href == other.href and _is_beside(one, other):
            yield Fault(
                document.spot(other.node, other.text),
                f"“{one.text[:60]}” and “{other.text[:60]}” lead to the same page",
                "make them one link",
                "warning",
            )


def _is_beside(one: Anchor, other: Anchor) -> bool:
    """Whether no word stands between them: “A, €3m; B, €2m” are two deals of one report."""
    return one.block == other.block and one.before == other.before


@LINKS.rule(
    "stories",
    "two stories have the same address",
    why="it is one report told twice, or a link that was copied",
)
def stories(galley: Galley) -> Iterator[Fault]:
    """Headlines that lead to one page."""
    first: dict[str, tuple[str, str]] = {}
    for piece in galley.edition.pieces:
        page = urls.canonical(piece.url) if piece.url else ""
        if not page:
            continue
        before = first.setdefault(page, (piece.id, piece.headline))
        if before[0] != piece.id:
            place = f"story {piece.id[:6]} “{piece.headline}”"
            yield Fault(
                Spot(place, piece.url, "", piece.id),
                f"the story “{before[1]}” leads to the same page",
                "merge the two, or give one of them its own address",
                "warning",
            )
