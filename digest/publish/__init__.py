"""An edition for the web: a post for each blog engine, an entry of a feed, a site of its own.

    posts(edition, texts)["hugo"]

A new engine is a module with `post`, and its row in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from digest.model import Edition
from digest.publish import astro, eleventy, hugo, jekyll, mkdocs, pelican
from digest.publish.post import Post

__all__ = ["ENGINES", "Engine", "Post", "posts"]

_BODY = "edition.md"


class Engine(Protocol):
    """What a module must have to be a blog engine."""

    def post(self, edition: Edition, body: str) -> Post:
        """The post of `edition`, whose Markdown rendition is `body`; the same for the same."""


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        "hugo": hugo,
        "jekyll": jekyll,
        "eleventy": eleventy,
        "astro": astro,
        "pelican": pelican,
        "mkdocs": mkdocs,
    }
)
"""All engines by the name that `sources.toml` gives them."""


def posts(edition: Edition, texts: Mapping[str, str]) -> Mapping[str, Post]:
    """The post for each engine, of the outputs `texts` by file name; nothing is written."""
    return {name: engine.post(edition, texts[_BODY]) for name, engine in ENGINES.items()}
