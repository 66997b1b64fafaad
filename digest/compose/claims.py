"""What the reports of a story state in figures, sentence by sentence, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from digest import claims, words
from digest.model import Claim, Entry, Story

_SENTENCES = 16  # of an entry; what comes later is background
_LONGEST = 600  # characters of a sentence; a longer one is a list or a table that lost its lines


def stories(found: Iterable[Story]) -> tuple[Story, ...]:
    """The stories with the claims of their entries, the lead's first."""
    return tuple(replace(story, claims=tuple(_claims(story))) for story in found)


def _claims(story: Story) -> Iterator[Claim]:
    for entry in story.entries:
        for sentence in sentences(entry):
            yield from claims.of(entry.id, sentence)


def sentences(entry: Entry) -> tuple[str, ...]:
    """The headline and the first sentences of an entry, each once."""
    told = (entry.title, *words.sentences(entry.summary), *words.sentences(entry.text[: 20 * _LONGEST]))
    return tuple(one for one in dict.fromkeys(told) if len(one) <= _LONGEST)[: _SENTENCES + 1]
