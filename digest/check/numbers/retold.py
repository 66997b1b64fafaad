"""One deal in two stories: the deal table makes one row of the two, and each story tells its own figure.

What makes two rows one deal is said in one place for a story, an edition and the ledger
(`digest.deals.identity`); the days between them, for which the ledger asks too, are few within one edition.
A row that says less may be of another deal of that company, so two rows are held against each other only
where they share both sides, or are of one kind and one names nobody else. Two stories that tell a deal alike
are left alone: the second may tell what follows from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from digest.check.finding import Finding
from digest.check.numbers import agreeing, passages
from digest.deals import identity
from digest.figures import wording
from digest.model import STATUSES, Deal, Edition, Piece

_SAME_SHARE = 0.5  # percentage points; less is rounding
_MOST = 20  # findings: so many deals told twice have one cause
_NEVER = datetime.min.replace(tzinfo=UTC)
_Told = tuple[Piece, Deal]


@dataclass(frozen=True, slots=True)
class Retold:
    """A deal that two stories tell differently.

    Attributes:
        older, newer: the stories, by their newest reports; of two of one time the first printed is the older.
        row: of the older.
        was, now: what the older has and the newer has instead: "$10B", "$14.8B".
    """

    older: Piece
    newer: Piece
    row: Deal
    was: str
    now: str

    @property
    def had(self) -> str:
        """What the older makes of it: `with $10B`, `as rumoured`."""
        return _words(self.was)

    @property
    def has(self) -> str:
        """What the newer makes of it, likewise."""
        return _words(self.now)


def of(edition: Edition) -> Iterator[Finding]:
    """One warning for every two stories that tell one deal differently, at the older of them."""
    return (_finding(twice) for twice in pairs(edition))


def pairs(edition: Edition) -> Iterator[Retold]:
    """Every two stories of `edition` that tell one deal differently, in printed order, `_MOST` at most."""
    said: set[frozenset[str]] = set()
    for one, other in _near(edition):
        both = frozenset((one[0].id, other[0].id))
        older, newer = (other, one) if _newest(one[0]) > _newest(other[0]) else (one, other)
        differ = _difference(older[1], newer[1])
        if differ and both not in said and len(said) < _MOST:
            said.add(both)
            yield Retold(older[0], newer[0], older[1], *differ)


def _near(edition: Edition) -> Iterator[tuple[_Told, _Told]]:
    """Rows of one deal under two stories; only those that share a party are looked at."""
    by_party: defaultdict[str, list[_Told]] = defaultdict(list)
    for piece in edition.pieces:
        for deal in piece.deals:
            parties = sorted(identity.parties(deal))
            for known in (told for party in parties for told in by_party[party]):
                if known[0].id != piece.id and _is_one(known[1], deal):
                    yield known, (piece, deal)
            for party in parties:
                by_party[party].append((piece, deal))


def _is_one(one: Deal, other: Deal) -> bool:
    ours, theirs = identity.parties(one), identity.parties(other)
    says_less = one.kind == other.kind and (ours <= theirs or theirs <= ours)
    return (len(ours & theirs) > 1 or says_less) and identity.same(one, other)


def _difference(one: Deal, other: Deal) -> tuple[str, str] | None:
    """The first thing that the two rows tell differently, as each has it; None where they agree.

    How far it has come is compared only where both sides are named: of one company there may be two deals.
    """
    for ours, theirs in ((one.amount, other.amount), (one.valuation, other.valuation)):
        if ours and theirs and not agreeing.sums(ours, theirs):
            return wording.short(ours), wording.short(theirs)
    shares = one.stake_percent, other.stake_percent
    if shares[0] is not None and shares[1] is not None and abs(shares[0] - shares[1]) >= _SAME_SHARE:
        return f"{shares[0]:g}%", f"{shares[1]:g}%"
    both = len(identity.parties(one) & identity.parties(other)) > 1
    return (one.status, other.status) if both and one.status != other.status else None


def _newest(piece: Piece) -> datetime:
    """When the newest report of a story came; never for one of the editor's own."""
    return max((entry.dated for entry in piece.story.entries), default=_NEVER) if piece.story else _NEVER


def _words(told: str) -> str:
    return f"{'as' if told in STATUSES else 'with'} {told}"


def _finding(twice: Retold) -> Finding:
    older, row = twice.older, twice.row
    said = f"{' → '.join(filter(None, [', '.join(row.counterparties), row.company]))} · {twice.was}"
    reason = f"{passages.named(twice.newer)} has this deal {twice.has}; the deal table makes one row of both"
    remedy = (
        f"drop one of the two (digest drop {older.id[:6]}), or fold its words into the other; where they are "
        "two deals, write into both rows what parts them: the round, who takes part"
    )
    place = f"{passages.named(older)}, deal table"
    return Finding("deals-twice", "warning", place, said, twice.was, reason, remedy, older.id)
