"""In which order stories stand, and why: every score is a short list of named reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from digest import words
from digest.config import RankingSettings
from digest.model import Period, Reason, Score, Source, Story

_MILLION, _HUNDRED_BILLION = 1e6, 1e11  # a sum below the first counts nothing, above the second fully
_FULL_FIT = 4.0  # strength of filing beyond which a story fits fully
_FIGURE_CHARS = 600


def stories(
    filed: Iterable[Story], ranking: RankingSettings, sources: Mapping[str, Source], period: Period
) -> tuple[Story, ...]:
    """The stories with their scores, best first; ties fall to the earlier story, then to the id."""
    scored = (replace(story, score=_score(story, ranking, sources, period)) for story in filed)
    return tuple(sorted(scored, key=lambda story: (-story.score.value, story.lead.dated, story.id)))


def _score(story: Story, ranking: RankingSettings, sources: Mapping[str, Source], period: Period) -> Score:
    reasons = (
        _coverage(story, ranking.coverage),
        _weight(story, ranking.weight, sources),
        _figures(story, ranking.figures),
        _recency(story, ranking.recency, period),
        _fit(story, ranking.fit),
    )
    return Score(tuple(reason for reason in reasons if reason.value))


def _coverage(story: Story, factor: float) -> Reason:
    """Independent newsrooms; the second says more than the sixth."""
    count = len(story.publishers)
    newsrooms = "1 newsroom" if count == 1 else f"{count} newsrooms"
    return Reason("coverage", round(factor * math.log2(count), 3), newsrooms)


def _weight(story: Story, factor: float, sources: Mapping[str, Source]) -> Reason:
    heaviest = max((sources[entry.source] for entry in story.entries), key=lambda source: source.weight)
    return Reason("weight", round(factor * heaviest.weight, 3), f"{heaviest.name} counts {heaviest.weight:g}")


def _figures(story: Story, factor: float) -> Reason:
    """The largest sum of money near the top of any report, on a scale of magnitudes."""
    texts = (f"{entry.title}. {entry.opening(_FIGURE_CHARS)}" for entry in story.entries)
    largest = max(map(words.largest_sum, texts))
    if largest < _MILLION:
        return Reason("figures", 0.0)
    share = min(1.0, math.log10(largest / _MILLION) / math.log10(_HUNDRED_BILLION / _MILLION))
    return Reason("figures", round(factor * share, 3), f"names a sum of about ${_short(largest)}")


def _short(dollars: float) -> str:
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if dollars >= size:
            return f"{dollars / size:.3g} {name}"
    return f"{dollars:.0f}"


def _recency(story: Story, factor: float, period: Period) -> Reason:
    """1 for the period's last moment, 0 for its first."""
    latest = max(entry.dated for entry in story.entries)
    share = (latest - period.start) / (period.end - period.start)
    return Reason(
        "recency", round(factor * min(1.0, max(0.0, share)), 3), f"last told {latest:%d %B %H:%M} UTC"
    )


def _fit(story: Story, factor: float) -> Reason:
    strength = sum(reason.value for reason in story.filed_by)
    notes = "; ".join(reason.note for reason in story.filed_by)
    return Reason("fit", round(factor * min(1.0, strength / _FULL_FIT), 3), notes)
