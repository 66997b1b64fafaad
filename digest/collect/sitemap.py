"""A sitemap: the pages of a site that has no feed, with news sitemaps and indexes."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from digest.collect.fetched import Wanted, collected
from digest.collect.kinds import Door
from digest.collect.sitemaps import MOST_CHILDREN, Rules
from digest.config import WebSettings
from digest.model import Collected, Memory
from digest.settings import Line


def _pattern(value: str) -> str:
    if not value.startswith(("/", "*", "http://", "https://")):
        raise PydanticCustomError(
            "pattern", 'should start with "/", "*" or "https://", like "/news/*"; * stands for anything'
        )
    return value


class Settings(WebSettings):
    """`[[sources]]` with `kind = "sitemap"`: its address, and which of the addresses in it count."""

    pattern: Annotated[Line, AfterValidator(_pattern)] = "*"


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """The pages that the sitemap dates within two months, or of which it did not know before."""
    wanted = Wanted(settings.url, "sitemap", Rules(settings.pattern), settings.name, follow=MOST_CHILDREN)
    return await collected(settings, door, memory, wanted)
