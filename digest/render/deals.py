"""The deal table: each transaction of the issue once, the largest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from digest import text
from digest.deals import identity, names, totals
from digest.figures import wording
from digest.messages import ENGLISH, Messages
from digest.model import Deal, Edition, Money, Piece
from digest.render import clean, differences, filled, sums

MOST_ROWS = 12
NONE = "–"
"""What stands in a cell for which nobody gives a figure."""
UNSURE = frozenset({"rumoured", "withdrawn"})
"""Statuses that are said beside a figure wherever it stands alone."""

_WORTH = {"valuation": "worth"}  # "valuation" is the head of a column
_LONGEST_SUM = 40  # characters of a sum in words
_NEUTRAL = {"tender", "ipo"}  # whoever is named beside the company may sell as well as buy
_FIGURES = ("amount", "valuation", "stake")  # of a deal on which outlets may differ, as a difference names it
_SAME_SHARE = 0.5  # points within which two shares are one, rounded
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
        disputed: `outlets differ` where they do on sum, valuation or stake: another story may tell another
            figure; "" where they do not.
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
    disputed: str
    deal: Deal

    @property
    def who(self) -> str:
        """`Meta → Scale AI`, as every output shows it."""
        return f" {self.joint} ".join(filter(None, (self.payer, self.payee)))

    @property
    def joint(self) -> str:
        """What stands between payer and payee: an arrow, or a dash where it is not told who pays whom."""
        return "–" if self.deal.kind in _NEUTRAL else "→"

    @property
    def standing(self) -> str:
        """How far it has come, and whether that is all agreed: `announced (outlets differ)`."""
        return _bracketed(self.status, self.disputed)

    @property
    def facts(self) -> str:
        """What it is and how it stands: `stake · announced`."""
        return " · ".join(filter(None, (self.kind, self.standing)))

    @property
    def brief(self) -> str:
        """The one figure that there is room for among the smaller ones: the sum, else the valuation."""
        terms = self.terms if self.amount == NONE else self.amount
        return _bracketed(terms, self.disputed) if terms else self.facts

    @property
    def is_disputed(self) -> bool:
        """Whether outlets differ on one of its figures."""
        return bool(self.disputed)


@dataclass(frozen=True, slots=True)
class DealTable:
    """All deals of an issue.

    Attributes:
        rows: the largest first, at most `MOST_ROWS`; those without a sum last.
        smaller: the deals that come after them.
        total: what they come to, what is not counted, and on how many outlets differ, a line of text; "" for
            a single deal.
        rest: how the line of the smaller ones begins: `And 3 smaller ones`; "" where there are none.
    """

    rows: tuple[Row, ...]
    smaller: tuple[Row, ...]
    total: str
    rest: str


def table(edition: Edition, words: Messages = ENGLISH) -> DealTable | None:
    """The deals of all printed pieces, one transaction once; None where there is none."""
    found = _rows(edition, words)
    rows = sorted(found, key=lambda row: (-row.usd, -totals.usd(row.deal.valuation), row.who))
    if not rows:
        return None
    smaller = tuple(rows[MOST_ROWS:])
    rest = words.count("deals.smaller", len(smaller)) if smaller else ""
    total = _total(rows, words) if len(rows) > 1 else ""
    return DealTable(tuple(rows[:MOST_ROWS]), smaller, total, rest)


def home(edition: Edition) -> int:
    """The number of the block whose head the table stands in: that of deals, else the one that tells most."""
    told = dict(filled.sections(edition))
    own = next((number for number, section in told.items() if section.id == "deals"), 0)
    counts = {number: sum(len(piece.deals) for piece in section.pieces) for number, section in told.items()}
    return own or min(counts, key=lambda number: (-counts[number], number), default=0)


def _total(rows: Sequence[Row], words: Messages) -> str:
    disputed = sum(row.is_disputed for row in rows)
    told = totals.of(row.deal for row in rows)
    parts = [
        words.count("totals.counted", told.counted.many, sums=_summed(told.counted, words))
        if told.counted.many
        else words.say("totals.nothing"),
        words.say("totals.left_out", groups=words.listed(_left_out(one, words) for one in told.left))
        if told.left
        else "",
        words.count("totals.disputed", disputed) if disputed else "",
    ]
    return " ".join(filter(None, parts))


def _left_out(group: totals.Group, words: Messages) -> str:
    said = words.count(f"totals.{group.name.replace(' ', '_')}", group.many)
    sums_of_it = _summed(group, words)
    return words.say("totals.with_sums", group=said, sums=sums_of_it) if sums_of_it else said


def _summed(group: totals.Group, words: Messages) -> str:
    return words.joined(text.clip(_money(one, words), _LONGEST_SUM) for one in group.sums)


def _bracketed(words: str, remark: str) -> str:
    return f"{words} ({remark})" if words and remark else words or remark


def _rows(edition: Edition, words: Messages) -> Iterable[Row]:
    told = [
        (deal, piece, number)
        for number, section in filled.sections(edition)
        for piece in (*section.told, *section.briefs)
        for deal in piece.deals
    ]
    for group in _transactions(told):
        oldest_first = sorted(group, key=lambda found: _dated(found[1]))
        deal = identity.merged([deal for deal, _, _ in oldest_first]) if len(group) > 1 else group[0][0]
        is_disputed = _is_disputed(group, edition.period.timezone)
        row = _row(deal, *group[0][1:], words, is_disputed=is_disputed)
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


def _is_disputed(group: Sequence[_Told], zone: str) -> bool:
    """Whether a story says that outlets differ on the deal, or two stories tell other figures of it."""
    told = [deal for deal, _, _ in group]
    sums = ([deal.amount for deal in told], [deal.valuation for deal in told])
    shares = [deal.stake_percent for deal in told if deal.stake_percent is not None]
    return (
        any(_is_told(deal, piece, zone) for deal, piece, _ in group)
        or any(not wording.near(a, b) for found in sums for a, b in combinations(filter(None, found), 2))
        or (bool(shares) and max(shares) - min(shares) >= _SAME_SHARE)
    )


def _is_told(deal: Deal, piece: Piece, zone: str) -> bool:
    """Whether the story of `piece` shows that outlets differ on a figure of `deal`."""
    parties = identity.parties(deal)
    for dispute in differences.of(piece.story, zone) if piece.story else ():
        keys = {names.key(one) for one in dispute.owner.split(" – ")} - {""}
        if dispute.figure in _FIGURES and keys and keys <= parties:
            return True
    return False


def _row(deal: Deal, piece: Piece, section: int, words: Messages, *, is_disputed: bool) -> Row:
    others, company = _names(deal.counterparties, words), name(deal.company)
    payer, payee = (company, others) if deal.kind == "spending" else (others, company)
    valuation, stake = _money(deal.valuation, words), percent(deal.stake_percent, words)
    at = words.say("deals.at", valuation=valuation) if valuation else ""
    return Row(
        payer=payer,
        payee=payee,
        kind=_kind(deal, words),
        amount=_money(deal.amount, words) or NONE,
        valuation=valuation or NONE,
        stake=stake or NONE,
        status=_known(f"deals.{deal.status}", deal.status, words),
        terms=words.say("deals.stake_at", stake=stake, at=at) if stake and at else stake or at,
        anchor=clean.anchor(piece.id),
        url=clean.url(piece.url),
        section=section,
        usd=totals.usd(deal.amount),
        disputed=words.say("deals.disputed") if is_disputed else "",
        deal=deal,
    )


def name(written: str) -> str:
    """The name of a party on one line, cut where nobody would still call it a name."""
    cleaned = clean.line(written)
    return cleaned if len(cleaned) <= _LONGEST_NAME else f"{cleaned[: _LONGEST_NAME - 1].rstrip()}…"


def percent(share: float | None, words: Messages = ENGLISH) -> str:
    """`49%`, `12.5%`; "" for None."""
    return "" if share is None else words.percent(float(f"{share:.4g}"))


def _names(parties: Iterable[str], words: Messages) -> str:
    found = list(dict.fromkeys(filter(None, map(name, parties))))
    if len(found) > _MOST_PARTIES + 1:
        first = words.listed(found[:_MOST_PARTIES])
        return words.count("deals.more", len(found) - _MOST_PARTIES, names=first)
    return words.joined(found)


def _kind(deal: Deal, words: Messages) -> str:
    word = _known(f"deals.{_WORTH.get(deal.kind, deal.kind)}", deal.kind, words)
    stage = name(deal.round)
    if not stage or deal.kind != "funding":
        return word
    if "round" in stage.casefold():
        return stage
    return words.say("deals.round", stage=stage, joined=stage.replace(" ", "-"))


def _known(key: str, written: str, words: Messages) -> str:
    """The word for a kind or a status; what an edited file has instead stands as it is."""
    return words.say(key) if key in ENGLISH.table else clean.line(written)


def _money(money: Money | None, words: Messages) -> str:
    return clean.text(sums.money(money, words))  # its spaces may be those that never break


def _dated(piece: Piece) -> float:
    return piece.story.lead.dated.timestamp() if piece.story else float("inf")


@dataclass(frozen=True, slots=True)
class Cells:
    """A deal in the words of a table, figures that nobody gives as `–`; `usd` is its sum in rough dollars."""

    kind: str
    amount: str
    valuation: str
    stake: str
    status: str
    usd: float


def cells(deal: Deal, words: Messages) -> Cells:
    """The cells of a deal that stands outside of an issue."""
    return Cells(
        _kind(deal, words),
        _money(deal.amount, words) or NONE,
        _money(deal.valuation, words) or NONE,
        percent(deal.stake_percent, words) or NONE,
        _known(f"deals.{deal.status}", deal.status, words),
        rough(deal.amount),
    )


def rough(found: Money | None) -> float:
    """A sum in rough dollars, to compare it with others; 0.0 for none."""
    return totals.usd(found)
