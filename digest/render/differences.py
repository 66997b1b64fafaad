"""Where the outlets differ: each one's figure with its words, name, date and report, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from digest.model import Difference, Entry, Story
from digest.render import clean, dates

_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Version:
    """What one outlet states: `over $10B`, `in talks`, who, when, and where one can read it."""

    figure: str
    words: str
    outlet: str
    url: str
    date: str

    @property
    def said(self) -> str:
        """`in talks, Harbour Daily, 8 June`: all but the figure, as outputs of one line show it."""
        return ", ".join(filter(None, (self.words, self.outlet, self.date)))


@dataclass(frozen=True, slots=True)
class Dispute:
    """One figure on which outlets differ: what it is, and what each says, oldest first."""

    what: str
    versions: tuple[Version, ...]


def of(story: Story, zone: str) -> tuple[Dispute, ...]:
    """The differences of `story`, as far as their reports are known; of one version alone nothing differs."""
    entries = {entry.id: entry for entry in (*story.entries, *story.copies)}
    shown = (_dispute(difference, entries, zone) for difference in story.differences)
    return tuple(dispute for dispute in shown if len(dispute.versions) > 1)


def _dispute(difference: Difference, entries: dict[str, Entry], zone: str) -> Dispute:
    found = sorted(_versions(difference, entries, zone), key=lambda dated: dated[0])
    versions = tuple(dict.fromkeys(version for _, version in found))
    return Dispute(clean.line(difference.what), versions[:_MOST_ROWS])


def _versions(
    difference: Difference, entries: dict[str, Entry], zone: str
) -> Iterator[tuple[datetime, Version]]:
    for stated in difference.stated:
        entry, figure = entries.get(stated.entry), clean.line(stated.figure)
        if entry and figure:
            words, outlet = clean.line(stated.words), clean.line(entry.publisher) or "an unnamed outlet"
            when = dates.day(entry.dated, zone)
            yield entry.dated, Version(figure, words, outlet, clean.url(entry.url), when)
