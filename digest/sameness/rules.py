"""What "the same article" means: one definition, used within an edition and across editions.

Two entries are the same article when one is the other again: under another address, with a changed
headline, or in another outlet that prints the same text. Two reports of one event are not.

- One page address is one article, in whatever spelling (`urls.canonical`).
- One outlet: nearly the same headline, or the same opening under another headline, or the same words in
  the address. Publishers retitle what they have published; that is the commonest kind of copy.
- Different outlets, or an aggregator, which prints what many wrote: the same or nearly the same headline
  with the same figures, or the same text.
- Different figures in headlines, or long texts that share nothing, speak against it.
- Events cut out of one roundup share its address, which therefore says nothing about them.
"""

from __future__ import annotations

from collections.abc import Container

from digest.model import Entry
from digest.sameness.look import Look, telling
from digest.similarity import grams

_TELLING = 4  # terms; a shorter headline, "Morning briefing", may stand over anything
_NEAR_SPELLING = 0.55  # of two headlines of one outlet, by runs of four characters
_NEAR_SPELLING_ELSEWHERE = 0.9
_NEAR_WORDS = 0.85  # the same, by words, the small ones too
_SOME_TERMS = 0.3  # less, and the spelling is not worth looking at
_RESPELLED = 0.35  # of two words, by runs of three characters
_HELD_TERMS = 0.72  # of the shorter headline's terms in the longer one
_SAME_LEAD = 0.6  # of the terms of two openings of one outlet
_SAME_LEAD_ALONE = 0.8  # the same, where the headlines share no term
_LIKE_LEAD = 0.5  # the same, where nothing tells of another subject
_HELD_LEAD = 0.9  # of the shorter opening's terms in the longer one
_WHOLE_LEAD = 8  # terms that it must have for that
_OTHER_LEAD = 0.35  # openings that share less are of two articles, unless the headlines are very near
_LEAST_LEAD = 5  # terms; a shorter opening proves nothing
_ADDED = 3  # terms that an opening must add to its headline to say anything
_SAME_SLUG = 0.8  # of the words of two addresses
_SAME_TEXT = 0.6  # share of the shorter text's runs
_LEAST_RUNS = 8  # a shorter text proves nothing
_ENOUGH_RUNS = 25  # a shorter text may be a notice, unless the headlines share a term
_LONG_TEXT = 60  # runs; two texts so long that share less than the next are two articles
_OTHER_TEXT = 0.15


def same(one: Entry, other: Entry) -> str:
    """Why two entries are the same article; "" when they are not. The order does not matter."""
    return reason(Look(one), Look(other))


def reason(one: Look, other: Look, formulas: Container[tuple[str, str]] = ()) -> str:
    """The same for looks; an opening in `formulas`, with which an outlet often starts, proves nothing."""
    if one.roundup and one.roundup == other.roundup:
        return "the same title in one roundup" if one.heading and one.heading == other.heading else ""
    if one.url and one.url == other.url:
        return "the same address"
    if one.outlet != other.outlet or one.collects:
        return _between_outlets(one, other)
    if _other_text(one, other):
        return ""
    if one.formula not in formulas and other.formula not in formulas and _same_opening(one, other):
        return "one outlet, the same opening"
    return _within_outlet(one, other)


def _within_outlet(one: Look, other: Look) -> str:
    if one.heading and one.heading == other.heading and _same_heading(one, other):
        return "one outlet, the same title"
    if (one.figures - other.figures and other.figures - one.figures) or _other_lead(one, other):
        return ""
    if _near_title(one, other):
        return "one outlet, nearly the same title"
    if _jaccard(one.slug, other.slug) >= _SAME_SLUG:
        return "one outlet, the same words in the address"
    return ""


def _between_outlets(one: Look, other: Look) -> str:
    if _same_text(one, other):
        return "the same text"
    if _too_short(one, other) or one.figures != other.figures or _other_text(one, other):
        return ""
    if one.heading == other.heading:
        return "the same title"
    if _jaccard(frozenset(one.heading.split()), frozenset(other.heading.split())) < _NEAR_WORDS:
        return ""
    near = _jaccard(one.spelling, other.spelling) >= _NEAR_SPELLING_ELSEWHERE
    return "nearly the same title" if near and not _other_lead(one, other) else ""


def _same_heading(one: Look, other: Look) -> bool:
    """Equal headlines of one outlet count, unless it is a standing one over changing text."""
    if len(one.terms) >= _TELLING:
        return not _other_lead(one, other) or _echoes(one) or _echoes(other)
    return _jaccard(one.lead, other.lead) >= _SAME_LEAD


def _echoes(look: Look) -> bool:
    """The opening only repeats the headline, as searches give it."""
    return len(look.lead - look.terms) < _ADDED


def _too_short(one: Look, other: Look) -> bool:
    return min(len(one.terms), len(other.terms)) < _TELLING


def _near_title(one: Look, other: Look) -> bool:
    if _too_short(one, other):
        return False
    held = _held(one.terms, other.terms)
    near = held >= _HELD_TERMS and min(len(one.terms), len(other.terms)) > _TELLING
    if not near and (held < _SOME_TERMS or _jaccard(one.spelling, other.spelling) < _NEAR_SPELLING):
        return False
    series = _jaccard(one.lead, other.lead) < _LIKE_LEAD and _one_slot(one, other)
    return not series and not _other_subject(one, other)


def _one_slot(one: Look, other: Look) -> bool:
    """Headlines that differ in one word or two at one place are a series, unless it is a mere respelling."""
    mine, theirs = one.heading.split(), other.heading.split()
    start = _alike(mine, theirs)
    end = _alike(mine[start:][::-1], theirs[start:][::-1])
    changed = " ".join(mine[start : len(mine) - end]), " ".join(theirs[start : len(theirs) - end])
    slots = [frozenset(telling(part.split())) for part in changed]
    respelled = _jaccard(frozenset(grams(changed[0], 3)), frozenset(grams(changed[1], 3))) >= _RESPELLED
    return all(0 < len(slot) <= 2 for slot in slots) and slots[0] != slots[1] and not respelled


def _alike(one: list[str], other: list[str]) -> int:
    """How many items two lists have in common from their start on."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _other_subject(one: Look, other: Look) -> bool:
    """Each headline has a word that its own opening takes up and that the other piece lacks: a series."""
    mine = (one.terms & one.lead) - other.terms - other.lead
    theirs = (other.terms & other.lead) - one.terms - one.lead
    return bool(mine and theirs)


def _same_opening(one: Look, other: Look) -> bool:
    if min(len(one.lead), len(other.lead)) < _LEAST_LEAD:
        return False
    if min(len(one.lead), len(other.lead)) >= _WHOLE_LEAD and _held(one.lead, other.lead) >= _HELD_LEAD:
        return True  # a teaser that was cut shorter, a sentence that was printed
    alike = _jaccard(one.lead, other.lead)
    if not one.terms & other.terms:
        return alike >= _SAME_LEAD_ALONE
    return alike >= _SAME_LEAD or (alike >= _LIKE_LEAD and not _other_subject(one, other))


def _other_lead(one: Look, other: Look) -> bool:
    """Both have an opening, and they do not begin alike."""
    enough = min(len(one.lead), len(other.lead)) >= _LEAST_LEAD
    return enough and _jaccard(one.lead, other.lead) < _OTHER_LEAD


def _same_text(one: Look, other: Look) -> bool:
    least = _LEAST_RUNS if one.terms & other.terms else _ENOUGH_RUNS
    return min(len(one.runs), len(other.runs)) >= least and _held(one.runs, other.runs) >= _SAME_TEXT


def _other_text(one: Look, other: Look) -> bool:
    """Both are told at length, and in other words."""
    return min(len(one.runs), len(other.runs)) >= _LONG_TEXT and _held(one.runs, other.runs) < _OTHER_TEXT


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _held(one: frozenset[str] | frozenset[int], other: frozenset[str] | frozenset[int]) -> float:
    """Share of the smaller set that the larger one holds."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
