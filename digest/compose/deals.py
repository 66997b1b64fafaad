"""The transactions that a story tells: read from each report, put together where they are one.

A headline says what a report is about, so its deals count. Its text fills in what the headline left open (the
share, the valuation, who else is in) and may name another sum only where the headline names none. Where no
headline of the story states a deal, or none with a figure, the opening sentences are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest import deals, words
from digest.deals import identity, names, stage
from digest.figures import wording
from digest.model import Deal, Entry, Statement, Story

_OPENING = 3  # sentences that are asked where no headline states a deal
_READ = 8  # sentences that may fill in
_LONGEST = 600  # characters of a sentence
_TEASER = 400  # characters of the summary that a headline is read with
_BEFORE = re.compile(  # what a company was worth once is not what this deal makes it worth
    r"\b(?:was|were|been|once|last|previously|earlier) valued\b|\b(?:previous|earlier|prior|last|former) "
    r"(?:\w+ )?valuation\b|\bbefore the (?:deal|round|investment|transaction)\b"
    r"|\bvalu\w+ (?:\S+ ){1,6}(?:in|since) (?:19|20)\d\d\b",
    re.IGNORECASE,
)


def stories(found: Iterable[Story]) -> tuple[Story, ...]:
    """The stories with their deals, the largest first."""
    return tuple(replace(story, deals=_deals(story.entries)) for story in found)


def _deals(entries: Sequence[Entry]) -> tuple[Deal, ...]:
    ordered = sorted(entries, key=lambda entry: (entry.dated, entry.id))
    known = tuple(dict.fromkeys(name.text for entry in ordered for name in names.of(entry.title)))
    titled = {entry.id: tuple(_in_title(entry, known)) for entry in ordered}
    told = [one for found in titled.values() for one in found]
    if any(map(_has_figure, told)):
        read = [one for entry in ordered for one in _filled(entry, titled[entry.id], told, known)]
    else:
        opening = [one for entry in ordered for one in _in_text(entry, known, _OPENING)]
        # What a text without a deal in its headline tells as done is history: it has run its week.
        read = [one for one in opening if one.deal.status != "closed"] or told
    whole = identity.together(replace(one.deal, statements=(one,)) for one in read)
    return tuple(sorted(whole, key=lambda deal: (-_size(deal), deal.company, deal.kind)))


def _in_title(entry: Entry, known: Sequence[str]) -> Iterator[Statement]:
    """What the headline states; in the words of the text where that knows better whose figure it is."""
    words_of_stage = stage.of(entry.title)[1]
    opening = tuple(_in_text(entry, known, _OPENING))
    for deal in deals.read(entry.title, entry.opening(_TEASER)):
        better = next((said for said in opening if _corrects(said.deal, deal, entry.title)), None)
        if better or deal.company:
            yield better or Statement(entry.id, entry.title, words_of_stage, deal)


def _corrects(text: Deal, headline: Deal, title: str) -> bool:
    """Whether the text gives the headline's figure to another company, which the headline names too."""
    if not text.company or names.key(text.company) in identity.parties(headline):
        return False
    pairs = ((text.amount, headline.amount), (text.valuation, headline.valuation))
    same = any(one and other and wording.near(one, other) for one, other in pairs)
    return same and text.company.casefold() in title.casefold()


def _in_text(entry: Entry, known: Sequence[str], count: int) -> Iterator[Statement]:
    told = (*words.sentences(entry.summary), *words.sentences(entry.text[: 2 * count * _LONGEST]))
    for sentence in tuple(dict.fromkeys(told))[:count]:
        if len(sentence) <= _LONGEST:
            for deal in deals.of_sentence(sentence, known):
                if deal.valuation and not deal.amount and _BEFORE.search(sentence):
                    continue
                yield Statement(entry.id, sentence, stage.of(sentence)[1], deal)


def _filled(
    entry: Entry, titled: Sequence[Statement], told: Sequence[Statement], known: Sequence[str]
) -> Iterator[Statement]:
    """What `entry` states of the deals `told` by the headlines of the story."""
    mine = list(titled)
    yield from mine
    for said in _in_text(entry, known, _READ):
        if any(identity.same(said.deal, one.deal) for one in told) and _adds(said.deal, mine):
            mine.append(said)
            yield said


def _adds(deal: Deal, mine: Sequence[Statement]) -> bool:
    """Whether it says what the report has not said of this deal, and contradicts nothing that it has."""
    before = [one.deal for one in mine if identity.same(one.deal, deal)]
    sums = [one.amount for one in before if one.amount]
    if deal.amount and sums and not any(wording.near(deal.amount, amount) for amount in sums):
        return False
    return not before or any(
        getattr(deal, name) and not any(getattr(one, name) for one in before)
        for name in ("amount", "valuation", "stake_percent", "round", "counterparties")
    )


def _has_figure(said: Statement) -> bool:
    return bool(said.deal.amount or said.deal.valuation or said.deal.stake_percent)


def _size(deal: Deal) -> float:
    return wording.rough_usd(deal.amount) if deal.amount else 0.0
