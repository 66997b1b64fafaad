"""What the frames of a headline tell, and which of it is kept: the surest, and what tells of another deal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.deals import names
from digest.deals.frames import Match
from digest.deals.scene import Told

LEAST = 3.4
"""Weight of a deal that is told."""

_SECOND = 5.5  # weight of one more in the same headline


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deal that one frame tells, and where.

    Attributes:
        told: the deal.
        first, last: the clause, by numbers of its words.
        match: the frame.
        sentence: how many semicolons stand before.
        dated: whether "after" or "since" opens the clause.
        roles: those of the sums of the clause.
        borrowed: whether another clause says who acts.
        actors: all who act.
    """

    told: Told
    first: int
    last: int
    match: Match
    sentence: int
    dated: bool
    roles: frozenset[str]
    borrowed: bool = False
    actors: tuple[str, ...] = ()


def kept(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best, and those that tell of another deal, in the order of the headline."""
    found: list[Candidate] = []
    for each in candidates:
        if not found and each.told.kind == "ipo" and not each.told.company and len(candidates) > 1:
            continue  # "as it races toward an IPO": told of the company of another deal
        enough = each.told.weight >= (_SECOND if found else LEAST)
        if enough and not any(_is_same(each, other) for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.match.start)


def _is_same(one: Candidate, other: Candidate) -> bool:
    """Whether two frames tell of one deal."""
    apart = one.first != other.first
    kinds = {one.told.kind, other.told.kind}
    if _is_told_before(one, other):
        return False
    if kinds == {"funding", "investment"} and (one if one.told.kind == "funding" else other).borrowed:
        return True  # "A to invest in B as funding targets a $9bn valuation"
    if kinds == {"ipo", "valuation"}:
        return not apart or (one.told.kind == "valuation" and not one.told.company)
    if "ipo" in kinds and len(kinds) > 1 and (one.told.company or one.told.kind == "ipo"):
        return not (apart or one.match.start > other.match.end + _FAR)
    if not one.told.company or names.key(one.told.company) == names.key(other.told.company):
        return True
    return not apart


def _is_told_before(one: Candidate, other: Candidate) -> bool:
    """Whether one of them is an earlier round, told after a semicolon or "after"."""
    if one.dated != other.dated and one.roles & other.roles and one.told.kind != "ipo":
        return {one.told.kind, other.told.kind} <= {"funding", "valuation", "investment"}
    return one.told.kind == other.told.kind and min(one.sentence, other.sentence) < max(
        one.sentence, other.sentence
    )


_FAR = 3  # words between a round and plans for an IPO told in the same clause
