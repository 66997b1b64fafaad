"""Which sections of an edition are thin, measured by those before it, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from digest import words
from digest.model import Edition, Section

LOOK_BACK = 8
"""Editions by which it is judged what is usual."""

_LEAST_EDITIONS = 3
_LEAST_USUAL = 2  # stories; less cannot become thin
_THIN = 0.5  # of what is usual
_FEWER = 0.6  # of the items that are usual
_MOST_NAMED = 4
_REGULAR = 2  # editions in which a source stood behind a section


@dataclass(frozen=True, slots=True)
class Thin:
    """A section with far fewer stories than it usually has.

    Attributes:
        id, title: of the section.
        stories: how many it has.
        usual: the median of the editions before.
        reasons: why, each in words that follow "because"; never empty.
    """

    id: str
    title: str
    stories: int
    usual: int
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """`Deals: 1 story, usually 4, because …`."""
        told = f"{self.stories} {'story' if self.stories == 1 else 'stories'}"
        return f"{self.title}: {told}, usually {self.usual}, because {' and '.join(self.reasons)}"


def of(made: Edition, earlier: Sequence[Edition], troubles: Mapping[str, str]) -> tuple[Thin, ...]:
    """The thin sections of `made`.

    Args:
        made: the edition.
        earlier: those before it, newest first.
        troubles: what is wrong with sources, by name; those that are well need not be there.
    """
    before = earlier[:LOOK_BACK]
    if len(before) < _LEAST_EDITIONS:
        return ()
    titles = {section.id: section.title for edition in before for section in edition.sections}
    now = {section.id: section for section in made.sections}
    found = []
    for id_, title in ({section.id: section.title for section in made.sections} | titles).items():
        usual = int(median(_stories(_section(edition, id_)) for edition in before))
        stories = _stories(now.get(id_))
        if usual >= _LEAST_USUAL and stories <= usual * _THIN:
            reasons = _reasons(made, before, id_, troubles)
            found.append(Thin(id_, title, stories, usual, reasons))
    return tuple(found)


def _section(edition: Edition, id_: str) -> Section | None:
    return next((section for section in edition.sections if section.id == id_), None)


def _stories(section: Section | None) -> int:
    return len(section.pieces) if section else 0


def _reasons(
    made: Edition, before: Sequence[Edition], id_: str, troubles: Mapping[str, str]
) -> tuple[str, ...]:
    regulars = _regulars(before, id_)
    sick = [f"{name}: {troubles[name]}" for name in regulars if troubles.get(name)]
    seen = {note.name: note.seen for note in made.sources}
    mute = [name for name in regulars if not troubles.get(name) and name in seen and not seen[name]]
    reasons = []
    if sick:
        reasons.append(f"{words.counted(len(sick), 'source')} of it failed or fell silent ({_named(sick)})")
    if mute:
        reasons.append(f"{_named(mute)} brought nothing")
    return tuple(reasons) or (_less(made, before, regulars),)


def _regulars(before: Sequence[Edition], id_: str) -> list[str]:
    """The sources that stood behind the section more than once, those that did most often first."""
    counts: Counter[str] = Counter()
    for edition in before:
        section = _section(edition, id_)
        pieces = section.pieces if section else ()
        counts.update({entry.source for piece in pieces if piece.story for entry in piece.story.entries})
    return [name for name, count in counts.most_common() if count >= _REGULAR]


def _less(made: Edition, before: Sequence[Edition], regulars: Sequence[str]) -> str:
    """What the items say where every source is well."""
    now = _items(made, regulars)
    usual = int(median(_items(edition, regulars) for edition in before))
    if now < usual * _FEWER:
        return f"its sources wrote less ({words.counted(now, 'item')}, usually {usual})"
    return f"its sources wrote of other things ({words.counted(now, 'item')}, usually {usual})"


def _items(edition: Edition, names: Sequence[str]) -> int:
    return sum(note.seen for note in edition.sources if note.name in names)


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
