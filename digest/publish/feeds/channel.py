"""What a feed says of itself: that of the publication, and one for each section."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urljoin

from digest.publish.feeds import fit


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself.

    Attributes:
        id: permanent, a URI.
        home: address of the page that it belongs to, absolute or seen from the feed.
        folder: absolute address of the folder in which its feeds lie; "" where they are nowhere on the web.
        image: absolute address of a square picture of the publication; "" for none.
    """

    id: str
    title: str
    tagline: str
    language: str
    home: str
    folder: str = ""
    image: str = ""

    def address(self, filename: str) -> str:
        """Where the feed of that name lies; without a folder, within its own."""
        return urljoin(self.folder, filename)


def channel_of(
    title: str, tagline: str, language: str, url: str, section: str = "", *, image: str = ""
) -> Channel:
    """The feed whose page is at `url`, in the same folder; "" where that is nowhere on the web.

    `section` is the id of the section that it is of, "" for all. Without an address the feed is known by a
    name out of both, and its page is the `index.html` beside it.
    """
    named = f"{title}\n{section}" if section else title
    return Channel(url or _named(named), title, tagline, language, url or "index.html", url, image)


def _named(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, fit.text(name)).urn
