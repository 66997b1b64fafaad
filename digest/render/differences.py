"""Where the outlets differ: each figure once, oldest first, with who gives it, in which words and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from digest.model import Difference, Entry, Story
from digest.render import clean, dates

MOST_FIGURES = 12
MOST_REPORTS = 4
"""Of one figure; how many more give it is said in a word."""


@dataclass(frozen=True, slots=True)
class Report:
    """Who gives a figure: `in talks`, `Harbour Daily`, where one can read it, `8 June`; "" for no words."""

    words: str
    outlet: str
    url: str
    date: str

    @property
    def said(self) -> str:
        """`in talks, Harbour Daily, 8 June`."""
        return ", ".join(filter(None, (self.words, self.outlet, self.date)))


@dataclass(frozen=True, slots=True)
class Version:
    """One of the figures, `over $10B`, and the reports that give it, oldest first.

    Attributes:
        more: `and 3 more` for reports that are not listed; "" for none.
    """

    figure: str
    reports: tuple[Report, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One figure on which outlets differ: what it is, and what they say, oldest first."""

    what: str
    versions: tuple[Version, ...]


def of(story: Story, zone: str) -> tuple[Dispute, ...]:
    """The differences of `story`, as far as their reports are known; of one version alone nothing differs."""
    entries = {entry.id: entry for entry in (*story.entries, *story.copies)}
    found = ((difference, _told(difference, entries, zone)) for difference in story.differences)
    return tuple(
        Dispute(clean.line(difference.what), _versions(told)) for difference, told in found if _differ(told)
    )


def _differ(told: list[tuple[str, Report]]) -> bool:
    """By the figure or by the words for it; to be silent on the stage is no other opinion."""
    return len({figure for figure, _ in told}) > 1 or len({report.words for _, report in told} - {""}) > 1


def _versions(told: list[tuple[str, Report]]) -> tuple[Version, ...]:
    by_figure: dict[str, dict[tuple[str, str], Report]] = {}
    for figure, report in told:
        by_figure.setdefault(figure, {}).setdefault((report.outlet, report.words), report)
    return tuple(
        Version(figure, tuple(reports.values())[:MOST_REPORTS], _more(len(reports) - MOST_REPORTS))
        for figure, reports in list(by_figure.items())[:MOST_FIGURES]
    )


def _more(count: int) -> str:
    return f"and {count} more" if count > 0 else ""


def _told(difference: Difference, entries: dict[str, Entry], zone: str) -> list[tuple[str, Report]]:
    dated = sorted(_dated(difference, entries, zone), key=lambda found: found[0])
    return [(figure, report) for _, figure, report in dated]


def _dated(
    difference: Difference, entries: dict[str, Entry], zone: str
) -> Iterator[tuple[datetime, str, Report]]:
    for stated in difference.stated:
        entry, figure = entries.get(stated.entry), clean.line(stated.figure)
        if entry and figure:
            words, outlet = clean.line(stated.words), clean.line(entry.publisher) or "an unnamed outlet"
            when = dates.day(entry.dated, zone)
            yield entry.dated, figure, Report(words, outlet, clean.url(entry.url), when)
