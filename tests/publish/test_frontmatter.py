"""Front matter that every reader takes for what was meant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from digest import publish
from digest.model import Correction, Deal, Edition, Section
from digest.publish.frontmatter import yaml_of
from tests.publish.titles import STEERING, TITLES
from tests.records import NOW, PERIOD, edition, piece

YAML = tuple(name for name in publish.ENGINES if name != "pelican")
BODY = "# Scale Notes\n\nHello.\n\n## Deals\n\nText.\n"


def front(name: str, made: Edition) -> dict[str, Any]:
    """The front matter of a post as its engine reads it; Pelican's by the extension that it uses."""
    text = publish.posts(made, {"edition.md": BODY})[name].text
    if name == "pelican":
        reader = Markdown(extensions=["meta"])
        reader.convert(text)
        return {key: value[0] for key, value in reader.Meta.items()}  # type: ignore[attr-defined]
    _, head, _ = text.split("---\n", 2)
    return dict(yaml.safe_load(head))


@pytest.mark.parametrize("engine", publish.ENGINES)
@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back_as_it_was(engine: str, title: str) -> None:
    assert front(engine, edition(subject=title))["title"] == title


@pytest.mark.parametrize("engine", publish.ENGINES)
@pytest.mark.parametrize("title", STEERING)
def test_a_title_with_controls_is_one_line_without_them(engine: str, title: str) -> None:
    found = front(engine, edition(subject=title))["title"]
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", found)
    assert re.sub(r"\W", "", found) == re.sub(r"\W", "", title).replace("\U0001fffe", "")


@pytest.mark.parametrize("text", [*TITLES, *STEERING])
def test_a_text_is_quoted_so_that_no_version_of_yaml_takes_it_for_something_else(text: str) -> None:
    written = yaml_of({"title": text, "tags": (text, text)})
    assert yaml.safe_load(written.removesuffix("---\n")) == {"title": text, "tags": [text, text]}
    assert re.fullmatch(r'---\ntitle: "[^\n]*"\ntags:\n- "[^\n]*"\n- "[^\n]*"\n---\n', written)
    assert "\\u" not in written.replace("\\\\", "") or not text.isascii()


def test_emoji_stand_as_they_are_and_separators_are_escaped() -> None:
    assert yaml_of({"title": "🚀 a\u0085b\u2028c"}) == '---\ntitle: "🚀 a\\Nb\\Lc"\n---\n'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    assert yaml.safe_load(yaml_of({"title": text, "n": 1}).removesuffix("---\n")).get("title", "") == text


@pytest.mark.parametrize("engine", publish.ENGINES)
def test_a_title_that_a_theme_prints_as_it_stands_is_no_html(engine: str) -> None:
    made = edition(subject="<script>alert(1)</script> & </title> 5 < 6 <!-- x", preheader="<img src=x>")
    found = front(engine, made)
    assert found["title"] == "‹script>alert(1)‹/script> & ‹/title> 5 < 6 ‹!-- x"
    said = found.get("description") or found["summary"]
    assert "<img" not in said


def test_each_engine_is_told_what_it_needs_to_show_the_post() -> None:
    deal = Deal("stake", "Tall Pines", ("Northwind", "tall pines"))
    made = edition(
        Section("deals", "Deals", "", (piece("First", deals=(deal,)),)),
        Section("labor", "Labor & regulation", "", ()),
        url="https://notes.example/2026-W47/",
    )
    common = {"title": "First deal, and two more stories", "number": 3}
    tags = ["Deals", "Tall Pines", "Northwind"]
    assert front("hugo", made) == common | {
        "date": NOW,
        "draft": False,
        "slug": "2026-w47",
        "description": "A ruling that binds all",
        "tags": tags,
        "canonicalURL": "https://notes.example/2026-W47/",
    }
    assert front("jekyll", made) == common | {
        "layout": "post",
        "date": NOW,
        "permalink": "/posts/2026-w47/",
        "slug": "2026-w47",
        "description": "A ruling that binds all",
        "tags": tags,
        "canonical_url": "https://notes.example/2026-W47/",
        "published": True,
        "render_with_liquid": False,
    }
    assert front("eleventy", made) == common | {
        "date": NOW,
        "description": "A ruling that binds all",
        "tags": tags,
        "canonical": "https://notes.example/2026-W47/",
        "draft": False,
        "templateEngineOverride": "md",
    }
    assert front("astro", made) == common | {
        "pubDate": NOW,
        "slug": "2026-w47",
        "description": "A ruling that binds all",
        "tags": tags,
        "canonicalURL": "https://notes.example/2026-W47/",
        "draft": False,
    }
    assert front("mkdocs", made) == common | {
        "date": NOW,
        "slug": "2026-w47",
        "description": "A ruling that binds all",
        "tags": tags,
        "canonical_url": "https://notes.example/2026-W47/",
        "draft": False,
    }
    assert front("pelican", made) == {
        "title": common["title"],
        "date": "2026-11-22 18:00:00+00:00",
        "category": "AI Scale-Up Weekly",
        "tags": "Deals; Tall Pines; Northwind",
        "slug": "2026-w47",
        "summary": "A ruling that binds all",
        "status": "published",
        "canonical": "https://notes.example/2026-W47/",
        "number": "3",
    }


@pytest.mark.parametrize(
    ("engine", "path"),
    [
        ("hugo", "content/posts/2026-w47/index.md"),
        ("jekyll", "_posts/2026-11-22-2026-w47.md"),
        ("eleventy", "content/blog/2026-w47/index.md"),
        ("astro", "src/content/blog/2026-w47.md"),
        ("pelican", "content/2026-w47.md"),
        ("mkdocs", "docs/blog/posts/2026-w47.md"),
    ],
)
def test_a_post_lies_where_its_engine_looks_for_it(engine: str, path: str) -> None:
    assert publish.posts(edition(), {"edition.md": BODY})[engine].path == path


def test_a_date_is_that_of_the_clock_which_the_edition_follows() -> None:
    summer = PERIOD.__class__(
        "2026-W26", PERIOD.start, datetime(2026, 6, 28, 17, tzinfo=UTC), "Europe/London"
    )
    text = publish.posts(edition(period=summer), {"edition.md": BODY})["hugo"].text
    assert "\ndate: 2026-06-28T18:00:00+01:00\n" in text


def test_an_edition_that_was_built_before_it_closes_is_not_dated_in_the_future() -> None:
    early = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert front("hugo", edition(built_at=early))["date"] == early


@pytest.mark.parametrize(
    ("engine", "key"),
    [("hugo", "lastmod"), ("jekyll", "last_modified_at"), ("eleventy", "updated"), ("astro", "updatedDate")],
)
def test_a_corrected_edition_says_when_it_was_changed_and_keeps_its_date(engine: str, key: str) -> None:
    own, earlier = (
        Correction(date(2026, 11, 24), "It is 4."),
        Correction(date(2026, 12, 9), "x", edition="W1"),
    )
    found = front(engine, edition(corrections=(own, earlier)))
    assert found[key] == datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("UTC"))
    assert NOW in found.values()
    assert key not in front(engine, edition(corrections=(earlier,)))


def test_corrections_reach_mkdocs_and_pelican_in_their_own_way() -> None:
    made = edition(corrections=(Correction(date(2026, 11, 24), "It is 4."),))
    moments = {"created": NOW, "updated": datetime(2026, 11, 24, 12, tzinfo=UTC)}
    assert front("mkdocs", made)["date"] == moments
    assert front("pelican", made)["modified"] == "2026-11-24 12:00:00+00:00"


def test_a_summary_that_pelican_reads_as_markdown_shows_what_was_written() -> None:
    said = front("pelican", edition(preheader="*Not* bold, [no] link & {% x %}"))["summary"]
    assert Markdown().convert(said).replace("&#37;", "%") == "<p>*Not* bold, [no] link &amp; {% x %}</p>"


def test_astro_gets_a_description_also_where_there_is_none() -> None:
    assert front("astro", edition(preheader=""))["description"] == "First deal, and two more stories"


def test_tags_that_would_share_an_address_are_one_and_reserved_ones_are_left_out() -> None:
    names = ("C++", "c", "++", "All", "x" * 61, "A;B")
    deals = tuple(Deal("round", name) for name in names)
    made = edition(Section("deals", "Deals", "", (piece("First", deals=deals),)))
    assert front("hugo", made)["tags"] == ["Deals", "C++", "All", "A;B"]
    assert front("eleventy", made)["tags"] == ["Deals", "C++", "A;B"]
    assert front("pelican", made)["tags"] == "Deals; C++; All; A,B"


@pytest.mark.parametrize("engine", YAML)
def test_a_post_is_the_same_whenever_it_is_made(engine: str) -> None:
    made = edition()
    texts = {"edition.md": BODY}
    assert publish.posts(made, texts)[engine] == publish.posts(made, texts)[engine]
