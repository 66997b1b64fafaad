"""Which section a story belongs to, or that it is not for this digest, with what decided.

Everything that speaks for a section is evidence in one unit, the natural logarithm of odds, and is added up:
what the shipped weights learned (for sections that are `trained`), the section's own words and examples, the
hints of narrow sources, and what the editor did with stories like this one. The entries of a story vote
together. A section that an editor writes today, with ten examples, works today.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from digest.config import SelectionSettings, Theme
from digest.editorial import Lessons, Words
from digest.learned import clues, filing
from digest.learned.traits import Traits
from digest.learned.weights import SECTIONS, Floats, Weights
from digest.model import Entry, Fate, Lesson, Reason, Source, Story
from digest.phrases import Phrases

_HINT = 0.5
_PICKED = 1.2  # an event in a roundup was worth telling to somebody who chose
_ENOUGH = 0.9  # what a section of one's own must bring: a headline keyword, or clear likeness to its examples
_SURE = 2.0  # how much faster than its evidence the odds of such a section grow
_LEAD_CHARS = 300
_ONLINE = frozenset({"feed"})  # kinds of source whose items stand on the web; a local file need not
_VOICES = 12  # entries of a story that vote; the lead counts double
_MOST_READ = 40  # entries of a story whose trained probabilities are read
_NONE = len(SECTIONS) - 1


@dataclass(frozen=True, slots=True)
class Filed:
    """Stories with a section, those without one, and the fates of the entries of the latter."""

    stories: tuple[Story, ...]
    left_out: tuple[Story, ...]
    fates: tuple[Fate, ...]


def stories(
    unfiled: Iterable[Story],
    themes: Sequence[Theme],
    selection: SelectionSettings,
    sources: Mapping[str, Source],
    traits: Mapping[str, Traits],
    learned: Weights,
    lessons: Sequence[Lesson] = (),
) -> Filed:
    """Files each story, or says why it is left out.

    `sources` gives the hints, by name; `traits` what was read out of each entry, by id; `lessons` what the
    editor did with earlier stories.
    """
    desk = _Desk(themes, selection, sources, traits, learned, lessons)
    filed: list[Story] = []
    left_out: list[Story] = []
    fates: list[Fate] = []
    for story in unfiled:
        refusal = desk.refusal(story)
        judged = replace(story, section="") if refusal else desk.judged(story)
        if judged.section:
            filed.append(judged)
        else:
            left_out.append(judged)
            fate, why = refusal or ("not for this digest", _unfit(judged))
            notes = tuple(_note(reason) for reason in judged.against)
            fates += (
                Fate(entry.id, entry.source, entry.title, entry.url, fate, why, story.id, notes)
                for entry in (*story.entries, *story.copies)
            )
    return Filed(tuple(filed), tuple(left_out), tuple(fates))


def _unfit(story: Story) -> str:
    nearest = f"; nearest was {story.runner_up}" if story.runner_up else ""
    return f"it is for this digest with a probability of {story.relevance:.2f}{nearest}"


def _note(reason: Reason) -> str:
    return f"{reason.name} {reason.value:+.2f}: {reason.note}"


class _Desk:
    """The sections of an edition, ready to be asked about many stories."""

    def __init__(
        self,
        themes: Sequence[Theme],
        selection: SelectionSettings,
        sources: Mapping[str, Source],
        traits: Mapping[str, Traits],
        learned: Weights,
        lessons: Sequence[Lesson],
    ) -> None:
        self._sources, self._traits, self._learned = sources, traits, learned
        self._topic, self._avoid = Phrases(selection.topic), Phrases(selection.avoid)
        self._about_all = not selection.topic
        self._bound = math.log(selection.keep / (1 - selection.keep))
        self._themes = [Words(theme, learned) for theme in themes]
        self._columns = {theme.id: SECTIONS.index(theme.trained) for theme in themes if theme.trained}
        self._lessons = Lessons(lessons, learned)
        self._narrow: defaultdict[str, set[str]] = defaultdict(set)
        for source in sources.values():
            if source.section:
                self._narrow[source.section].add(source.name)

    def refusal(self, story: Story) -> tuple[str, str] | None:
        """Fate and reason of a story that is kept out before any section is asked."""
        if not story.lead.title:
            return "empty", "it has no headline"
        if not story.lead.url and self._sources[story.lead.source].kind in _ONLINE:
            return "filtered", "it has no link that is a web address"
        if avoided := self._avoid.found(story.lead.title):
            return "filtered", f'its headline holds "{avoided[0]}", which selection.avoid keeps out'
        if not self._about_all and not any(self._topic.found(_top(entry)) for entry in story.entries):
            return "not for this digest", "headline and first sentences name no word of selection.topic"
        return None

    def judged(self, story: Story) -> Story:
        """The story with its section, or "" where leaving out is likelier, and what spoke for and against."""
        voters = (story.lead, *story.entries[:_VOICES])
        chances = self._chances(story.entries[:_MOST_READ])
        cases = {theme.id: self._case(theme, story, voters, chances) for theme in self._themes}
        out = self._out(story, chances)
        weights = {section: sum(reason.value for reason in case) for section, case in cases.items()}
        unclaimed = 0.0 if chances is None else float(chances[_NONE])
        for theme in self._themes:
            if theme.id not in self._columns:
                weights[theme.id] = _SURE * (weights[theme.id] - _ENOUGH) + unclaimed
        ranked = sorted(weights, key=lambda section: -weights[section])
        if not ranked:
            return story
        best, second = ranked[0], ranked[1] if len(ranked) > 1 else ""
        odds = _together(weights.values()) - sum(reason.value for reason in out)
        relevance = round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)
        if odds < self._bound:
            against = self._worded(cases[best], best, story, chances)
            return replace(story, relevance=relevance, runner_up=best, against=against)
        return replace(
            story,
            section=best,
            filed_by=self._worded(cases[best], best, story, chances),
            relevance=relevance,
            runner_up=second,
            against=self._worded(cases[second], second, story, chances) if second else (),
        )

    def _chances(self, told_by: Sequence[Entry]) -> Floats | None:
        """Logarithms of the trained probabilities; None for an edition without trained sections."""
        if not self._columns:
            return None
        unused = [n for n in range(_NONE) if n not in self._columns.values()]
        chance = filing.of_story([self._traits[entry.id] for entry in told_by], self._learned)
        chance[_NONE] += chance[unused].sum()  # what belongs to a section that this edition lacks
        return np.asarray(np.log(np.maximum(chance, 1e-6)), np.float32)

    def _out(self, story: Story, chances: Floats | None) -> tuple[Reason, ...]:
        trained = 0.0 if chances is None else float(chances[_NONE])
        chosen = story.lead.within
        picked = (Reason("roundup", -_PICKED, f'"{chosen.name}" tells it'),) if chosen else ()
        return (Reason("trained", trained), *picked, *self._lessons.reasons("", self._whole(story)))

    def _whole(self, story: Story) -> Floats:
        return self._traits[story.lead.id].whole

    def _case(
        self, theme: Words, story: Story, voters: Sequence[Entry], chances: Floats | None
    ) -> tuple[Reason, ...]:
        """What speaks for and against `theme`, each part averaged over those who vote."""
        said = {entry.id: theme.reasons(entry, self._traits[entry.id]) for entry in voters[1:]}
        parts: dict[str, tuple[float, str]] = {}
        for entry in voters:  # the lead votes twice
            for reason in said[entry.id]:
                value, note = parts.get(reason.name, (0.0, reason.note))
                parts[reason.name] = (value + reason.value / len(voters), note)
        return (
            *self._trained(theme.id, chances),
            *(Reason(name, round(value, 3), note) for name, (value, note) in parts.items()),
            *self._hint(theme.id, story),
            *self._lessons.reasons(theme.id, self._whole(story)),
        )

    def _trained(self, section: str, chances: Floats | None) -> tuple[Reason, ...]:
        column = self._columns.get(section)
        if column is None or chances is None:
            return ()
        return (Reason("trained", round(float(chances[column]), 3), f"{math.exp(chances[column]):.0%}"),)

    def _worded(
        self, case: tuple[Reason, ...], section: str, story: Story, chances: Floats | None
    ) -> tuple[Reason, ...]:
        """The case with the words that spoke for it against the next trained label; only for what is told."""
        column = self._columns.get(section)
        if column is None or chances is None:
            return case
        rival = max((n for n in range(len(SECTIONS)) if n != column), key=lambda n: float(chances[n]))
        found = clues.of(story.lead.title, story.lead.opening(_LEAD_CHARS), story.lead.publisher)
        told = ", ".join(word for word, _ in filing.words_for(found, column, rival, self._learned))
        first, *others = case
        return (replace(first, note=f"{first.note} for {told}") if told else first, *others)

    def _hint(self, section: str, story: Story) -> tuple[Reason, ...]:
        narrow = self._narrow.get(section, ())
        hinting = [entry.source for entry in story.entries if entry.source in narrow]
        if not hinting:
            return ()
        share = len(hinting) / len(story.entries)
        return (Reason("hint", round(_HINT * share, 3), f"{hinting[0]} usually writes about it"),)


def _together(weights: Iterable[float]) -> float:
    """Logarithm of the sum of what stands behind logarithms."""
    listed = list(weights)
    most = max(listed)
    return most + math.log(sum(math.exp(weight - most) for weight in listed))


def _top(entry: Entry) -> str:
    return f"{entry.title} {entry.opening(_LEAD_CHARS)}"
