"""Where ranked stories stand in the issue, and what became of every entry behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from digest.config import SelectionSettings
from digest.model import Entry, Fate, Memory, SourceNote, Story


@dataclass(frozen=True, slots=True)
class Placed:
    """Stories by where they stand: told with text, as one line, or below the line."""

    told: tuple[Story, ...]
    briefs: tuple[Story, ...]
    below: tuple[Story, ...]


def stories(ranked: Iterable[Story], selection: SelectionSettings) -> Placed:
    """Gives each section its share of the ranked stories, one outlet not too many leads of it."""
    told: list[Story] = []
    briefs: list[Story] = []
    below: list[Story] = []
    in_section: Counter[tuple[str, str]] = Counter()
    by_outlet: Counter[tuple[str, str]] = Counter()
    for story in ranked:
        outlet = (story.section, story.lead.publisher)
        if (
            in_section[story.section, "told"] < selection.stories_per_section
            and by_outlet[outlet] < selection.per_publisher
        ):
            in_section[story.section, "told"] += 1
            by_outlet[outlet] += 1
            told.append(story)
        elif in_section[story.section, "brief"] < selection.briefs_per_section:
            in_section[story.section, "brief"] += 1
            briefs.append(story)
        else:
            below.append(story)
    return Placed(tuple(told), tuple(briefs), tuple(below))


def source_notes(
    names: Iterable[str], entries: Iterable[Entry], placed: Placed, memories: Mapping[str, Memory]
) -> tuple[SourceNote, ...]:
    """What each source did: entries of the period, entries behind printed stories, its last problem."""
    seen = Counter(entry.source for entry in entries)
    used = Counter(entry.source for story in (*placed.told, *placed.briefs) for entry in story.entries)
    return tuple(SourceNote(name, seen[name], used[name], _problem(memories.get(name))) for name in names)


def fates(placed: Placed) -> tuple[Fate, ...]:
    """Where the entries of every story went: printed, merged into it, a copy, or below the line."""
    return tuple(
        fate
        for found, where in ((placed.told, "told"), (placed.briefs, "in brief"), (placed.below, ""))
        for story in found
        for fate in _fates(story, where)
    )


def _fates(story: Story, where: str) -> Iterator[Fate]:
    lead = story.lead
    if where:
        yield _fate(lead, "section", f"{where} in {story.section}")
    else:
        yield _fate(lead, "below the line", f"{story.section} was full; its score was {story.score.value:g}")
    for entry in story.entries[1:]:
        yield _fate(entry, "merged" if where else "below the line", f'one story with "{lead.title}"')
    for entry in story.copies:
        yield _fate(entry, "copy", f'repeats a report of "{lead.title}"')


def _fate(entry: Entry, fate: str, reason: str) -> Fate:
    return Fate(entry.id, entry.source, entry.title, entry.url, fate, reason)


def _problem(memory: Memory | None) -> str:
    if memory is None or memory.checked_at is None:
        return "not collected yet"
    return memory.error
