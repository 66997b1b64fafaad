"""Who tells a story, by how independent they are: newsrooms, wires and their rewrites, primary documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from digest import outlets, urls
from digest.model import Entry, Story, Voices
from digest.sameness import Look, reason

_BYLINE_CHARS = 300
_AGENCIES = "|".join(map(re.escape, outlets.agency_spellings()))
_DATELINE = re.compile(
    rf"\((?P<mark>{_AGENCIES})\)\s*(?:[-–—]|$)|^\s*\(?(?P<start>{_AGENCIES})\)?\s*[-–—]+\s|/(?P<release>PRNewswire)/"
)
_CREDIT = re.compile(rf"\s(?:[Bb]y|[-–—|])\s(?P<tail>{_AGENCIES})$")
_AUTHORS = re.compile(r"[,;/&|]|\band\b|\bwith\b", re.IGNORECASE)
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)


def stories(told: Iterable[Story]) -> tuple[Story, ...]:
    """The stories with their voices, in the same order."""
    return tuple(replace(story, voices=of(story)) for story in told)


def of(story: Story) -> Voices:
    """Who tells `story`, each once, the lead's first.

    What prints one text is one voice: an entry and its copies. Where that text is a wire's, the outlets
    that print it are its rewrites; where it is a party's own, it is a document and they are nobody. An
    aggregator counts as a newsroom only where nobody else tells the story.
    """
    newsrooms: dict[str, str] = {}
    wires: dict[str, str] = {}
    rewrites: dict[str, str] = {}
    documents: dict[str, str] = {}
    for text in _texts(story):
        carried = _agency(text)
        paper = next((entry for entry in text if _is_document(entry)), None)
        if carried == outlets.RELEASE or (paper and not carried):
            release = next((entry for entry in text if outlets.agency(entry.publisher)), None)
            _add(documents, (paper or release or text[0]).publisher)
            continue
        tellers = [entry.publisher for entry in text if not outlets.is_aggregator(entry.publisher)]
        if not carried:
            _add(newsrooms, *tellers[:1])
            continue
        carriers = [name for name in tellers if outlets.agency(name) != carried]
        _add(newsrooms, *(name for name in tellers if outlets.agency(name) == carried))
        if carriers or not tellers:
            _add(wires, carried)
            _add(rewrites, *(carriers or [entry.publisher for entry in text]))
    if not (newsrooms or wires or documents):
        _add(newsrooms, story.lead.publisher)
    only_carried = {key: name for key, name in rewrites.items() if key not in newsrooms}
    return Voices(*(tuple(found.values()) for found in (newsrooms, wires, only_carried, documents)))


def _add(found: dict[str, str], *publishers: str) -> None:
    for publisher in publishers:
        name = outlets.newsroom(publisher)
        if name:
            found.setdefault(outlets.key(name), name)


def _texts(story: Story) -> Iterator[list[Entry]]:
    """Each entry with the copies of it, in order."""
    copies: dict[str, list[Entry]] = {entry.id: [] for entry in story.entries}
    ties = {tie.entry: tie.to for tie in story.ties}
    looks = [Look(entry) for entry in story.entries] if story.copies else []
    for copy in sorted(story.copies, key=lambda copy: (copy.dated, copy.id)):
        original = ties.get(copy.id, "")
        copies[original if original in copies else _original(copy, looks)].append(copy)
    return ([entry, *copies[entry.id]] for entry in story.entries)


def _original(copy: Entry, looks: list[Look]) -> str:
    """Id of the entry that `copy` repeats, by what it says; of the lead where that does not tell."""
    if len(looks) > 1:
        said = Look(copy)
        return next((look for look in looks if reason(look, said)), looks[0]).entry.id
    return looks[0].entry.id


def _agency(text: list[Entry]) -> str:
    """The agency whose text this is, or ""."""
    published = (outlets.agency(entry.publisher) for entry in text)
    return next(filter(None, published), "") or next(filter(None, map(_credited, text)), "")


def _credited(entry: Entry) -> str:
    """The agency that an entry's author, dateline or headline names."""
    authors = (_BY.sub("", part).strip() for part in _AUTHORS.split(entry.author[:_BYLINE_CHARS]))
    named = next(filter(None, map(outlets.agency, authors)), "")
    found = _CREDIT.search(entry.title[-60:])
    openings = (opening[:_BYLINE_CHARS] for opening in (entry.summary, entry.text))
    found = found or next(filter(None, map(_DATELINE.search, openings)), None)
    return named or (outlets.agency(found[found.lastgroup or 0]) if found else "")


def _is_document(entry: Entry) -> bool:
    return entry.within is None and outlets.is_own_page(entry.publisher, urls.host(entry.url))
