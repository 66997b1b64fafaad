"""`report.json`: what went into an edition, what its reports state, what the gate found, each item's fate."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from digest.decisions import Decision
from digest.editionjson import figures
from digest.model import Claim, Edition, Entry, Fate, Memory, Story
from digest.sourcestates import SourceState
from digest.thin import Thin

if TYPE_CHECKING:
    from digest.check import Finding


def write(
    edition: Edition,
    fates: Sequence[Fate],
    sources: Mapping[str, SourceState],
    findings: Iterable[Finding] = (),
    decided: Mapping[str, Decision] = MappingProxyType({}),
    thin: Iterable[Thin] = (),
) -> str:
    """The report on `edition` as JSON.

    Counts by fate; the sources with their health; the sections that are thin, and why; each item's fate; by
    the id of the story the figures that its reports state, the deals that they make and where the outlets
    differ; what the gate found. `decided` is what the editor made of items otherwise than the build did, by
    id.
    """
    told = {
        "edition": edition.key,
        "built_at": edition.built_at.isoformat(),
        "stories": {},
        "fates": {},
        "sources": [
            {"name": name, "kind": state.source.kind, "place": state.source.place} | _health(state.memory)
            for name, state in sources.items()
        ],
        "thin": [{"section": one.id, "told": one.sentence} for one in thin],
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
    return _written(told | _decided(told["items"], decided) | _printed(edition, findings))


def renewed(
    text: str,
    edition: Edition,
    findings: Iterable[Finding],
    decided: Mapping[str, Decision] = MappingProxyType({}),
) -> str:
    """The report `text` with what has changed since: what `edition` prints, the findings, the decisions.

    "" where `text` is no report.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    items = told.get("items")
    known = isinstance(items, list) and all(map(_is_item, items))
    return _written(told | (_decided(items, decided) if known else {}) | _printed(edition, findings))


def _is_item(row: Any) -> bool:
    told = isinstance(row, dict) and isinstance(row.get("built", {}), dict)
    return told and all(isinstance(row.get(name), str) for name in ("id", "fate", "reason"))


def _decided(rows: Any, decided: Mapping[str, Decision]) -> dict[str, Any]:
    """The items and their counts with what the editor decided; `built` says what the build had said."""
    items = [_ruled(row | row.get("built", {}), decided.get(row["id"])) for row in rows]
    return {"fates": dict(sorted(Counter(row["fate"] for row in items).items())), "items": items}


def _ruled(row: dict[str, Any], decision: Decision | None) -> dict[str, Any]:
    """A row as the build had it, with a decision on it."""
    row = {name: value for name, value in row.items() if name != "built" and (name != "story" or value)}
    if decision is None:
        return row
    built = {"fate": row["fate"], "reason": row["reason"], "story": row.get("story", "")}
    ruled = {"fate": decision.fate, "reason": decision.reason, "story": decision.story}
    return row | ruled | {"built": built}


def _printed(edition: Edition, findings: Iterable[Finding]) -> dict[str, Any]:
    stories = [piece.story for piece in edition.pieces if piece.story]
    return {
        "stories": {section.id: len(section.pieces) for section in edition.sections},
        "claims": {story.id: _claims(story) for story in stories if story.claims},
        "deals": {story.id: _deals(story) for story in stories if story.deals},
        "differences": {story.id: _differences(story) for story in stories if story.differences},
        "findings": [asdict(finding) for finding in findings],
    }


def _written(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _claims(story: Story) -> list[dict[str, Any]]:
    """One object for each figure; `span` is where it stands in the sentence, in characters."""
    entries = _entries(story)
    return [
        _teller(claim.entry, entries)
        | {"sentence": claim.sentence, "figure": _text(claim)}
        | {"span": [claim.figure.start, claim.figure.end]}
        | figures.figure_out(claim.figure)
        | {"role": claim.role, "company": claim.company or None, "stage": claim.stage or None}
        for claim in story.claims
    ]


def _text(claim: Claim) -> str:
    return claim.sentence[claim.figure.start : claim.figure.end]


def _deals(story: Story) -> list[dict[str, Any]]:
    entries = _entries(story)
    rows = map(figures.deal_out, story.deals)
    return [row | {"statements": _told(row["statements"], entries)} for row in rows]


def _differences(story: Story) -> list[dict[str, Any]]:
    entries = _entries(story)
    rows = map(figures.difference_out, story.differences)
    return [row | {"stated": _told(row["stated"], entries)} for row in rows]


def _told(rows: Any, entries: Mapping[str, Entry]) -> list[dict[str, Any]]:
    """`rows`, each with the outlet whose entry it names."""
    return [_teller(row["entry"], entries) | row for row in rows]


def _teller(entry: str, entries: Mapping[str, Entry]) -> dict[str, Any]:
    known = entries.get(entry)
    return {"entry": entry, "outlet": known.publisher if known else None, "url": known.url if known else None}


def _entries(story: Story) -> dict[str, Entry]:
    return {entry.id: entry for entry in (*story.copies, *story.entries)}


def _health(memory: Memory) -> dict[str, Any]:
    return {
        "checked_at": _time(memory.checked_at),
        "succeeded_at": _time(memory.succeeded_at),
        "failures": memory.failures,
        "error": memory.error,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
