"""The home page of the site: which editions it names, in which words, and how it looks in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from selectolax.lexbor import LexborHTMLParser

from digest.config import EditionSettings
from digest.model import Edition
from digest.publish import site
from digest.publish.record import Place
from digest.render import Templates, renditions
from tests.editions import HOSTILE
from tests.records import NOW, PERIOD, edition

URL = "https://notes.example/{key}/"
PUBLICATION = EditionSettings(title="Scale Notes", tagline="A small weekly", url=URL)


def numbered(number: int, **changes: object) -> Edition:
    """One edition of several: week 40 and so on."""
    week = f"2026-W{40 + number}"
    period = replace(PERIOD, key=week, end=NOW.replace(day=number), start=NOW.replace(day=number, month=10))
    return edition(**{"period": period, "number": number, "subject": f"Issue {number}"} | changes)


def pages(
    *made: Edition, publication: EditionSettings = PUBLICATION, templates: Templates | None = None
) -> dict[str, bytes]:
    templates = templates or Templates()
    words = templates.messages(publication.language)
    listed = {each.key: site.listed(each, "<main><p>Text</p></main>", words) for each in made}
    home = site.Home(site.above(publication.url), Place(editions=listed).newest_first)
    return site.pages(home, site.cover(made[0], publication, templates), templates)


def home(*made: Edition, **options: object) -> LexborHTMLParser:
    return LexborHTMLParser(pages(*made, **options)["index.html"].decode())  # type: ignore[arg-type]


def test_the_newest_issue_stands_first_and_the_others_below() -> None:
    found = home(numbered(2), numbered(3), numbered(1))
    links = [(node.attributes["href"], node.text()) for node in found.css("main a")]
    assert links == [
        ("2026-W43/index.html", "Issue 3"),
        ("2026-W42/index.html", "Issue 2"),
        ("2026-W41/index.html", "Issue 1"),
    ]
    newest = found.css_first("article.newest")
    assert newest is not None
    assert "Issue 3" in newest.text()


def test_a_single_issue_has_no_list_of_others() -> None:
    assert home(numbered(1)).css_first(".editions") is None


def test_it_says_what_the_publication_is_and_nothing_of_one_issue() -> None:
    found = home(numbered(1, title="Special", tagline="Once", intro="Hello there", sample=True))
    text = found.text()
    assert [node.text() for node in found.css("h1, .tagline")] == ["Scale Notes", "A small weekly"]
    assert "Special" not in text
    assert "Hello there" not in text
    assert "Sample" not in text


def test_it_names_its_address_and_its_feed() -> None:
    found = home(numbered(1))
    addresses = {node.attributes["rel"]: node.attributes["href"] for node in found.css("head link")}
    assert addresses == {"canonical": "https://notes.example/", "alternate": "feed.xml"}


@pytest.mark.parametrize(
    ("url", "above"),
    [
        ("https://notes.example/{key}/", "https://notes.example/"),
        ("https://notes.example/a/week-{key}.html", "https://notes.example/a/"),
        ("https://notes.example/read?issue={key}", "https://notes.example/"),
        ("https://{key}.notes.example/", ""),
        ("https://notes.example/latest", ""),
        ("", ""),
    ],
)
def test_the_home_lies_above_the_issues(url: str, above: str) -> None:
    assert site.above(url) == above


def test_it_speaks_the_language_of_the_publication() -> None:
    found = home(numbered(1), publication=PUBLICATION.model_copy(update={"language": "ar"}))
    root = found.css_first("html")
    assert root is not None
    assert (root.attributes["lang"], root.attributes["dir"]) == ("ar", "rtl")
    assert "أحدث عدد" in found.text()


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_text(title: str) -> None:
    publication = PUBLICATION.model_copy(update={"tagline": title})
    found = home(numbered(1, subject=title, preheader=title), numbered(2), publication=publication)
    assert found.css_first("script, img") is None
    assert [node.attributes["href"] for node in found.css("main a")] == [
        "2026-W42/index.html",
        "2026-W41/index.html",
    ]


def test_a_user_replaces_a_block_of_it(tmp_path: Path) -> None:
    own = '{% extends "bundled/home.html" %}{% block footer %}<p id="own">Ours</p>{% endblock %}'
    (tmp_path / "home.html").write_text(own, "utf-8")
    found = home(numbered(1), templates=Templates(tmp_path))
    assert found.css_first("#own") is not None
    assert found.css_first("footer") is None
    assert "Issue 1" in found.text()


def test_the_page_of_an_issue_is_put_there_as_it_was_frozen() -> None:
    page = renditions(edition(), Templates(), only=["page"])[0].text.encode()
    assert site.of_edition(edition(), {"index.html": page, "draft.md": b"x"}) == {"2026-W47/index.html": page}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for this module only."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.mark.browser
def test_it_opens_from_the_disk_leads_to_its_issues_and_asks_nobody(browser: Browser, tmp_path: Path) -> None:
    made = [numbered(1, subject="A headline of some length " * 6), numbered(2), numbered(3)]
    for name, content in pages(*made).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "2026-W43").mkdir()
    (tmp_path / "2026-W43" / "index.html").write_text("<title>Issue 3</title>", "utf-8")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "index.html").as_uri())
    for width in (320, 360, 900):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click(".newest a")
    assert page.title() == "Issue 3"
    page.close()
    assert all(address.startswith("file:") for address in asked)
