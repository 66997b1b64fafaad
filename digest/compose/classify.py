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
from itertools import islice

import numpy as np

from digest import words
from digest.config import SelectionSettings, Theme
from digest.learned import clues, filing, vectors
from digest.learned.traits import Traits
from digest.learned.weights import SECTIONS, Floats, Weights
from digest.model import Entry, Fate, Lesson, Reason, Source, Story
from digest.phrases import Phrases

_IN_HEADLINE, _IN_LEAD, _IN_TEXT = 1.0, 0.35, 0.15
_MOST_KEYWORDS = 3  # of each place; more of the same do not make it truer
# Of likenesses in standard deviations above ordinary news.
_VECTORS, _PER_RARITY, _MOST_SHARED = (
    0.9,
    0.5,
    4.0,
)  # of likeness as vectors, of a rare word, of all such words
_RARE = 6.0  # rarity from which a shared word says something
_BEGINNING = 6  # letters by which words of one kind are known: cheese, cheesemaker
_LIKE_NEAREST, _LIKE_ALL = 0.3, 0.7  # in standard deviations above ordinary news
_ORDINARY = 0.5  # what ordinary news reaches by chance
_EXAMPLES = 1.5
_HINT = 0.5
_PICKED = 1.2  # an event in a roundup was worth telling to somebody who chose
_ENOUGH = 0.9  # what a section of one's own must bring: a headline keyword, or clear likeness to its examples
_SURE = 2.0  # how much faster than its evidence the odds of such a section grow
_LEAST_LIKE = 0.45  # cosine below which a lesson says nothing about a story
_LESSON, _MOST_LESSONS = 4.5, 9.0  # evidence of one lesson on the same story, and of all lessons together
_LEAD_CHARS, _TEXT_CHARS = 300, 2500
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
        self._themes = [_Theme(theme, learned) for theme in themes]
        self._columns = {theme.id: SECTIONS.index(theme.trained) for theme in themes if theme.trained}
        self._lessons = _Lessons(lessons, learned)
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
        self, theme: _Theme, story: Story, voters: Sequence[Entry], chances: Floats | None
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


class _Theme:
    """One section, ready to be compared with entries."""

    def __init__(self, theme: Theme, learned: Weights) -> None:
        self.id = theme.id
        self._keywords = Phrases(theme.keywords)
        self._examples = _Examples(theme.examples, learned)
        self._not_examples = _Examples(theme.not_examples, learned)

    def reasons(self, entry: Entry, traits: Traits) -> tuple[Reason, ...]:
        """What in `entry` speaks for this section or against it."""
        like, unlike = self._examples.likeness(traits), self._not_examples.likeness(traits)
        found = list(self._by_keyword(entry))
        if like[0] > 0:
            found.append(Reason("examples", _EXAMPLES * like[0], f'like "{like[1]}"'))
        if unlike[0] > 0:
            found.append(Reason("not_examples", -_EXAMPLES * unlike[0], f'like "{unlike[1]}"'))
        return tuple(found)

    def _by_keyword(self, entry: Entry) -> tuple[Reason, ...]:
        if not self._keywords:
            return ()
        found: dict[str, float] = {}
        places = (
            (entry.title, _IN_HEADLINE),
            (entry.opening(_LEAD_CHARS), _IN_LEAD),
            (entry.text[_LEAD_CHARS:_TEXT_CHARS], _IN_TEXT),
        )
        for text, value in places:
            fresh = (word for word in self._keywords.found(text) if word not in found)
            found |= dict.fromkeys(islice(fresh, _MOST_KEYWORDS), value)
        if not found:
            return ()
        return (Reason("keywords", sum(found.values()), ", ".join(f'"{word}"' for word in found)),)


class _Examples:
    """Example headlines as vectors, with how like them ordinary news is."""

    def __init__(self, texts: Sequence[str], learned: Weights) -> None:
        self._texts = texts
        self._vectors = vectors.of(((text, "") for text in texts), learned)[1]
        self._learned = learned
        stems = (stem for text in texts for stem in words.terms(text))
        self._beginnings = {stem[:_BEGINNING] for stem in stems if len(stem) >= _BEGINNING - 1}
        self._middle = self._vectors.mean(axis=0) if len(texts) else self._vectors
        if len(texts):
            near = max(
                (learned.ordinary, learned.general), key=lambda usual: float((usual @ self._middle).mean())
            )
            single, middle = near @ self._vectors.T, near @ self._middle
            self._usual = single.mean(axis=0), single.std(axis=0) + 1e-6
            self._usual_middle = float(middle.mean()), float(middle.std()) + 1e-6

    def likeness(self, traits: Traits) -> tuple[float, str]:
        """How much more than ordinary news a report is like the examples, and the likest of them."""
        if not self._texts:
            return 0.0, ""
        raised = (self._vectors @ traits.whole - self._usual[0]) / self._usual[1]
        nearest = float(np.sort(raised)[-2:].mean())
        middle = (float(self._middle @ traits.whole) - self._usual_middle[0]) / self._usual_middle[1]
        like = _LIKE_NEAREST * nearest + _LIKE_ALL * middle
        value = _VECTORS * like + self._shared(traits) - _ORDINARY
        return round(value, 4), self._texts[int(raised.argmax())]

    def _shared(self, traits: Traits) -> float:
        """How rare the words are that the headline shares with the examples, endings aside: the best two."""
        rare = [
            self._learned.rarity.get(stem, self._learned.unseen)
            for stem in set(traits.title)
            if stem[:_BEGINNING] in self._beginnings
        ]
        best = sorted((max(0.0, value - _RARE) for value in rare), reverse=True)[:2]
        return min(_MOST_SHARED, _PER_RARITY * sum(best))


class _Lessons:
    """What the editor did with earlier stories, asked about a new one."""

    def __init__(self, lessons: Sequence[Lesson], learned: Weights) -> None:
        self._lessons = sorted(lessons, key=lambda lesson: (lesson.at, lesson.title, lesson.now))
        self._vectors = vectors.of(((one.title, one.lead) for one in self._lessons), learned)[1]

    def reasons(self, section: str, whole: Floats) -> tuple[Reason, ...]:
        """What they say about filing a story under `section`; "" asks about leaving it out."""
        if not self._lessons:
            return ()
        total, likest, note = 0.0, 0.0, ""
        for lesson, like in zip(self._lessons, (self._vectors @ whole).tolist(), strict=True):
            sign = (lesson.now == section) - (lesson.was == section)
            if sign and like > _LEAST_LIKE:
                total += sign * _LESSON * (like - _LEAST_LIKE) / (1 - _LEAST_LIKE)
                if like > likest:
                    likest, note = like, _told(lesson)
        if not note:
            return ()
        return (Reason("lessons", round(max(-_MOST_LESSONS, min(_MOST_LESSONS, total)), 3), note),)


def _told(lesson: Lesson) -> str:
    done = f"moved to {lesson.now}" if lesson.now else "left out"
    return f'like "{lesson.title}", which was {done} in {lesson.edition}'


def _top(entry: Entry) -> str:
    return f"{entry.title} {entry.opening(_LEAD_CHARS)}"
