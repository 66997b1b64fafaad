"""How well lists are recognised: precision and recall for each shape of page, whole and bared.

`python bench/listpages.py` reads the shapes of `tests/collect/listpages`: as they are, with two rows, with
forty, without any class and id, with every tag that means something turned into `div`, with neither, without
dates, and with nothing at all.
`--sites FOLDER` reads sites that were built from known posts instead: a folder for each, and beside them
`posts.json` with a list of [title, day, slug]. A page counts that leads to two posts or more outside of its
sidebar and menus.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from digest import urls
from digest.collect import listing
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Origin, entries
from digest.collect.listrules import Rules
from digest.model import Entry
from tests.collect.shapes import ARTICLES, SHAPES, SITE, Article, Shape

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
RESULTS = Path(__file__).with_name("listpages.json")
MEANING = re.compile(r"(</?)(?:article|nav|aside|footer|header|main|section|time)\b")
DATES = re.compile(r"\[(?:iso|stamp|long|short|day|month|year|dots|slashes|german|kanji)\]")
NAMES = re.compile(
    r"""\s(?:class|id|role|itemprop|itemtype|itemscope)(?:=(?:"[^"]*"|'[^']*'|[^\s>]+))?(?=[\s>])"""
)
BESIDE = (
    "aside:not(#featured), nav, footer, .widget, .widgets, .sidebar, #aside-content, #l_side, .l_left, "
    ".post-nav"
)


@dataclass
class Score:
    """What was found of what is there."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    dated: int = 0
    pages: int = 0

    def add(self, other: Score) -> None:
        """Counts the pages of `other` as well."""
        for name in ("right", "wrong", "missed", "dated", "pages"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def precision(self) -> float:
        """The share of what was found that is an article of the list."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the list that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def listed(html: bytes, url: str) -> tuple[Entry, ...]:
    origin = Origin("Outlet", url, NOW, publisher="Outlet")
    try:
        return entries(listing.read(html, origin, Rules()), origin)[0]
    except NotAFeedError:
        return ()


def naive(html: bytes, url: str) -> set[str]:
    """What the first idea finds: every link of four words or more outside of menus and footers."""
    tree = LexborHTMLParser(html)
    for node in tree.css("nav, header nav, footer, aside"):
        node.decompose()
    links = (link for link in tree.css("a[href]") if len(link.text(separator=" ").split()) >= 4)
    return {found for link in links if (found := urls.safe(link.attributes.get("href") or "", url))}


def scored_naive(html: bytes, url: str, parts: Collection[str]) -> Score:
    found = naive(html, url)
    right = {part for part in parts if any(part in f"{address}/" for address in found)}
    wrong = sum(not any(part in f"{address}/" for part in parts) for address in found)
    return Score(len(right), wrong, len(parts) - len(right), 0, 1)


def scored(found: tuple[Entry, ...], wanted: dict[str, tuple[str, str]]) -> Score:
    """`wanted` has title and day by a part of the address."""
    by_part = {part: entry for entry in found for part in wanted if part in f"{entry.url}/"}
    right = {part: entry for part, entry in by_part.items() if entry.title == wanted[part][0]}
    dated = sum(str(entry.published)[:10] == wanted[part][1] for part, entry in right.items())
    return Score(len(right), len(found) - len(right), len(wanted) - len(right), dated, 1)


def many() -> tuple[Article, ...]:
    """Forty articles, one every five days."""
    first = ARTICLES[0]
    return tuple(
        replace(
            first, number=900 - n, title=f"{first.title} again, part {n}", day=first.day - timedelta(5 * n)
        )
        for n in range(40)
    )


def undated(shape: Shape) -> Shape:
    """The shape with "soon" in the place of every date, and links that hold none."""
    return replace(shape, page=DATES.sub("soon", shape.page), dated=False)


def bared(shape: Shape) -> bytes:
    """The page without names and without meaning."""
    return MEANING.sub(r"\1div", NAMES.sub("", shape.html().decode())).encode()


VARIANTS: dict[str, Callable[[Shape], tuple[bytes, tuple[Article, ...], bool]]] = {
    "as is": lambda shape: (shape.html(), ARTICLES, shape.dated),
    "two rows": lambda shape: (shape.html(ARTICLES[:2]), ARTICLES[:2], shape.dated),
    "forty rows": lambda shape: (shape.html(many()), many(), shape.dated),
    "no names": lambda shape: (NAMES.sub("", shape.html().decode()).encode(), ARTICLES, shape.dated),
    "no meaning": lambda shape: (
        MEANING.sub(r"\1div", shape.html().decode()).encode(),
        ARTICLES,
        shape.dated,
    ),
    "neither": lambda shape: (bared(shape), ARTICLES, shape.dated),
    "no dates": lambda shape: (undated(shape).html(), ARTICLES, False),
    "nothing": lambda shape: (bared(undated(shape)), ARTICLES, False),
}


def of_shapes() -> Iterator[tuple[str, str, Score, Score]]:
    for name, shape in SHAPES.items():
        for variant, made in VARIANTS.items():
            html, articles, is_dated = made(shape)
            days = (str(one.day)[:10] if is_dated else "None" for one in articles)
            wanted = {f"{one.path}/": (one.title, day) for one, day in zip(articles, days, strict=True)}
            url = f"{SITE}/news"
            yield name, variant, scored(listed(html, url), wanted), scored_naive(html, url, wanted)


def of_sites(folder: Path) -> Iterator[tuple[str, str, Score, Score]]:
    posts = {
        slug: (title, day) for title, day, slug in json.loads((folder / "posts.json").read_text("utf-8"))
    }
    for file in sorted(folder.glob("*/**/*.html")):
        path = file.relative_to(folder)
        html = file.read_bytes()
        if file.stem in posts or file.parent.name in posts:
            continue
        wanted = {slug: posts[slug] for slug in leading(html, posts)}
        if len(wanted) > 1:
            url = f"{SITE}/{path.relative_to(path.parts[0]).as_posix().removesuffix('index.html')}"
            yield path.parts[0], "all", scored(listed(html, url), wanted), scored_naive(html, url, wanted)


def leading(html: bytes, posts: dict[str, tuple[str, str]]) -> set[str]:
    """The posts to which `html` leads outside of menus and sidebars."""
    tree = LexborHTMLParser(html)
    for node in tree.css(BESIDE):
        node.decompose()
    links = [link.attributes.get("href") or "" for link in tree.css("a[href]")]
    return {slug for slug in posts if any(slug in link for link in links)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=Path, help="a folder of built sites and posts.json")
    asked = parser.parse_args()
    began = time.perf_counter()
    table: dict[str, dict[str, Score]] = {}
    plain: dict[str, Score] = {}
    for name, variant, score, first_idea in of_sites(asked.sites) if asked.sites else of_shapes():
        table.setdefault(name, {}).setdefault(variant, Score()).add(score)
        plain.setdefault(variant, Score()).add(first_idea)
    took_s = time.perf_counter() - began
    report(table, plain, took_s)


def report(table: dict[str, dict[str, Score]], plain: dict[str, Score], took_s: float) -> None:
    variants = list(next(iter(table.values())))
    print(f"{'precision/recall':30}" + "".join(f"{variant:>13}" for variant in variants))
    whole = {variant: Score() for variant in variants}
    for name, row in table.items():
        cells = "".join(f"{score.precision:7.2f}/{score.recall:.2f} " for score in row.values())
        print(f"{name[:30]:30}{cells}")
        for variant, score in row.items():
            whole[variant].add(score)
    print(f"{'all':30}" + "".join(_cell(one) for one in whole.values()))
    print(f"{'every longer link (baseline)':30}" + "".join(_cell(one) for one in plain.values()))
    pages = sum(one.pages for one in whole.values())
    dated, right = sum(one.dated for one in whole.values()), sum(one.right for one in whole.values())
    print(f"{dated} of {right} dates as they are; {pages} pages, {took_s / pages * 1000:.1f} ms a page")
    rows = {variant: {"precision": one.precision, "recall": one.recall} for variant, one in whole.items()}
    RESULTS.write_text(
        json.dumps({"all": rows, "pages": pages, "dated": dated, "right": right}, indent=1) + "\n"
    )


def _cell(score: Score) -> str:
    return f"{score.precision:7.3f}/{score.recall:.3f}"


if __name__ == "__main__":
    main()
