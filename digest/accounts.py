"""What judgements look like: in words for a person, as plain values for a machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from digest import measures
from digest.analysis import Finding
from digest.decisions import DROPPED, HELD
from digest.editionjson.figures import terms_out
from digest.evaluation import Evaluation, Figure
from digest.explain import Explained, Outcome
from digest.measures import Confusion
from digest.terminal import Terminal

# What happened to an entry, and what would happen; the story's headline or section follows.
_DONE = {
    "section": "stands in",
    "merged": "merged into",
    "copy": "folded away as a copy into",
    "below the line": "left below the line",
    "filtered": "filtered out",
    "not for this digest": "left out as not for this digest",
    "too old": "left out as too old",
    "next edition": "left to the next edition",
    "ran before": "left out, since it ran before",
    "split": "split into its events",
    "empty": "left out as empty",
    HELD: "held for the next edition by the editor",
    DROPPED: "left out by the editor",
}
_WOULD = {"section": "would stand in", "split": "would be split into its events"}


def explained(terminal: Terminal, found: Iterable[Explained], zone: str) -> None:
    """Each entry with what became of it, newest edition first; times in the time zone `zone`."""
    for number, item in enumerate(found):
        terminal.result(("\n" if number else "") + (item.entry.title or item.entry.url or item.entry.id))
        for line in filter(None, [item.entry.url, _origin(item, zone)]):
            terminal.result(f"  {line}")
        for outcome in item.outcomes:
            terminal.result(f"  {_outcome(outcome)}")
            for line in _grounds(outcome):
                terminal.result(f"    {line}")
        if not item.outcomes:
            terminal.result("  no edition has looked at it, and its period finds nothing to say of it")


def _origin(item: Explained, zone: str) -> str:
    entry = item.entry
    through = "" if entry.source == entry.publisher else f" through {entry.source}"
    published = f"published {_day(entry.published, zone)}" if entry.published else "without a date"
    seen = f"{published}, first seen {_day(entry.seen_at, zone)}"
    within = f', cut out of the roundup "{entry.within.name}"' if entry.within else ""
    return f"{entry.publisher}{through}, {seen}, id {entry.id}{within}"


def _outcome(outcome: Outcome) -> str:
    """`2026-W47 (no. 3): merged into "HEADLINE" in Deals`."""
    trial = outcome.number is None
    when = f"{outcome.edition} (if built now)" if trial else f"{outcome.edition} (no. {outcome.number})"
    fate = outcome.fate.fate
    did = _DONE.get(fate, fate)
    words = _WOULD.get(fate, f"would be {did}") if trial else did
    if not outcome.headline:
        return f"{when}: {words.removesuffix(' in').removesuffix(' into')}"
    if fate in {HELD, DROPPED}:
        return f'{when}: {words}, as "{outcome.headline}"'
    if fate == "section":
        return f'{when}: {words} {outcome.section} as "{outcome.headline}"'
    return f'{when}: {words} "{outcome.headline}" in {outcome.section}'


def _grounds(outcome: Outcome) -> list[str]:
    """The reasons, and what happened afterwards."""
    parts = [f'"{headline}" in {section}' for headline, section in outcome.parts]
    by_editor = outcome.fate.fate in {HELD, DROPPED}  # then the first line says it
    reason, moved = ("", "") if by_editor else (outcome.fate.reason, outcome.moved)
    return list(filter(None, [reason, *outcome.fate.notes, *parts, moved]))


def explained_row(found: Iterable[Explained]) -> list[dict[str, Any]]:
    """The same for a machine."""
    return [
        {
            "id": item.entry.id,
            "title": item.entry.title,
            "publisher": item.entry.publisher,
            "source": item.entry.source,
            "url": item.entry.url,
            "published": _iso(item.entry.published),
            "seen_at": _iso(item.entry.seen_at),
            "within": item.entry.within.url if item.entry.within else None,
            "editions": [_outcome_row(outcome) for outcome in item.outcomes],
        }
        for item in found
    ]


def _outcome_row(outcome: Outcome) -> dict[str, Any]:
    return {
        "edition": outcome.edition,
        "number": outcome.number,
        "trial": outcome.number is None,
        "fate": outcome.fate.fate,
        "reason": outcome.fate.reason,
        "notes": list(outcome.fate.notes),
        "story": outcome.fate.story or None,
        "headline": outcome.headline or None,
        "section": outcome.section or None,
        "editor": outcome.moved or None,
        "parts": [{"headline": headline, "section": section} for headline, section in outcome.parts],
    }


def finding_line(found: Finding, item: str, written: Mapping[str, str | float]) -> str:
    """What was made of one item, as one line of JSON; `written` has the ids as the file has them."""
    row = {
        "id": written[item],
        "story": found.story,
        "related": list(found.related),
        "duplicate_of": written.get(found.duplicate_of or "", found.duplicate_of),
        "section": found.section,
        "relevance": round(found.relevance, 4),
        "score": found.score,
        "deals": [terms_out(deal) for deal in found.deals],
    }
    return json.dumps(row)  # in ASCII, so that any id comes out of any stream as it went in


def evaluated(terminal: Terminal, found: Evaluation) -> None:
    """The figures as tables, each beside what the plain ways reach."""
    rows = [row for figure in found.figures for row in _figure_rows(figure)]
    terminal.table(("", f"{found.items} items", "digest", "plain", ""), rows, right=(2, 3))
    if found.filed:
        terminal.say("")
        _sections(terminal, found)
        terminal.say("")
        _confusion(terminal, found.filed)
    if found.untaught is not None:
        before, after = measures.macro_f1(found.untaught), measures.macro_f1(found.filed)
        lessons = "1 lesson" if found.lessons == 1 else f"{found.lessons} lessons"
        change = f"macro-F1 {before:.2f} → {after:.2f}" if found.filed else "no section is labelled"
        terminal.result(f"\nfeedback ({lessons}): {change}")


def _figure_rows(figure: Figure) -> list[tuple[str, ...]]:
    """One row, and one more for each further plain way."""
    ways = [(f"{value:.2f}", name) for name, value in figure.plain]
    (first, *others) = ways or [("", "")]
    head = (figure.about, figure.name, f"{figure.value:.2f}", *first)
    return [head, *(("", "", "", *way) for way in others)]


def _sections(terminal: Terminal, found: Evaluation) -> None:
    """Each section's rates; with feedback also its F1 without."""
    counts = {
        true: sum(count for _, count in group)
        for true, group in groupby(sorted(found.filed.items()), key=lambda item: item[0][0])
    }
    before = measures.by_label(found.untaught) if found.untaught is not None else {}
    heads = ("section", "items", "precision", "recall", "F1", *(["F1 untaught"] if before else []))
    rows = [
        (
            label,
            str(counts[label]),
            *(f"{value:.2f}" for value in (rates.precision, rates.recall, rates.f1)),
            *([f"{before[label].f1:.2f}"] if before else []),
        )
        for label, rates in measures.by_label(found.filed).items()
    ]
    terminal.table(heads, rows, right=range(1, len(heads)))


def _confusion(terminal: Terminal, filed: Confusion) -> None:
    """What was taken for what: a row for each true label, a column for each given one."""
    trues = sorted({true for true, _ in filed})
    given = sorted({label for pair in filed for label in pair})
    rows = [(true, *(str(filed.get((true, label), 0) or "·") for label in given)) for true in trues]
    terminal.table(("true \\ filed", *given), rows, right=range(1, len(given) + 1))


def evaluated_row(found: Evaluation) -> dict[str, Any]:
    """The same for a machine."""
    taught = found.untaught is not None and bool(found.filed)
    return {
        "items": found.items,
        "figures": [
            {"about": one.about, "name": one.name, "value": _short(one.value)}
            | {"plain": {name: _short(value) for name, value in one.plain}}
            for one in found.figures
        ],
        "sections": _rates_row(found.filed),
        "confusion": _confusion_row(found.filed),
        "feedback": {
            "lessons": found.lessons,
            "macro_f1_without": _short(measures.macro_f1(found.untaught or {})),
            "macro_f1_with": _short(measures.macro_f1(found.filed)),
            "sections_without": _rates_row(found.untaught or {}),
        }
        if taught
        else None,
    }


def _rates_row(filed: Confusion) -> dict[str, dict[str, float]]:
    return {
        label: {"precision": _short(rates.precision), "recall": _short(rates.recall), "f1": _short(rates.f1)}
        for label, rates in measures.by_label(filed).items()
    }


def _confusion_row(filed: Confusion) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for (true, label), times in sorted(filed.items()):
        rows.setdefault(true, {})[label] = times
    return rows


def _short(value: float) -> float:
    return round(value, 4)


def _day(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
