"""How well near copies are found, on labelled weeks, beside the plainest method.

    python bench/copies.py [FOLDER]

Precision and recall over pairs of items of one article. The baseline of the same run: the same canonical
address or the same normalised title. The weeks are those of the shared data, where `dup` names the item
that is repeated; FOLDER adds further ones as `week_NAME.ids` (ids in order) and `week_NAME.out` (a line for
each: number, story, related, number of the item that it repeats or `-`). The rules were made on half of the
weeks, marked "made on". Last come the seconds and comparisons for growing numbers of items.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain, combinations
from pathlib import Path

from digest import urls, words
from digest.compose import identity, normalise
from digest.model import Entry

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
MADE_ON = {"2026_W05", "2025_W21", "2025_W43"}
SIZES = (1_000, 10_000, 100_000)

Pairs = set[frozenset[str]]


def items(name: str) -> Iterable[dict[str, str]]:
    with gzip.open(DATA / "items" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def entry(row: Mapping[str, str]) -> Entry:
    when = datetime.fromisoformat(row["published"])
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    publisher, summary = row["publisher"], row.get("summary") or ""
    url = row.get("url") or ""
    return Entry(
        row["id"], publisher, publisher, "", url, row["title"], summary, "", "", "", "en", when, when
    )


def shared_week(path: Path) -> tuple[list[dict[str, str]], dict[str, str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return rows, {row["id"]: row["dup"] for row in rows if row.get("dup")}


def own_week(path: Path, by_id: Mapping[str, dict[str, str]]) -> tuple[list[dict[str, str]], dict[str, str]]:
    ids = json.loads(path.with_suffix(".ids").read_text(encoding="utf-8"))
    fields = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    repeats = {ids[int(number) - 1]: ids[int(dup) - 1] for number, _, _, dup, *_ in fields if dup != "-"}
    return [by_id[identity] for identity in ids], repeats


def closed(links: Iterable[tuple[str, str]]) -> Pairs:
    """All pairs of items that hang together by `links`."""
    group: dict[str, set[str]] = {}
    for one, other in links:
        joined = group.get(one, {one}) | group.get(other, {other})
        group |= dict.fromkeys(joined, joined)
    return {frozenset(pair) for found in group.values() for pair in combinations(found, 2)}


def plain(entries: Iterable[Entry]) -> Pairs:
    first: dict[str, str] = {}
    links = []
    for item in entries:
        for key in filter(None, (urls.canonical(item.url), " ".join(words.words(item.title)))):
            links.append((item.id, first.setdefault(key, item.id)))
    return closed(links)


def ours(entries: Iterable[Entry]) -> Pairs:
    return closed((copy.entry.id, copy.of) for copy in identity.distinct(entries, {}).copies)


def score(found: Pairs, true: Pairs) -> list[int]:
    return [len(found & true), len(found), len(true)]


def ratio(hits: int, found: int, true: int) -> str:
    return f"{hits / max(1, found):>10.2f}{hits / max(1, true):>8.2f}{found:>7}{true:>6}"


def judge(weeks: Mapping[str, tuple[list[dict[str, str]], dict[str, str]]]) -> dict[str, list[int]]:
    print(f"{'copies':<12}{'':>16}{'precision':>10}{'recall':>8}{'found':>7}{'true':>6}")
    totals: dict[str, list[int]] = {}
    for name, (rows, repeats) in sorted(weeks.items()):
        entries = normalise.entries(map(entry, rows))
        half = "made on" if name in MADE_ON else "held out"
        true = closed(repeats.items())
        for method, found in (("plain", plain(entries)), ("ours", ours(entries))):
            values = score(found, true)
            print(f"{name:<12}{half:>10}{method:>6}{ratio(*values)}")
            key = f"{half}, {method}"
            totals[key] = [a + b for a, b in zip(totals.get(key, [0, 0, 0]), values, strict=True)]
    for key, values in sorted(totals.items()):
        print(f"{'all':<12}{key:>16}{ratio(*values)}")
    return totals


def growth() -> dict[str, float]:
    found = [entry(row) for row in chain(items("ai_items"), items("stream_120k"))]
    seconds = {}
    for size in SIZES:
        step = len(found) // size
        sample = found[:: max(1, step)][:size]
        started = time.process_time()
        copies = identity.distinct(sample, {}).copies
        seconds[str(size)] = round(time.process_time() - started, 2)
        print(f"{size:>8} items {seconds[str(size)]:>7.2f} s of CPU {len(copies):>6} copies")
    return seconds


def main() -> None:
    if not DATA.exists():
        sys.exit("needs the shared data beside the checkout")
    paths = [p for p in (DATA / "labels").glob("week_*.jsonl") if not p.stem.endswith("_stories")]
    weeks = {path.stem.removeprefix("week_"): shared_week(path) for path in paths}
    if len(sys.argv) > 1:
        by_id = {row["id"]: row for row in items("ai_items")}
        own = sorted(Path(sys.argv[1]).glob("week_*.out"))
        weeks |= {path.stem.removeprefix("week_"): own_week(path, by_id) for path in own}
    result = {"pairs": judge(weeks), "seconds": growth()}
    (HERE / "copies.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
