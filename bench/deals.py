"""How well deals are read from headlines that people labelled, beside a plain way in the same run.

    ./run.sh bench deals [--failures 30]

`given` are the labelled headlines of the shared data and `own` the project's: the rules were made on both.
`unseen` are headlines that nobody looked at while the rules were made, and `--failures` never prints one: how
well a new headline is read is told there. The plain way is one regular expression: a verb of money, who
stands before it, the first sum. A figure for which no label counts has a dash.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.training import news
from digest import deals
from digest.deals import scores
from digest.model.figures import Deal, Money

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Labelled:
    """A headline with the deals that a person read in it, and the set to which it belongs."""

    title: str
    summary: str
    true: tuple[Deal, ...]
    part: str


PARTS = ("given", "own", "unseen")


def headlines() -> list[Labelled]:
    """Every labelled headline."""
    texts = {item["id"]: item for item in (*_lines("deals/deal_headlines_unlabelled.jsonl.gz"), *_items())}
    given = [
        Labelled(row["title"], row["summary"], _deals(row), "given") for row in _lines("labels/deals.jsonl")
    ]
    own = [
        Labelled(texts[row["id"]]["title"], texts[row["id"]].get("summary") or "", _deals(row), part)
        for part, name in (("own", "deals.jsonl"), ("unseen", "deals_unseen.jsonl"))
        for row in map(json.loads, (HERE / "labels" / name).read_text(encoding="utf-8").splitlines())
    ]
    return [*given, *own]


def _items() -> Iterator[dict[str, Any]]:
    return _lines("items/ai_items.jsonl.gz")


def _lines(name: str) -> Iterator[dict[str, Any]]:
    yield from news.rows(name)


def _deals(row: Mapping[str, Any]) -> tuple[Deal, ...]:
    return tuple(
        Deal(
            kind=deal["kind"],
            company=deal["company"] or "",
            counterparties=tuple(deal["counterparties"]),
            amount=_money(deal["amount"]),
            valuation=_money(deal["valuation"]),
            stake_percent=deal["stake_percent"],
            round=deal["round"] or "",
            status=deal["status"],
        )
        for deal in row["deals"]
    )


def _money(found: Mapping[str, Any] | None) -> Money | None:
    return Money(float(found["value"]), found["currency"], found["qualifier"]) if found else None


def plain(title: str, _summary: str = "") -> tuple[Deal, ...]:
    """The plain way to read a headline."""
    return scores.plain(title)


def measured(read: Callable[[str, str], Sequence[Deal]], rows: Sequence[Labelled]) -> Mapping[str, float]:
    """The figures of one way to read."""
    return scores.of((read(row.title, row.summary), row.true) for row in rows)


def speed(titles: Sequence[str]) -> float:
    """Headlines read in a second on one core."""
    start = time.perf_counter()
    for title in titles:
        deals.read(title)
    return len(titles) / (time.perf_counter() - start)


def failures(rows: Sequence[Labelled], most: int) -> Iterator[str]:
    """What was read wrong in headlines that the rules were made on."""
    for row in rows:
        read = deals.read(row.title, row.summary)
        wrong = [
            (mine, other)
            for mine, other in scores.aligned(read, row.true)
            if mine is None or not all(scores.right(mine, other).values())
        ]
        if (wrong or (read and not row.true)) and most:
            most -= 1
            yield "\n".join(
                [row.title, *(f"   read {deal}" for deal in read), *(f"   true {deal}" for deal in row.true)]
            )


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--failures", type=int, default=0, help="how many to list, of those that may be seen")
    asked = parser.parse_args()
    rows = headlines()
    sets = {part: [row for row in rows if row.part == part] for part in PARTS}
    found = {
        name: {"plain": measured(plain, part), "ours": measured(deals.read, part)}
        for name, part in sets.items()
    }
    print(f"{'':<26}" + "".join(f"{f'{name} ({len(part)})':>28}" for name, part in sets.items()))
    print(f"{'':<26}" + f"{'plain':>18}{'ours':>10}" * len(sets))
    for figure in dict.fromkeys(figure for part in found.values() for figure in part["ours"]):
        told = "".join(
            f"{_told(part['plain'].get(figure)):>18}{_told(part['ours'].get(figure)):>10}"
            for part in found.values()
        )
        print(f"{figure:<26}{told}")
    rate = speed([item["title"] for item in _items()])
    print(f"\n{rate:,.0f} headlines a second on one core, over the items of the shared data")
    (HERE / "deals.json").write_text(
        json.dumps({**found, "headlines a second": round(rate)}, indent=1) + "\n", "utf-8"
    )
    for failure in failures([*sets["given"], *sets["own"]], asked.failures):
        print(f"\n{failure}")


if __name__ == "__main__":
    main()
