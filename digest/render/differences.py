"""Where the outlets differ: each figure once, oldest first, with who gives it, in which words and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from digest.messages import ENGLISH, Messages
from digest.model import Difference, Entry, Story
from digest.render import clean, dates, sums

_NAMES = frozenset(key for key in ENGLISH.table if key.startswith("differ.")) - {
    "differ.caption",
    "differ.more",
}

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
    """One figure on which outlets differ: what it is, and what they say, oldest first.

    `figure` is what it is as the record calls it, `amount`, and `owner` whose it is: `Meta – Scale AI`.
    """

    what: str
    versions: tuple[Version, ...]
    figure: str = ""
    owner: str = ""


def of(story: Story, zone: str, words: Messages = ENGLISH) -> tuple[Dispute, ...]:
    """The differences of `story`, as far as their reports are known; of one version alone nothing differs."""
    entries = {entry.id: entry for entry in (*story.entries, *story.copies)}
    found = ((difference, _told(difference, entries, zone, words)) for difference in story.differences)
    return tuple(_dispute(difference.what, told, words) for difference, told in found if _differ(told))


def _dispute(what: str, told: list[tuple[str, Report]], words: Messages) -> Dispute:
    figure, _, owner = clean.line(what).partition(", ")
    key = f"differ.{figure}"
    name = words.say(key) if key in _NAMES else figure
    return Dispute(words.listed(filter(None, (name, owner))), _versions(told, words), figure, owner)


def _differ(told: list[tuple[str, Report]]) -> bool:
    """By the figure or by the words for it; to be silent on the stage is no other opinion."""
    return len({figure for figure, _ in told}) > 1 or len({report.words for _, report in told} - {""}) > 1


def _versions(told: list[tuple[str, Report]], words: Messages) -> tuple[Version, ...]:
    by_figure: dict[str, dict[tuple[str, str], Report]] = {}
    for figure, report in told:
        by_figure.setdefault(figure, {}).setdefault((report.outlet, report.words), report)
    return tuple(
        Version(figure, tuple(reports.values())[:MOST_REPORTS], _more(len(reports) - MOST_REPORTS, words))
        for figure, reports in list(by_figure.items())[:MOST_FIGURES]
    )


def _more(count: int, words: Messages) -> str:
    return words.count("differ.more", count) if count > 0 else ""


def _told(
    difference: Difference, entries: dict[str, Entry], zone: str, words: Messages
) -> list[tuple[str, Report]]:
    dated = sorted(_dated(difference, entries, zone, words), key=lambda found: found[0])
    return [(figure, report) for _, figure, report in dated]


def _dated(
    difference: Difference, entries: dict[str, Entry], zone: str, words: Messages
) -> Iterator[tuple[datetime, str, Report]]:
    for stated in difference.stated:
        entry, figure = entries.get(stated.entry), clean.line(stated.figure)
        if entry and figure:
            outlet = clean.line(entry.publisher) or words.say("stories.unnamed")
            when = dates.day(entry.dated, zone, words)
            report = Report(clean.line(stated.words), outlet, clean.url(entry.url), when)
            yield entry.dated, sums.retold(figure, words), report
