"""The labelled news: items of the shared data, labels of the shared data and of `bench/labels`."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from digest.learned.weights import SECTIONS
from digest.model import Entry

HERE = Path(__file__).resolve().parent.parent
DATA = HERE.parents[1] / "shared" / "data"
GIVEN = ("2025_W24", "2025_W37", "2026_W05")
WINDOWS = ("A", "B")


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled item. `section` and `second` are places in SECTIONS; `batch` says who labelled it."""

    entry: Entry
    section: int
    second: int | None
    sure: int
    batch: str


@dataclass(frozen=True, slots=True)
class Told:
    """One item of a week: the story that it tells, what that is worth, and so on."""

    entry: Entry
    story: str
    related: str | None
    copy_of: str | None
    importance: int | None
    section: str | None


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of one file of the shared data."""
    path = DATA / name
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def entry(row: dict[str, Any]) -> Entry:
    """An item as the program would have collected it."""
    when = datetime.fromisoformat(row["published"])
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    publisher, summary = row["publisher"] or "", " ".join((row.get("summary") or "").split())
    url = row.get("url") or f"https://items.example/{row['id']}"
    return Entry(
        row["id"], publisher, publisher, "", url, row["title"], summary, "", "", "", "en", when, when
    )


@lru_cache(maxsize=1)
def pool() -> dict[str, Entry]:
    """All unlabelled and labelled items of the AI collection."""
    return {row["id"]: entry(row) for row in rows("items/ai_items.jsonl.gz")}


def _lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / "labels" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def sections() -> list[Item]:
    """Every item with a section: first those of the shared data, then ours."""
    found = [
        Item(
            entry(row),
            SECTIONS.index(row["primary"]),
            SECTIONS.index(row["secondary"]) if row["secondary"] else None,
            int(row["sure"]),
            row["batch"],
        )
        for row in rows("labels/themes.jsonl")
    ]
    for identity, section, second, sure in _lines("sections.tsv"):
        place = SECTIONS.index(second) if second != "-" else None
        found.append(Item(pool()[identity], SECTIONS.index(section), place, int(sure), "ours"))
    return found


def given_weeks() -> dict[str, list[Told]]:
    """The five sets on which stories are scored; nothing is trained on them."""
    found = {}
    for week in GIVEN:
        stories = {row["story"]: row for row in rows(f"labels/week_{week}_stories.jsonl")}
        found[week] = [
            Told(
                entry(row),
                row["story"],
                row["related"],
                row["dup"],
                stories[row["story"]]["importance"],
                stories[row["story"]]["section"],
            )
            for row in rows(f"labels/week_{week}.jsonl")
        ]
    windows = [row for row in rows("clusters/ai_windows.jsonl.gz") if not row["ambiguous"]]
    for window in WINDOWS:
        found[window] = [
            Told(entry(row), row["story"], None, None, None, None)
            for row in windows
            if row["window"] == window
        ]
    return found


def our_weeks() -> dict[str, list[Told]]:
    """The weeks of `bench/labels`: what stories are trained on."""
    found = {}
    for path in sorted((HERE / "labels").glob("week_*.tsv")):
        found[path.stem.removeprefix("week_")] = [
            Told(pool()[i], story, _maybe(related), _maybe(copy), int(importance), section)
            for i, story, related, copy, _, importance, section in _lines(path.name)
        ]
    return found


def general() -> dict[str, list[Told]]:
    """Stories of general news: training only, at a lower weight."""
    outlets = rows("clusters/allsides_half.jsonl.gz")
    first = set(sorted({row["story"] for row in outlets})[:120])
    seen: dict[str, int] = {}
    wide = []
    for row in rows("clusters/uci_2014.jsonl.gz"):
        seen[row["story"]] = seen.get(row["story"], 0) + 1
        if seen[row["story"]] <= 6:
            wide.append(row)
    chosen = {"allsides": [row for row in outlets if row["story"] in first], "uci": wide[:600]}
    return {
        name: [Told(entry(row), row["story"], None, None, None, None) for row in found]
        for name, found in chosen.items()
    }


def _maybe(text: str) -> str | None:
    return None if text == "-" else text


def plain(title: str) -> str:
    """A headline as letters and digits only, to tell equal ones."""
    return re.sub(r"\W+", " ", title.lower()).strip()


def held_out() -> tuple[set[str], set[str]]:
    """Ids and plain titles of all items on which stories are scored."""
    found = [told.entry for week in given_weeks().values() for told in week]
    return {item.id for item in found}, {plain(item.title) for item in found}
