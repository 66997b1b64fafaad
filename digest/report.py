"""`report.json`: what went into an edition and what became of every item that was seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from digest.model import Edition, Fate, Memory, Source


def write(
    edition: Edition, fates: Sequence[Fate], sources: Mapping[str, Source], memories: Mapping[str, Memory]
) -> str:
    """The report on `edition` as JSON: counts by fate, the sources with their health, each item's fate."""
    told = {
        "edition": edition.key,
        "built_at": edition.built_at.isoformat(),
        "stories": {section.id: len(section.pieces) for section in edition.sections},
        "fates": dict(sorted(Counter(fate.fate for fate in fates).items())),
        "sources": [
            {"name": name, "kind": source.kind, "place": source.place} | _health(memories.get(name, Memory()))
            for name, source in sources.items()
        ],
        "items": [
            {
                "id": fate.entry,
                "source": fate.source,
                "title": fate.title,
                "url": fate.url,
                "fate": fate.fate,
                "reason": fate.reason,
            }
            | ({"story": fate.story} if fate.story else {})
            | ({"notes": list(fate.notes)} if fate.notes else {})
            for fate in sorted(fates, key=lambda fate: (fate.source, fate.title, fate.entry))
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _health(memory: Memory) -> dict[str, Any]:
    return {
        "checked_at": _time(memory.checked_at),
        "succeeded_at": _time(memory.succeeded_at),
        "failures": memory.failures,
        "error": memory.error,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
