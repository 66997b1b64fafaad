"""How well events, sections and what to leave out are found, on labelled weeks of news.

    ./run.sh bench judgement

Stories: precision, recall and F1 over pairs of items of one story, five sets on which nothing was trained or
chosen; merging two events that the label calls related is harmless in the last column. Sections of stories
and what is left out: three weeks, the labelled stories. The baselines of the same run are average-link
grouping by TF-IDF over words and letters at one bound, chosen on our own weeks, and the section of the best
report.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.training import news
from digest import words
from digest.compose import classify, cluster
from digest.config import SelectionSettings, Theme
from digest.learned import traits
from digest.learned.weights import SECTIONS, shipped
from digest.measures import confusion, macro_f1
from digest.model import Source, Story
from digest.similarity import Rarity, cosine, grams

HERE = Path(__file__).resolve().parent
Groups = Iterable[Sequence[int]]


def plain_likeness(week: Sequence[news.Told]) -> dict[tuple[int, int], float]:
    """Mean of the TF-IDF cosines of words and of letters of two headlines."""
    titles = [words.terms(one.entry.title) for one in week]
    letters = [grams(" ".join(words.words(one.entry.title)), 4) for one in week]
    by_word, by_letter = Rarity(titles), Rarity(letters)
    bags = [(by_word.bag(title), by_letter.bag(runs)) for title, runs in zip(titles, letters, strict=True)]
    return {
        (one, other): (cosine(bags[one][0], bags[other][0]) + cosine(bags[one][1], bags[other][1])) / 2
        for one, other in combinations(range(len(week)), 2)
    }


def average_link(count: int, likeness: Mapping[tuple[int, int], float], bound: float) -> list[list[int]]:
    """Groups whose average likeness is at least `bound`, merged best first."""
    table = np.zeros((count, count))
    for (one, other), value in likeness.items():
        table[one, other] = table[other, one] = value
    sizes, groups = np.ones(count), {place: [place] for place in range(count)}
    while True:
        one, other = divmod(int(table.argmax()), count)
        if table[one, other] < bound:
            return list(groups.values())
        both = (table[one] * sizes[one] + table[other] * sizes[other]) / (sizes[one] + sizes[other])
        table[one], table[:, one] = both, both
        table[other], table[:, other], table[one, one] = 0, 0, 0
        sizes[one] += sizes[other]
        groups[one] += groups.pop(other)


def ours(week: Sequence[news.Told]) -> list[list[int]]:
    """The groups that the program finds, as places in the week."""
    places = {one.entry.id: place for place, one in enumerate(week)}
    entries = [one.entry for one in week]
    read = traits.by_id(entries, shipped())
    found = cluster.stories(entries, {}, {}, read, shipped())
    return [[places[entry.id] for entry in story.entries] for story in found]


def rates(week: Sequence[news.Told], groups: Groups) -> tuple[float, float, float, float]:
    """Precision, recall, F1, and precision with related events counted as harmless."""
    true = sum(n * (n - 1) // 2 for n in Counter(one.story for one in week).values())
    said = right = related = 0
    for group in groups:
        for one, other in combinations((week[place] for place in group), 2):
            said += 1
            if one.story == other.story:
                right += 1
            elif (
                other.story == one.related
                or one.story == other.related
                or (one.related is not None and one.related == other.related)
            ):
                related += 1
    precision, recall = right / max(1, said), right / max(1, true)
    both = 2 * precision * recall / max(1e-9, precision + recall)
    return precision, recall, both, right / max(1, said - related)


def judge_stories() -> dict[str, dict[str, tuple[float, ...]]]:
    mine = {name: (week, plain_likeness(week)) for name, week in news.our_weeks().items()}
    bounds = [0.2, 0.24, 0.28, 0.32, 0.36, 0.4]

    def mean(bound: float) -> float:
        found = (rates(week, average_link(len(week), table, bound))[2] for week, table in mine.values())
        return sum(found) / len(mine)

    bound = max(bounds, key=mean)
    result: dict[str, dict[str, tuple[float, ...]]] = {"plain": {}, "ours": {}}
    print(f"{'stories':<10}{'items':>6}{'':>8}{'P':>7}{'R':>6}{'F1':>7}{'P, related harmless':>21}")
    for name, week in news.given_weeks().items():
        found = {"plain": average_link(len(week), plain_likeness(week), bound), "ours": ours(week)}
        for way, groups in found.items():
            row = result[way][name] = rates(week, groups)
            p, r, f, harmless = row
            print(f"{name:<10}{len(week):>6}{way:>8}{p:>7.2f}{r:>6.2f}{f:>7.3f}{harmless:>21.2f}")
    for way, rows in result.items():
        p, r, f, harmless = np.mean(list(rows.values()), axis=0)
        print(f"{'mean':<16}{way:>8}{p:>7.2f}{r:>6.2f}{f:>7.3f}{harmless:>21.2f}")
    print(f"(plain at {bound}, chosen on our weeks; ours at {cluster.MERGE})\n")
    return result


def judge_sections() -> dict[str, float]:
    """Stories of the three weeks, as labelled: their sections, and what is left out."""
    themes = [Theme.model_validate({"id": name, "title": name, "trained": name}) for name in SECTIONS[:-1]]
    keep = SelectionSettings().keep
    true: dict[str, str] = {}
    told: dict[str, str] = {}
    single: dict[str, str] = {}
    worth: dict[str, int] = {}
    several: set[str] = set()
    for week in (week for week in news.given_weeks().values() if week[0].section is not None):
        members = defaultdict(list)
        for one in week:
            members[one.story].append(one)
        read = traits.by_id([one.entry for one in week], shipped())
        stories = [Story(name, tuple(one.entry for one in group)) for name, group in members.items()]
        sources = {one.entry.source: Source(one.entry.source, "items", "") for one in week}
        filed = classify.stories(stories, themes, SelectionSettings(), sources, read, shipped())
        told |= {story.id: story.section or "none" for story in (*filed.stories, *filed.left_out)}
        for name, group in members.items():
            true[name], worth[name] = str(group[0].section), int(group[0].importance or 0)
            single[name] = SECTIONS[int(read[group[0].entry.id].probabilities.argmax())]
            several |= {name} if len(group) > 1 else set()
    result: dict[str, float] = {}
    for way, found in (("one report alone", single), ("ours", told)):
        voted = macro_f1(confusion(found, {name: true[name] for name in several}))
        kept = np.mean([found[name] != "none" for name in true if worth[name] >= 2])
        out = np.mean([found[name] == "none" for name in true if worth[name] == 0])
        result |= {f"{way}: sections": voted, f"{way}: kept": float(kept), f"{way}: left out": float(out)}
        print(
            f"{way:<18} macro-F1 of {len(several)} stories with several reports {voted:.3f}, "
            f"kept of importance 2 and 3 {kept:.3f}, left out of importance 0 {out:.3f}"
        )
    print(f"(kept from a probability of {keep})")
    return result


def main() -> None:
    if not news.DATA.exists():
        sys.exit("needs the shared data beside the checkout")
    result = {"stories": judge_stories(), "sections": judge_sections()}
    (HERE / "judgement.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
