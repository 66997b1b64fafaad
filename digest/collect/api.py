"""A JSON endpoint on the web: where its items are and what they are called is configured, not programmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from digest import words
from digest.collect.fetched import Wanted, collected
from digest.collect.fetcher import Problem
from digest.collect.items import Origin, apart, newest_first
from digest.collect.jsonrules import ItemsPath, OneAddress, Paths, Rules
from digest.collect.kinds import Door, failed
from digest.collect.reading import Job
from digest.config import WebSettings
from digest.model import SILENT, Collected, Entry, Hints, Memory

_ACCEPT = "application/json, application/x-ndjson, */*;q=0.5"
_ENOUGH = 3  # items in a row that cannot be had; then the others are not asked for


class Settings(WebSettings):
    """`[[sources]]` with `kind = "json"`; a setting that takes a path takes a list of them as well."""

    items: ItemsPath = ""
    title: Annotated[Paths, Field(min_length=1)]
    link: Paths = ("url",)
    date: Paths = ()
    summary: Paths = ()
    content: Paths = ()
    id: Paths = ()
    author: Paths = ()
    each: OneAddress = ""
    newest: Annotated[int, Field(ge=1, le=100)] = 30

    @property
    def rules(self) -> Rules:
        """What the reader needs to know."""
        return Rules(**self.model_dump(include=set(Rules.__slots__) - {"is_one"}))


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """What the endpoint lists now; where that is ids, their items are asked for when the list has changed."""
    form = "ids" if settings.each else "json"
    wanted = Wanted(settings.url, form, settings.rules, settings.name, _ACCEPT)
    listed = await collected(settings, door, memory, wanted)
    return await _each(settings, door, memory, listed) if settings.each and listed.entries else listed


async def _each(settings: Settings, door: Door, memory: Memory, listed: Collected) -> Collected:
    """`listed`, whose entries are the places of items, with the items themselves; one after the other."""
    found: list[Entry] = []
    problems: list[str] = []
    size, asked, in_a_row = 0, SILENT, 0
    for place in listed.entries:
        entries, problem, hints, took = await _one(settings, door, place.url)
        found += entries
        size += took
        in_a_row = in_a_row + 1 if problem else 0
        if problem:
            problems.append(problem)
        if hints.wait is not None or in_a_row == _ENOUGH:
            asked = hints
            break
    whole = replace(listed, size=listed.size + size, hints=replace(listed.hints, wait=asked.wait))
    if problems and not found:
        nothing = failed(settings.name, "fetch", _missing(problems), memory, door.now)
        return replace(nothing, hints=whole.hints, size=whole.size, served_at=whole.served_at)
    return _with(whole, found, problems)


async def _one(settings: Settings, door: Door, url: str) -> tuple[tuple[Entry, ...], str, Hints, int]:
    """The entry of the item at `url`, if it is one; why it could not be had; what was asked; bytes."""
    answer = await door.fetcher.get(url, Memory(), _ACCEPT)
    if isinstance(answer, Problem):
        return (), f"{url} {answer.sentence}", answer.hints, answer.size
    origin = Origin(settings.name, answer.url, door.now, publisher=settings.name, charset=answer.charset)
    rules = replace(settings.rules, is_one=True)
    reading = await door.workers.read(Job("json", answer.body, origin, rules=rules))
    problem = f"{url} sent {reading.problem}" if reading.problem else ""
    return reading.entries, problem, answer.hints, answer.size


def _with(listed: Collected, found: list[Entry], problems: list[str]) -> Collected:
    """`listed` with the entries that were found; what could not be had is asked for again the next time."""
    entries = newest_first(apart(found))
    if not problems:
        return replace(listed, entries=entries)
    memory = replace(listed.memory, etag="", last_modified="", body_hash="")
    return replace(listed, entries=entries, memory=memory, notes=(*listed.notes, _missing(problems)))


def _missing(problems: list[str]) -> str:
    return f"{words.counted(len(problems), 'item')} could not be had: {problems[0]}"
