"""The same results for machines: plain values, ready for JSON; times in ISO 8601, UTC."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from digest import rounds
from digest.adding import Candidate
from digest.checkup import Checked, Checkup
from digest.draft.merging import Merged
from digest.gathering import Gathered
from digest.model import Source
from digest.pipeline import Built
from digest.status import EditionState, Status


def candidate(found: Candidate) -> dict[str, Any]:
    """A source that could be added, for a machine."""
    feed = found.found
    return {
        "name": found.name,
        "url": feed.url,
        "title": feed.title,
        "found": feed.how,
        "items": len(feed.entries),
        "usual_gap_s": _seconds(feed.usual_gap),
        "newest": [
            {"title": entry.title, "url": entry.url, "published": _iso(entry.published)}
            for entry in feed.entries[:3]
        ],
        "others": [{"url": url, "title": title} for url, title in feed.others],
        "notes": list(feed.notes),
        "block": found.block,
    }


def replayed(found: Gathered) -> dict[str, Any]:
    """A recorded run that was run again, with the entries that each source gave."""
    return gathered(found) | {
        "entries": [
            {
                "source": entry.source,
                "id": entry.id,
                "guid": entry.guid,
                "url": entry.url,
                "title": entry.title,
                "summary": entry.summary,
                "html": entry.html,
                "text": entry.text,
                "published": _iso(entry.published),
            }
            for result in found.results
            for entry in result.entries
        ]
    }


def gathered(found: Gathered) -> dict[str, Any]:
    """One collect for a machine: the report of `digest.rounds`."""
    return rounds.record(found.results, found.by_source, found.at)


def checkup(found: Checkup) -> dict[str, Any]:
    """A trial of sources for a machine: the report of a collect, with what was found out about each."""
    told = gathered(found.gathered)
    told["sources"] = [row | _checked(one) for row, one in zip(told["sources"], found.sources, strict=True)]
    return told


def _checked(one: Checked) -> dict[str, Any]:
    return {
        "kind": one.source.kind,
        "place": one.source.place,
        "well": one.is_well,
        "newest": _iso(one.newest),
        "usual_gap_s": _seconds(one.usual_gap),
        "better": one.better or None,
        "findings": [
            {"word": each.word, "said": each.said, "remedy": each.remedy or None, "fault": each.is_fault}
            for each in one.findings
        ],
    }


def built(made: Built) -> dict[str, Any]:
    """One build for a machine."""
    edition = made.composed.edition
    return {
        "edition": edition.key,
        "stories": {section.id: len(section.pieces) for section in edition.sections},
        "fates": dict(Counter(fate.fate for fate in made.composed.fates)),
        "files": [str(file) for file in made.rendered.files],
        "thin": [
            {"section": one.id, "stories": one.stories, "usual": one.usual, "because": list(one.reasons)}
            for one in made.composed.thin
        ],
        "held": str(made.held) if made.held else None,
        "refused": made.refused or None,
        "merged": _merged(made.merged) if made.merged else None,
        "collected": gathered(made.gathered) if made.gathered else None,
    }


def _merged(found: Merged) -> dict[str, Any]:
    return {
        "refreshed": list(found.refreshed),
        "new": list(found.arrived),
        "offered": list(found.offered),
        "removed": list(found.removed),
        "conflicts": [{"line": conflict.line, "why": conflict.text} for conflict in found.conflicts],
    }


def status(found: Status) -> dict[str, Any]:
    """The status for a machine."""
    return {
        "sources": [
            {
                "name": state.source.name,
                "items": state.entries,
                "newest": _iso(state.condition.newest),
                "checked_at": _iso(state.memory.checked_at),
                "succeeded_at": _iso(state.memory.succeeded_at),
                "failures": state.memory.failures,
                "error": state.memory.error,
                "next_at": _iso(state.memory.next_at),
                "usual_gap_s": _seconds(state.condition.usual_gap),
                "silent_since": _iso(state.condition.silent_since),
                "error_rate": state.condition.error_rate,
                "told": state.condition.told,
                "copies": state.condition.copies,
                "trouble": state.condition.trouble,
            }
            for state in found.sources
        ],
        "editions": [_edition(edition) for edition in found.editions],
        "sends": [send.values for send in found.sends],
        "last_collected": _iso(found.last_collected),
        "next_collect": _iso(found.next_collect),
        "next_build": {"key": found.next_build.key, "at": _iso(found.next_build.end)},
        "next_send": {"key": found.next_send[0], "at": _iso(found.next_send[1])} if found.next_send else None,
        "waiting": [
            {"key": deed.slot.key, "act": deed.act, "at": _iso(deed.at), "note": deed.note}
            for deed in found.deeds
        ],
        "last_run": {"at": _iso(found.beat.at), "state": found.beat.word} if found.beat else None,
        "clock": found.doubt,
    }


def _edition(found: EditionState) -> dict[str, Any]:
    state = found.state
    return {
        "key": found.key,
        "built_at": _iso(found.built_at),
        "state": state.word,
        "since": _iso(state.at),
        "note": state.note,
        "digest": state.digest or None,
    }


def sources(found: Iterable[Source]) -> list[dict[str, Any]]:
    """The configured sources for a machine."""
    return [
        {"name": s.name, "kind": s.kind, "place": s.place, "weight": s.weight, "section": s.section}
        for s in found
    ]


def _seconds(length: timedelta | None) -> int | None:
    return int(length.total_seconds()) if length is not None else None


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
