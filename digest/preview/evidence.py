"""What the reports of a story state, for the panel: figures, deals, differences and dates, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from digest import highlights
from digest.figures import wording
from digest.highlights import Part
from digest.messages import ENGLISH
from digest.model import Claim, Deal, Difference, Due, Entry, Story
from digest.render import clean, dates


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who says so: the newsroom, its report's address ("" for none) and day ("" where it is not known)."""

    name: str
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one figure was read as: in short, and what it is, whose and how sure, in words."""

    figure: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence word for word, marked where its figures or deciding words stand.

    Attributes:
        outlets: all that have it.
        readings: what was read in it, in the order of the marks.
    """

    parts: tuple[Part, ...]
    outlets: tuple[Outlet, ...]
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Bargain:
    """A deal: its terms as pairs of a name and words, and the sentences that state it, oldest first."""

    title: str
    terms: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """One outlet's figure in a disagreement, and its stage words."""

    figure: str
    words: str
    outlet: Outlet


@dataclass(frozen=True, slots=True)
class Dispute:
    """What outlets differ on, and each one's figure, oldest first."""

    what: str
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A date by which something is expected: the days in words, and the sentence."""

    days: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the reports of a story state.

    Attributes:
        figures: how many were read.
        quotes: the sentences with them, each once.
    """

    figures: int = 0
    quotes: tuple[Quote, ...] = ()
    deals: tuple[Bargain, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    expected: tuple[Expected, ...] = ()


NO_EVIDENCE = Evidence()


def of(story: Story, zone: str) -> Evidence:
    """What stands behind `story`; days in the time zone `zone`."""
    told = outlets(story, zone)
    quotes = _quotes(story.claims, told)
    return Evidence(
        sum(len(quote.readings) for quote in quotes),
        quotes,
        tuple(_bargain(deal, told) for deal in story.deals),
        tuple(_dispute(difference, told) for difference in story.differences),
        tuple(_expected(due, told) for due in story.due),
    )


def outlets(story: Story, zone: str) -> Mapping[str, Outlet]:
    """By the id of each report of `story`, who says so."""
    return {entry.id: _outlet(entry, zone) for entry in (*story.copies, *story.entries)}


def _outlet(entry: Entry, zone: str) -> Outlet:
    name = clean.line(entry.publisher) or entry.source
    return Outlet(name, clean.url(entry.url), dates.day(entry.dated, zone))


def teller(entry: str, told: Mapping[str, Outlet]) -> Outlet:
    """Who wrote the report with this id; a report can be gone from the record."""
    return told.get(entry) or Outlet("a report that is not kept")


def _quotes(claims: Iterable[Claim], told: Mapping[str, Outlet]) -> tuple[Quote, ...]:
    """Each sentence once, with all its figures, in the order in which the sentences first come."""
    by_sentence: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, {}).setdefault(claim.entry, []).append(claim)
    return tuple(_quote(sentence, found, told) for sentence, found in by_sentence.items())


def _quote(sentence: str, found: Mapping[str, Sequence[Claim]], told: Mapping[str, Outlet]) -> Quote:
    """One sentence; where several reports print it, its figures are those of the first."""
    claims = sorted(next(iter(found.values())), key=lambda claim: claim.figure.start)
    spans = [(claim.figure.start, claim.figure.end) for claim in claims]
    readings = (Reading(wording.figure(claim.figure), _meaning(claim)) for claim in claims)
    tellers = dict.fromkeys(teller(entry, told) for entry in found)
    return Quote(_cleaned(highlights.at(sentence, spans)), tuple(tellers), tuple(readings))


def _meaning(claim: Claim) -> str:
    role = "" if claim.role == "figure" else claim.role  # that says only that nothing is known
    return ", ".join(filter(None, (role, clean.line(claim.company), claim.stage)))


def _cleaned(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Fit to be shown, only now: what is taken out would move the marks."""
    return tuple(replace(part, text=clean.text(part.text)) for part in parts)


def _bargain(deal: Deal, told: Mapping[str, Outlet]) -> Bargain:
    named = (
        ("With", ", ".join(map(clean.line, deal.counterparties))),
        *_sums(deal),
        ("Round", clean.line(deal.round)),
        ("Status", deal.status),
    )
    quotes = (
        Quote(
            _cleaned(highlights.of(said.sentence, said.words)),
            (teller(said.entry, told),),
            (
                Reading(
                    said.deal.status, ", ".join(f"{name.lower()} {words}" for name, words in _sums(said.deal))
                ),
            ),
        )
        for said in deal.statements
    )
    title = f"{clean.line(deal.company) or 'Nobody named'}: {deal.kind}"
    return Bargain(title, tuple(term for term in named if term[1]), tuple(quotes))


def _sums(deal: Deal) -> tuple[tuple[str, str], ...]:
    """The figures of a deal that are known."""
    found = (
        ("Amount", wording.short(deal.amount) if deal.amount else ""),
        ("Valuation", wording.short(deal.valuation) if deal.valuation else ""),
        ("Stake", "" if deal.stake_percent is None else f"{deal.stake_percent:g}%"),
    )
    return tuple(term for term in found if term[1])


def _dispute(difference: Difference, told: Mapping[str, Outlet]) -> Dispute:
    stands = (
        Stand(clean.line(one.figure), clean.line(one.words), teller(one.entry, told))
        for one in difference.stated
    )
    return Dispute(clean.line(difference.what), tuple(stands))


def _expected(due: Due, told: Mapping[str, Outlet]) -> Expected:
    days = _day(due.first) if due.first == due.last else f"{_day(due.first)} to {_day(due.last)}"
    quote = Quote(_cleaned(highlights.of(due.sentence, due.phrase)), (teller(due.entry, told),))
    return Expected(days, quote)


def _day(day: date) -> str:
    return ENGLISH.date(day)
