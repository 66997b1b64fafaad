"""Which section a story belongs to, or that it is not for this digest, with what spoke for it.

A story is filed by the keywords and example headlines of the sections in the configuration, and by the
hints of narrow sources. Nothing is trained and nothing is known beyond the configuration: a section that
an editor writes today works today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from digest import words
from digest.config import SelectionSettings, Theme
from digest.model import Entry, Fate, Reason, Source, Story
from digest.phrases import Phrases
from digest.similarity import Bag, Rarity, centroid, cosine

_IN_HEADLINE, _IN_LEAD, _IN_TEXT = 1.0, 0.35, 0.15
_MOST_KEYWORDS = 3  # of each place; more of the same do not make it truer
_LIKE_EXAMPLES, _LIKE_ALL = 1.5, 1.5
_HINT = 0.5
_ENOUGH = 0.9  # a headline keyword with some likeness, or likeness and hint together
_LEAD_CHARS, _TEXT_CHARS = 300, 2500
_ONLINE = frozenset({"feed"})  # kinds of source whose items stand on the web; a local file need not
_VOICES = 5  # entries of a story that are asked; the lead counts double


@dataclass(frozen=True, slots=True)
class Filed:
    """Stories with a section, and the fates of those that are not for this digest."""

    stories: tuple[Story, ...]
    fates: tuple[Fate, ...]


def stories(
    unfiled: Iterable[Story],
    themes: Sequence[Theme],
    selection: SelectionSettings,
    sources: Mapping[str, Source],
) -> Filed:
    """Files each story, or says why it is left out. `sources` gives the hints, by name."""
    desk = _Desk(themes, selection, sources)
    filed: list[Story] = []
    fates: list[Fate] = []
    for story in unfiled:
        refusal = desk.refusal(story)
        section, reasons = ("", ()) if refusal else desk.section(story)
        if section:
            filed.append(replace(story, section=section, filed_by=reasons))
        else:
            fate, why = refusal or ("not for this digest", _weak(reasons))
            left_out = (*story.entries, *story.copies)
            fates += (Fate(entry.id, entry.source, entry.title, entry.url, fate, why) for entry in left_out)
    return Filed(tuple(filed), tuple(fates))


def _weak(reasons: Sequence[Reason]) -> str:
    if not reasons:
        return "nothing in it speaks for any section"
    notes = ", ".join(reason.note for reason in reasons)
    return f"too little speaks for any section ({notes})"


class _Desk:
    """The sections of an edition, ready to be asked about many stories."""

    def __init__(
        self, themes: Sequence[Theme], selection: SelectionSettings, sources: Mapping[str, Source]
    ) -> None:
        self._sources = sources
        self._topic = Phrases(selection.topic)
        self._about_all = not selection.topic
        self._avoid = Phrases(selection.avoid)
        examples = [words.terms(text) for theme in themes for text in (*theme.examples, theme.description)]
        self._rarity = Rarity(examples)
        self._themes = [_Theme(theme, self._rarity) for theme in themes]

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

    def section(self, story: Story) -> tuple[str, tuple[Reason, ...]]:
        """The id of the section with the strongest case, and that case; "" where none is strong enough."""
        cases = [(theme.id, self._case(theme, story)) for theme in self._themes]
        best, reasons = max(cases, key=lambda case: sum(reason.value for reason in case[1]))
        strong = sum(reason.value for reason in reasons) >= _ENOUGH
        return (best if strong else ""), reasons

    def _case(self, theme: _Theme, story: Story) -> tuple[Reason, ...]:
        """What speaks for `theme`: the average over the first entries of the story, the lead twice."""
        asked = (story.lead, *story.entries[:_VOICES])
        parts: dict[str, tuple[float, str]] = {}
        for entry in asked:
            for reason in theme.reasons(entry, self._rarity):
                value, note = parts.get(reason.name, (0.0, reason.note))
                parts[reason.name] = (value + reason.value / len(asked), note)
        hint = self._hint(theme, story)
        found = (Reason(name, round(value, 3), note) for name, (value, note) in parts.items())
        return (*found, *hint)

    def _hint(self, theme: _Theme, story: Story) -> tuple[Reason, ...]:
        narrow = {source.name for source in self._sources.values() if source.section == theme.id}
        hinting = [entry.source for entry in story.entries if entry.source in narrow]
        if not hinting:
            return ()
        share = len(hinting) / len(story.entries)
        return (Reason("hint", round(_HINT * share, 3), f"{hinting[0]} usually writes about it"),)


class _Theme:
    """One section, ready to be compared with entries."""

    def __init__(self, theme: Theme, rarity: Rarity) -> None:
        self.id = theme.id
        self._keywords = Phrases(theme.keywords)
        self._examples = [(text, rarity.bag(words.terms(text))) for text in theme.examples]
        self._all: Bag = centroid([bag for _, bag in self._examples])

    def reasons(self, entry: Entry, rarity: Rarity) -> tuple[Reason, ...]:
        """What in `entry` speaks for this section."""
        return (*self._by_keyword(entry), *self._by_example(entry, rarity))

    def _by_keyword(self, entry: Entry) -> tuple[Reason, ...]:
        found: dict[str, float] = {}
        places = (
            (entry.title, _IN_HEADLINE),
            (entry.opening(_LEAD_CHARS), _IN_LEAD),
            (_rest(entry), _IN_TEXT),
        )
        for text, value in places:
            fresh = (word for word in self._keywords.found(text) if word not in found)
            found |= dict.fromkeys(islice(fresh, _MOST_KEYWORDS), value)
        if not found:
            return ()
        return (Reason("keywords", sum(found.values()), ", ".join(f'"{word}"' for word in found)),)

    def _by_example(self, entry: Entry, rarity: Rarity) -> tuple[Reason, ...]:
        bag = rarity.bag(words.terms(_top(entry)))
        likeness = [(cosine(bag, example), text) for text, example in self._examples]
        best, nearest = max(likeness, default=(0.0, ""))
        value = _LIKE_EXAMPLES * best + _LIKE_ALL * cosine(bag, self._all)
        return (Reason("examples", value, f'like "{nearest}"'),) if value > 0 else ()


def _rest(entry: Entry) -> str:
    """What follows the lead, where the source gave more than a teaser."""
    return entry.text[_LEAD_CHARS:_TEXT_CHARS]


def _top(entry: Entry) -> str:
    return f"{entry.title} {entry.opening(_LEAD_CHARS)}"
