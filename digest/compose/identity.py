"""Which entries are the same text: one address, one title, or one wire story in two outlets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from digest import urls, words
from digest.model import Entry

_SAME_OUTLET_TITLE = 0.7  # share of title terms, both ways
_SAME_TITLE = 0.9
_TELLING_TERMS = 4  # a shorter title, "Morning briefing", may stand over anything
_SAME_TEXT = 0.6  # share of four-word runs of the shorter text
_SHINGLE = 4
_LEAST_SHINGLES = 8  # a shorter text proves nothing
_COMPARED_CHARS = 3000


@dataclass(frozen=True, slots=True)
class Copy:
    """An entry that repeats another, and by what it was known."""

    entry: Entry
    of: str
    reason: str


@dataclass(frozen=True, slots=True)
class Distinct:
    """Entries of which no two are the same text, and the copies that were folded into them."""

    entries: tuple[Entry, ...]
    copies: tuple[Copy, ...]


def distinct(entries: Iterable[Entry], weights: Mapping[str, float]) -> Distinct:
    """Folds copies: of each set of equal texts the one of the weightiest source, then the earliest, stays.

    Equal are: one canonical address; one outlet with nearly one title; any outlets with nearly one title
    and text. `weights` gives the weight of each source by name.
    """
    kept: list[Entry] = []
    copies: list[Copy] = []
    index = _Index()
    ordered = sorted(entries, key=lambda entry: (-weights.get(entry.source, 1.0), entry.dated, entry.id))
    for entry in ordered:
        look = _Look(entry)
        match = next(index.matches(look), None)
        if match:
            copies.append(Copy(entry, match[0].id, match[1]))
        else:
            kept.append(entry)
            index.add(look)
    return Distinct(tuple(sorted(kept, key=lambda entry: (entry.dated, entry.id))), tuple(copies))


class _Look:
    """What an entry is compared by."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.url = urls.canonical(entry.url)
        self.title = frozenset(words.terms(entry.title))
        self._shingles: frozenset[tuple[str, ...]] | None = None

    @property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Four-word runs of the text, made when first needed."""
        if self._shingles is None:
            text = words.words((self.entry.text or self.entry.summary)[:_COMPARED_CHARS])
            runs = (tuple(text[start : start + _SHINGLE]) for start in range(len(text) - _SHINGLE + 1))
            self._shingles = frozenset(runs)
        return self._shingles


class _Index:
    """Looks that were kept, found again by address and by the words of their titles."""

    def __init__(self) -> None:
        self._by_url: dict[str, _Look] = {}
        self._by_term: defaultdict[str, list[_Look]] = defaultdict(list)

    def add(self, look: _Look) -> None:
        if look.url:
            self._by_url[look.url] = look
        for term in look.title:
            self._by_term[term].append(look)

    def matches(self, look: _Look) -> Iterator[tuple[Entry, str]]:
        """Kept entries that `look` repeats, with the reason."""
        if look.url and look.url in self._by_url:
            yield self._by_url[look.url].entry, "same address"
        for other in self._near(look):
            reason = _repeats(look, other)
            if reason:
                yield other.entry, reason

    def _near(self, look: _Look) -> Iterator[_Look]:
        """Those that share a term of the title, rarest term first, each once."""
        seen: set[int] = set()
        for term in sorted(look.title, key=lambda term: (len(self._by_term[term]), term)):
            for other in self._by_term[term]:
                if id(other) not in seen:
                    seen.add(id(other))
                    yield other


def _repeats(one: _Look, other: _Look) -> str:
    shared = len(one.title & other.title) / max(1, len(one.title | other.title))
    same_outlet = one.entry.publisher == other.entry.publisher
    if same_outlet and shared >= _SAME_OUTLET_TITLE and not _numbers_differ(one, other):
        return "same outlet, nearly the same title"
    telling = len(one.title) >= _TELLING_TERMS
    if telling and shared >= _SAME_TITLE and not (one.shingles and other.shingles):
        return "the same title"
    if shared >= 0.5 or shared * len(one.title | other.title) >= 4:
        shorter, longer = sorted((one.shingles, other.shingles), key=len)
        if len(shorter) >= _LEAST_SHINGLES and len(shorter & longer) / len(shorter) >= _SAME_TEXT:
            return "nearly the same text"
    return ""


def _numbers_differ(one: _Look, other: _Look) -> bool:
    return _numbers(one) != _numbers(other)


def _numbers(look: _Look) -> frozenset[str]:
    return frozenset(term for term in look.title if any(map(str.isdigit, term)))
