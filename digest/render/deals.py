"""The deal table: each transaction of the issue once, the largest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digest.deals import identity, totals
from digest.figures import wording
from digest.model import Deal, Edition, Money, Piece
from digest.render import clean, filled

MOST_ROWS = 12
NONE = "–"
"""What stands in a cell for which nobody gives a figure."""
UNSURE = frozenset({"rumoured", "withdrawn"})
"""Statuses that are said beside a figure wherever it stands alone."""

_KINDS = {
    "funding": "round",
    "investment": "stake",
    "acquisition": "purchase",
    "ipo": "listing",
    "tender": "share sale",
    "contract": "order",
    "fund": "fund",
    "spending": "spending",
    "valuation": "valuation",
}
_LONGEST_NAME = 48  # characters; what is longer is no name, and would break every column
_MOST_PARTIES = 2

_Told = tuple[Deal, Piece, int]  # with the number of the block in which the piece stands


@dataclass(frozen=True, slots=True)
class Row:
    """A deal as the table shows it; all text is cleaned, and figures that nobody gives are `–`.

    Attributes:
        payer: who pays, `Meta`; "" where it is not told.
        payee: who gets it or is bought, `Scale AI`; "" where it is not told.
        kind: a plain word, with the round where there is one: `stake`, `Series B round`.
        amount, valuation: in short and with what qualifies them: `over $10B`.
        stake: `49%`.
        status: a word: `rumoured`.
        terms: stake and valuation in one: `49% at $29B`; "" for neither.
        anchor: where its story stands on the page.
        url: the address of its story; "" for none.
        section: number of the block in which its story stands.
        usd: its sum in rough dollars, for comparing lengths; 0.0 without one.
        deal: the record.
    """

    payer: str
    payee: str
    kind: str
    amount: str
    valuation: str
    stake: str
    status: str
    terms: str
    anchor: str
    url: str
    section: int
    usd: float
    deal: Deal

    @property
    def who(self) -> str:
        """`Meta → Scale AI`, as every output shows it."""
        return " → ".join(filter(None, (self.payer, self.payee)))

    @property
    def facts(self) -> str:
        """What it is and how far it has come: `stake · announced`."""
        return " · ".join(filter(None, (self.kind, self.status)))

    @property
    def brief(self) -> str:
        """The one figure that there is room for among the smaller ones: the sum, else the valuation."""
        terms = self.terms if self.amount == NONE else self.amount
        return terms or self.facts


@dataclass(frozen=True, slots=True)
class DealTable:
    """All deals of an issue.

    Attributes:
        rows: the largest first, at most `MOST_ROWS`; those without a sum last.
        smaller: the deals that come after them.
        total: what they come to and what is not counted, a line of text; "" for a single deal.
    """

    rows: tuple[Row, ...]
    smaller: tuple[Row, ...]
    total: str

    @property
    def rest(self) -> str:
        """How the line of the smaller ones begins: `And 3 smaller ones:`; "" where there are none."""
        many = len(self.smaller)
        return f"And {many} smaller {'one' if many == 1 else 'ones'}:" if many else ""


def table(edition: Edition) -> DealTable | None:
    """The deals of all printed pieces, one transaction once; None where there is none."""
    rows = sorted(_rows(edition), key=lambda row: (-row.usd, -totals.usd(row.deal.valuation), row.who))
    if not rows:
        return None
    total = totals.summed(row.deal for row in rows) if len(rows) > 1 else ""
    return DealTable(tuple(rows[:MOST_ROWS]), tuple(rows[MOST_ROWS:]), total)


def home(edition: Edition) -> int:
    """The number of the block whose head the table stands in: that of deals, else the one that tells most."""
    told = dict(filled.sections(edition))
    own = next((number for number, section in told.items() if section.id == "deals"), 0)
    counts = {number: sum(len(piece.deals) for piece in section.pieces) for number, section in told.items()}
    return own or min(counts, key=lambda number: (-counts[number], number), default=0)


def _rows(edition: Edition) -> Iterable[Row]:
    told = [
        (deal, piece, number)
        for number, section in filled.sections(edition)
        for piece in (*section.told, *section.briefs)
        for deal in piece.deals
    ]
    for group in _transactions(told):
        oldest_first = sorted(group, key=lambda found: _dated(found[1]))
        deal = identity.merged([deal for deal, _, _ in oldest_first]) if len(group) > 1 else group[0][0]
        row = _row(deal, *group[0][1:])
        if row.who:
            yield row


def _transactions(told: Iterable[_Told]) -> list[list[_Told]]:
    """The readings of each transaction; only those that share a party are held against each other."""
    groups: list[list[_Told]] = []
    by_party: dict[str, list[int]] = {}
    for found in told:
        parties = identity.parties(found[0])
        near = sorted({number for party in parties for number in by_party.get(party, ())})
        known = next((at for at in near if _is_among(found[0], groups[at])), None)
        if known is None:
            known = len(groups)
            groups.append([])
        groups[known].append(found)
        for party in parties:
            by_party.setdefault(party, []).append(known)
    return groups


def _is_among(deal: Deal, group: Iterable[_Told]) -> bool:
    return any(identity.same(deal, known) for known, _, _ in group)


def _row(deal: Deal, piece: Piece, section: int) -> Row:
    others, company = _names(deal.counterparties), name(deal.company)
    payer, payee = (company, others) if deal.kind == "spending" else (others, company)
    valuation, stake = _money(deal.valuation), percent(deal.stake_percent)
    at = f"at {valuation}" if valuation else ""
    return Row(
        payer=payer,
        payee=payee,
        kind=_kind(deal),
        amount=_money(deal.amount) or NONE,
        valuation=valuation or NONE,
        stake=stake or NONE,
        status=clean.line(deal.status),
        terms=" ".join(filter(None, (stake, at))),
        anchor=clean.anchor(piece.id),
        url=clean.url(piece.url),
        section=section,
        usd=totals.usd(deal.amount),
        deal=deal,
    )


def name(written: str) -> str:
    """The name of a party on one line, cut where nobody would still call it a name."""
    cleaned = clean.line(written)
    return cleaned if len(cleaned) <= _LONGEST_NAME else f"{cleaned[: _LONGEST_NAME - 1].rstrip()}…"


def percent(share: float | None) -> str:
    """`49%`, `12.5%`; "" for None."""
    return "" if share is None else f"{share:.4g}%"


def _names(parties: Iterable[str]) -> str:
    names = list(dict.fromkeys(filter(None, map(name, parties))))
    if len(names) > _MOST_PARTIES + 1:
        return f"{', '.join(names[:_MOST_PARTIES])} and {len(names) - _MOST_PARTIES} more"
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _kind(deal: Deal) -> str:
    word, stage = _KINDS.get(deal.kind, clean.line(deal.kind)), name(deal.round)
    if not stage or deal.kind != "funding":
        return word
    return stage if "round" in stage.casefold() else f"{stage} round"


def _money(money: Money | None) -> str:
    return clean.line(wording.short(money)) if money else ""


def _dated(piece: Piece) -> float:
    return piece.story.lead.dated.timestamp() if piece.story else float("inf")
