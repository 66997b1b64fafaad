"""How near the order of a week's stories is to the best one: nDCG over the first twenty, by importance.

    ./run.sh bench order

Three labelled weeks on which nothing was trained or chosen. All stories of a week are ordered, those not for
the digest among them. `labelled`: the stories as they were labelled. The other columns judge the whole line,
with the stories that the program itself finds. `found`: a found story is worth the most important event that
it tells, also where that is told a second time; so an order that tells nothing twice cannot reach 1, and the
last line of a week says what it can. `events`: an event is worth something only where it is told first.
`reports`: the labelled stories, each standing where the first of its reports does. The baselines order the
same stories newest first, and by the number of independent voices.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from bench.training import news
from digest import bundled, measures
from digest.compose import classify, cluster, identity, normalise, rank, voices
from digest.config import Config
from digest.learned import traits, weights
from digest.learned.weights import Weights
from digest.model import Entry, Period, Source, Story
from digest.project import load

FIRST = 20
COLUMNS = ("labelled", "found", "events", "reports")
TITLES = ("newest first", "coverage only", "ours", "nothing twice")
Order = Callable[[Sequence[Story]], Sequence[Story]]


class Week:
    """One labelled week, with its stories as labelled and as found, filed as a run would file them."""

    def __init__(self, told: Sequence[news.Told], config: Config, learned: Weights) -> None:
        self._config, self._learned = config, learned
        self.story = {one.entry.id: one.story for one in told}
        self.grade = {one.story: one.importance or 0 for one in told}
        self._entries = normalise.entries(one.entry for one in told)
        self._traits = traits.by_id(self._entries, learned)
        self._sources = {one.source: Source(one.source, "folder", "") for one in self._entries}
        times = [one.dated for one in self._entries]
        self._period = Period("week", min(times), max(times) + timedelta(seconds=1), "UTC")
        groups: defaultdict[str, list[Entry]] = defaultdict(list)
        for one in sorted(self._entries, key=attrgetter("dated", "id")):
            groups[self.story[one.id]].append(one)
        self.labelled = self._filed([Story(name, tuple(held)) for name, held in groups.items()])
        self.found = self._filed(self._told())

    def _told(self) -> Sequence[Story]:
        unique = identity.distinct(self._entries, {})
        copies: defaultdict[str, list[Entry]] = defaultdict(list)
        for copy in unique.copies:
            copies[copy.of].append(copy.entry)
        return cluster.stories(unique.entries, copies, {}, self._traits, self._learned)

    def _filed(self, told: Sequence[Story]) -> Sequence[Story]:
        config = self._config
        filed = classify.stories(
            voices.stories(told),
            config.sections,
            config.selection,
            self._sources,
            self._traits,
            self._learned,
        )
        return (*filed.stories, *filed.left_out)

    def ours(self, told: Sequence[Story]) -> Sequence[Story]:
        """As the program orders them."""
        return rank.stories(
            told,
            self._config.ranking,
            self._sources,
            self._period,
            self._traits,
            self._learned,
        )

    def values(self, order: Order) -> dict[str, float]:
        """The figure of each column for one way to order stories."""
        told, ordered = order(self.labelled), order(self.found)
        labelled, found = self._grades(told), self._grades(ordered)
        places = dict.fromkeys(event for story in ordered for event in sorted(self._events(story)))
        return {
            "labelled": measures.ndcg(labelled, labelled, FIRST),
            "found": measures.ndcg(found, found, FIRST),
            "events": measures.ndcg(self._first_told(ordered), self.grade.values(), FIRST),
            "reports": measures.ndcg([self.grade[event] for event in places], self.grade.values(), FIRST),
        }

    def nothing_twice(self, told: Sequence[Story]) -> Sequence[Story]:
        """The best order that tells every event once, by the story with most of its reports, repeats last."""
        tells: dict[str, tuple[int, str]] = {}
        for story in told:
            held = Counter(self.story[one.id] for one in (*story.entries, *story.copies))
            for event, count in held.items():
                tells[event] = max(tells.get(event, (0, "")), (count, story.id))
        worth: defaultdict[str, int] = defaultdict(int)
        for event, (_, teller) in tells.items():
            worth[teller] = max(worth[teller], self.grade[event])
        return sorted(told, key=lambda story: (-worth[story.id], story.id))

    def _grades(self, ordered: Sequence[Story]) -> list[float]:
        return [max(self.grade[event] for event in self._events(story)) for story in ordered]

    def _first_told(self, ordered: Sequence[Story]) -> list[float]:
        seen: set[str] = set()
        gains: list[float] = []
        for story in ordered:
            gains.append(max((self.grade[event] for event in self._events(story) - seen), default=0))
            seen |= self._events(story)
        return gains

    def _events(self, story: Story) -> set[str]:
        return {self.story[entry.id] for entry in (*story.entries, *story.copies)}


def newest(told: Sequence[Story]) -> Sequence[Story]:
    return sorted(told, key=lambda story: (max(one.dated for one in story.entries), story.id), reverse=True)


def most_told(told: Sequence[Story]) -> Sequence[Story]:
    """By independent voices; of equals the newest first."""
    return sorted(newest(told), key=lambda story: -story.voices.independent)


def figures(
    learned: Weights, weeks: Mapping[str, Sequence[news.Told]]
) -> dict[str, dict[str, dict[str, float]]]:
    """For each week and the mean, for each order, the figure of each column."""
    config = load(bundled.path("sources.toml"))
    found = {}
    for name, told in weeks.items():
        week = Week(told, config, learned)
        orders = (newest, most_told, week.ours, week.nothing_twice)
        found[name] = {title: week.values(order) for title, order in zip(TITLES, orders, strict=True)}
    mean = {
        title: {name: sum(week[title][name] for week in found.values()) / len(found) for name in COLUMNS}
        for title in TITLES
    }
    return found | {"mean": mean}


def show(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    print(f"{'nDCG@20':<10}{'order':<16}" + "".join(f"{name:>10}" for name in COLUMNS))
    for week, orders in found.items():
        for title, values in orders.items():
            print(f"{week:<10}{title:<16}" + "".join(f"{values[name]:>10.3f}" for name in COLUMNS))


def main() -> None:
    if not news.DATA.exists():
        sys.exit("needs the shared data beside the checkout")
    weeks = {name: told for name, told in news.given_weeks().items() if name in news.GIVEN}
    found = figures(weights.shipped(), weeks)
    show(found)
    rounded = {
        week: {
            title: {name: round(value, 4) for name, value in values.items()}
            for title, values in orders.items()
        }
        for week, orders in found.items()
    }
    (news.HERE / "order.json").write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
