"""Where outlets differ: each one's figure for the same thing, side by side, and none of them chosen.

Compared are sums, valuations and shares of a deal, and what headlines say of jobs, fines, users and power.
Rounding, another currency and another way to write a sum are no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from digest.claims import counts
from digest.figures import wording
from digest.model import Claim, Deal, Difference, Entry, Money, Stated, Statement, Story

_MOST = 40  # reports that are listed
_SAME_SHARE = 0.5  # points within which two shares are one, rounded


def stories(found: Iterable[Story]) -> tuple[Story, ...]:
    """The stories with what their outlets differ on."""
    return tuple(replace(story, differences=tuple(_differences(story))) for story in found)


def _differences(story: Story) -> Iterator[Difference]:
    entries = {entry.id: entry for entry in story.entries}
    for deal in story.deals:
        for what, compare in _COMPARED:
            stated = compare([one for one in deal.statements if one.entry in entries], entries)
            if stated:
                yield Difference(f"{what}, {_parties(deal)}", tuple(stated[:_MOST]))
    yield from _in_headlines(story, entries)


def _parties(deal: Deal) -> str:
    return " – ".join((*deal.counterparties[:2], deal.company))


def _sums(
    said: Sequence[Statement], entries: dict[str, Entry], *, read: Callable[[Deal], Money | None]
) -> list[Stated]:
    """One line for each outlet and figure, oldest first; none where all say the same."""
    found: list[tuple[Statement, Money]] = []
    for one in said:
        money = read(one.deal)
        again = money and any(
            entries[other.entry].publisher == entries[one.entry].publisher and wording.near(money, known)
            for other, known in found
        )
        if money and not again:
            found.append((one, money))
    if all(wording.near(money, other) for _, money in found for _, other in found):
        return []
    return [Stated(one.entry, _with_share(money, one, said), one.words) for one, money in found]


def _with_share(money: Money, one: Statement, said: Sequence[Statement]) -> str:
    """`$14.8B for 49%` where the same report says so."""
    shares = [other.deal.stake_percent for other in said if other.entry == one.entry]
    share = next((share for share in shares if share is not None), None)
    bought = money == one.deal.amount and share is not None
    return f"{wording.short(money)} for {share:g}%" if bought else wording.short(money)


def _shares(said: Sequence[Statement], entries: dict[str, Entry]) -> list[Stated]:
    found: dict[tuple[str, float], Statement] = {}
    for one in said:
        share = one.deal.stake_percent
        if share is not None:
            found.setdefault((entries[one.entry].publisher, share), one)
    values = [share for _, share in found]
    if not values or max(values) - min(values) < _SAME_SHARE:
        return []
    return [Stated(one.entry, f"{share:g}%", one.words) for (_, share), one in found.items()]


def _in_headlines(story: Story, entries: dict[str, Entry]) -> Iterator[Difference]:
    """What headlines of two outlets count differently."""
    counted: dict[counts.Thing, dict[str, Claim]] = {}
    for thing, claim in counts.of(story):
        counted.setdefault(thing, {}).setdefault(entries[claim.entry].publisher, claim)
    for (role, _, _), by_outlet in counted.items():
        found = sorted(by_outlet.values(), key=lambda claim: entries[claim.entry].dated)
        if not all(counts.alike(one.figure, other.figure) for one in found for other in found):
            stated = [Stated(one.entry, wording.figure(one.figure), "") for one in found]
            about = next((one.company for one in found if one.company), "")
            yield Difference(", ".join(filter(None, [role, about])), tuple(stated[:_MOST]))


_COMPARED: tuple[tuple[str, Callable[[Sequence[Statement], dict[str, Entry]], list[Stated]]], ...] = (
    ("amount", partial(_sums, read=lambda deal: deal.amount)),
    ("valuation", partial(_sums, read=lambda deal: deal.valuation)),
    ("stake", _shares),
)
