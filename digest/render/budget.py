"""What a mail may weigh, and how one that weighs more is cut: openly, and the same way each time.

Gmail cuts a mail at about 102 kB of HTML, in the middle of a word, and hides the link to unsubscribe with
the rest. So one that would pass `LIMIT` gives up, in this order, until it fits: the texts of stories, which
become briefs, those deepest in their sections first; then briefs, the same way; then the texts of the
stories that lead their sections, the last section's first; at last what stands around the stories, one
thing after the other (`_AROUND`). A long line of smaller deals goes with the first text. Each section says
how many more stories there are, and the line under the title that all of them stand on the web. Markdown,
page and data are never cut.
"""

from __future__ import annotations

import binascii
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from digest.render.bare import with_blocks
from digest.render.deals import DealTable
from digest.render.issue import Block, Issue
from digest.render.item import Item

LIMIT = 95_000
"""Bytes of HTML; what mail servers add on the way has the rest."""

_MOST_SMALLER = 12


def weight(html: str) -> int:
    """Bytes of `html` in a mail: in UTF-8 or as quoted-printable with CRLF (RFC 2045), whichever is more."""
    raw = html.encode()
    encoded = binascii.b2a_qp(raw, istext=True)
    return max(len(raw), len(encoded) + encoded.count(b"\n"))


def cut(issue: Issue, render: Callable[[Issue], str], limit: int = LIMIT) -> Issue:
    """As much of an `issue` that is too heavy as a mail can hold, or as little as there can be of it."""
    cuts = _Cuts(issue)
    heavy, light = 0, cuts.most  # so many steps are too few, and so many are enough or all there are
    while light - heavy > 1:
        middle = (heavy + light) // 2
        if weight(render(cuts.after(middle))) <= limit:
            light = middle
        else:
            heavy = middle
    return cuts.after(light)


class _Cuts:
    """All steps by which an issue can be cut, in order."""

    def __init__(self, issue: Issue) -> None:
        self._issue = issue
        self._texts = _from_the_tails([range(1, len(block.told)) for block in issue.blocks])
        self._stories = _from_the_tails([range(1, len(block.items)) for block in issue.blocks])
        self._leads = [number for number, block in reversed([*enumerate(issue.blocks)]) if block.told]
        self.most = len(self._texts) + len(self._stories) + len(self._leads) + len(_AROUND)

    def after(self, steps: int) -> Issue:
        """The issue after so many of them."""
        shown = _without_long_lines(self._issue) if steps else self._issue
        texts, steps = Counter(self._texts[:steps]), max(0, steps - len(self._texts))
        stories, steps = Counter(self._stories[:steps]), max(0, steps - len(self._stories))
        leads, steps = set(self._leads[:steps]), max(0, steps - len(self._leads))
        blocks = [
            self._cut(block, 0 if n in leads else len(block.told) - texts[n], stories[n])
            for n, block in enumerate(shown.blocks)
        ]
        shown = with_blocks(shown, _without_dead_ends(blocks))
        for step in _AROUND[:steps]:
            shown = step(shown)
        return self._told(shown)

    def _cut(self, block: Block, told: int, dropped: int) -> Block:
        """`block` with text in its first `told` stories, and without its last `dropped`."""
        kept = block.items[: len(block.items) - dropped]
        more = ""
        if dropped:
            more = self._issue.count("mail.more" if self._issue.url else "mail.more_alone", dropped)
        return replace(block, told=kept[:told], briefs=kept[told:], more=more)

    def _told(self, shown: Issue) -> Issue:
        """`shown` with a word on what it lacks."""
        number = sum(len(block.items) for block in self._issue.blocks)
        left = sum(len(block.items) for block in shown.blocks)
        key = "mail.shortened" if self._issue.url else "mail.shortened_alone"
        said = self._issue.say(key, shown=left, number=number)
        return replace(shown, facts=(*shown.facts, said), cut=number - left)


def _without_long_lines(issue: Issue) -> Issue:
    """Without the line of smaller deals where it is an endless one; it still says how many they are."""
    table = next((block.deals for block in issue.blocks if block.deals), None)
    return _with_deals(issue, smaller=0) if table and len(table.smaller) > _MOST_SMALLER else issue


def _with_deals(issue: Issue, rows: int | None = None, smaller: int | None = None) -> Issue:
    """`issue` with at most so many rows of its deal table, and deals in its line of smaller ones."""

    def fewer(found: DealTable | None) -> DealTable | None:
        return found and replace(found, rows=found.rows[:rows], smaller=found.smaller[:smaller])

    return replace(issue, blocks=tuple(replace(block, deals=fewer(block.deals)) for block in issue.blocks))


_AROUND: tuple[Callable[[Issue], Issue], ...] = (
    lambda issue: replace(issue, sources=replace(issue.sources, used=(), unused=())),
    lambda issue: _with_deals(issue, smaller=0),
    lambda issue: replace(issue, blocks=tuple(replace(block, comparison=None) for block in issue.blocks)),
    lambda issue: replace(issue, sums=()),
    lambda issue: _with_deals(issue, rows=3),
    lambda issue: replace(issue, sources=replace(issue.sources, absent=())),
    lambda issue: replace(issue, watch=()),
    lambda issue: replace(issue, contents=(), ribbon=()),
)
"""What goes from around the stories, the first first; most issues never come to this."""


def _from_the_tails(places: list[range]) -> list[int]:
    """Numbers of blocks, one for each place, the deepest places first and the last block's before others'."""
    steps = sorted(((place, number) for number, found in enumerate(places) for place in found), reverse=True)
    return [number for _, number in steps]


def _without_dead_ends(blocks: list[Block]) -> list[Block]:
    """`blocks` in which no story points at one that is gone."""
    here = {item.anchor for block in blocks for item in block.items}

    def pointing(item: Item) -> Item:
        return replace(item, see=tuple(other for other in item.see if other.anchor in here))

    return [
        replace(block, told=tuple(map(pointing, block.told)), briefs=tuple(map(pointing, block.briefs)))
        for block in blocks
    ]
