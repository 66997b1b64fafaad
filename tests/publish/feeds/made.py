"""Items and channels for the tests of feeds, and every format of one feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from digest.model import Edition
from digest.publish import feeds
from digest.publish.feeds import Channel, Item
from digest.render import Templates, renditions

HOME = "https://notes.example/"
URL = f"{HOME}2026-W47/"
WHEN = datetime(2026, 11, 22, 18, tzinfo=UTC)
SECTION = f"{HOME}sections/deals/"
CHANNEL = feeds.channel_of("AI Scale-Up Weekly", "Scale, weekly", "en", HOME)
DEALS = feeds.channel_of("AI Scale-Up Weekly: Deals", "Scale, weekly", "en", SECTION, "deals")
NOWHERE = feeds.channel_of("AI Scale-Up Weekly", "Scale, weekly", "en", "")


def page(edition: Edition) -> str:
    return renditions(edition, Templates(), only=["page"])[0].text


def items(edition: Edition, **options: Any) -> dict[str, Item]:
    """What `edition` gives to the feeds, out of its own page."""
    return feeds.of(edition, page(edition), **options)


def item(number: int = 1, **changes: Any) -> Item:
    """A small item; the number decides its id and its day."""
    values: dict[str, Any] = {
        "id": f"tag:notes.example,2026-11-{number:02}:{number}",
        "address": f"{HOME}{number}/",
        "title": f"Issue {number}",
        "summary": "R&D, <5 %",
        "html": f"<p>Text of <b>{number}</b> &amp; more</p>",
        "tags": ("Deals", "Labor & regulation"),
        "published": WHEN.replace(day=number),
        "updated": WHEN.replace(day=number),
        "language": "en",
    }
    return Item(**values | changes)


def every(*shown: Item, channel: Channel = CHANNEL) -> dict[str, bytes]:
    """The feed of `shown` by format."""
    return {name: form.write(shown, channel) for name, form in feeds.FORMATS.items()}
