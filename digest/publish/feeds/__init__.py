"""The feeds of our own site: what is in them is worked out once (`made`), and each format writes it.

    found = feeds.of(edition, page_html, link="2026-W47/index.html")
    feeds.FORMATS["rss"].write([found[""]], feeds.channel_of("Scale Notes", "", "en", url))

A new format is a module with `NAME`, `FILENAME`, `MEDIA_TYPE` and `write`, and its row in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from digest.publish.feeds import atom, jsonfeed, rss
from digest.publish.feeds.channel import Channel, channel_of
from digest.publish.feeds.item import MOST, Item
from digest.publish.feeds.made import of

__all__ = [
    "FORMATS",
    "MOST",
    "Channel",
    "Format",
    "Item",
    "channel_of",
    "of",
    "written",
]


class Format(Protocol):
    """What a module must have to be a format of feeds."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """What people call it."""

    @property
    def FILENAME(self) -> str:  # noqa: N802
        """Its name, in the folder of what it lists."""

    @property
    def MEDIA_TYPE(self) -> str:  # noqa: N802
        """Its media type, for `rel=alternate`."""

    def write(self, items: Iterable[Item], channel: Channel) -> bytes:
        """The feed of the newest of `items`; the same bytes for the same."""


FORMATS: Mapping[str, Format] = MappingProxyType({"atom": atom, "rss": rss, "json": jsonfeed})
"""All formats, the first to be offered first."""


def written(items: Iterable[Item], channel: Channel) -> dict[str, bytes]:
    """The feed in every format, by file name."""
    known = tuple(items)
    return {form.FILENAME: form.write(known, channel) for form in FORMATS.values()}
