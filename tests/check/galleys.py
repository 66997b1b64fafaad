"""Good outputs for the tests of the gate, and ways to break one thing about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from digest import render
from digest.check import Finding, Galley
from digest.check.contrast import CONTRAST
from digest.check.edition import EDITION
from digest.check.family import Family
from digest.check.html import HTML
from digest.check.images import IMAGE
from digest.check.imprint import IMPRINT
from digest.check.layout import LAYOUT
from digest.check.outline import OUTLINE
from digest.check.outlook import OUTLOOK
from digest.check.page import PAGE
from digest.check.size import SIZE
from digest.check.style import STYLE
from digest.check.tables import TABLE
from digest.check.unfilled import PLACEHOLDER
from digest.model import Edition, Entry, Stationery
from digest.render import Templates
from tests import editions

PAPER = Stationery(
    sender="Scale Notes <weekly@scale-notes.pub>",
    list_id="weekly.scale-notes.pub",
    address="Harbour Street 4, 20457 Hamburg",
    reason="You asked for these notes at a fair.",
    unsubscribe="https://scale-notes.pub/leave/{token}",
    unsubscribe_mail="leave@scale-notes.pub",
)
FAMILIES: tuple[Family, ...] = (
    *(
        EDITION,
        PLACEHOLDER,
        IMPRINT,
        SIZE,
        HTML,
        OUTLINE,
        TABLE,
        IMAGE,
        LAYOUT,
        STYLE,
        CONTRAST,
        OUTLOOK,
        PAGE,
    ),
)
LINE = "A grid operator buys into software, and Portugal opens its model"


@cache
def good() -> Galley:
    """A plain edition with nothing to complain of, all its outputs made."""
    return of(editions.edition(preheader=LINE))


def of(made: Edition, paper: Stationery = PAPER) -> Galley:
    """`made` with its outputs and reports."""
    outputs = {found.filename: found.text for found in render.renditions(made, Templates(), stationery=paper)}
    entries: dict[str, Entry] = {}
    for piece in made.pieces:
        if piece.story:
            entries |= {entry.id: entry for entry in (*piece.story.entries, *piece.story.copies)}
    return Galley(made, entries, outputs, paper)


def with_mail(old: str, new: str, galley: Galley | None = None) -> Galley:
    """The good galley, in its mail `new` for the first `old`, which must be there."""
    return _changed("email.html", old, new, galley or good())


def with_page(old: str, new: str) -> Galley:
    """Likewise in its page."""
    return _changed("index.html", old, new, good())


def with_edition(galley: Galley | None = None, **changes: object) -> Galley:
    """The good galley with other values in its edition; its outputs stay."""
    galley = galley or good()
    return replace(galley, edition=replace(galley.edition, **changes))  # type: ignore[arg-type]  # any field


def findings(galley: Galley) -> list[Finding]:
    """What the families find that read the edition, its HTML and its style."""
    return [finding for family in FAMILIES for finding in family.of(galley)]


def only(galley: Galley) -> Finding:
    """The one thing found; checks that all findings are of one rule, and that they say what to do."""
    found = findings(galley)
    assert len({each.rule for each in found}) == 1, _told(found)
    assert all(each.place and each.reason and each.remedy for each in found)
    return found[0]


def _changed(filename: str, old: str, new: str, galley: Galley) -> Galley:
    text = galley.outputs[filename]
    assert old in text, f"{old} does not stand in {filename}"
    return replace(galley, outputs={**galley.outputs, filename: text.replace(old, new, 1)})


def _told(found: Iterable[Finding]) -> str:
    return "\n".join(f"{each.rule}: {each.place}: {each.reason}" for each in found) or "nothing is found"
