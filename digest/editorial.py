"""What the editor said, as evidence: a section's own words and examples, and lessons from earlier drafts.

Evidence is in one unit, the natural logarithm of odds, so that it adds up with what was learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from digest import words
from digest.config import Theme
from digest.learned import vectors
from digest.learned.traits import Traits
from digest.learned.weights import Floats, Weights
from digest.model import Entry, Lesson, Reason
from digest.phrases import Phrases

_IN_HEADLINE, _IN_LEAD, _IN_TEXT = 1.0, 0.35, 0.15
_MOST_KEYWORDS = 3  # of each place; more of the same do not make it truer
_VECTORS = 0.9  # of likeness as vectors
_PER_RARITY, _MOST_SHARED = 0.5, 4.0  # of a rare word that is shared with the examples, and of all of them
_RARE = 6.0  # rarity from which a shared word says something
_BEGINNING = 6  # letters by which words of one kind are known: cheese, cheesemaker
_LIKE_NEAREST, _LIKE_ALL = 0.3, 0.7  # in standard deviations above ordinary news
_ORDINARY = 0.5  # what ordinary news reaches by chance
_EXAMPLES = 1.5
_LEAST_LIKE = 0.45  # cosine below which a lesson says nothing about a story
_LEAST_LIKE_DROPPED = 0.7  # the same for a story that was left out: it may have been for want of space
_LESSON, _MOST_LESSONS = 4.5, 9.0  # evidence of one lesson on the same story, and of all lessons together
_LEAD_CHARS, _TEXT_CHARS = 300, 2500


class Words:
    """One section, ready to be compared with entries."""

    def __init__(self, theme: Theme, learned: Weights) -> None:
        self.id = theme.id
        self._keywords = Phrases(theme.keywords)
        self._examples = Examples(theme.examples, learned)
        self._not_examples = Examples(theme.not_examples, learned)

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


class Examples:
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


class Lessons:
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
            least = _LEAST_LIKE if lesson.now else _LEAST_LIKE_DROPPED
            if sign and like > least:
                total += sign * _LESSON * (like - least) / (1 - least)
                if like > likest:
                    likest, note = like, _told(lesson)
        if not note:
            return ()
        return (Reason("lessons", round(max(-_MOST_LESSONS, min(_MOST_LESSONS, total)), 3), note),)


def _told(lesson: Lesson) -> str:
    done = f"moved to {lesson.now}" if lesson.now else "left out"
    return f'like "{lesson.title}", which was {done} in {lesson.edition}'
