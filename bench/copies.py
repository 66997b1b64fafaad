"""How well near copies are found, on labelled weeks, beside the plainest method.

    ./run.sh bench copies

Precision and recall over pairs of items of one article. The baseline of the same run: the same canonical
address or the same normalised title. The rules were made on the three weeks marked "made on".
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from bench.training import news
from digest import urls, words
from digest.compose import identity, normalise
from digest.model import Entry

HERE = Path(__file__).resolve().parent
MADE_ON = {"2026_W05", "2025_W21", "2025_W43"}

Pairs = set[frozenset[str]]


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


def ours(entries: Sequence[Entry]) -> Pairs:
    return closed((copy.entry.id, copy.of) for copy in identity.distinct(entries, {}).copies)


def ratio(hits: int, found: int, true: int) -> str:
    return f"{hits / max(1, found):>10.2f}{hits / max(1, true):>8.2f}{found:>7}{true:>6}"


def main() -> None:
    if not news.DATA.exists():
        sys.exit("needs the shared data beside the checkout")
    weeks = {name: week for name, week in news.given_weeks().items() if name not in news.WINDOWS}
    totals: dict[str, list[int]] = {}
    print(f"{'copies':<12}{'':>16}{'precision':>10}{'recall':>8}{'found':>7}{'true':>6}")
    for name, week in sorted((weeks | news.our_weeks()).items()):
        entries = normalise.entries(told.entry for told in week)
        half = "made on" if name in MADE_ON else "held out"
        true = closed((told.entry.id, told.copy_of) for told in week if told.copy_of)
        for method, found in (("plain", plain(entries)), ("ours", ours(entries))):
            values = [len(found & true), len(found), len(true)]
            print(f"{name:<12}{half:>10}{method:>6}{ratio(*values)}")
            for key in (f"{half}, {method}", f"given, {method}" if name in weeks else f"our own, {method}"):
                totals[key] = [a + b for a, b in zip(totals.get(key, [0, 0, 0]), values, strict=True)]
    for key, values in sorted(totals.items()):
        print(f"{'all':<12}{key:>16}{ratio(*values)}")
    (HERE / "copies.json").write_text(json.dumps(totals, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
