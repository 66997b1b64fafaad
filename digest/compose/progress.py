"""How a deal or a count that was told before has moved since: what a reader of the last edition looks for.

`over $10B rumoured → $14.3B announced`. The figures come from what earlier editions printed and what this one
reads; where they say the same, there is nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.claims import counts
from digest.deals import identity
from digest.figures import wording
from digest.model import Deal, Edition, Piece, Since, Story

_ENDED = {"closed", "withdrawn"}
_CORRECTION = re.compile(r"\W{0,3}correct(?:ion|ed|s)\b\W", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A deal as an earlier edition printed it."""

    edition: Edition
    piece: Piece
    deal: Deal


def stories(found: Iterable[Story], earlier: Sequence[Edition]) -> tuple[Story, ...]:
    """The stories; those whose figures moved since an `earlier` edition say how, and since when."""
    told = [
        _Told(edition, piece, deal)
        for edition in sorted(earlier, key=lambda edition: -edition.number)
        for piece in edition.pieces
        for deal in piece.deals
    ]
    pieces = {(edition.key, piece.headline): piece for edition in earlier for piece in edition.pieces}
    return tuple(_corrected(_recounted(_moved(story, told), pieces)) for story in found)


def _corrected(story: Story) -> Story:
    """A story that goes on by taking something back says so in its headline."""
    if story.since and any(_CORRECTION.match(entry.title) for entry in story.entries):
        return replace(story, since=replace(story.since, change="corrected"))
    return story


def _recounted(story: Story, pieces: Mapping[tuple[str, str], Piece]) -> Story:
    """A story that goes on: where its headlines now count otherwise, that is what changed."""
    since = story.since
    before = pieces.get((since.edition, since.headline)) if since and not since.change else None
    if since is None or before is None or before.story is None:
        return story
    counted = dict(counts.of(before.story))
    for thing, claim in counts.of(story):
        earlier = counted.get(thing)
        if earlier and not counts.alike(earlier.figure, claim.figure):
            line = f"{wording.figure(earlier.figure)} → {wording.figure(claim.figure)}"
            return replace(story, since=replace(since, new=line, change="developed"))
    return story


def _moved(story: Story, told: Sequence[_Told]) -> Story:
    for deal, before in _known(story, told):
        if line := moved(before.deal, deal):
            since = Since(
                before.edition.key,
                before.edition.number,
                before.piece.headline,
                line,
                _change(before.deal, deal),
            )
            return replace(story, since=since)
    return story


def _known(story: Story, told: Sequence[_Told]) -> Iterator[tuple[Deal, _Told]]:
    """The deals of `story` that were told, each with its last telling; ended ones are not reopened."""
    for deal in story.deals:
        before = next((one for one in told if identity.same(one.deal, deal)), None)
        if before and before.deal.status not in _ENDED - {deal.status}:
            yield deal, before


def moved(before: Deal, now: Deal) -> str:
    """What changed from `before` to `now`, in one line; "" where nothing did."""
    parts = []
    if _other_sum(before, now):
        parts.append(f"{_sum(before)} → {_sum(now)}")
    elif _status(before, now):
        same = f"{wording.short(before.amount)} " if before.amount and now.amount else ""
        parts.append(f"{same}{_sum(before, same)} → {_sum(now, same)}")
    if now.valuation and not (before.valuation and wording.near(before.valuation, now.valuation)):
        earlier = f"{wording.short(before.valuation)} → " if before.valuation else ""
        parts.append(f"valuation {earlier}{wording.short(now.valuation)}")
    if now.stake_percent is not None and now.stake_percent != before.stake_percent:
        earlier = f"{before.stake_percent:g}% → " if before.stake_percent is not None else ""
        parts.append(f"stake {earlier}{now.stake_percent:g}%")
    return "; ".join(parts)


def _status(before: Deal, now: Deal) -> bool:
    """Whether it has come further; a rumour that comes late is no step back."""
    return now.status != before.status and identity.merged([before, now]).status == now.status


def _other_sum(before: Deal, now: Deal) -> bool:
    if now.amount is None or before.amount is None:
        return False
    return not wording.near(before.amount, now.amount)


def _sum(deal: Deal, said: str = "") -> str:
    """The sum, unless it was `said`, and how far the deal has come."""
    amount = wording.short(deal.amount) if deal.amount and not said else ""
    return " ".join(filter(None, [amount, deal.status]))


def _change(before: Deal, now: Deal) -> str:
    if now.status in _ENDED and before.status != now.status:
        return now.status
    if now.status == before.status and _other_sum(before, now) and _same_reports(before, now):
        return "corrected"
    return "developed"


def _same_reports(before: Deal, now: Deal) -> bool:
    """Whether a report that was behind the earlier figure now states the other one."""
    then = {said.entry for said in before.statements}
    return any(said.entry in then for said in now.statements)
