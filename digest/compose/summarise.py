"""A few sentences of a story, each taken word for word from one of its entries.

Sentences are scored by what they share with the whole story (its most frequent terms), by how early they
stand, and by whether they can stand alone; the next is taken where it adds most to those before it
(maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998). The lead speaks first: other entries,
which may tell an earlier state of affairs, are heard only where it has little to say. What a newer report has
overtaken is not taken at all (`digest.overtaken`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from digest import overtaken, words
from digest.model import Entry, Sentence, Story

_SENTENCES_READ = 8  # of each entry
_ENTRIES_READ = 6
_LEAST_WORDS, _MOST_WORDS = 6, 42
_MOST_FIRST = 60  # words of a first sentence, which holds the news and may be long
_MOST_IN_ALL = 70  # words of a summary
_LITTLE = 2  # fitting sentences in the lead, below which others are heard
_REPEATS = 0.6  # share of a sentence's terms that others hold already
_RETELLS = 0.35  # the same for a sentence of another report, which tells the event once more
_DANGLING = re.compile(
    r"^(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|or|so|yet|however|still|meanwhile|"
    r"instead|also|such|then|there|"
    r"the (?:company|firm|startup|start-up|move|deal|news|announcement|pair|two))\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|us|me|[Mm]y|[Yy]ou|[Yy]our|[Ww]e|[Oo]ur)\b")  # "US" is a country
_NOT_NEWS = re.compile(
    r"\b(?:subscribe|sign up|newsletter|click here|read more|image|photo|photograph|getty|cookies|"
    r"advertisement|credit:|listen to|watch the|disclosure)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    terms: frozenset[str]
    length: int
    score: float
    order: tuple[int, int]


def stories(chosen: Iterable[Story], sentences: int) -> tuple[Story, ...]:
    """Each story with a summary of at most `sentences`; one without a fitting sentence keeps none."""
    return tuple(replace(story, summary=_summary(story, sentences)) for story in chosen)


def _summary(story: Story, most: int) -> tuple[Sentence, ...]:
    candidates = list(_candidates(story))
    from_lead = [one for one in candidates if one.sentence.entry == story.lead.id]
    if len(from_lead) >= _LITTLE:
        candidates = from_lead
    told = frozenset(words.terms(story.lead.title))
    taken: list[_Candidate] = []
    held: frozenset[str] = frozenset()
    length = 0
    while len(taken) < most:
        fresh = [
            one
            for one in candidates
            if length + one.length <= _MOST_IN_ALL and not _repeats(one, taken, held)
        ]
        if not fresh:
            break
        best = max(fresh, key=lambda one: (_gain(one, held, told, bool(taken)), -one.order[0], -one.order[1]))
        taken.append(best)
        held |= best.terms
        length += best.length
        candidates.remove(best)
    first, rest = taken[:1], sorted(taken[1:], key=lambda one: one.order)
    return tuple(one.sentence for one in (*first, *rest))


def _repeats(one: _Candidate, taken: list[_Candidate], held: frozenset[str]) -> bool:
    """Whether most of a sentence, or all its figures, have been said."""
    figures = {term for term in one.terms if any(map(str.isdigit, term))}
    same_figures = len(figures) >= 2 and figures <= held
    retold = any(other.sentence.entry != one.sentence.entry for other in taken)
    return same_figures or len(one.terms & held) > (_RETELLS if retold else _REPEATS) * len(one.terms)


def _gain(one: _Candidate, held: frozenset[str], told: frozenset[str], later: bool) -> float:  # noqa: FBT001
    """What a sentence adds; the first may say again what the headline says, a later one had better not."""
    known = held | told if later else held
    new = len(one.terms - known) / len(one.terms)
    return one.score * (0.4 + 0.6 * new) if later else one.score


def _candidates(story: Story) -> Iterator[_Candidate]:
    entries = story.entries[:_ENTRIES_READ]
    read = [(entry, _sentences(entry)) for entry in entries]
    newer = overtaken.reports(story.entries, _sentences)
    common = Counter(term for _, found in read for sentence in found for term in set(words.terms(sentence)))
    common.update(words.terms(story.lead.title) * 2)
    for rank, (entry, found) in enumerate(read):
        for position, sentence in enumerate(found):
            terms = frozenset(words.terms(sentence))
            if not terms or not _stands_alone(sentence, first=position == 0):
                continue
            if not overtaken.is_overtaken(sentence, entry.dated, newer):
                central = sum(common[term] for term in terms) / len(terms) ** 0.5
                score = central / (1 + 0.35 * position) / (1 + 0.25 * rank)
                length = len(sentence.split())
                yield _Candidate(Sentence(sentence, entry.id), terms, length, score, (rank, position))


def _sentences(entry: Entry) -> list[str]:
    """The first sentences of an entry, a teaser that repeats the text counted once."""
    found = dict.fromkeys((*words.sentences(entry.summary), *words.sentences(entry.text)))
    return [sentence for sentence in found if words.is_whole(sentence)][:_SENTENCES_READ]


def _stands_alone(sentence: str, *, first: bool) -> bool:
    count = len(sentence.split())
    if not _LEAST_WORDS <= count <= (_MOST_FIRST if first else _MOST_WORDS) or sentence.startswith("•"):
        return False
    if sentence.endswith("?") or _NOT_NEWS.search(sentence) or _FIRST_PERSON.search(sentence):
        return False
    return first or not (_DANGLING.match(sentence) or sentence[0] in "\"“'‘")
