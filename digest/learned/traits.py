"""What is read out of each report once and used by every judgement about it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from digest import words
from digest.learned import clues, filing, vectors
from digest.learned.weights import Floats, Weights
from digest.model import Entry

_AT_ONCE = 500  # entries that are read together; their clues are not kept
LEAD_CHARS = 260
_READ_CHARS = 400  # of a headline
_PHRASE = re.compile(r"[A-Z][A-Za-z0-9.&’'-]*(?: (?:[A-Z][A-Za-z0-9.&’'-]*|\d+(?:\.\d+)?))+")
_SUM = re.compile(
    r"(?:us)?[$€£¥]\s?(\d[\d,.]*)\s?-?(trillion|billion|million|tn|bn|mn|[tbmk])?\b", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_SCALE = {"t": 1e12, "b": 1e9, "m": 1e6, "k": 1e3}
_LEAST_SUM = 1e5
_FIGURE = re.compile(
    r"(?:[$€£¥]\s?)?\d[\d,.]*\s?(?:billion|million|trillion|bn|tn|[bmk]\b|%|percent)?", re.IGNORECASE
)
_UNITS = (("billion", "b"), ("million", "m"), ("trillion", "t"), ("bn", "b"), ("tn", "t"), ("percent", "%"))
_THIS_CENTURY = re.compile(r"20[12]\d")
_COMMENT = re.compile(
    r"^(?:what|why|how|inside|opinion|analysis|column|the case|\d+ )|\?$|"
    r"\b(?:review|hands-on|best|tips|guide|things|ways|everything)\b",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"\b(?:roundup|week in|newsletter|this week|podcast|top stories|briefing|live updates|: live)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """One report as judgements see it.

    Attributes:
        title, lead: stems of the headline and of the opening, in order.
        names, lead_names: stems of words written as names.
        phrases, all_phrases: pairs of words that stand together in a name, of the headline and of both.
        firms, all_firms: known companies that are named in the headline, and in both.
        sums, title_sums: logarithms of the sums of money in headline and opening, and in the headline.
        figures, all_figures: figures as written, of the headline and of both.
        said: all words of the headline.
        comment: whether the headline is that of a comment, a guide or a list.
        mixed: whether it is that of a collection.
        day: date in days, fractions kept; not a number where there is none.
        publisher: the outlet; the id of an entry that has no address.
        headline, whole: vectors of the headline and of headline with opening; shape (dimensions,).
        evidence: what speaks for each trained label, `filing.evidence`; shape (6,).
        probabilities: the same as probabilities.
    """

    title: tuple[str, ...]
    lead: tuple[str, ...]
    names: frozenset[str]
    lead_names: frozenset[str]
    phrases: frozenset[str]
    all_phrases: frozenset[str]
    firms: frozenset[str]
    all_firms: frozenset[str]
    sums: tuple[float, ...]
    title_sums: tuple[float, ...]
    figures: frozenset[str]
    all_figures: frozenset[str]
    said: tuple[str, ...]
    comment: bool
    mixed: bool
    day: float
    publisher: str
    headline: Floats
    whole: Floats
    evidence: Floats
    probabilities: Floats

    @property
    def terms(self) -> frozenset[str]:
        """All stems of headline and opening."""
        return frozenset(self.title).union(self.lead)

    @property
    def spelling(self) -> dict[str, int]:
        """How often each run of four letters stands in the headline."""
        counts: dict[str, int] = {}
        for run in chain.from_iterable(map(_runs, self.said)):
            counts[run] = counts.get(run, 0) + 1
        return counts


def of(entries: Sequence[Entry], weights: Weights) -> tuple[Traits, ...]:
    """The traits of each of `entries`, in their order; each as if it were read alone."""
    starts = range(0, len(entries), _AT_ONCE)
    return tuple(one for start in starts for one in _some(entries[start : start + _AT_ONCE], weights))


def _some(entries: Sequence[Entry], weights: Weights) -> Iterator[Traits]:
    leads = [" ".join(entry.opening(2 * LEAD_CHARS).split()) for entry in entries]
    titles = [entry.title[:_READ_CHARS] for entry in entries]
    headline, whole = vectors.of(zip(titles, leads, strict=True), weights)
    found = [clues.of(t, lead, e.publisher) for t, lead, e in zip(titles, leads, entries, strict=True)]
    evidence = filing.evidence(found, headline, whole, weights)
    chances = filing.probabilities(evidence)
    for n, entry in enumerate(entries):
        yield _traits(entry, titles[n], leads[n][:LEAD_CHARS], headline[n], whole[n], evidence[n], chances[n])


def _traits(
    entry: Entry, title: str, lead: str, headline: Floats, whole: Floats, evidence: Floats, chances: Floats
) -> Traits:
    said = words.words(title)
    phrases, firms, figures, sums = _phrases(title), clues.firms(title), _figures(title), _sums(title)
    both = f"{title} {lead}"
    return Traits(
        title=tuple(words.telling(said)),
        lead=tuple(words.terms(lead)),
        names=frozenset(map(words.stem, words.names(title))),
        lead_names=frozenset(map(words.stem, words.names(lead))),
        phrases=phrases,
        all_phrases=phrases | _phrases(lead) if lead else phrases,
        firms=firms,
        all_firms=clues.firms(both) if lead else firms,
        sums=_sums(f"{title} . {lead}") if lead else sums,
        title_sums=sums,
        figures=figures,
        all_figures=_figures(both) if lead else figures,
        said=tuple(said),
        comment=bool(_COMMENT.search(title)),
        mixed=bool(_MIXED.search(title)),
        day=day(entry),
        publisher=publisher(entry),
        headline=headline,
        whole=whole,
        evidence=evidence,
        probabilities=chances,
    )


def day(entry: Entry) -> float:
    """Its date in days, fractions kept; not a number where the source gave none."""
    if entry.published is None:
        return math.nan
    return entry.dated.timestamp() / 86400


def publisher(entry: Entry) -> str:
    """The outlet; a file of unknown origin has one of its own."""
    return entry.publisher if entry.url else entry.id


def _phrases(text: str) -> frozenset[str]:
    found = set()
    for phrase in _PHRASE.findall(text):
        stems = [words.stem(word) for word in words.words(phrase)]
        found |= {f"{one} {other}" for one, other in pairwise(stems)}
    return frozenset(found)


def _sums(text: str) -> tuple[float, ...]:
    found: list[float] = []
    for digits, scale in _SUM.findall(text) if _DIGIT.search(text) else ():
        plain = digits.replace(",", "").rstrip(".")
        if plain.count(".") <= 1 and plain not in {"", "."}:
            value = float(plain[:30]) * _SCALE.get((scale or " ")[0].lower(), 1)
            found += [math.log(value)] if _LEAST_SUM <= value < 1e15 else []
    return tuple(found)


def _figures(text: str) -> frozenset[str]:
    if not _DIGIT.search(text):  # the rough look: most headlines have none
        return frozenset()
    return frozenset(figure for figure in map(_even, _FIGURE.findall(text)) if figure)


def _even(figure: str) -> str:
    figure = figure.lower().replace(" ", "").replace(",", "").rstrip(".")
    for long, short in _UNITS:
        figure = figure.replace(long, short)
    return figure if len(figure) > 1 and not _THIS_CENTURY.fullmatch(figure) else ""


@lru_cache(maxsize=65536)
def _runs(word: str) -> tuple[str, ...]:
    marked = f"_{word}_"
    return tuple(marked[start : start + 4] for start in range(max(1, len(marked) - 3)))


def by_id(entries: Iterable[Entry], weights: Weights) -> dict[str, Traits]:
    """The traits of `entries` by their ids."""
    listed = list(entries)
    return dict(zip((entry.id for entry in listed), of(listed, weights), strict=True))
