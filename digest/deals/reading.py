"""Deals read from a headline: its frames are found, each asks for its parties and sums, the best are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.deals import (
    candidates,
    clauses,
    doubts,
    frames,
    guessing,
    headline,
    names,
    nouns,
    rounds,
    screening,
    sharing,
    slots,
    stage,
    standing,
    summaries,
    sums,
    verbs,
)
from digest.deals.candidates import Candidate
from digest.deals.frames import Match
from digest.deals.headline import Word
from digest.deals.scene import Scene, is_lab, is_many
from digest.deals.sums import Sum
from digest.model.figures import Deal, Money

_LONGEST = 1000  # characters that are read of a title or a sentence
_READERS = {**rounds.READERS, **verbs.READERS, **nouns.READERS}
_UNRESOLVED = frozenset({"contract", "spending"})  # whose other party a summary names as often as not


@dataclass(frozen=True, slots=True)
class _Context:
    """A headline, read once for all its frames."""

    text: str
    words: Sequence[Word]
    titled: bool
    sums: tuple[Sum, ...]
    matches: Sequence[Match]
    topics: frozenset[str]
    share: float | None
    labs: tuple[str, ...]


def read(title: str, summary: str = "") -> tuple[Deal, ...]:
    """The deals that a headline states; `summary` only tells which company is meant."""
    title = title[:_LONGEST]
    if not screening.may_tell(title) or screening.is_round_up(title) or doubts.is_opinion(title):
        return ()
    found = _deals(headline.cleaned(title), headline.kicker(title))
    return tuple(
        deal
        if deal.company or not summary or deal.kind in _UNRESOLVED
        else replace(deal, company=summaries.company(summary, title))
        for deal in found
    )


def of_sentence(sentence: str, known: Sequence[str] = ()) -> tuple[Deal, ...]:
    """The same of a sentence of running text; only deals with a company.

    `known` are companies of which the text speaks, the nearest first: "the company" is the first of them.
    """
    sentence = sentence[:_LONGEST]
    if not screening.may_tell(sentence):
        return ()
    found = _deals(headline.without_asides(sentence), "")
    deals = (deal if deal.company else replace(deal, company=_known(sentence, known)) for deal in found)
    return tuple(
        deal for deal in deals if deal.company and (deal.amount or deal.valuation or deal.counterparties)
    )


def _known(sentence: str, known: Sequence[str]) -> str:
    """The first of `known` named before the first figure; "the company" is the first of them all."""
    figure = _FIGURE.search(sentence)
    opening = sentence[: figure.start()] if figure else sentence
    there = [(opening.find(name), name) for name in known if name and name in opening]
    if there:
        return min(there)[1]
    return known[0] if known and _THE_COMPANY.match(sentence) else ""


_FIGURE = re.compile(r"[$€£¥₹]|\d{2}")
_THE_COMPANY = re.compile(
    r"(?:the|this|that|its?)\b(?:\s[\w-]{1,30}){0,4}?\s(?:company|startup|start-up|firm|lab|group|maker)\b|(?:it|they)\b",
    re.IGNORECASE,
)


def _deals(text: str, kicker: str) -> list[Deal]:
    context = _context(text)
    if doubts.is_false(context.words):
        return []
    idle = {match.start for match in context.matches if _is_no_news(context, match)}
    found = [
        each for match in context.matches if match.start not in idle and (each := _candidate(context, match))
    ]
    if not idle and not any(each.told.weight >= candidates.LEAST for each in found):
        found += _guessed(context)
    kept = candidates.kept(sorted(found, key=lambda each: (-each.told.weight, each.match.start)))
    deals = [deal for each in kept for deal in _shared(context, each, _deal(context, each, kept))]
    deals = [deal for deal in deals if not _is_too_much(deal)]
    if _HEARSAY.search(kicker):  # "Sources: …" is said of all that follows, but of no earlier deal
        told = {"announced", "closed"} if len(deals) == 1 else {"announced"}
        deals = [replace(deal, status="rumoured") if deal.status in told else deal for deal in deals]
    return deals


def _shared(context: _Context, found: Candidate, deal: Deal) -> list[Deal]:
    """The deal once for each company that raises."""
    if len(found.actors) < 2 or context.words[found.match.start].low.endswith("s"):
        return [deal]  # "A, the B of C, raises": one of them
    words = list(context.words[: found.last])
    near = [each for each in context.sums if found.match.end <= each.place < found.last]
    return sharing.of(deal, found.actors, words, near)


def _is_too_much(deal: Deal) -> bool:
    """Whether so much is told as only many deals have together: "$1.5tn of deals"."""
    large = deal.amount is not None and deal.amount.currency == "USD" and deal.amount.value >= _TOO_MUCH
    return large and deal.kind in {"contract", "funding", "investment", "fund"}


_TOO_MUCH = 1e12  # dollars
_HEARSAY = re.compile(r"source|report", re.IGNORECASE)


def _context(text: str) -> _Context:
    words = headline.words(text)
    titled = headline.is_titled(words)
    matches = frames.found(words, titled=titled)
    topics = frozenset(match.frame.name for match in matches if match.frame.needs == "noun")
    labs = tuple(dict.fromkeys(word.text for word in words if names.is_capital(word) and is_lab(word.text)))
    return _Context(text, words, titled, sums.of(words), matches, topics, sums.stake(words), labs)


def _candidate(context: _Context, match: Match) -> Candidate | None:
    words = context.words
    if (
        match.frame.needs == "noun"
        and match.start
        and words[match.start - 1].low == "to"
        and match.frame.kind != "ipo"
    ):
        return None  # a verb: "to fund", "to deal with"
    first, last = clauses.around(words, match.start, match.end)
    if _is_purpose(context, match, first):
        return None
    around = slots.of(words[first : match.start], words[match.end : last], match, titled=context.titled)
    borrowed = not around.subject and around.silent
    goes_on = bool(first) and words[first - 1].low == "but"
    if not around.subject and (around.silent or goes_on or _is_pronoun(words, first)):
        around = replace(around, subject=_elsewhere(context, first, match.end))
    near = tuple(each for each in context.sums if first <= each.place < last)
    scene = Scene(
        match,
        around,
        near,
        context.topics,
        words[match.start].low,
        context.share,
        context.labs,
        context.titled,
    )
    told = _READERS[match.frame.name](scene)
    if not told or (told.kind in {"funding", "valuation"} and is_many(told.company)):
        return None
    semicolons = sum(word.low == ";" for word in words[: match.start]) if near else 0
    dated = bool(first) and words[first - 1].low in _DATING
    roles = frozenset(each.role for each in near)
    actors = around.subject if match.frame.name in _GETTING else ()
    return Candidate(told, first, last, match, semicolons, dated, roles, borrowed, actors)


def _is_no_news(context: _Context, match: Match) -> bool:
    """Whether it is denied, advised, asked, forecast, told in passing, or what many companies do."""
    words, start = context.words, match.start
    first, last = clauses.around(words, start, match.end)
    verb = match.frame.needs != "noun"
    if doubts.is_denied(words, first, start) or doubts.is_history(words, first, start, last):
        return True
    if doubts.is_negated(words, first, start):
        return stage.within(words, first, last, match.end).status != "withdrawn"
    if verb and doubts.is_advice(words, first, start):
        return True
    if (verb or match.frame.kind == "valuation") and doubts.is_asked(words, start):
        return True
    if match.frame.kind == "valuation" and doubts.is_forecast(words, start):
        return True
    own = match.frame.roles.get("subject") == "c" if verb else match.frame.kind in {"funding", "investment"}
    return own and slots.is_crowd(words[first:start])


def _is_pronoun(words: Sequence[Word], first: int) -> bool:
    """Whether "it" acts in a sentence of its own: the one of whom the headline spoke before."""
    opens = bool(first) and words[first - 1].low in clauses.BREAKS
    return opens and any(word.low in {"it", "it's"} for word in words[first : first + 3])


_DATING = frozenset({"after", "following", "since"})


def _is_purpose(context: _Context, match: Match, first: int) -> bool:
    """Whether it tells what a sum is for, "raises $9M to buy phones", and not what is paid with it."""
    words = context.words
    if match.frame.needs == "noun" or not match.start or words[match.start - 1].low != "to":
        return False
    got = [
        each for each in context.matches if each.frame.name in _GETTING and first <= each.start < match.start
    ]
    if not got:
        return False
    between = words[got[0].end : match.start]
    return any(word.kind == "sum" for word in between) and not any(word.low in _MEANS for word in between)


_GETTING = frozenset({"raise", "obtain", "sell"})
_MEANS = frozenset({"deal", "deals", "agreement", "plan", "plans", "offer", "bid", "option", "pact"})


def _guessed(context: _Context) -> list[Candidate]:
    """The deal that the words allow although no frame tells it."""
    amount = next((each for each in context.sums if each.role == "amount"), None)
    told = guessing.of(context.words, amount.place, titled=context.titled) if amount else None
    if not amount or not told:
        return []
    first, last = clauses.around(context.words, amount.place, amount.place + 1)
    nowhere = Match(_NO_FRAME, amount.place, amount.place + 1)
    return [Candidate(told, first, last, nowhere, 0, False, frozenset({"amount"}))]


_NO_FRAME = frames.Frame("guess", "funding", "sum", {})


def _elsewhere(context: _Context, first: int, end: int) -> tuple[str, ...]:
    """Who acts where the clause does not say: who acts before it, or right after its comma."""
    words = context.words
    if first > 1 and not clauses.is_opening(words, first):
        start = first - 1
        while start and words[start - 1].low not in clauses.BREAKS:
            start -= 1
        stop = next((each.start for each in context.matches if start < each.start < first), first - 1)
        return slots.actor(words[start:stop], titled=context.titled)[:1]
    comma = next((place for place in range(end, len(words)) if words[place].low == ","), 0)
    tail = words[comma + 1 : comma + 8] if comma else ()
    if any(word.low in _TOLD_BY for word in tail[1:]):
        return ()  # ", Y data shows": who tells it is no party
    return slots.actor(tail, titled=context.titled)[:1]


_TOLD_BY = frozenset({"say", "says", "said", "show", "shows", "reports", "reported", "finds"})


def _deal(context: _Context, found: Candidate, kept: Sequence[Candidate]) -> Deal:
    told = found.told
    later = standing.is_later(found, kept)
    where = (found.first, found.last) if len(kept) > 1 else (0, len(context.words))
    if told.company and _is_theirs(context, found):
        told = replace(told, company="")
    return Deal(
        kind=told.kind,
        company=told.company or (kept[0].told.company if later else ""),
        counterparties=tuple(
            dict.fromkeys(name for name in told.parties if names.key(name) != names.key(told.company))
        ),
        amount=None if later or told.kind == "valuation" else _sum(context, "amount", where, found),
        valuation=None if later else _sum(context, "valuation", where, found),
        stake_percent=None if later else context.share,
        round=sums.series(context.text) if told.kind == "funding" else "",
        status=standing.of(context.words, found, kept),
    )


def _is_theirs(context: _Context, found: Candidate) -> bool:
    """Whether people are told of and "his new startup", which the headline does not name."""
    if found.told.kind not in {"funding", "valuation", "fund"}:
        return False
    words = context.words[found.first : found.last]
    return any(
        word.low in {"his", "her", "their"}
        and len(words) > place + 1
        and words[place + 1].low == "new"
        and {each.low for each in words[place + 2 : place + 7]}
        & {"startup", "start-up", "venture", "company"}
        for place, word in enumerate(words)
    )


def _sum(context: _Context, role: str, where: tuple[int, int], found: Candidate) -> Money | None:
    """The sum of that role: behind the frame, else in its clause, else anywhere it may stand."""
    fitting = [each for each in context.sums if each.role == role and where[0] <= each.place < where[1]]
    inside = [each for each in fitting if found.first <= each.place < found.last]
    if role == "amount" and found.match.frame.name in _GETTING:
        inside = [each for each in inside if each.place >= found.match.end] or inside
    near = inside or fitting
    own = [each for each in near if role == "valuation" and _is_value_of(context, each, found.told.company)]
    return (own or near)[0].money if near else None


def _is_value_of(context: _Context, value: Sum, company: str) -> bool:
    """Whether "Y at $1B" stands there, and Y is the company."""
    before = context.words[max(value.place - 2, 0) : value.place]
    return len(before) > 1 and before[1].low == "at" and names.key(before[0].text) == names.key(company)
