"""List pages as common programs write them, with menus, sidebars and footers around them.

Each file in `listpages` is a page with one row in it, which is repeated for the same five articles, so that
what must be found is known. Its first line says its language and what its rows have: dates, summaries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

SITE = "https://outlet.example"


@dataclass(frozen=True)
class Article:
    number: int
    title: str
    summary: str
    day: datetime

    @property
    def path(self) -> str:
        return f"/news/{self.number}-bridge"


def _on(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


ARTICLES = (
    Article(
        71,
        "Harbour bridge opens to cyclists",
        "The new span carries two lanes and is lit by the tide, the town said on Friday.",
        _on(11, 20),
    ),
    Article(
        70,
        "Council buys forty electric ferries",
        "Forty boats will cross the bay from spring, and the old ones go to the museum.",
        _on(11, 13),
    ),
    Article(
        69,
        "Museum & library share a roof",
        "Both houses move into the old grain store, which has stood empty for nine years.",
        _on(11, 5),
    ),
    Article(
        68,
        "Tide gauge now speaks four languages",
        "Visitors can hear the level of the water in a language that they understand.",
        _on(10, 30),
    ),
    Article(
        67,
        "Lighthouse keeper retires after 31 years",
        "Her successor is a machine that she built herself over three long winters.",
        _on(10, 2),
    ),
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
GERMAN = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
FOLDER = Path(__file__).with_name("listpages")
_ROW = re.compile(r"<!-- row -->\n(.*?)\n<!-- /row -->", re.DOTALL)


@dataclass(frozen=True)
class Shape:
    """A page with one row in it.

    Attributes:
        dated: whether its rows say when they were published.
        teased: whether they have a summary.
    """

    page: str
    dated: bool
    teased: bool
    language: str

    def html(self, articles: Sequence[Article] = ARTICLES) -> bytes:
        """The page with a row for each of `articles`."""
        rows = _ROW.sub(lambda row: "\n".join(_filled(row[1], article) for article in articles), self.page)
        for name, part in PARTS.items():
            rows = rows.replace(f"[{name}]", part)
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"<title>News | Outlet</title></head><body>{rows}</body></html>"
        ).encode()


def _filled(row: str, article: Article) -> str:
    day = article.day
    places = {
        "title": escape(article.title),
        "summary": escape(article.summary),
        "path": article.path,
        "url": f"{SITE}{article.path}",
        "n": str(article.number),
        "iso": day.date().isoformat(),
        "stamp": day.isoformat(),
        "long": f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
        "short": f"{MONTHS[day.month - 1][:3]} {day.day}",
        "day": str(day.day),
        "month": MONTHS[day.month - 1][:3],
        "year": str(day.year),
        "dots": day.strftime("%d.%m.%Y"),
        "slashes": day.strftime("%d/%m/%Y"),
        "german": f"{day.day}. {GERMAN[day.month - 1]} {day.year}",
        "kanji": f"{day.year}年{day.month}月{day.day}日",
    }
    for name, value in places.items():
        row = row.replace(f"[{name}]", value)
    return row


def _shape(file: Path) -> Shape:
    first, page = file.read_text(encoding="utf-8").split("\n", 1)
    language, *flags = first.strip("<!-> ").split()
    return Shape(page, "dated" in flags, "summaries" in flags, language)


MENU = """<ul>
<li><a href="/">Home</a></li><li><a href="/about">About the outlet and its people</a></li>
<li><a href="/topics/bridges-and-ferries">Bridges, ferries and boats</a></li>
<li><a href="/topics/the-old-town">The old town and its walls</a></li>
<li><a href="/contact">Contact the whole team</a></li><li><a href="/jobs">Jobs at our place</a></li></ul>"""
FOOT = """<div class="cols"><ul><li><a href="/imprint">Imprint and legal notice</a></li>
<li><a href="/privacy">How we treat your data</a></li><li><a href="/terms">Terms of use for readers</a></li>
<li><a href="/accessibility">Statement on accessibility</a></li></ul>
<a href="https://social.example/@outlet">Follow us</a></div>"""
TAGS = "".join(f'<a class="tag" href="/tag/{word}">{word}</a> ' for word in ("boats", "tide", "bay", "art"))
POPULAR = "".join(
    f'<li><a href="/news/{number}-old">{title}</a></li>'
    for number, title in enumerate(
        ["The ten best places to see the tide", "Why our ferries are red", "All about the grain store"], 10
    )
)
PARTS = {"menu": MENU, "foot": FOOT, "tags": TAGS, "popular": POPULAR}
SHAPES = {file.stem: _shape(file) for file in sorted(FOLDER.glob("*.html"))}
