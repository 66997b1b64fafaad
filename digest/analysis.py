"""What the program makes of raw items: the judgement of a build, laid open item by item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from digest import deals, judgement
from digest.config import Config
from digest.judgement import Judged
from digest.model import Deal, Entry, Lesson, Link, Period, Source, Story, stable_id

_TEASER = 400  # characters that a headline is read with


@dataclass(frozen=True, slots=True)
class Finding:
    """What was made of one item.

    Attributes:
        story: id of the story that it tells.
        related: ids of stories that are connected with that one; of a roundup, those cut out of it.
        duplicate_of: id of the item that it is a near copy of.
        section: id of the section; None for what is not for this digest.
        relevance: probability that it is for this digest, 0 to 1.
        score: what decides the place of its story; None where it has none.
        deals: those that its headline states.
    """

    story: str
    related: tuple[str, ...] = ()
    duplicate_of: str | None = None
    section: str | None = None
    relevance: float = 0.0
    score: float | None = None
    deals: tuple[Deal, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysed:
    """Some entries judged.

    Attributes:
        judged: the stories, the ranked ones best first.
        findings: by the id of the entry, in the order in which the entries were given.
    """

    judged: Judged
    findings: Mapping[str, Finding]


def of(
    config: Config,
    entries: Sequence[Entry],
    lessons: Sequence[Lesson] = (),
    step: Callable[[], None] = lambda: None,
) -> Analysed:
    """What `entries` amount to, all of one period, whatever their dates.

    The source of an entry counts as much as the configured one of that name, else as an ordinary one.
    """
    if not entries:
        return Analysed(Judged((), (), (), (), (), {}), {})
    judged = judgement.of(
        config, entries, _sources(config, entries), _span(entries), lessons=lessons, step=step
    )
    found = by_entry(judged)
    findings = {entry.id: found.get(entry.id) or _alone(entry) for entry in entries}
    read = {entry.id: deals.read(entry.title, entry.opening(_TEASER)) for entry in entries}
    return Analysed(judged, {id_: replace(one, deals=read[id_]) for id_, one in findings.items()})


def relevance(story: Story) -> float:
    """How probably `story` is for this digest."""
    return round(story.relevance, 4)


def _sources(config: Config, entries: Iterable[Entry]) -> dict[str, Source]:
    """A source for each name; of no kind that stands on the web, as an item here may lack an address."""
    known = {settings.name: settings.source for settings in config.sources}
    names = {entry.source for entry in entries}
    return {name: replace(known.get(name) or Source(name, "", ""), kind="items") for name in sorted(names)}


def _span(entries: Iterable[Entry]) -> Period:
    """From the oldest to the newest."""
    moments = [entry.dated for entry in entries]
    return Period("items", min(moments), max(moments) + timedelta(seconds=1), "UTC")


def by_entry(judged: Judged) -> dict[str, Finding]:
    """What was made of each entry that tells a story, and of each roundup."""
    found: dict[str, Finding] = {}
    originals = {copy.entry.id: copy.of for copy in judged.copies}
    parts: defaultdict[Link, list[Story]] = defaultdict(list)
    for story in (*judged.ranked, *judged.left_out):
        finding = _finding(story)
        for entry in (*story.entries, *story.copies):
            found[entry.id] = replace(finding, duplicate_of=originals.get(entry.id))
            if entry.within:
                parts[entry.within].append(story)
    for fate in judged.fates:
        events = parts.get(Link(fate.title, fate.url)) if fate.fate == "split" else None
        if events:
            found.setdefault(fate.entry, _roundup(fate.entry, events))
    return found


def _finding(story: Story) -> Finding:
    score = story.score.value if story.section else None
    return Finding(story.id, story.related, None, story.section or None, relevance(story), score)


def _roundup(entry: str, events: Sequence[Story]) -> Finding:
    """A roundup stands where the best of its events does, beside the stories cut out of it."""
    best = _finding(events[0])
    stories = tuple(dict.fromkeys(story.id for story in events))
    return replace(best, story=stable_id("story", entry), related=stories)


def _alone(entry: Entry) -> Finding:
    """For what was set aside before any story was looked for."""
    return Finding(stable_id("story", entry.id))
