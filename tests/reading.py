"""Entries read, grouped and filed as a run does it, for tests of what is learned and of judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digest.compose import classify, cluster
from digest.config import SelectionSettings, Theme
from digest.learned import traits
from digest.learned.weights import SECTIONS, shipped
from digest.model import Entry, Lesson, Source, Story
from tests import records

TRAINED = tuple(
    Theme.model_validate({"id": name, "title": name.title(), "trained": name}) for name in SECTIONS[:-1]
)
"""The five sections that the shipped weights know."""


def told(
    entries: Sequence[Entry],
    *,
    copies: Mapping[str, Sequence[Entry]] | None = None,
    weights: Mapping[str, float] | None = None,
) -> tuple[Story, ...]:
    """The stories that `entries` tell."""
    read = traits.by_id(entries, shipped())
    return cluster.stories(entries, copies or {}, weights or {}, read, shipped())


def groups(entries: Sequence[Entry]) -> set[frozenset[str]]:
    """The headlines that stand together."""
    return {frozenset(entry.title for entry in story.entries) for story in told(entries)}


def alone(*entries: Entry) -> Story:
    """An unfiled story that `entries` tell."""
    return Story(records.story(*entries).id, entries)


def filed(
    stories: Iterable[Story | Entry | str],
    themes: Sequence[Theme] = TRAINED,
    *,
    selection: SelectionSettings | None = None,
    hints: Mapping[str, str] | None = None,
    lessons: Sequence[Lesson] = (),
) -> classify.Filed:
    """What becomes of stories, of entries that are stories by themselves, or of plain headlines.

    `hints` gives the section of narrow sources by their names.
    """
    unfiled = [_story(one) for one in stories]
    entries = [entry for story in unfiled for entry in story.entries]
    hints = hints or {}
    sources = {
        entry.source: Source(entry.source, "feed", "feed.example", 1.0, hints.get(entry.source))
        for entry in entries
    }
    read = traits.by_id(entries, shipped())
    chosen = selection or SelectionSettings()
    return classify.stories(unfiled, themes, chosen, sources, read, shipped(), lessons)


def section_of(story: Story | Entry | str, themes: Sequence[Theme] = TRAINED, **more: object) -> str:
    """Where a single story goes; "" for left out."""
    found = filed([story], themes, **more)  # type: ignore[arg-type]
    return (*found.stories, *found.left_out)[0].section


def _story(one: Story | Entry | str) -> Story:
    if isinstance(one, str):
        return alone(records.entry(one))
    return alone(one) if isinstance(one, Entry) else one
