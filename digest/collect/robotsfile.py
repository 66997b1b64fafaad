"""What a robots.txt says of one address (RFC 9309), read in a worker: its patterns are a stranger's."""

from __future__ import annotations

from dataclasses import dataclass

from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document

AGENT = "Digest"
"""The name by which a robots.txt addresses this program (RFC 9309 section 2.2.1)."""

LARGEST = 500_000  # bytes; RFC 9309 section 2.5 asks for at least 500 KiB


@dataclass(frozen=True, slots=True)
class Asked:
    """May this address be fetched?"""

    url: str


def read(body: bytes, asked: Asked) -> Document:
    """Nothing, where the address may be fetched.

    Raises:
        NotAFeedError: it must not be.
    """
    from protego import Protego  # noqa: PLC0415  # only who asks for pages pays for it

    rules = Protego.parse(body[:LARGEST].decode("utf-8-sig", "replace"))
    if not rules.can_fetch(asked.url, AGENT):
        raise NotAFeedError("a rule against it")
    return Document()
