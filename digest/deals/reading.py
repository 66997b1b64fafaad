"""Deals read from a headline: its frames are found, each asks for its parties and sums, the best are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest import bundled
from digest.deals import frames, headline, names, settling, slots, stage, summaries, sums
from digest.deals.frames import Match
from digest.deals.headline import Word
from digest.deals.settling import Scene, Told
from digest.deals.sums import Sum
from digest.model.figures import Deal, Money

_BREAKS = frozenset(["-", ";", ":", "—", "–", "|", "?", "!", ".", "(", ")", "…"])
_TURNS = frozenset(
    ["after", "as", "amid", "while", "following", "despite", "when", "because", "before", "but", "though", "although", "since"]
)
_LEAST = 3.4  # weight of a deal that is told
_SECOND = 5.5  # weight of one more in the same headline
_NEGATIVE = re.compile(
    r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(bundled.lines("deal_negatives.txt")))) + r")(?!\w)",
    re.IGNORECASE,
)
_MAY_TELL = re.compile(
    r"rais|secur|\bland|nab|bag|snag|scor|clos|clinch|fund|invest|acqui|bu[yi]|bought|merg|sell|sold|sale|stake|ipo\b"
    r"|valu|deal|contract|public|listing|debut|tender|round|series|seed|back|lead|led\b|\d\s?[bmt]|illion|spend|pour|bid|takeover",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """A headline, read once for all its frames; `status` is that of the whole."""

    text: str
    words: Sequence[Word]
    titled: bool
    sums: tuple[Sum, ...]
    topics: frozenset[str]
    status: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deal that one frame tells, and the clause in which it stands."""

    told: Told
    first: int
    last: int
    place: int


def read(title: str, summary: str = "") -> tuple[Deal, ...]:
    """The deals that a headline states; `summary` only tells which company is meant."""
    if not _MAY_TELL.search(title) or _NEGATIVE.search(title.lower()):
        return ()
    found = _deals(headline.cleaned(title), stage.of(title)[0])
    return tuple(
        deal
        if deal.company or not summary or deal.kind in {"contract", "spending"}
        else replace(deal, company=summaries.company(summary, title))
        for deal in found
    )


def of_sentence(sentence: str, known: Sequence[str] = ()) -> tuple[Deal, ...]:
    """The same of a sentence of running text; only deals with a company, which `known` may name."""
    if not _MAY_TELL.search(sentence) or _NEGATIVE.search(sentence.lower()):
        return ()
    found = _deals(sentence, stage.of(sentence)[0])
    deals = (deal if deal.company else replace(deal, company=_known(sentence, known)) for deal in found)
    return tuple(
        deal for deal in deals if deal.company and (deal.amount or deal.valuation or deal.counterparties)
    )


def _known(sentence: str, known: Sequence[str]) -> str:
    there = [(sentence.find(name), name) for name in known if name and name in sentence]
    return min(there)[1] if there else ""


def _deals(text: str, status: str) -> list[Deal]:
    words = headline.words(text)
    matches = frames.found(words)
    topics = frozenset(match.frame.name for match in matches if match.frame.needs == "noun")
    context = Context(text, words, headline.is_titled(words), sums.of(words), topics, status)
    candidates = [each for match in matches if (each := _candidate(context, match))]
    return _settled(context, sorted(candidates, key=lambda each: (-each.told.weight, each.place)))


def _candidate(context: Context, match: Match) -> Candidate | None:
    first, last = _clause(context.words, match)
    before, after = context.words[first : match.start], context.words[match.end : last]
    around = slots.of(before, after, match, context.titled)
    near = tuple(each for each in context.sums if first <= each.place < last)
    lows = frozenset(word.low for word in context.words[first:last])
    if around.silent and not around.subject:
        around = replace(around, subject=_elsewhere(context, first, match.end))
    told = settling.told(Scene(match, around, near, context.topics, lows, context.words[match.start].low, sums.stake(context.words)))
    return Candidate(told, first, last, match.start) if told else None


def _elsewhere(context: Context, first: int, end: int) -> tuple[str, ...]:
    """Who acts where the clause does not say: who acts before it, or right after its comma."""
    if first > 1:
        start = first - 1
        while start and context.words[start - 1].low not in _BREAKS:
            start -= 1
        return slots.actor(context.words[start : first - 1], context.titled)[:1]
    comma = next((place for place in range(end, len(context.words)) if context.words[place].low == ","), 0)
    return slots.actor(context.words[comma + 1 : comma + 8], context.titled)[:1] if comma else ()


def _clause(words: Sequence[Word], match: Match) -> tuple[int, int]:
    """First and last word of the part of the headline in which the frame stands."""
    first, last = match.start, match.end
    while first and words[first - 1].low not in _BREAKS and words[first - 1].low not in _TURNS:
        first -= 1
    if first in {1, 2}:  # "After raising $1bn, the firm closes …": a comma ends what "after" opens
        comma = next((place for place in range(first, len(words)) if words[place].low == ","), 0)
        if comma and comma < match.start:
            first = comma + 1
        elif comma:
            return first, comma
    while last < len(words) and words[last].low not in _BREAKS and words[last].low not in _TURNS:
        last += 1
    return first, last


def _settled(context: Context, candidates: Sequence[Candidate]) -> list[Deal]:
    """The best, and those that tell of another deal."""
    kept: list[Candidate] = []
    for each in candidates:
        if each.told.weight >= (_SECOND if kept else _LEAST) and not any(
            _is_same(each, other) for other in kept
        ):
            kept.append(each)
    kept.sort(key=lambda each: each.place)
    return [_deal(context, each, len(kept) == 1) for each in kept]


def _is_same(one: Candidate, other: Candidate) -> bool:
    if {one.told.kind, other.told.kind} & {"ipo"} and one.told.kind != other.told.kind:
        return False
    if names.key(one.told.company) == names.key(other.told.company):
        return True
    return one.first == other.first or not one.told.company


def _deal(context: Context, found: Candidate, alone: bool) -> Deal:
    where = (0, len(context.words)) if alone else (found.first, found.last)
    told = found.told
    return Deal(
        kind=told.kind,
        company=told.company,
        counterparties=tuple(name for name in told.parties if names.key(name) != names.key(told.company)),
        amount=_sum(context, "amount", where, found) if told.kind != "valuation" else None,
        valuation=_sum(context, "valuation", where, found),
        stake_percent=sums.stake(context.words[where[0] : where[1]]),
        round=sums.series(context.text) if told.kind == "funding" else "",
        status=context.status,
    )


def _sum(context: Context, role: str, where: tuple[int, int], found: Candidate) -> Money | None:
    fitting = [each for each in context.sums if each.role == role and where[0] <= each.place < where[1]]
    inside = [each for each in fitting if found.first <= each.place < found.last]
    return (inside or fitting)[0].money if fitting else None
