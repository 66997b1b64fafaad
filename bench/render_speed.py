"""How long an edition takes to become all its outputs, beside a naive way measured in the same run.

    python bench/render_speed.py [--stories 40] [--rounds 30] [--json bench/render_speed.json]

`warm` is what a rebuild in the preview costs, `cold` the first render of a process (templates compiled,
Markdown read). The baseline uses the same templates, but makes a new jinja2 environment for each render,
keeps no Markdown and lets css-inline put every style of the head onto every element.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from css_inline import CSSInliner

from digest.model import Edition, Section
from digest.render import FORMATS, Templates, email, prose, renditions
from tests import editions

TARGET_MS = 60


def sample(stories: int) -> Edition:
    """Five sections; a blurb of three sentences, two further reports a story, every fifth a brief."""
    blurb = "The company **says** so itself, and [a filing](https://filings.example/1) agrees. " * 3
    pieces = [
        editions.piece(f"Company {n} takes {n} % of another one for $1.{n} billion", blurb, number=n)
        if n % 5
        else editions.piece(f"Company {n} plans nothing", number=n)
        for n in range(stories)
    ]
    rooms = tuple(Section(f"s{room}", f"Section {room}", "", tuple(pieces[room::5])) for room in range(5))
    return editions.edition(rooms=rooms)


def naive(edition: Edition) -> None:
    prose.html.cache_clear()
    for name in FORMATS:
        with patch.object(email, "_inlined", naively_inlined):
            renditions(edition, Templates(), only=[name])


def naively_inlined(html: str, css: str) -> str:
    return CSSInliner(load_remote_stylesheets=False).inline(
        html.replace("</head>", f"<style>{css}</style></head>")
    )


def median_ms(action: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - started))
    return round(statistics.median(times), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", type=Path, default=Path(__file__).with_suffix(".json"))
    options = parser.parse_args()
    edition = sample(options.stories)
    templates = Templates()
    results = {"stories": options.stories, "cold_ms": median_ms(lambda: renditions(edition, templates), 1)}
    for name in FORMATS:
        results[f"{name}_ms"] = median_ms(partial(renditions, edition, templates, [name]), options.rounds)
    results["warm_ms"] = median_ms(lambda: renditions(edition, templates), options.rounds)
    results["naive_ms"] = median_ms(lambda: naive(edition), max(3, options.rounds // 5))
    sizes = {made.filename: len(made.text.encode()) for made in renditions(edition, templates)}
    for name, value in results.items():
        print(f"{name:<14}{value:>10}")
    for name, size in sizes.items():
        print(f"{name:<14}{size / 1000:>10.1f} kB")
    print(f"target: warm below {TARGET_MS} ms: {'reached' if results['warm_ms'] < TARGET_MS else 'missed'}")
    options.json.write_text(json.dumps({**results, "bytes": sizes}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
