"""An item of a feed, whatever the format: what every writer needs of an edition, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

MOST = 20
"""Items of a feed, the newest."""


@dataclass(frozen=True, slots=True)
class Item:
    """An edition, or a section of one.

    Attributes:
        id: permanent; no two items have the same.
        address: where it can be read, absolute or seen from the feed; "" for nowhere.
        title: one line of plain text, as the summary.
        html: all that it says, with whole addresses.
        tags: sections and companies.
        published: when it closed; with its zone, as `updated`.
        updated: when it was last corrected, or `published`.
        language: BCP 47.
        image: absolute address of its card; "" for none.
    """

    id: str
    address: str
    title: str
    summary: str
    html: str
    tags: tuple[str, ...]
    published: datetime
    updated: datetime
    language: str
    image: str = ""


def newest(items: Iterable[Item]) -> tuple[Item, ...]:
    """At most `MOST` of `items`, the newest first; of those with one id the one that changed last."""
    by_id = {item.id: item for item in sorted(items, key=lambda item: item.updated)}
    return tuple(sorted(by_id.values(), key=lambda item: (item.published, item.id), reverse=True)[:MOST])


def updated(items: Iterable[Item]) -> datetime | None:
    """When the last of `items` changed; None where there are none."""
    return max((item.updated for item in items), default=None)
