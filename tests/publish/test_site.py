"""The site: which pages it has, what they say, how they hang together, and how they look in a browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright
from selectolax.lexbor import LexborHTMLParser

from digest.model import Correction
from digest.publish import site
from digest.render import Templates, clean, renditions
from tests.editions import HOSTILE, weekly
from tests.publish.sites import PUBLICATION, built, numbered

WEEK = weekly()


def page(files: Mapping[str, bytes], name: str = "index.html") -> LexborHTMLParser:
    return LexborHTMLParser(files[name].decode())


def links(found: LexborHTMLParser, selector: str) -> list[str]:
    return [node.attributes["href"] or "" for node in found.css(selector)]


def test_the_home_is_the_newest_issue_and_names_the_ones_before() -> None:
    found = page(built(numbered(2), numbered(3, intro="Hello there"), numbered(1)))
    assert "Hello there" in found.text()
    assert "It binds all." in found.text()
    assert links(found, ".earlier h3 a") == ["2026-W42/index.html", "2026-W41/index.html"]
    assert "2026-W43/index.html" in links(found, ".masthead a")


def test_a_single_issue_has_no_list_of_others() -> None:
    assert page(built(numbered(1))).css_first(".earlier") is None


def test_the_title_is_that_of_the_publication_whatever_the_issue_was_called() -> None:
    found = page(built(numbered(1, title="Special", tagline="Once")))
    assert [node.text() for node in found.css("h1, .tagline")] == ["Scale Notes", "A small weekly"]


def test_every_link_within_the_site_leads_to_a_page_of_it() -> None:
    files = built(WEEK, numbered(1), numbered(2))
    lost = []
    for name, content in files.items():
        if name.endswith(".html") and name != "404.html":
            for node in LexborHTMLParser(content.decode()).css("[href], [src]"):
                link = urlsplit(node.attributes.get("href") or node.attributes.get("src") or "")
                target = normpath(join(dirname(name), unquote(link.path)))
                if not link.scheme and link.path and target not in files:
                    lost.append((name, link.path))
    assert lost == []
    assert {"archive/index.html", "ledger/index.html", "about/index.html", "404.html"} <= files.keys()


def test_no_page_asks_another_host_or_runs_a_script_of_its_own() -> None:
    for name, content in built(WEEK).items():
        if name.endswith(".html"):
            found = LexborHTMLParser(content.decode())
            loaded = [node.attributes.get("src") or "" for node in found.css("[src]")]
            loaded += links(found, 'link[rel="stylesheet"]')
            assert not [address for address in loaded if urlsplit(address).netloc], name
            inline = found.css("script:not([src])")
            assert {node.attributes.get("type") for node in inline} <= {"application/ld+json"}, name
            assert len(content) < 60_000, name


def test_the_page_of_an_issue_says_every_word_that_was_approved() -> None:
    frozen = renditions(WEEK, Templates(), only=["page"])[0].text
    files = built(WEEK)
    found = files[site.page_of(WEEK)].decode()
    main = re.compile(r"<main.*</main>", re.DOTALL)
    assert main.findall(found) == main.findall(frozen)
    (sheet,) = re.findall(r'<link rel="stylesheet" href="\.\./(styles/[0-9a-f]+\.css)">', found)
    style = re.search(r"<style>\n(.*?)</style>", frozen, re.DOTALL)
    assert style
    assert style[1].encode() in files[sheet]


def test_an_issue_tells_machines_what_it_is() -> None:
    files = built(numbered(1))
    found = page(files, "2026-W41/index.html")
    data = found.css_first('script[type="application/ld+json"]')
    assert data
    told = json.loads(data.text())
    assert (told["@type"], told["headline"]) == ("BlogPosting", "Issue 1")
    assert told["url"] == "https://notes.example/2026-W41/"
    assert links(found, 'link[rel="canonical"]') == ["https://notes.example/2026-W41/"]
    assert links(found, 'link[rel="alternate"]') == ["../feed.xml", "../rss.xml", "../feed.json"]
    titles = [node.attributes["content"] for node in found.css('meta[property="og:title"]')]
    assert titles == ["Issue 1"]


def test_a_correction_is_on_its_page_and_in_the_list() -> None:
    note = Correction(date(2026, 11, 24), "It is **4**.")
    files = built(numbered(1), numbered(2, corrections=(note,)))
    found = page(files, "corrections/index.html")
    assert "It is 4." in found.text()
    assert "../2026-W42/index.html" in links(found, "main a")
    assert "It is 4." in page(files, "2026-W42/index.html").text()


def test_companies_and_deals_lead_to_one_another() -> None:
    files = built(WEEK)
    names = [name for name in files if re.fullmatch(r"companies/[^/]+/index\.html", name)]
    assert len(names) > 3
    rows = page(files, "ledger/index.html").css("tbody tr")
    assert len(rows) > 2
    first = page(files, names[0])
    assert first.css("table tbody tr")
    assert first.css(".list h3 a")
    assert files["ledger/deals.csv"].count(b"\n") > len(rows)


def headlines(html: str) -> list[str]:
    """Those of the stories and of the briefs; a feed has no ids."""
    found = LexborHTMLParser(html).css("article h3, section > ul > li > span[dir]:first-child")
    return [node.text().strip() for node in found]


def test_all_outputs_tell_the_same_stories_in_the_same_order() -> None:
    files = built(WEEK)
    anchors = [clean.anchor(piece.id) for piece in WEEK.pieces]
    page = files[site.page_of(WEEK)].decode()
    for text in (page, files["index.html"].decode()):
        found = [node.attributes["id"] for node in LexborHTMLParser(text).css("article[id], li[id]")]
        assert found == anchors
    feed = json.loads(files["feed.json"])["items"][0]["content_html"]
    assert headlines(feed) == headlines(page)
    assert len(headlines(feed)) == len(anchors)


def test_search_engines_are_told_of_every_page() -> None:
    files = built(WEEK, numbered(1))
    said = re.findall(r"<loc>([^<]*)</loc>", files["sitemap.xml"].decode())
    assert "https://notes.example/" in said
    assert "https://notes.example/2026-W41/" in said
    assert "Sitemap: https://notes.example/sitemap.xml" in files["robots.txt"].decode()
    nowhere = built(WEEK, publication=PUBLICATION.model_copy(update={"url": ""}))
    assert "sitemap.xml" not in nowhere


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
    files = built(numbered(1), publication=PUBLICATION.model_copy(update={"language": "ar"}))
    root = page(files, "archive/index.html").css_first("html")
    assert root is not None
    assert (root.attributes["lang"], root.attributes["dir"]) == ("ar", "rtl")
    assert "كل الأعداد" in page(files, "archive/index.html").text()


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_text(title: str) -> None:
    publication = PUBLICATION.model_copy(update={"tagline": title})
    piece = replace(WEEK.pieces[0], headline=title)
    section = replace(WEEK.sections[0], title=title, pieces=(piece,))
    made = numbered(1, subject=title, preheader=title, sections=(section,))
    for name, content in built(made, numbered(2), publication=publication).items():
        if name.endswith(".html"):
            found = LexborHTMLParser(content.decode())
            scripts = [node.attributes.get("src", "json") for node in found.css("script")]
            assert set(scripts) <= {"json", None, "search.js", "../ledger/sort.js", "../../ledger/sort.js"}, (
                name
            )
            assert found.css_first("img, iframe, object, [onerror], [onload]") is None, name
        if name.startswith("search/2"):
            assert b"<" not in content


def test_a_user_replaces_a_block_of_it(tmp_path: Path) -> None:
    own = '{% extends "bundled/home.html" %}{% block footer %}<p id="own">Ours</p>{% endblock %}'
    (tmp_path / "home.html").write_text(own, "utf-8")
    found = page(built(numbered(1), templates=Templates(tmp_path)))
    assert found.css_first("#own") is not None
    assert found.css_first("footer") is None


def test_a_site_is_the_same_whenever_it_is_made() -> None:
    assert built(WEEK, numbered(1)) == built(numbered(1), WEEK)


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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on the disk."""
    into = tmp_path_factory.mktemp("site")
    for name, content in built(
        WEEK, numbered(1, subject="A headline of some length " * 6), numbered(2)
    ).items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes(content)
    return into


@pytest.mark.browser
def test_it_opens_from_the_disk_fits_a_telephone_and_asks_nobody(browser: Browser, folder: Path) -> None:
    seen = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    seen.on("request", lambda request: asked.append(request.url))
    seen.on("console", lambda message: said.append(message.text))
    wide = []
    for file in sorted(folder.rglob("index.html")):
        seen.goto(file.as_uri())
        for width in (320, 360, 1000):
            seen.set_viewport_size({"width": width, "height": 700})
            if seen.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((file.relative_to(folder).as_posix(), width))
    seen.close()
    assert wide == []
    assert said == []
    assert all(address.startswith("file:") for address in asked)


@pytest.mark.browser
def test_a_story_is_found_by_its_words_in_any_case_and_with_any_accents(
    browser: Browser, folder: Path
) -> None:
    seen = browser.new_page()
    headline = WEEK.pieces[0].headline
    seen.goto(f"{(folder / 'search' / 'index.html').as_uri()}?q={headline.upper()}")
    seen.wait_for_selector("#found li")
    assert headline in seen.locator("#found h2").all_inner_texts()
    seen.fill("input[name=q]", "nothing has these words")
    assert seen.locator("#found li").count() == 0
    assert seen.inner_text("#status") == "No story has all of these words."
    seen.fill("input[name=q]", headline.split()[0][:4])
    seen.click("#found h2 a")
    assert site.page_of(WEEK) in seen.url
    seen.close()


@pytest.mark.browser
def test_the_table_of_deals_sorts_by_a_column(browser: Browser, folder: Path) -> None:
    seen = browser.new_page()
    seen.goto((folder / "ledger" / "index.html").as_uri())
    amounts = "[...document.querySelectorAll('tbody tr')].map(row => +row.dataset.amount)"
    seen.click("th[data-by=amount] button")
    falling = seen.evaluate(amounts)
    assert falling == sorted(falling, reverse=True)
    seen.click("th[data-by=amount] button")
    assert seen.evaluate(amounts) == falling[::-1]
    assert seen.get_attribute("th[data-by=amount]", "aria-sort") == "ascending"
    seen.close()
