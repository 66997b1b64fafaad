"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from digest.publish.feeds import fit
from digest.publish.feeds.channel import Channel
from digest.publish.feeds.item import Item, newest

NAME = "JSON Feed"
FILENAME = "feed.json"
MEDIA_TYPE = "application/feed+json"


def write(items: Iterable[Item], channel: Channel) -> bytes:
    """The feed of the newest of `items`."""
    title = fit.line(channel.title) or "Digest"
    author = {"name": title, "url": channel.home if channel.folder else ""}
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": channel.home,
        "feed_url": channel.address(FILENAME) if channel.folder else "",
        "description": fit.line(channel.tagline),
        "icon": channel.image,
        "authors": [_said(author)],
        "language": fit.language(channel.language),
        "items": [_said(_item(item)) for item in newest(items)],
    }
    return (fit.text(json.dumps(_said(value), ensure_ascii=False, indent=1)) + "\n").encode()


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "url": item.address,
        "title": fit.text(item.title),
        "content_html": fit.text(item.html),
        "summary": fit.text(item.summary),
        "image": item.image,
        "date_published": fit.rfc3339(item.published),
        "date_modified": fit.rfc3339(item.updated) if item.updated != item.published else "",
        "tags": [tag for tag in map(fit.line, item.tags) if tag],
        "language": fit.language(item.language),
    }


def _said(value: Mapping[str, Any]) -> dict[str, Any]:
    """`value` without the keys that say nothing; what an item holds and a list of items stay when empty."""
    return {key: said for key, said in value.items() if said or key in {"content_html", "items"}}
