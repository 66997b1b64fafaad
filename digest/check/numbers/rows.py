"""The deal table under the gate: who a row names, and how far it says that the deal has come.

Rows as the machine read them are proved by that. One that a person changed or wrote is held against the
reports of its story: somebody has to be named there, and a deal is no further than some report says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from digest import claims, deals
from digest.check.finding import Finding
from digest.check.numbers.reports import occurrences
from digest.check.numbers.shelf import Group, Shelf
from digest.deals import identity, names, stage
from digest.model import Deal, Edition, Entry, Piece, Statement

_RANK = {"rumoured": 0, "announced": 1, "closed": 2}
_READ = 40  # sentences of a report that are read for a deal
_REPORTS = 60  # that are read for one row
_LISTED = 4  # parties that are named to the editor
_NOT_DONE = (
    "completing",
    "last valued",
    "invested",
    "that raised",
    "pops",
    "home run",
    "exited",
)  # or of another

_IS_ANNOUNCED = re.compile(
    r"\b(?:announce[sd]|agree[sd]|sign(?:s|ed)|confirm(?:s|ed)|unveil(?:s|ed)|raise[sd]|launche[sd]|led|"
    r"leads|bought|buys|invest(?:s|ed)|secure[sd]|takes|took)\b",
    re.IGNORECASE,
)


def of(edition: Edition, entries: Mapping[str, Entry]) -> tuple[Finding, ...]:
    """What is wrong with the rows that are not the machine's; `entries` as in `numbers.of`."""
    shelf = Shelf(edition, entries)
    found = (
        finding
        for piece in edition.pieces
        for deal in piece.deals
        if not piece.story or deal not in piece.story.deals
        for finding in _row(piece, deal, shelf.of(piece))
    )
    return tuple(dict.fromkeys(found))


def _row(piece: Piece, deal: Deal, own: Group) -> Iterator[Finding]:
    known = piece.story.deals if piece.story else ()
    said = f"{' → '.join(filter(None, [', '.join(deal.counterparties), deal.company]))} · {deal.status}"
    place = f"deal table, {deal.company or piece.headline}"
    missing = [name for name in (*deal.counterparties, deal.company) if not _is_named(name, known, own)]
    for name in missing:
        whose = "of this story" if piece.story else "of this edition"
        reason = f"no report {whose} names {name}{_listed(known)}"
        remedy = f"take {name} out, or write who it is"
        yield Finding("deals-party", "warning", place, said, name, reason, remedy, piece.id)
    furthest = None if missing else _furthest(deal, known, own)
    if furthest and _is_further(deal.status, furthest):
        told = max(furthest, key=lambda status: _RANK.get(status, -1))
        reason = f"told as {deal.status}, and the reports have it as {told} at most"
        remedy = f"write {told}, or add the report that says so"
        yield Finding("deals-status", "warning", place, said, deal.status, reason, remedy, piece.id)


def _listed(known: Iterable[Deal]) -> str:
    parties = dict.fromkeys(name for deal in known for name in (*deal.counterparties, deal.company) if name)
    return f"; its deals are of {', '.join(list(parties)[:_LISTED])}" if parties else ""


def _is_named(name: str, known: Iterable[Deal], own: Group) -> bool:
    """Whether a report names this party, as it is written or in another spelling of one company."""
    key = names.key(name)
    if not key or any(key in identity.parties(deal) for deal in known):
        return True
    wanted = " ".join(names.bare(name).casefold().split())
    if any(True for report in own.reports for _ in occurrences(wanted, report.folded.casefold())):
        return True
    return any(
        names.key(party.text) == key
        for report in own.reports[:_REPORTS]
        for sentence in report.sentences[:_READ]
        for party in claims.parties(sentence)
    )


def _is_further(status: str, said: set[str]) -> bool:
    if status not in _RANK:
        return status not in said
    return _RANK[status] > max(_RANK.get(one, _RANK["announced"]) for one in said)


def _furthest(deal: Deal, known: Iterable[Deal], own: Group) -> set[str]:
    """How far the reports say that it has come, each in its words; empty where they tell no such deal."""
    keys = identity.parties(deal)
    same = [one for one in known if keys & identity.parties(one)]
    said = {one.status for one in same}
    # "After the stake sale" is read as done, which is right for history and proves no closing.
    said |= {_stated(told) for one in same for told in one.statements} - {"closed"}
    for report in own.reports[:_REPORTS]:
        for sentence in report.sentences[:_READ]:
            parties = [party.text for party in claims.parties(sentence)]
            if any(names.key(party) in keys for party in parties):
                said |= set(_told(sentence, parties, keys, is_read=bool(same)))
    return said


def _stated(told: Statement) -> str:
    """How far one statement says that it is: "could put the company at $25 billion" announces nothing."""
    status, words = stage.of(told.sentence)
    return status if words and status == "rumoured" else told.deal.status


def _told(sentence: str, parties: Sequence[str], keys: frozenset[str], *, is_read: bool) -> Iterator[str]:
    """What a sentence says of a deal between these; `is_read` where the deals of the story are known."""
    status, words = stage.of(sentence)
    if status in ("closed", "withdrawn") and words.lower() not in _NOT_DONE:
        yield status
    if status != "rumoured" and _IS_ANNOUNCED.search(sentence):
        yield "announced"
    if not is_read:
        for read in deals.of_sentence(sentence, parties):
            if keys & identity.parties(read):
                yield read.status
