"""Where a site may keep its feed, by its address alone: what its kind does, and what many sites do."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from digest import urls

USUAL = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default")
"""Where feeds usually lie, below the address and at the root of its site."""


def known(address: str) -> tuple[str, ...]:
    """Feeds of the well-known kind of site that `address` belongs to, in the order in which to try them."""
    bare = re.sub(r"^https?://(?:www\.|m\.)?", "", address).partition("#")[0].rstrip("/")
    found = (
        match.expand(template)
        for pattern, template in _rules()
        if len(bare) <= _LONGEST and (match := pattern.fullmatch(bare))
    )
    return tuple(dict.fromkeys(found))


def usual(address: str) -> tuple[str, ...]:
    """Addresses at which many sites have their feed: below `address`, then at the root of its site."""
    parts = urlsplit(address)
    root = f"{parts.scheme}://{parts.netloc}/"
    below = f"{root}{parts.path.strip('/')}/" if parts.path.strip("/") and not _is_file(parts.path) else root
    return tuple(dict.fromkeys(urljoin(base, path) for base in (below, root) for path in USUAL))


def is_shared(address: str) -> bool:
    """Whether many publishers have their feeds at that host, so that its front page is nobody's own."""
    return urls.host(address).removeprefix("www.") in _shared_hosts()


@lru_cache(maxsize=1)
def _shared_hosts() -> frozenset[str]:
    hosts = {urls.host(template).removeprefix("www.") for _, template in _rules() if _HOST.match(template)}
    return frozenset(hosts)


_HOST = re.compile(r"https://[\w.-]+/")  # of a template that puts nothing into the host
_LONGEST = 300  # characters of an address; patterns meet nothing longer


def _is_file(path: str) -> bool:
    return "." in path.rpartition("/")[2]


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    file = Path(__file__).with_name("feed_addresses.txt")
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    pairs = (line.split(" => ") for line in lines)
    return tuple((re.compile(pattern, re.IGNORECASE), template.strip()) for pattern, template in pairs)
