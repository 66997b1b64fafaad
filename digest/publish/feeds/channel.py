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


def of_publication(title: str, tagline: str, language: str, url: str, image: str = "") -> Channel:
    """The feed of all editions; `url` is the first page of the site, in whose folder it lies, or ""."""
    home = url or "index.html"
    return Channel(url or _named(title), title, tagline, language, home, url, image)


def of_section(publication: Channel, section: str, title: str, home: str = "", folder: str = "") -> Channel:
    """The feed of the section with that id; `title` is its whole title, such as `Scale Notes: Deals`.

    `home` is the page of the section, absolute or seen from the feed; `folder` is where its feeds lie on the
    web, or "".
    """
    return Channel(
        home if folder and home else _named(f"{publication.id}\n{section}"),
        title,
        publication.tagline,
        publication.language,
        home or "index.html",
        folder,
        publication.image,
    )


def _named(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, fit.text(name)).urn
