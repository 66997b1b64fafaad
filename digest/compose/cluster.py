"""Which entries tell the same event.

Pairs are scored by the words and spelling of their headlines and by headline with lead together, all
TF-IDF over the period's own news. Groups then merge best first. The score of two groups is the root mean
square over all pairs between them, pairs not compared counting 0: a few strong witnesses are enough,
one chance likeness is not once groups grow.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from digest import words
from digest.model import Entry, Story, stable_id
from digest.similarity import Bag, Rarity, cosine, grams

MERGE = 0.32  # chosen on three labelled weeks of AI news, see bench/RESULTS.md
_LEAD_CHARS = 260
_LEAD_WEIGHT = 0.6  # a word of the lead against one of the headline
_COMMONEST = 0.12  # share of entries beyond which a term does not make two of them candidates
_COMMENT = re.compile(r"^(?:what|why|how|inside|opinion|analysis|column|the case)\b|\?$", re.IGNORECASE)
_PARTS = (0.2, 0.2, 0.4)  # headline words, headline spelling, headline with lead
_DEVELOPING = timedelta(days=3)  # a story told over so long has moved on; its later state should lead
_LATER = 0.15  # what being the last report counts then, against sharing all words of the headline
_NAMES = 0.2  # how much of the names of one headline the other text holds, by rarity


def stories(
    entries: Sequence[Entry], copies: Mapping[str, Sequence[Entry]], weights: Mapping[str, float]
) -> tuple[Story, ...]:
    """One story for each event told in `entries`.

    `copies` are near copies by the id of what they repeat, `weights` those of the sources by name. The
    lead of a story has an address, reports rather than comments, shares most words with the other
    headlines, and is of a weighty source; of a story that took days, rather a later one. Stories come in
    the order of their leads' times.
    """
    looks = _looks(entries)
    groups = _merged(len(entries), _scores(looks))
    found = (_story([looks[index] for index in group], copies, weights) for group in groups)
    return tuple(sorted(found, key=lambda story: (story.lead.dated, story.id)))


class _Look:
    """What an entry is compared by."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.title = words.terms(entry.title)
        self.spelling = grams(" ".join(words.words(entry.title)), 4)
        self.lead = words.terms(entry.opening(_LEAD_CHARS))
        self.names: Mapping[str, float] = {}
        self.all = frozenset(self.title) | frozenset(self.lead)
        self.bags: tuple[Bag, Bag, Bag] = ({}, {}, {})

    def full(self) -> Mapping[str, float]:
        """Counts of headline and lead together, the lead's words at their lower weight."""
        counts = dict.fromkeys((*self.title, *self.lead), 0.0)
        for term in self.title:
            counts[term] += 1
        for term in self.lead:
            counts[term] += _LEAD_WEIGHT
        return counts


def _looks(entries: Iterable[Entry]) -> list[_Look]:
    looks = [_Look(entry) for entry in entries]
    by_word = Rarity(look.title for look in looks)
    by_gram = Rarity(look.spelling for look in looks)
    by_all = Rarity(look.all for look in looks)
    for look in looks:
        look.bags = (by_word.bag(look.title), by_gram.bag(look.spelling), by_all.counted(look.full()))
        named = map(words.stem, sorted(words.names(look.entry.title)))
        look.names = {name: by_all.weight(name) for name in named}
    return looks


def _scores(looks: Sequence[_Look]) -> dict[tuple[int, int], float]:
    """Score of each pair that shares a telling term, by the two indices, the lower first."""
    return {pair: _score(looks[pair[0]], looks[pair[1]]) for pair in sorted(_candidates(looks))}


def _candidates(looks: Sequence[_Look]) -> set[tuple[int, int]]:
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for index, look in enumerate(looks):
        for term in look.all:
            postings[term].append(index)
    most = max(20, int(len(looks) * _COMMONEST))
    shared: Counter[tuple[int, int]] = Counter()
    for held in postings.values():
        if len(held) <= most:
            shared.update(combinations(held, 2))
    return {pair for pair, count in shared.items() if count >= 2 or _short(looks, pair)}


def _short(looks: Sequence[_Look], pair: tuple[int, int]) -> bool:
    return min(len(looks[index].all) for index in pair) <= 5


def _score(one: _Look, other: _Look) -> float:
    parts = (weight * cosine(a, b) for weight, a, b in zip(_PARTS, one.bags, other.bags, strict=True))
    return sum(parts) + _NAMES * max(_named(one, other), _named(other, one))


def _named(one: _Look, other: _Look) -> float:
    """Share of the names in one headline, by rarity, that the other text holds."""
    total = sum(one.names.values())
    return sum(weight for name, weight in one.names.items() if name in other.all) / total if total else 0.0


def _merged(count: int, scores: Mapping[tuple[int, int], float]) -> Iterator[list[int]]:
    """Groups of indices, each a story. Ties fall to the lower indices, so that equal input merges alike."""
    members = {index: [index] for index in range(count)}
    squares: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), score in scores.items():
        squares[one][other] = squares[other][one] = score * score
    heap = [(-score, pair) for pair, score in scores.items() if score >= MERGE]
    heapq.heapify(heap)
    while heap:
        negative, (one, other) = heapq.heappop(heap)
        alive = one in members and other in members
        if alive and -negative == _between(one, other, members, squares):  # else this was said too early
            _join(one, other, members, squares)
            for third in squares[one]:
                if (score := _between(one, third, members, squares)) >= MERGE:
                    heapq.heappush(heap, (-score, (min(one, third), max(one, third))))
    yield from members.values()


def _between(
    one: int, other: int, members: Mapping[int, list[int]], squares: Mapping[int, Mapping[int, float]]
) -> float:
    pairs = len(members[one]) * len(members[other])
    return math.sqrt(squares[one].get(other, 0.0) / pairs)


def _join(
    one: int, other: int, members: dict[int, list[int]], squares: defaultdict[int, dict[int, float]]
) -> None:
    """Moves everything of `other` to `one`."""
    members[one] += members.pop(other)
    for third, value in squares.pop(other).items():
        squares[third].pop(other, None)
        if third != one:
            squares[one][third] = squares[third][one] = squares[one].get(third, 0.0) + value
    squares[one].pop(other, None)


def _story(
    looks: Sequence[_Look], copies: Mapping[str, Sequence[Entry]], weights: Mapping[str, float]
) -> Story:
    counts = Counter(term for look in looks for term in set(look.title))
    times = [look.entry.dated for look in looks]
    length = max(times) - min(times)
    developing = length >= _DEVELOPING

    def fitness(look: _Look) -> tuple[bool, bool, float, datetime, str]:
        """How well an entry leads: news before comment, what most reports share, the later state."""
        comment = bool(_COMMENT.search(look.entry.title))
        shared = sum(counts[term] / len(looks) for term in set(look.title)) / max(6, len(look.title))
        late = (look.entry.dated - min(times)) / length if developing else 0.0
        fit = (shared + _LATER * late) * math.sqrt(weights.get(look.entry.source, 1.0))
        return not look.entry.url, comment, -round(fit, 6), look.entry.dated, look.entry.id

    first, *rest = sorted(looks, key=fitness)
    others = sorted((look.entry for look in rest), key=lambda entry: (entry.dated, entry.id))
    entries = (first.entry, *others)
    folded = tuple(copy for entry in entries for copy in copies.get(entry.id, ()))
    earliest = min(entries, key=lambda entry: (entry.seen_at, entry.dated, entry.id))
    return Story(stable_id("story", earliest.id), entries, folded)
