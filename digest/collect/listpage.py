"""A page on the web that lists articles and has no feed: a newsroom, a blog, a table of press releases."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from digest.collect.fetched import Wanted, collected
from digest.collect.kinds import Door
from digest.collect.listrules import Rules
from digest.collect.selectors import ItemSelector, PartSelector
from digest.config import SourceSettings
from digest.model import Collected, Memory
from digest.settings import WebAddress

_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"


class Settings(SourceSettings):
    """`[[sources]]` with `kind = "page"`; what no selector names is recognised."""

    url: Annotated[WebAddress, Field(min_length=1)]
    item: ItemSelector = ""
    link: PartSelector = ""
    title: PartSelector = ""
    date: PartSelector = ""
    summary: PartSelector = ""

    @property
    def place(self) -> str:
        """Its address."""
        return self.url


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """What the page lists now; nothing is parsed that did not change."""
    rules = Rules(settings.item, settings.link, settings.title, settings.date, settings.summary)
    wanted = Wanted(settings.url, "list", rules, settings.name, _ACCEPT)
    return await collected(settings, door, memory, wanted)
