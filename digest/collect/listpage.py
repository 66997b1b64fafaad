"""A page on the web that lists articles and has no feed: a newsroom, a blog, a table of press releases."""

from __future__ import annotations

from digest.collect import manners, robots
from digest.collect.fetched import Wanted, collected
from digest.collect.kinds import Door, failed
from digest.collect.listrules import Rules
from digest.collect.selectors import ItemSelector, PartSelector
from digest.config import WebSettings
from digest.model import Collected, Memory

_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"


class Settings(WebSettings):
    """`[[sources]]` with `kind = "page"`; what no selector names is recognised."""

    item: ItemSelector = ""
    link: PartSelector = ""
    title: PartSelector = ""
    date: PartSelector = ""
    summary: PartSelector = ""


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """What the page lists now, where robots.txt lets it be asked; nothing is parsed that did not change."""
    forbidden = await robots.refusal(door, manners.address(settings.url, memory, door.now))
    if forbidden:
        return failed(settings.name, "fetch", forbidden, memory, door.now)
    rules = Rules(settings.item, settings.link, settings.title, settings.date, settings.summary)
    wanted = Wanted(settings.url, "list", rules, settings.name, _ACCEPT)
    return await collected(settings, door, memory, wanted)
