"""A feed on the web: RSS, RDF, Atom or JSON Feed."""

from __future__ import annotations

from digest.collect.fetched import Wanted, collected
from digest.collect.kinds import Door
from digest.config import WebSettings
from digest.model import Collected, Memory


class Settings(WebSettings):
    """`[[sources]]` with `kind = "feed"`."""


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """What the feed lists now; nothing is parsed that did not change."""
    return await collected(settings, door, memory, Wanted(settings.url, "feed", publisher=settings.name))
