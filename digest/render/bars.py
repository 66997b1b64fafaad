"""Bars: how long each figure is beside the others. The figure itself always stands beside its bar as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.render.deals import NONE, UNSURE, DealTable

MOST_SUMS = 6
LEAST_SUMS = 3
"""Of two sums everybody sees which is larger."""
LEAST_PERCENT = 2
"""Length of the shortest bar: a thinner one could not be seen beside a sum a hundred times as large."""

_PLANS = {"fund", "spending"}
_COLUMNS = 24  # of the longest bar where it is made of characters
_FULL, _HOLLOW = "█", "░"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and its words.

    Attributes:
        label: what it stands for.
        value: the figure in its own unit: `$14.8B`, `6`.
        note: what a reader must know of it: `rumoured`; "" for nothing.
        percent: length, of the longest of its chart; 0 for nothing to draw.
        text: the same length in characters.
        section: number of the block that lends its colour.
        anchor: where on the page it leads.
    """

    label: str
    value: str
    note: str
    percent: int
    text: str
    section: int
    anchor: str

    @property
    def is_hollow(self) -> bool:
        """Drawn as an outline: the sum is not settled, as `note` says in words."""
        return bool(self.note)


@dataclass(frozen=True, slots=True)
class Stripe:
    """A part of the ribbon that shows at a glance what an issue is made of.

    Attributes:
        section: number of the block that lends its colour.
        percent: its width, of the whole ribbon.
    """

    section: int
    percent: int


def sums(table: DealTable | None) -> tuple[Bar, ...]:
    """The largest sums of the week, by rough dollars; none where there are fewer than `LEAST_SUMS`.

    Funds and plans to spend, which no total counts either, stand there only where there is little else: one
    plan of hundreds of billions would leave every deal a speck.
    """
    told = (*table.rows, *table.smaller) if table else ()
    found = [row for row in told if row.usd > 0 and row.amount != NONE]
    done = [row for row in found if row.deal.kind not in _PLANS]
    rows = (done if len(done) >= LEAST_SUMS else found)[:MOST_SUMS]
    if len(rows) < LEAST_SUMS:
        return ()
    return tuple(
        _bar(
            row.who,
            row.amount,
            row.usd / rows[0].usd,
            note=row.status if row.deal.status in UNSURE else "",
            section=row.section,
            anchor=row.anchor,
        )
        for row in rows
    )


def leaves_out(table: DealTable | None, shown: Sequence[Bar]) -> bool:
    """Whether a fund or a plan to spend stands in the table and not among the bars `shown`."""
    rows = (*table.rows, *table.smaller) if table else ()
    labels = {bar.label for bar in shown}
    return bool(shown) and any(
        row.deal.kind in _PLANS and row.usd > 0 and row.who not in labels for row in rows
    )


def ribbon(counts: Iterable[tuple[int, int]]) -> tuple[Stripe, ...]:
    """The stripes of blocks, each with its number and how many stories it holds; 100 percent in all.

    A block of few stories keeps `LEAST_PERCENT`, where there is room, taken from the wider ones.
    """
    found: Sequence[tuple[int, int]] = tuple((number, count) for number, count in counts if count > 0)
    if not found:
        return ()
    total = sum(count for _, count in found)
    least = min(LEAST_PERCENT, 100 // len(found))
    widths = [max(least, count * 100 // total) for _, count in found]
    over = sum(widths) - 100
    for at in sorted(range(len(widths)), key=lambda at: -widths[at]):
        given = min(over, widths[at] - least)  # less than nothing where rounding left some over
        widths[at] -= given
        over -= given
    return tuple(Stripe(number, width) for (number, _), width in zip(found, widths, strict=True))


def _bar(label: str, value: str, share: float, *, section: int, anchor: str, note: str = "") -> Bar:
    drawn = (_HOLLOW if note else _FULL) * max(1, round(share * _COLUMNS)) if share > 0 else ""
    percent = max(LEAST_PERCENT, min(100, round(share * 100))) if share > 0 else 0
    return Bar(label, value, note, percent, drawn, section, anchor)
