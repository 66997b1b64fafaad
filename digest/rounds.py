"""The report of one collect: what each source gave, at what cost, and when it is asked next.

`collect.json` in the folder of all editions holds that of the last one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest import files
from digest.model import Collected
from digest.store import Kept

FILE = "collect.json"
"""Name of the report, in the folder of all editions."""

NEW, UNCHANGED, NOTHING_NEW, FAILED, LEFT = "new", "unchanged", "nothing new", "failed", "left alone"
"""How a source fared, in the words of the report."""


@dataclass(frozen=True, slots=True)
class Row:
    """One source of the report.

    Attributes:
        outcome: `new`, `nothing new`, `unchanged`, `failed` or `left alone`.
        listed: items that it lists now; 0 where nothing was read.
        new, changed: of these, those that were not known, and that say something else than before.
        size: bytes over the wire.
        seconds: at its server.
        remark: why it failed or was left alone; else its notes.
        next_at: when a scheduled run asks again, ISO 8601; "" for at once.
    """

    name: str
    outcome: str
    listed: int
    new: int
    changed: int
    size: int
    seconds: float
    remark: str
    next_at: str


def record(results: tuple[Collected, ...], kept: Mapping[str, Kept], now: datetime) -> dict[str, Any]:
    """The report on a collect at `now`, ready for JSON; `kept` is what keeping each result did, by source."""
    total = sum(kept.values(), Kept())
    return {
        "at": _iso(now),
        "new": total.new,
        "changed": total.changed,
        "known": total.known,
        "bytes": sum(result.size for result in results),
        "outcomes": {
            word: count
            for word in (NEW, NOTHING_NEW, UNCHANGED, FAILED, LEFT)
            if (count := sum(_outcome(result, kept) == word for result in results))
        },
        "sources": [_source(result, kept) for result in results],
    }


def _source(result: Collected, kept: Mapping[str, Kept]) -> dict[str, Any]:
    mine, memory = kept.get(result.source, Kept()), result.memory
    return {
        "name": result.source,
        "outcome": _outcome(result, kept),
        "items": result.listed,
        "new": mine.new,
        "changed": mine.changed,
        "unchanged": result.unchanged,
        "bytes": result.size,
        "seconds": round(result.took_s, 2),
        "error": result.failure.error if result.failure else None,
        "stage": result.failure.stage if result.failure else None,
        "left_alone": result.left_alone or None,
        "notes": list(result.notes),
        "failures": memory.failures,
        "next_at": _iso(memory.next_at),
        "barred_until": _iso(memory.barred_until),
    }


def _outcome(result: Collected, kept: Mapping[str, Kept]) -> str:
    if result.left_alone:
        return LEFT
    if result.failure:
        return FAILED
    if result.unchanged:
        return UNCHANGED
    return NEW if kept.get(result.source, Kept()).new else NOTHING_NEW


def save(folder: Path, told: Mapping[str, Any]) -> None:
    """Puts the report into `folder`, in place of the one before."""
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    files.write(folder, {FILE: text}, is_durable=False)


def last(folder: Path) -> dict[str, Any] | None:
    """The report that `folder` holds; None where there is none that can be read."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        tuple(rows(told))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def rows(told: Mapping[str, Any]) -> tuple[Row, ...]:
    """The sources of a report: those that failed first, then those that brought most."""
    found = [
        Row(
            str(one["name"]),
            str(one["outcome"]),
            int(one["items"]),
            int(one["new"]),
            int(one["changed"]),
            int(one["bytes"]),
            float(one["seconds"]),
            one["error"] or one["left_alone"] or "; ".join(one["notes"]),
            one["next_at"] or "",
        )
        for one in told["sources"]
    ]
    return tuple(
        sorted(found, key=lambda row: (row.outcome != FAILED, -row.new, -row.changed, row.name.casefold()))
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
