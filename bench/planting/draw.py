"""Stories out of real items, each beside two others of its days, and one half of them for judging only."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.planting.forms import NUMBER
from digest import words
from digest.model import Entry, Story

DATA = Path(__file__).resolve().parents[3] / "shared/data/items/ai_items.jsonl.gz"


@dataclass(frozen=True)
class Told:
    """A sentence and the story that it was taken from."""

    sentence: str
    story: Story


def stories(chance: random.Random, *, held: bool) -> Iterator[Story]:
    """Stories of three items each, of one half of the data."""
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    for item in items:  # the footer that one newsroom's feed puts under every item
        item["summary"] = item["summary"].partition("©")[0].strip()
    items = [item for item in items if item["summary"] and (int(item["id"], 16) % 2 == 1) == held]
    days: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for item in items:
        days[item["published"][:10]].append(item)
    chance.shuffle(items)
    for item in items:
        if not NUMBER.search(item["title"] + item["summary"]):
            continue
        own = set(words.terms(item["title"]))
        others = [other for other in days[item["published"][:10]] if other["id"] != item["id"]]
        others.sort(key=lambda other: (-len(own & set(words.terms(other["title"]))), other["id"]))
        entries = tuple(map(entry, (item, *others[:2])))
        yield Story(f"story{item['id']}", entries)


def entry(item: dict[str, str]) -> Entry:
    published = datetime.fromisoformat(item["published"][:10]).replace(tzinfo=UTC)
    return Entry(
        item["id"], item["publisher"], item["publisher"], item["id"], item["url"], item["title"],
        item["summary"], "", item["summary"], "", "en", published, published,
    )  # fmt: skip


def sentences(story: Story) -> list[str]:
    lead = story.lead
    return [one for one in words.sentences(lead.summary) if NUMBER.search(one)] or (
        [lead.title] if NUMBER.search(lead.title) else []
    )
