"""How well stories and sections are found, on labelled news. A first measure; the labels are not ours.

    python bench/judgement.py

Stories: precision, recall and F1 over pairs of items of the same story, three weeks. Sections: macro-F1
over six labels, items whose label the annotator was sure of. The baselines of the same run are the two
simplest methods: equal stories for equal normalised titles, and the section of the first keyword.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from digest import bundled, words
from digest.compose import classify, cluster, normalise
from digest.model import Entry, Source, Story
from digest.phrases import Phrases
from digest.project import load

HERE = Path(__file__).resolve().parent
LABELS = HERE.parents[1] / "shared" / "data" / "labels"
WEEKS = ("2025_W24", "2025_W37", "2026_W05")


def rows(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def entry(row: Mapping[str, str]) -> Entry:
    when = datetime.fromisoformat(row["published"])
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    publisher, summary = row["publisher"], row.get("summary") or ""
    url = row.get("url") or f"https://items.example/{row['id']}"
    return Entry(
        row["id"], publisher, publisher, "", url, row["title"], summary, "", "", "", "en", when, when
    )


def pairs(groups: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def scores(found: set[frozenset[str]], true: set[frozenset[str]]) -> tuple[float, float, float]:
    precision, recall = len(found & true) / max(1, len(found)), len(found & true) / len(true)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def grouped(ids: Iterable[tuple[str, str]]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for identity, group in ids:
        groups.setdefault(group, []).append(identity)
    return list(groups.values())


def judge_stories() -> dict[str, tuple[float, float, float]]:
    results = {}
    print(f"{'stories':<12}{'':>10}{'precision':>10}{'recall':>8}{'F1':>6}")
    for week in WEEKS:
        found = rows(f"week_{week}.jsonl")
        true = pairs(grouped((row["id"], row["story"]) for row in found))
        entries = normalise.entries(map(entry, found))
        same = pairs(grouped((item.id, " ".join(words.terms(item.title))) for item in entries))
        told = pairs([item.id for item in story.entries] for story in cluster.stories(entries, {}, {}))
        for name, value in (("same title", scores(same, true)), ("ours", scores(told, true))):
            print(f"{week:<12}{name:>10}{value[0]:>10.2f}{value[1]:>8.2f}{value[2]:>6.2f}")
        results[week] = scores(told, true)
    mean = sum(value[2] for value in results.values()) / len(results)
    print(f"{'mean':<12}{'ours':>10}{'':>18}{mean:>6.2f}\n")
    return results


def macro_f1(found: Mapping[str, str], true: Mapping[str, str]) -> float:
    labels = sorted(set(true.values()))
    hits = Counter(label for item, label in true.items() if found[item] == label)
    total = Counter(found[item] for item in true) + Counter(true.values())
    return sum(2 * hits[label] / total[label] for label in labels) / len(labels)


def judge_sections() -> dict[str, float]:
    config = load(bundled.path("sources.toml"))
    found = [row for row in rows("themes.jsonl") if int(row["sure"]) >= 1]
    entries = normalise.entries(map(entry, found))
    sources = {item.source: Source(item.source, "folder", "") for item in entries}
    stories = [Story(item.id, (item,)) for item in entries]
    filed = classify.stories(stories, config.sections, config.selection, sources)
    sections = {story.id: story.section for story in filed.stories}
    keywords = [(theme.id, Phrases(theme.keywords)) for theme in config.sections]
    first = {item.id: next((s for s, k in keywords if k.found(item.title)), "none") for item in entries}
    result = {}
    heads = ("first keyword", "ours", "right or second", "kept P", "R")
    print(f"{'sections':<14}{'items':>6}" + "".join(f"{head:>17}" for head in heads))
    for batch in ("mixed", "hard", "all"):
        chosen = [row for row in found if batch in ("all", row["batch"])]
        true = {row["id"]: row["primary"] for row in chosen}
        ours = {item: sections.get(item, "none") for item in true}
        lenient = sum(ours[row["id"]] in (row["primary"], row["secondary"]) for row in chosen) / len(chosen)
        kept = [item for item in true if ours[item] != "none"]
        good = sum(true[item] != "none" for item in kept)
        precision, recall = good / len(kept), good / sum(label != "none" for label in true.values())
        result[batch] = macro_f1(ours, true)
        values = (macro_f1({i: first[i] for i in true}, true), result[batch], lenient, precision, recall)
        print(f"{batch:<14}{len(true):>6}" + "".join(f"{value:>17.2f}" for value in values))
    return result


def main() -> None:
    if not LABELS.exists():
        sys.exit("needs the shared data beside the checkout")
    result = {"stories": judge_stories(), "sections": judge_sections()}
    (HERE / "judgement.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
