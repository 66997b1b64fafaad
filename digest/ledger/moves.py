"""What of all that was said of a deal was news, and how long a deal is waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest.figures.wording import near
from digest.ledger.records import Move
from digest.ledger.sightings import RANK, in_time
from digest.model import Money

# Days after the last word on a deal within which the same terms are still the same deal. What has come to
# its end is only told again; a rumour soon after is a late report, and one of months later a new round.
_PATIENCE = {
    "rumoured": {"rumoured": 180, "announced": 365, "closed": 365, "withdrawn": 365},
    "announced": {"rumoured": 30, "announced": 60, "closed": 365, "withdrawn": 365},
    "closed": {"rumoured": 21, "announced": 60, "closed": 60, "withdrawn": 365},
    "withdrawn": {"rumoured": 21, "announced": 21, "closed": 21, "withdrawn": 60},
}
_SETTLED = {"announced": {"announced"}, "closed": {"announced", "closed"}}
"""Statuses whose figures a report at a status may repeat without bringing anything new."""
_SLOW = {"acquisition", "ipo"}  # regulators and markets take their time
_SLOW_PATIENCE = {"rumoured": 365, "announced": 365, "closed": 730, "withdrawn": 730}
LONGEST = 730
"""Days after which no deal is waited for any more."""


def patience_days(kind: str, status: str, following: str) -> int:
    """How many days after the last word on a deal, then at `status`, it may go on with `following`."""
    days = _PATIENCE[status][following]
    return max(days, _SLOW_PATIENCE[following]) if kind in _SLOW and status in _OPEN else days


_OPEN = {"rumoured", "announced"}


def news(said: Iterable[Move]) -> tuple[Move, ...]:
    """Of all reports on one deal those that bring another status or another figure, oldest first.

    A report that lags behind, still telling of talks when the deal is signed, is none; what one report says
    of one status in several sentences is one move.
    """
    found: list[Move] = []
    for move in _once(in_time(said)):
        if not found or _is_news(move, found):
            found.append(move)
    return tuple(found)


def _once(said: Iterable[Move]) -> Iterator[Move]:
    """Each report at each status once, with the figures of all its sentences: of two the first."""
    found: dict[tuple[object, ...], Move] = {}
    for number, move in enumerate(said):
        # What only the editor says has no address to tell it by.
        place = (move.day, move.status, move.told, move.url or number)
        known = found.setdefault(place, move)
        amount, valuation = known.amount or move.amount, known.valuation or move.valuation
        found[place] = replace(known, amount=amount, valuation=valuation)
    yield from found.values()


def _is_news(move: Move, found: Sequence[Move]) -> bool:
    status = found[-1].status
    if move.status != status:
        return RANK[move.status] >= RANK[status] or move.status == "withdrawn"
    settled = _SETTLED.get(status, {status})
    at_this = [known for known in found if known.status in settled]
    amounts, valuations = [known.amount for known in at_this], [known.valuation for known in at_this]
    return _is_new(move.amount, amounts) or _is_new(move.valuation, valuations)


def _is_new(money: Money | None, known: Iterable[Money | None]) -> bool:
    """Whether no figure that was known says the same but for rounding."""
    return money is not None and not any(near(money, other) for other in known if other)
