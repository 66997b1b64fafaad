"""Sitemaps of all kinds give the pages of a site, and none of them can do harm."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import collect
from digest.collect import sitemap, sitemaps
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Document
from digest.collect.sitemaps import Rules
from digest.config import FetchingSettings
from digest.model import Collected, Memory

from .conftest import NOW, Server, answer

ALL = Rules("*")
SITE = "https://paper.example"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
PLAIN, NEWS = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap-news/0.9"


def page(path: str, date: str = "", inside: str = "") -> str:
    lastmod = f"<lastmod>{date}</lastmod>" if date else ""
    return f"<url><loc>{SITE}{path}</loc>{lastmod}{inside}</url>"


def urlset(*pages: str, namespace: str = PLAIN) -> bytes:
    return f'{XML}<urlset xmlns="{namespace}" xmlns:news="{NEWS}">{"".join(pages)}</urlset>'.encode()


def index(*maps: tuple[str, str]) -> bytes:
    rows = (f"<sitemap><loc>{loc}</loc>{f'<lastmod>{d}</lastmod>' if d else ''}</sitemap>" for loc, d in maps)
    return f'{XML}<sitemapindex xmlns="{PLAIN}">{"".join(rows)}</sitemapindex>'.encode()


def read(body: bytes, rules: Rules = ALL) -> Document:
    return sitemaps.read(body, rules, NOW)


def titles(document: Document) -> list[str]:
    return [item.title for item in document.items]


def test_a_news_sitemap_gives_headline_time_and_language() -> None:
    news = (
        "<news:news><news:publication><news:name>Paper</news:name><news:language>pt</news:language>"
        "</news:publication><news:publication_date>2026-11-21T08:30:00+01:00</news:publication_date>"
        "<news:title>Ports &amp; rails</news:title></news:news>"
    )
    (item,) = read(urlset(page("/a/1", "2026-11-22", news))).items
    assert (item.link, item.title, item.language) == (f"{SITE}/a/1", "Ports & rails", "pt")
    assert item.dates == ("2026-11-21T08:30:00+01:00",)


def test_without_headlines_the_words_of_the_address_make_them_and_it_is_said() -> None:
    found = read(urlset(page("/news/union-wins-vote.html", "2026-11-20"), page("/p/4711", "2026-11-20")))
    assert titles(found) == ["Union wins vote"]
    assert found.notes == (
        "1 headline made of the words in addresses",
        "1 page left out: no headline, and no words in the address",
    )


@pytest.mark.parametrize(
    ("path", "headline"),
    [
        ("/2026/11/eu-opens-chip-inquiry/", "Eu opens chip inquiry"),
        ("/eu_opens_chip_inquiry_48151623", "Eu opens chip inquiry"),
        ("/story/plant-shuts-in-2027.php", "Plant shuts in 2027"),
        ("/f%C3%A1brica-fecha-no-porto", "Fábrica fecha no porto"),
        ("/about-us", ""),
        ("/a-b-c-d", ""),
        ("/", ""),
    ],
)
def test_headlines_of_addresses(path: str, headline: str) -> None:
    assert sitemaps.headline(SITE + path) == headline


def test_only_two_months_and_the_newest_count() -> None:
    recent = [page(f"/news/story-of-day-{n}x", f"2026-11-{1 + n % 20:02}") for n in range(300)]
    found = read(urlset(page("/news/an-old-story", "2026-09-01"), *recent))
    assert len(found.items) == sitemaps.MOST_DATED
    assert all("an-old-story" not in item.link for item in found.items)


def test_of_many_pages_without_dates_both_ends_are_watched() -> None:
    found = read(urlset(*(page(f"/the-story-number-x{n}x") for n in range(1_000))))
    assert len(found.items) == 2 * sitemaps.MOST_UNDATED
    assert found.items[-1].link.endswith("x999x")
    assert "lists 1,000 pages without a date" in found.notes[-1]


def test_an_index_names_its_newest_sitemaps_or_the_last_where_none_is_dated() -> None:
    dated = [(f"{SITE}/{n}.xml", f"2026-11-{n:02}") for n in range(1, 10)]
    assert [url for url, _ in read(index(*dated)).links] == [f"{SITE}/{n}.xml" for n in (9, 8, 7, 6, 5)]
    undated = [(f"{SITE}/{n}.xml", "") for n in range(1, 10)]
    assert [url for url, _ in read(index(*undated)).links] == [f"{SITE}/{n}.xml" for n in (5, 6, 7, 8, 9)]


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(urlset(page("/one/two-three-four", "2026-11-20"))),
        b"\xef\xbb\xbf" + urlset(page("/one/two-three-four", "2026-11-20")),
        urlset(
            page("/one/two-three-four", "2026-11-20"), namespace="http://www.google.com/schemas/sitemap/0.84"
        ),
        urlset(page("/one/two-three-four", "2026-11-20"))
        .decode()
        .replace("UTF-8", "UTF-16")
        .encode("utf-16"),
        f"{SITE}/one/two-three-four\n{SITE}/one/4711\n".encode(),
        b"\n\n" + urlset(page("/one/two-three-four", "yesterday")),
    ],
    ids=["gzip", "mark", "other namespace", "utf-16", "lines", "date that is none"],
)
def test_forms_of_a_sitemap(body: bytes) -> None:
    assert titles(read(body)) == ["Two three four"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html><body>Not here</body></html>", "starts with <html>"),
        (urlset(page("/a"))[:-20], "not well-formed"),
        (f'<!DOCTYPE x [<!ENTITY a "b">]><urlset xmlns="{PLAIN}"/>'.encode(), "DTD"),
        (gzip.compress(b"<" + b" " * 60_000_000), "more than 50 MB"),
        (b"\x1f\x8bnot gzip at all", "unpacked"),
    ],
)
def test_what_is_no_sitemap_is_said(body: bytes, why: str) -> None:
    with pytest.raises(NotAFeedError, match=why):
        read(body)


def test_a_pattern_that_matches_nothing_shows_an_address() -> None:
    with pytest.raises(NotAFeedError, match=r"no address that matches /blog/\*; the first is https://paper"):
        read(urlset(page("/news/one-two-three", "2026-11-20")), Rules("/blog/*"))


@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
    [
        ("*", f"{SITE}/a", True),
        ("/news/*", f"{SITE}/news/a", True),
        ("/news/*", f"{SITE}/old/news/a", False),
        ("*/news/*", f"{SITE}/old/news/a", True),
        ("/*.html", f"{SITE}/a.html?x=1", False),
        ("/*?id=*", f"{SITE}/a?id=1", True),
        ("/a*a", f"{SITE}/a", False),
        ("https://paper.example/*", f"{SITE}/a", True),
        ("https://other.example/*", f"{SITE}/a", False),
        ("/a", f"{SITE}/a", True),
    ],
)
def test_patterns(pattern: str, url: str, fits: object) -> None:
    assert sitemaps.matches(pattern, url) is fits


@given(st.text("ab*", max_size=12), st.text("ab", max_size=12))
def test_a_pattern_fits_as_the_slow_way_says(pattern: str, path: str) -> None:
    from fnmatch import fnmatchcase

    assert sitemaps.matches(f"*{pattern}", f"/{path}") == fnmatchcase(f"/{path}", f"*{pattern}")


def test_a_pattern_of_many_stars_does_not_hang() -> None:
    assert not sitemaps.matches("*a" * 2_000 + "b", "a" * 4_000)


@pytest.fixture
def once(tmp_path: Path) -> Callable[..., Collected]:
    def attempt(url: str, memory: Memory | None = None, **more: str) -> Collected:
        settings = sitemap.Settings.model_validate({"name": "Paper", "kind": "sitemap", "url": url} | more)
        fetching = FetchingSettings(allow=("127.0.0.1",))
        memories = {"Paper": memory or Memory()}
        return collect.entries([settings], memories, fetching, tmp_path, NOW, lambda _: None)[0]

    return attempt


@pytest.mark.server
def test_an_index_is_followed_and_a_part_that_fails_is_a_note(
    server: Server, once: Callable[..., Collected]
) -> None:
    urls = [(server.url(f"/{name}.xml"), "2026-11-20") for name in ("good", "gone", "index")]
    server.scripts["/sitemap.xml"] = answer(index(*urls), 'ETag: "1"')
    server.scripts["/good.xml"] = answer(urlset(page("/one/two-three-four", "2026-11-20")))
    server.scripts["/index.xml"] = answer(index(*urls))
    found = once(server.url("/sitemap.xml"))
    assert [entry.title for entry in found.entries] == ["Two three four"]
    assert found.entries[0].published == datetime(2026, 11, 20, tzinfo=UTC)
    assert any("gone.xml: answered 404" in note for note in found.notes)
    assert any("further documents" in note for note in found.notes)
    assert (found.memory.etag, found.memory.body_hash) == ("", "")


@pytest.mark.server
def test_an_index_that_dates_its_parts_is_known_again(server: Server, once: Callable[..., Collected]) -> None:
    server.scripts["/sitemap.xml"] = answer(index((server.url("/good.xml"), "2026-11-20")))
    server.scripts["/good.xml"] = answer(urlset(page("/one/two-three-four", "2026-11-20")))
    first = once(server.url("/sitemap.xml"))
    again = once(server.url("/sitemap.xml"), first.memory)
    assert again.unchanged
    assert len(server.requests) == 3
    other = once(server.url("/sitemap.xml"), first.memory, pattern="/one/*")
    assert not other.unchanged, "by another pattern it is another document"


@pytest.mark.server
def test_an_index_of_which_nothing_can_be_read_fails(server: Server, once: Callable[..., Collected]) -> None:
    server.scripts["/sitemap.xml"] = answer(index((server.url("/gone.xml"), "2026-11-20")))
    found = once(server.url("/sitemap.xml"))
    assert found.failure
    assert "none can be read" in found.failure.error
