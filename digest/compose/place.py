"""Where ranked stories stand in the issue, and what became of every entry behind them."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from digest.config import SelectionSettings
from digest.learned.about import Names
from digest.learned.traits import Traits
from digest.model import Entry, Fate, Memory, Reason, Score, SourceNote, Story

_NEAR, _SAME = 0.6, 0.9  # cosine from which a story is like another, and from which nothing sets it apart
_DIVERSITY = 0.4  # what a story loses that is wholly like one above it
_RELATED = 0.6  # how like a story is to one that it is related to
_ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Stories by where they stand: told with text, as one line, or below the line.

    Attributes:
        rules: by id of a story, the rule that kept it from being told although there was room, or that has
            it told although its rank would not.
        ranks: by id of a story, its place within its section, 1 for the first.
    """

    told: tuple[Story, ...]
    briefs: tuple[Story, ...]
    below: tuple[Story, ...]
    rules: Mapping[str, str] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)


def stories(
    ranked: Iterable[Story],
    selection: SelectionSettings,
    traits: Mapping[str, Traits],
    held: Mapping[str, str] = MappingProxyType({}),
) -> Placed:
    """Gives each section its share of the ranked stories.

    One outlet does not lead too many of a section, one company or person not too many of the issue, and a
    story that is nearly like one above it in its section falls behind others. `traits` are those of the
    entries by id. `held` names stories that are told whatever their rank, by id, and why in words.
    """
    ranked = tuple(ranked)
    desk = _Desk(selection, traits)
    for story in ranked:
        if story.id in held:
            desk.put_held(story, held[story.id])
    waiting = [
        (-story.score.value, place, story) for place, story in enumerate(ranked) if story.id not in held
    ]
    heapq.heapify(waiting)
    while waiting:
        value, place, story = heapq.heappop(waiting)
        if desk.full(story.section):
            desk.put_below(story)
            continue
        judged = desk.judged(ranked[place])
        if -judged.score.value > value:  # it was like one that was placed since it was last looked at
            heapq.heappush(waiting, (-judged.score.value, place, judged))
        else:
            desk.put(judged)
    return desk.placed()


class _Desk:
    """What stands in the issue so far."""

    def __init__(self, selection: SelectionSettings, traits: Mapping[str, Traits]) -> None:
        self._selection, self._traits = selection, traits
        self._names = Names(traits.values())
        self._told: list[Story] = []
        self._briefs: list[Story] = []
        self._below: list[Story] = []
        self._in_section: defaultdict[str, list[Story]] = defaultdict(list)
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._rules: dict[str, str] = {}

    def full(self, section: str) -> bool:
        """Whether neither a told story nor a brief has room in `section`."""
        return not self._has_room(section, "told") and not self._has_room(section, "brief")

    def _has_room(self, section: str, kind: str) -> bool:
        choice = self._selection
        most = choice.stories_per_section if kind == "told" else choice.briefs_per_section
        return self._counts[section, kind] < most

    def judged(self, story: Story) -> Story:
        """The story with what it loses by being like one above it."""
        likest = max(
            ((self._like(story, above), -place) for place, above in enumerate(self._above(story))),
            default=(0.0, 0),
        )
        value = round(self._selection.diversity * _DIVERSITY * likest[0], 3)
        if not value:
            return story
        above = self._above(story)[-likest[1]]
        reason = Reason("diversity", -value, f'nearly like "{above.lead.title}" above it')
        return replace(story, score=Score((*story.score.reasons, reason)))

    def _above(self, story: Story) -> Sequence[Story]:
        return self._in_section[story.section]

    def _like(self, story: Story, above: Story) -> float:
        """How little sets `story` apart from `above`, 0 to 1."""
        one, other = self._traits[story.lead.id].whole, self._traits[above.lead.id].whole
        near = min(1.0, max(0.0, (float(one @ other) - _NEAR) / (_SAME - _NEAR)))
        related = story.id in above.related or above.id in story.related
        return max(round(near, 4), _RELATED if related else 0.0)

    def put(self, story: Story) -> None:
        """Tells the story where there is room and no rule against it, else gives it as a brief, else not."""
        section, about = story.section, self._about(story)
        rule = self._rule(story, about) if self._has_room(section, "told") else ""
        if rule:
            self._rules[story.id] = rule
        elif self._has_room(section, "told"):
            self._tell(story, about)
            return
        if self._has_room(section, "brief"):
            self._place(story, self._briefs, "brief")
        else:
            self.put_below(story)

    def put_held(self, story: Story, why: str) -> None:
        """Tells a story that a person wants told; it takes the room of another."""
        self._rules[story.id] = why
        self._tell(story, self._about(story))

    def _tell(self, story: Story, about: str) -> None:
        self._place(story, self._told, "told")
        self._counts["outlet", story.section, story.lead.publisher] += 1
        self._counts["about", about] += 1

    def _place(self, story: Story, where: list[Story], kind: str) -> None:
        self._counts[story.section, kind] += 1
        self._in_section[story.section].append(story)
        where.append(story)

    def put_below(self, story: Story) -> None:
        """Leaves the story out of the issue."""
        self._below.append(story)

    def _about(self, story: Story) -> str:
        return self._names.main([self._traits[entry.id] for entry in story.entries])

    def _rule(self, story: Story, about: str) -> str:
        """Which cap is against telling it, in words; "" for none."""
        section, outlet = story.section, story.lead.publisher
        led, told = self._counts["outlet", section, outlet], self._counts["about", about]
        if about and told >= self._selection.per_company:
            name = self._names.written(about, story.lead.title)
            return f"{_ordinal(told + 1)} story about {name}; per_company = {self._selection.per_company}"
        if led >= self._selection.per_publisher:
            most = self._selection.per_publisher
            return f"{_ordinal(led + 1)} story of {outlet} in {section}; per_publisher = {most}"
        return ""

    def placed(self) -> Placed:
        """Everything where it stands."""
        ranks: dict[str, int] = {}
        count: Counter[str] = Counter()
        everyone = [*self._told, *self._briefs, *self._below]
        for story in sorted(everyone, key=lambda story: -story.score.value):
            count[story.section] += 1
            ranks[story.id] = count[story.section]
        told = sorted(self._told, key=lambda story: -story.score.value)  # those held came first
        return Placed(tuple(told), tuple(self._briefs), tuple(self._below), self._rules, ranks)


def waiting(placed: Placed, most: int) -> tuple[Story, ...]:
    """The next stories below the line, at `most` so many of each section, in the order of their ranks."""
    left: Counter[str] = Counter()
    found = []
    for story in sorted(placed.below, key=lambda story: placed.ranks[story.id]):
        left[story.section] += 1
        if left[story.section] <= most:
            found.append(story)
    return tuple(found)


def _ordinal(number: int) -> str:
    return _ORDINALS[number] if number < len(_ORDINALS) else f"{number}th"


def source_notes(
    names: Iterable[str], entries: Iterable[Entry], placed: Placed, memories: Mapping[str, Memory]
) -> tuple[SourceNote, ...]:
    """What each source did: entries of the period, entries behind printed stories, its last problem."""
    seen = Counter(entry.source for entry in entries)
    used = Counter(entry.source for story in (*placed.told, *placed.briefs) for entry in story.entries)
    return tuple(SourceNote(name, seen[name], used[name], _problem(memories.get(name))) for name in names)


def _problem(memory: Memory | None) -> str:
    if memory is None or memory.checked_at is None:
        return "not collected yet"
    return memory.error


def fates(placed: Placed) -> tuple[Fate, ...]:
    """Where the entries of every story went: printed, merged into it, a copy, or below the line."""
    sizes = Counter(story.section for story in (*placed.told, *placed.briefs, *placed.below))
    last: dict[str, float] = {}
    for story in (*placed.told, *placed.briefs):
        last[story.section] = min(story.score.value, last.get(story.section, story.score.value))
    return tuple(
        fate
        for found, where in ((placed.told, "told"), (placed.briefs, "in brief"), (placed.below, ""))
        for story in found
        for fate in _fates(story, where, _why(story, where, placed, sizes, last))
    )


def _why(
    story: Story, where: str, placed: Placed, sizes: Mapping[str, int], last: Mapping[str, float]
) -> str:
    """Where the story stands, and what kept it from standing higher, in one line."""
    rank = f"rank {placed.ranks.get(story.id, 0)} of {sizes[story.section]} in {story.section}"
    rule = f"; {placed.rules[story.id]}" if story.id in placed.rules else ""
    if where:
        return f"{where} in {story.section}, {rank.rpartition(' in ')[0]}{rule}"
    lowest = f", the last one in had {last[story.section]:.4g}" if story.section in last else ""
    return f"below the line at {rank}; its score was {story.score.value:.4g}{lowest}{rule}"


def _fates(story: Story, where: str, why: str) -> Iterator[Fate]:
    lead, ties = story.lead, _ties(story)
    notes = tuple(filter(None, (_filing(story), _scoring(story))))
    yield _fate(lead, story, "section" if where else "below the line", why, notes)
    for entry in story.entries[1:]:
        fate = "merged" if where else "below the line"
        yield _fate(entry, story, fate, f'one story with "{lead.title}"', ties.get(entry.id, ()))
    for entry in story.copies:
        yield _fate(entry, story, "copy", f'repeats a report of "{lead.title}"', ties.get(entry.id, ()))


def _fate(entry: Entry, story: Story, fate: str, reason: str, notes: tuple[str, ...]) -> Fate:
    return Fate(entry.id, entry.source, entry.title, entry.url, fate, reason, story.id, notes)


def _ties(story: Story) -> dict[str, tuple[str, ...]]:
    """Why each entry stands with the story: the report that it is nearest to, how near, what both share."""
    titles = {entry.id: entry.title for entry in (*story.entries, *story.copies)}
    return {
        tie.entry: tuple(
            f"merged with “{titles.get(tie.to, tie.to)}” ({reason.value:.2f}): {reason.note}"
            for reason in tie.reasons
        )
        for tie in story.ties
    }


def _filing(story: Story) -> str:
    """What spoke for the section and for the one that came second."""
    own = _case(story.section, story.filed_by)
    return f"{own}; second: {_case(story.runner_up, story.against)}" if story.runner_up else own


def _case(section: str, reasons: Sequence[Reason]) -> str:
    total = sum(reason.value for reason in reasons)
    said = "; ".join(f"{reason.name} {reason.note}" if reason.note else reason.name for reason in reasons)
    return f"{section} {total:.1f}: {said}" if said else f"{section} {total:.1f}"


def _scoring(story: Story) -> str:
    parts = (
        f"{reason.name} {reason.value:+.2f}" + (f" ({reason.note})" if reason.note else "")
        for reason in story.score.reasons
    )
    said = ", ".join(parts)
    return f"score {story.score.value:.4g}: {said}" if said else ""
