"""Which entries tell the same event: the one definition of "the same story".

Entries that share rare words or lie near each other as vectors are compared in pairs
(`digest.learned.likeness`), and groups of them merge best first (`digest.grouping`). Two different
transactions never merge, however alike the words. Groups that are alike and yet not enough are related: they
point at each other and stay two stories.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from digest import deals, figures, words
from digest.deals import identity
from digest.grouping import Groups
from digest.learned.likeness import Known, chances
from digest.learned.traits import LEAD_CHARS, Traits
from digest.learned.weights import Weights
from digest.model import Deal, Entry, Reason, Story, Tie, stable_id

MERGE = 0.29  # chosen on six labelled weeks that no figure is reported on, see bench/RESULTS.md
RELATED = 0.15  # likeness from which two stories point at each other
_MOST_RELATED = 3
_COMMONEST = 60  # entries with a term beyond which it does not make two of them candidates
_LOOKED = 300  # entries that are looked at for one, its rarest terms first
_NEAR = 0.42  # cosine of vectors below which a pair that shares only common terms is not compared
_NEAREST = 0.55  # cosine from which a pair is compared though it shares no rare term
_BLOCK = 1500  # entries, by date, whose vectors are compared with one another and those of the next as many
_ROWS = 250  # of them at once: less is compared that lies too many days apart
_COMPARED = 10_000  # pairs that are compared at once
_DAYS = 12.0  # a story told further apart is a new one
_FAINT = 0.02  # likeness that counts as none
_RUMOUR = re.compile(
    r"\b(?:in (?:\w+ )?talks|reportedly|said to|nears?|eyes|weighs|considers?|could|may|rumou?red)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"^(?:what|why|how|inside|opinion|analysis|column|the case)\b|\?$", re.IGNORECASE)
_DEVELOPING = timedelta(days=3)  # a story told over so long has moved on; its later state should lead
_LATER = 0.15  # what being the last report counts then, against sharing all words of the headline
_OTHER_SUM = 0.25  # difference of logarithms from which two sums are not one told differently
_ONE_DEAL = 0.6  # likeness of two reports on one transaction, whatever their words
_SAME_RANGE = math.log(2)  # talks, price and closing of one transaction differ by less
_PARTY, _PARTY_IN_TITLE_CASE = 1.8, 4.0  # rarity from which a name in a headline is a party to its deal
_MONEY = set(map(words.stem, ("billion", "million", "trillion", "deal", "talks", "report")))
_DEALS = {
    kind: {words.stem(word) for word in said.split()}
    for kind, said in (
        ("sells", "tender secondary sell sold shares"),
        ("buys", "acquire acquires acquisition buy bought takeover merger merge"),
        ("borrows", "debt loan bond borrow lend lender credit"),
        ("raises", "raise fund funding round series seed invest investment investor stake back valuation"),
    )
}


def stories(
    entries: Sequence[Entry],
    copies: Mapping[str, Sequence[Entry]],
    weights: Mapping[str, float],
    traits: Mapping[str, Traits],
    learned: Weights,
) -> tuple[Story, ...]:
    """One story for each event told in `entries`.

    `copies` are near copies by the id of what they repeat, `weights` those of the sources by name, `traits`
    those of the entries by id. The lead of a story has an address, reports rather than comments, shares most
    words with the other headlines, and is of a weighty source; of a story that took days, rather a later one.
    Stories come in the order of their leads' times; the order of `entries` does not matter.
    """
    ordered = sorted(entries, key=lambda entry: (entry.dated, entry.id))
    known = Known([traits[entry.id] for entry in ordered], learned)
    likeness, never = _likeness(known, learned, ordered)
    groups = Groups(len(ordered), likeness, never)
    groups.merge(MERGE)
    desk = _Desk(ordered, known, likeness, copies, weights)
    found = {first: desk.story(members) for first, members in groups.members.items()}
    related = groups.related(RELATED, _MOST_RELATED)
    linked = (_linked(story, [found[other] for other in related[first]]) for first, story in found.items())
    return tuple(sorted(linked, key=lambda story: (story.lead.dated, story.id)))


def candidates(known: Known) -> set[tuple[int, int]]:
    """Pairs of places that are worth comparing, the lower first: entries in the order of their dates.

    Linear in the number of entries: an entry is looked up by its rarest terms, and its vector is compared
    with those of its neighbours in time.
    """
    return _by_terms(known) | _by_vectors(known)


def _by_terms(known: Known) -> set[tuple[int, int]]:
    postings: defaultdict[str, list[int]] = defaultdict(list)
    found = set()
    for place, one in enumerate(known.traits):
        telling = (term for term in one.terms if 1 < known.held(term) <= _COMMONEST)
        rare = sorted(telling, key=lambda term: (known.held(term), term))
        shared: Counter[int] = Counter()
        looked = 0
        for term in rare:
            if looked < _LOOKED:
                shared.update(postings[term])
                looked += len(postings[term])
            postings[term].append(place)
        others = [other for other in shared if not one.day - known.traits[other].day > _DAYS]
        if others:
            near = np.maximum(
                known.whole[others] @ known.whole[place], known.headline[others] @ known.headline[place]
            )
            found |= {
                (other, place)
                for other, value in zip(others, near.tolist(), strict=True)
                if value >= _NEAR or (shared[other] > 1 and value >= _NEAR - 0.12)
            }
    return found


def _by_vectors(known: Known) -> set[tuple[int, int]]:
    found = set()
    days = np.array([one.day for one in known.traits])
    days = np.nan_to_num(days, nan=float(np.nanmax(days, initial=0.0)))  # what has no date may be the newest
    for start in range(0, len(days), _ROWS):
        ones = slice(start, start + _ROWS)
        last = int(np.searchsorted(days, days[ones][-1] + _DAYS, side="right"))
        others = slice(start, min(last, start - start % _BLOCK + 2 * _BLOCK))
        near = np.maximum(
            known.whole[ones] @ known.whole[others].T, known.headline[ones] @ known.headline[others].T
        )
        for one, other in np.argwhere(near >= _NEAREST).tolist():
            first, second = start + one, start + other
            if first < second and days[second] - days[first] <= _DAYS:
                found.add((first, second))
    return found


def _by_deals(known: Known, entries: Sequence[Entry]) -> set[tuple[int, int]]:
    """Pairs whose headlines state one transaction of the same two parties, in whatever words."""
    postings: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    found = set()
    for place, entry in enumerate(entries):
        for parties in {identity.parties(deal) for deal in _stated(entry.title)}:
            others = postings[parties] if len(parties) > 1 else []
            found |= {
                (other, place)
                for other in others[-_COMMONEST:]
                if known.traits[place].day - known.traits[other].day <= _DAYS
                and _one_transaction(entries[other].title, entry.title)
            }
            others.append(place)
    return found


def _likeness(
    known: Known, learned: Weights, entries: Sequence[Entry]
) -> tuple[dict[tuple[int, int], float], set[tuple[int, int]]]:
    """How probably each pair of candidates tells one event, and the pairs that tell two transactions."""
    pairs = sorted(candidates(known) | _by_deals(known, entries))
    found: dict[tuple[int, int], float] = {}
    never: set[tuple[int, int]] = set()
    for start in range(0, len(pairs), _COMPARED):
        some = pairs[start : start + _COMPARED]
        for pair, value in zip(some, chances(known.features(some), learned).tolist(), strict=True):
            one, other = known.traits[pair[0]], known.traits[pair[1]]
            titles = entries[pair[0]].title, entries[pair[1]].title
            if (_other_deal(one, other) and not _one_transaction(*titles)) or (
                value >= _FAINT and _other_companies(*titles)
            ):
                never.add(pair)
            elif value >= _FAINT and not _are_apart(one, other):
                found[pair] = max(value, _ONE_DEAL) if _same_deal(one, other, known) else value
    return found, never


def _are_apart(one: Traits, other: Traits) -> bool:
    """Whether two reports cannot be on one event: one is a collection, or they have nobody in common."""
    strangers = one.names and other.names and not _named(one, other) and not _named(other, one)
    rivals = one.firms and other.firms and not one.firms & other.all_firms and not other.firms & one.all_firms
    return one.mixed or other.mixed or bool(strangers or rivals)


def _named(one: Traits, other: Traits) -> bool:
    """Whether `other` holds a name of the headline of `one`."""
    return not (one.names.isdisjoint(other.title) and one.names.isdisjoint(other.lead))


def _same_deal(one: Traits, other: Traits, known: Known) -> bool:
    """Whether the headlines name the same two parties, one kind of transaction and sums of one range.

    So talks on Monday, a price on Wednesday and a closing on Friday are one story.
    """
    kind = _deal(one)
    if not kind or kind != _deal(other) or _apart(one, other) > _SAME_RANGE:
        return False
    shared = (one.names & other.names) - _DEALS[kind] - _MONEY
    bar = _PARTY_IN_TITLE_CASE if _in_title_case(one) and _in_title_case(other) else _PARTY
    return sum(known.rarity(name) >= bar for name in shared) > 1


def _in_title_case(one: Traits) -> bool:
    """Whether nearly every word of the headline is written with a capital, which then marks no name."""
    return len(one.names) > 0.7 * len(set(one.title))


def _other_deal(one: Traits, other: Traits) -> bool:
    """Whether the headlines name transactions of two kinds with two sums: a round is not a sale of shares."""
    if not _OTHER_SUM < _apart(one, other) < math.inf:
        return False
    kinds = _deal(one), _deal(other)
    return bool(kinds[0] and kinds[1] and kinds[0] != kinds[1])


def _other_companies(one: str, other: str) -> bool:
    """Whether the headlines state deals with sums, and neither mentions a party to those of the other."""
    ours, theirs = _parties(one), _parties(other)
    return bool(ours and theirs) and not _mentions(one, theirs) and not _mentions(other, ours)


def _mentions(title: str, parties: frozenset[str]) -> bool:
    told = title.casefold()
    return any(party.casefold().removesuffix(" ai") in told for party in parties)


def _one_transaction(one: str, other: str) -> bool:
    """Whether two headlines state one deal between the same two: "raises its bid" raises no money."""
    return any(
        len(identity.parties(ours) & identity.parties(theirs)) > 1 and identity.same(ours, theirs)
        for ours in _stated(one)
        for theirs in _stated(other)
    )


def _parties(title: str) -> frozenset[str]:
    """The parties to the deals that a headline states."""
    return frozenset(name for deal in _stated(title) for name in (deal.company, *deal.counterparties))


@lru_cache(maxsize=16384)
def _stated(title: str) -> tuple[Deal, ...]:
    """The deals of a headline that name a company and a sum."""
    if not figures.money(title):
        return ()
    return tuple(deal for deal in deals.read(title) if deal.company and (deal.amount or deal.valuation))


def _apart(one: Traits, other: Traits) -> float:
    """Log ratio of the nearest two sums in the headlines; infinite where one of them names none."""
    return min((abs(a - b) for a in one.title_sums for b in other.title_sums), default=math.inf)


def _deal(one: Traits) -> str:
    return next((kind for kind, words in _DEALS.items() if not words.isdisjoint(one.title)), "")


class _Desk:
    """Makes stories out of groups of places."""

    def __init__(
        self,
        entries: Sequence[Entry],
        known: Known,
        likeness: Mapping[tuple[int, int], float],
        copies: Mapping[str, Sequence[Entry]],
        weights: Mapping[str, float],
    ) -> None:
        self._entries, self._known, self._likeness = entries, known, likeness
        self._copies, self._weights = copies, weights

    def story(self, group: Sequence[int]) -> Story:
        """The story that the entries at these places tell."""
        first, *rest = sorted(group, key=self._fitness(group))
        ordered = [first, *sorted(rest)]
        entries = tuple(self._entries[place] for place in ordered)
        folded = tuple(copy for entry in entries for copy in self._copies.get(entry.id, ()))
        earliest = min(entries, key=lambda entry: (entry.seen_at, entry.dated, entry.id))
        ties = tuple(self._ties(first, ordered)) if rest else ()
        return Story(stable_id("story", earliest.id), entries, folded, ties=ties)

    def _fitness(
        self, group: Sequence[int]
    ) -> Callable[[int], tuple[bool, bool, bool, float, datetime, str]]:
        titles = [set(self._known.traits[place].title) for place in group]
        counts = Counter(term for title in titles for term in title)
        times = [self._entries[place].dated for place in group]
        start, length = min(times), max(times) - min(times)

        def fitness(place: int) -> tuple[bool, bool, bool, float, datetime, str]:
            """How well an entry leads: news before comment and rumour, what most share, the later state."""
            entry, title = self._entries[place], set(self._known.traits[place].title)
            shared = sum(counts[term] / len(group) for term in title) / max(6, len(title))
            late = (entry.dated - start) / length if length >= _DEVELOPING else 0.0
            fit = (shared + _LATER * late) * math.sqrt(self._weights.get(entry.source, 1.0))
            comment = bool(_COMMENT.search(entry.title))
            rumour = bool(_RUMOUR.search(entry.title))
            return not entry.url, comment, rumour, -round(fit, 6), entry.dated, entry.id

        return fitness

    def _ties(self, first: int, group: Sequence[int]) -> Iterator[Tie]:
        """For each but the lead the entry that it is likest to, and what the two share."""
        for place in group:
            if place != first:
                others = [other for other in group if other != place]
                nearest = max(others, key=lambda other: (self._like(place, other), other == first, -other))
                value = self._like(place, nearest)
                shared = ", ".join(_spelled(self._known.shared(place, nearest), self._entries[place]))
                note = f"share {shared}" if shared else "say the same in other words"
                reason = Reason("likeness", round(value, 2), note)
                yield Tie(self._entries[place].id, self._entries[nearest].id, (reason,))

    def _like(self, one: int, other: int) -> float:
        return self._likeness.get((min(one, other), max(one, other)), 0.0)


def _linked(story: Story, related: Sequence[Story]) -> Story:
    return replace(story, related=tuple(other.id for other in related)) if related else story


def _spelled(stems: Sequence[str], entry: Entry) -> list[str]:
    """Stems as the entry spells them."""
    spelling: dict[str, str] = {}
    for word in f"{entry.title} {entry.opening(2 * LEAD_CHARS)}".split():
        for stem in words.terms(word):
            spelling.setdefault(stem, re.sub(r"['’]s$", "", word.strip(".,:;!?()[]“”\"'‘’")))
    return [" ".join(spelling.get(stem, stem) for stem in phrase.split()) for phrase in stems]
