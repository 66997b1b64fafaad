"""How far the deal of one frame has come, by its clause and by what the headline tells beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digest.deals import clauses, names, stage
from digest.deals.candidates import Candidate
from digest.deals.headline import Word


def of(words: Sequence[Word], found: Candidate, kept: Sequence[Candidate]) -> str:
    """The status of `found`, one of the `kept` deals of a headline."""
    status = stage.within(words, found.first, _with_turn(words, found), found.match.end).status
    if status == "announced" and _is_history(words, found):
        status = "closed"
    if found.told.kind == "acquisition" and _is_dropped(words, found):
        status = "withdrawn"
    if _is_told_later(words, found, kept):
        status = "closed"
    if is_later(found, kept) and status in {"announced", "closed"} and not _is_filed(words):
        status = "rumoured"
    return status


def _is_told_later(words: Sequence[Word], found: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether an earlier deal of the company is told after a semicolon; news of another company is none."""
    if not found.sentence or found.sentence <= kept[0].sentence:
        return False
    company = found.told.company
    others = [names.key(each.told.company) for each in kept if each.sentence < found.sentence]
    other = bool(company) and names.key(company) not in others and not found.borrowed
    verb = words[found.match.start].low
    return not other or verb.endswith("ed") or verb in {"bought", "sold", "paid"}


def is_later(found: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether it is a listing told after another deal of the company."""
    return found.told.kind == "ipo" and len(kept) > 1 and kept[0] is not found


def _with_turn(words: Sequence[Word], found: Candidate) -> int:
    """The end of the clause, with what "but" says of it: "wanted to buy Y but backed out"."""
    last = found.last
    if last < len(words) and words[last].low == "but":
        return clauses.around(words, last + 1, last + 1)[1]
    return last


def _is_history(words: Sequence[Word], found: Candidate) -> bool:
    """Whether it is dated back, "raised $9M in 2023", or the ground of something else, "with X pouring"."""
    verb = found.match.start
    before = words[found.first : verb]
    if found.match.gerund and any(word.low == "with" for word in before[-4:]):
        return True
    if not words[verb].low.endswith(("ed", "bought", "sold")):
        return False
    after = [word.low for word in words[found.match.end : found.last]]
    return (
        "ago" in after
        or any(
            _YEAR.fullmatch(low) and after[place - 1] in {"in", "since"}
            for place, low in enumerate(after)
            if place
        )
        or any(pair in _PAST for pair in pairwise(after))
    )


_YEAR = re.compile(r"20[0-2]\d")
_PAST = {("last", "year"), ("last", "month"), ("last", "summer"), ("last", "fall")}


def _is_dropped(words: Sequence[Word], found: Candidate) -> bool:
    """Whether "drops" says that a deal is off; of a sum alone it says that it is spent."""
    before = words[found.first : found.match.start]
    lows = {word.low for word in before}
    talks = any(word.low == "talks" for word in words[found.match.start : found.match.end + 2])
    return found.match.frame.needs == "noun" and bool(lows & (_DROPS | (_ENDS if talks else frozenset())))


_ENDS = frozenset({"end", "ends", "ended", "ending"})
_DROPS = frozenset({"drop", "drops", "dropped", "dropping"})


def _is_filed(words: Sequence[Word]) -> bool:
    return any(word.low in {"filing", "files", "filed", "prospectus"} for word in words)
