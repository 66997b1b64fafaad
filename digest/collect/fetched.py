"""What all kinds share that fetch one document: ask, see whether it changed, read it, remember.

A kind says what it wants (`Wanted`); `collected` makes the attempt of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from digest.collect import manners
from digest.collect.fetcher import Answer, Problem
from digest.collect.items import Origin, apart, newest_first
from digest.collect.kinds import Door, body_hash, failed, fresh, unchanged
from digest.collect.reading import Job, Reading
from digest.config import SourceSettings
from digest.model import Collected, Memory


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document that is to be fetched and read.

    Attributes:
        url: its address as configured.
        form: how it is read, a row of `digest.collect.reading`.
        rules: what the form needs to know beside; other rules on the same bytes are another document.
        publisher: name for items that name none; "" takes the document's own title.
        accept: the forms that it may come in, as the header Accept names them; "" means feeds.
        follow: how many of the further documents that it names are read with it.
    """

    url: str
    form: str
    rules: Any = None
    publisher: str = ""
    accept: str = ""
    follow: int = 0


async def collected(settings: SourceSettings, door: Door, memory: Memory, wanted: Wanted) -> Collected:
    """What the document lists now; nothing is parsed that did not change."""
    if not memory.body_hash.endswith(
        _mark(wanted.rules)
    ):  # it was read by other rules: "unchanged" is no answer
        memory = replace(memory, etag="", last_modified="", body_hash="")
    answer = await door.fetcher.get(manners.address(wanted.url, memory, door.now), memory, wanted.accept)
    if isinstance(answer, Problem):
        result = failed(settings.name, "fetch", answer.sentence, memory, door.now)
        status, size, took_s = answer.status, answer.size, answer.took_s
        return replace(result, hints=answer.hints, size=size, took_s=took_s, status=status)
    result = await _read(settings.name, wanted, answer, door, memory)
    hints = manners.joined(answer.hints, result.hints)
    result = replace(result, served_at=answer.served_at, hints=hints, found_at=answer.url)
    return replace(result, size=answer.size, took_s=answer.took_s)


async def _read(name: str, wanted: Wanted, answer: Answer, door: Door, memory: Memory) -> Collected:
    seen = body_hash(answer.body) + _mark(wanted.rules)
    if answer.unchanged or seen == memory.body_hash:
        remembered = replace(memory, etag=answer.etag, last_modified=answer.last_modified)
        return unchanged(name, remembered, door)
    origin = Origin(name, answer.url, door.now, publisher=wanted.publisher, charset=answer.charset)
    reading = await door.workers.read(Job(wanted.form, answer.body, origin, rules=wanted.rules))
    if reading.problem:
        return failed(name, "parse", f"sent {reading.problem}", memory, door.now)
    if reading.links and wanted.follow:
        return await _followed(name, wanted, reading, door, replace(memory, body_hash=seen))
    if reading.complete:
        remembered = replace(memory, etag=answer.etag, last_modified=answer.last_modified, body_hash=seen)
    else:  # the rest has to come the next time, so nothing is remembered as seen
        remembered = replace(memory, etag="", last_modified="", body_hash="")
    return replace(fresh(name, reading.entries, remembered, door, reading.notes), hints=reading.wishes)


async def _followed(name: str, wanted: Wanted, index: Reading, door: Door, memory: Memory) -> Collected:
    """What the documents give that an index names; one that cannot be read is a note.

    An index that dates them all is known again by its bytes. Of another one nothing is remembered.
    """
    links = index.links[: wanted.follow]
    parts = [await _part(name, wanted, url, door) for url, _ in links]
    good = [part for part in parts if not part.problem]
    notes = [f"{url}: {part.problem}" for (url, _), part in zip(links, parts, strict=True) if part.problem]
    if not good:
        return failed(
            name, "fetch", f"names documents of which none can be read: {notes[0]}", memory, door.now
        )
    is_known_again = len(good) == len(parts) and all(date for _, date in links)
    memory = replace(memory, etag="", last_modified="", body_hash=memory.body_hash if is_known_again else "")
    entries = newest_first(apart(chain.from_iterable(part.entries for part in good)))
    return fresh(name, entries, memory, door, (*notes, *chain.from_iterable(part.notes for part in good)))


async def _part(name: str, wanted: Wanted, url: str, door: Door) -> Reading:
    answer = await door.fetcher.get(url, Memory())
    if isinstance(answer, Problem):
        return Reading(problem=answer.sentence)
    origin = Origin(name, answer.url, door.now, publisher=wanted.publisher, charset=answer.charset)
    reading = await door.workers.read(Job(wanted.form, answer.body, origin, rules=wanted.rules))
    if reading.links and not reading.problem:
        return Reading(problem="names further documents, which are not followed")
    return reading


def _mark(rules: Any) -> str:
    """What tells a document that was read by these rules."""
    return "" if rules is None else f"/{body_hash(repr(rules).encode())}"
