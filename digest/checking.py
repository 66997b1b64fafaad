"""The gates over an edition, with the full texts of the reports that it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from digest import drafts, editionjson, pictures, press, reserve, urls
from digest.check import GATES, Finding, Galley
from digest.compose import normalise, roundup
from digest.model import Edition, Entry, stable_id
from digest.press import Printed
from digest.project import Project


def of(project: Project, edition: Edition, printed: Printed | None = None) -> tuple[Finding, ...]:
    """What the gates find in `edition` and its outputs, family by family, each in printed order.

    `printed` are its outputs where they are at hand; else they are made for it.
    """
    return found(galley(project, edition, printed))


def galley(project: Project, edition: Edition, printed: Printed | None = None) -> Galley:
    """`edition` with its reports and outputs, as the gates read it."""
    printed = printed or press.printed(project, edition)
    return Galley(
        edition,
        texts(project, edition),
        printed.texts,
        project.config.stationery,
        printed.replaced,
        printed.traced,
        unsent=printed.unsent,
        altered=pictures.altered(project.folder(edition.key), edition.pictures),
    )


def found(read: Galley) -> tuple[Finding, ...]:
    """What the gates find in a galley, family by family, each in printed order."""
    return tuple(finding for gate in GATES.values() for finding in gate(read))


def texts(project: Project, edition: Edition) -> Mapping[str, Entry]:
    """The entries that `edition` rests on, by id, each as full as it can be had.

    A fresh edition holds them itself; one that was read from a file gets them from the store. An event of a
    roundup is cut out of it again. Where the store has forgotten one, what the edition holds must do.
    """
    held = {entry.id: entry for entry in _entries(edition)}
    bare = {id_: entry for id_, entry in held.items() if not (entry.text or entry.summary)}
    expected = {watch.due.entry for watch in edition.watch if watch.due} - held.keys()
    kept = project.store.entries_by_id([*bare, *expected])
    found = {entry.id: entry for entry in normalise.entries(kept.values())}
    cut = [entry for entry in bare.values() if entry.within and entry.id not in found]
    return held | found | {entry.id: entry for entry in _cut_again(project, cut)}


def current(project: Project, key: str) -> Edition:
    """The edition of `key` as it would go out now: with its draft as it stands, rendered or not.

    Raises:
        DigestError: there is no such edition, or its draft cannot be read.
    """
    base = project.store.edition(key)
    if base is None:
        raise project.lacks(key)
    made = editionjson.read(base.edition)
    folder = project.folder(key)
    text = drafts.current(folder)
    return made if text is None else drafts.applied(made, text, folder, reserve.of(project, key))


def _entries(edition: Edition) -> Iterator[Entry]:
    for piece in edition.pieces:
        if piece.story:
            yield from piece.story.entries
            yield from piece.story.copies


def _cut_again(project: Project, events: Iterable[Entry]) -> Iterator[Entry]:
    """The `events` with their words; with all words of the roundup where it no longer tells one so."""
    by_roundup: defaultdict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for event in events:
        guid, mark, _ = event.guid.rpartition("#")
        if mark and event.within:
            by_roundup[event.source, guid, event.within.url].append(event)
    for (source, guid, url), told in by_roundup.items():
        parent = _roundup(project, source, guid, url)
        if parent is None:
            continue
        parts = {part.id: part for part in roundup.split([parent]).entries}
        yield from (parts.get(event.id) or _whole(parent, event) for event in told)


def _whole(parent: Entry, event: Entry) -> Entry:
    return replace(event, summary=parent.summary, text=parent.text)


def _roundup(project: Project, source: str, guid: str, url: str) -> Entry | None:
    """The roundup of this source, guid and address, clean as it was cut; None where the store has none."""
    usual = stable_id(source, guid, urls.canonical(url))
    found = project.store.entries_by_id([usual]).get(usual)
    if found is None and url:  # its source was renamed since, or its address changed on cleaning
        found = next((entry for entry in project.store.find(url) if entry.guid == guid), None)
    return normalise.entries([found])[0] if found else None
