"""A feed on the web: RSS, RDF, Atom or JSON Feed."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from digest.collect.fetcher import Answer, Problem
from digest.collect.items import Origin
from digest.collect.kinds import Door, body_hash, failed, fresh, unchanged
from digest.collect.reading import Job
from digest.config import SourceSettings
from digest.model import Collected, Memory
from digest.settings import WebAddress


class Settings(SourceSettings):
    """`[[sources]]` with `kind = "feed"`."""

    url: Annotated[WebAddress, Field(min_length=1)]

    @property
    def place(self) -> str:
        """Its address."""
        return self.url


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """What the feed lists now; nothing is parsed that did not change."""
    name = settings.name
    answer = await door.fetcher.get(settings.url, memory)
    if isinstance(answer, Problem):
        return failed(name, "fetch", answer.sentence, memory, door.now)
    return replace(await _read(name, answer, door, memory), served_at=answer.served_at)


async def _read(name: str, answer: Answer, door: Door, memory: Memory) -> Collected:
    seen = body_hash(answer.body)
    if answer.unchanged or seen == memory.body_hash:
        remembered = replace(memory, etag=answer.etag, last_modified=answer.last_modified)
        return unchanged(name, remembered, door)
    origin = Origin(name, answer.url, door.now, publisher=name, charset=answer.charset)
    reading = await door.workers.read(Job("feed", answer.body, origin))
    if reading.problem:
        return failed(name, "parse", f"sent {reading.problem}", memory, door.now)
    if not reading.complete:  # the rest has to come the next time, so nothing is remembered as seen
        return fresh(
            name,
            reading.entries,
            replace(memory, etag="", last_modified="", body_hash=""),
            door,
            reading.notes,
        )
    remembered = replace(memory, etag=answer.etag, last_modified=answer.last_modified, body_hash=seen)
    return fresh(name, reading.entries, remembered, door, reading.notes)
