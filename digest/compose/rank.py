"""In which order stories stand, and why: every score is a short list of named reasons.

Each reason is a bounded number times the factor that `[ranking]` gives it. The numbers and the constants
were chosen on six labelled weeks that no figure is reported on, see bench/RESULTS.md.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digest.config import RankingSettings
from digest.figures import wording
from digest.learned.traits import Traits
from digest.learned.weights import SECTIONS, Floats, Weights
from digest.learned.worth import Worth
from digest.model import Period, Reason, Score, Source, Story, Voices

_COVERAGE = 0.85  # what it counts when the voices double
_AGAIN = 0.5  # of a voice: what a further report of one that has spoken counts
_MOST_DOUBLINGS = 5.0  # the 33rd voice says nothing any more
_MILLION, _HUNDRED_BILLION = 1e6, 1e11  # a sum below the first counts nothing, above the second fully
_SUM, _IN_TEASER = 1.5, 0.5  # what the largest sum counts in a headline; the share of that in a teaser
_TEASER_CHARS = 260
_SUBJECT = 1.2
_FIT = 0.8
_WEIGHT = 0.5
_RECENCY = 0.3
_NOVELTY = 0.6
_COMMENT, _MIXED = 0.2, 0.5


def stories(
    filed: Iterable[Story],
    ranking: RankingSettings,
    sources: Mapping[str, Source],
    period: Period,
    traits: Mapping[str, Traits],
    learned: Weights,
    *,
    own: Collection[str] = (),
) -> tuple[Story, ...]:
    """The stories with their scores, best first; ties fall to the earlier story, then to the id.

    `traits` are those of the entries by id. `own` are the ids of sections that the weights do not know: there
    what was learned about importance says nothing, for it was learned about other news.
    """
    filed = tuple(filed)
    desk = _Desk(ranking, sources, period)
    readings = _readings(filed, traits, learned, own)
    scored = (
        replace(story, score=desk.score(story, reading))
        for story, reading in zip(filed, readings, strict=True)
    )
    return tuple(sorted(scored, key=lambda story: (-story.score.value, story.lead.dated, story.id)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the reports of a story say as texts.

    Attributes:
        reports: the traits of its entries, the lead first.
        worth: how much such news has mattered, None where nothing knows.
        fit: how probable it is that it is for this digest, None where nothing knows.
        heard: what spoke for `worth`, in words.
    """

    reports: Sequence[Traits]
    worth: float | None = None
    fit: float | None = None
    heard: str = ""


def _readings(
    filed: Sequence[Story], traits: Mapping[str, Traits], learned: Weights, own: Collection[str]
) -> Iterator[_Reading]:
    told = [[traits[entry.id] for entry in story.entries] for story in filed]
    if not filed:
        return
    model = Worth(learned)
    flat = [one for reports in told for one in reports]
    starts = np.cumsum([0, *map(len, told)])[:-1]
    chances = np.stack([one.probabilities for one in flat])
    worth, fit = _means(model.values(flat), starts), _means(1 - chances[:, -1], starts)
    for number, story in enumerate(filed):
        if story.section in own:
            yield _Reading(told[number])
            continue
        lead = told[number][0]
        heard = _heard(model.words_for(lead, story.lead.title), lead)
        yield _Reading(told[number], float(worth[number]), float(fit[number]), heard)


def _means(values: Floats, starts: NDArray[np.int64]) -> Floats:
    """The mean over each story's reports, its lead counted twice."""
    counts = np.diff([*starts, len(values)]) + 1
    return np.asarray((np.add.reduceat(values, starts) + values[starts]) / counts, np.float32)


def _heard(spoke: tuple[list[str], list[str]], lead: Traits) -> str:
    best = SECTIONS[int(np.argmax(lead.probabilities[:-1]))]
    said = [f"news of {best}"] if lead.probabilities[-1] < 0.5 else []
    more, less = (", ".join(f'"{word}"' for word in listed) for listed in spoke)
    return "; ".join(
        [*said, *([f"for it {more}"] if more else []), *([f"against it {less}"] if less else [])]
    )


class _Desk:
    """Knows the editor's factors and what is known of sources and period."""

    def __init__(self, ranking: RankingSettings, sources: Mapping[str, Source], period: Period) -> None:
        self._ranking, self._sources, self._period = ranking, sources, period

    def score(self, story: Story, reading: _Reading) -> Score:
        """All reasons that count anything."""
        factors, period = self._ranking, self._period
        reasons = (
            ("coverage", factors.coverage, _coverage(story)),
            ("figures", factors.figures, _figures(story, reading.reports)),
            ("subject", factors.subject, _subject(reading)),
            ("fit", factors.fit, _fit(story, reading)),
            ("weight", factors.weight, self._weight(story)),
            ("recency", factors.recency, _recency(story, period)),
            ("novelty", factors.novelty, _novelty(story)),
            ("kind", factors.kind, _kind(reading.reports)),
        )
        told = (Reason(name, round(factor * value, 3), note) for name, factor, (value, note) in reasons)
        return Score(tuple(reason for reason in told if reason.value))

    def _weight(self, story: Story) -> tuple[float, str]:
        """Of the weightiest source; an ordinary one counts nothing, one of half the weight less."""
        found = [self._sources[entry.source] for entry in story.entries if entry.source in self._sources]
        if not found:
            return 0.0, ""
        heaviest = max(found, key=lambda source: (source.weight, source.name))
        return _WEIGHT * math.log2(heaviest.weight), f"{heaviest.name} counts {heaviest.weight:g}"


def _coverage(story: Story) -> tuple[float, str]:
    """Independent voices, and how often they come back to it: the second says more than the sixth."""
    known = story.voices != Voices()
    count = max(1, story.voices.independent) if known else len(story.publishers)
    further = max(0, len(story.entries) - count)
    doublings = math.log2(count + _AGAIN * further)
    note = f"{count} {'independent voice' if known else 'newsroom'}{'' if count == 1 else 's'}"
    note += f", {len(story.entries)} reports" if further else ""
    return _COVERAGE * min(_MOST_DOUBLINGS, doublings), note


def _figures(story: Story, reports: Sequence[Traits]) -> tuple[float, str]:
    """The largest sum of money of any report, on a scale of magnitudes."""
    best, named = 0.0, 0.0
    for entry, one in zip(story.entries, reports, strict=True):
        if one.sums:  # the rough look: most reports name none
            in_title = wording.largest_usd(entry.title)
            in_teaser = wording.largest_usd(entry.opening(_TEASER_CHARS))
            best, named = max(
                (best, named), (_size(in_title), in_title), (_IN_TEASER * _size(in_teaser), in_teaser)
            )
    return _SUM * best, f"names a sum of about ${_short(named)}"


def _size(dollars: float) -> float:
    if dollars < _MILLION:
        return 0.0
    return min(1.0, math.log10(dollars / _MILLION) / math.log10(_HUNDRED_BILLION / _MILLION))


def _short(dollars: float) -> str:
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if dollars >= size:
            return f"{dollars / size:.3g} {name}"
    return f"{dollars:.0f}"


def _subject(reading: _Reading) -> tuple[float, str]:
    return _SUBJECT * (reading.worth or 0.0), reading.heard


def _fit(story: Story, reading: _Reading) -> tuple[float, str]:
    """How sure it is that the story is for this digest."""
    sure = story.relevance or reading.fit or 0.0
    return _FIT * sure, f"{sure:.0%} sure that it is for this digest"


def _recency(story: Story, period: Period) -> tuple[float, str]:
    """1 for the period's last moment, 0 for its first."""
    latest = max(entry.dated for entry in story.entries)
    share = (latest - period.start) / (period.end - period.start)
    return _RECENCY * min(1.0, max(0.0, share)), f"last told {latest:%d %B %H:%M} UTC"


def _novelty(story: Story) -> tuple[float, str]:
    """A story that goes on counts less than one that begins."""
    since = story.since
    return (-_NOVELTY, f'goes on from "{since.headline}" in edition {since.number}') if since else (0.0, "")


def _kind(reports: Sequence[Traits]) -> tuple[float, str]:
    """Comments and guides count less than news, collections least; a story of several is what most are."""
    most = len(reports) / 2
    if sum(one.mixed for one in reports) > most:
        return -_MIXED, "a collection of several events"
    if sum(one.comment for one in reports) > most:
        return -_COMMENT, "a comment, guide or list rather than news"
    return 0.0, ""
