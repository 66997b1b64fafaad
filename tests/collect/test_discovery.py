"""From the address of a site to its feed, whatever the site says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest import adding, bundled, collect, project
from digest.collect import sites
from digest.collect.discovery import Found, Missing
from digest.config import FetchingSettings
from digest.errors import DigestError

from .conftest import NOW, Server, answer, rss

Find = Callable[..., Any]


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("https://www.youtube.com/channel/UCabc_def-123", "https://www.youtube.com/feeds/videos.xml?channel_id=UCabc_def-123"),
        ("https://youtube.com/playlist?list=PL12", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL12"),
        ("https://old.reddit.com/r/chips/top/", "https://www.reddit.com/r/chips/.rss"),
        ("https://www.reddit.com/u/ada", "https://www.reddit.com/user/ada/.rss"),
        ("https://github.com/ada/engine", "https://github.com/ada/engine/releases.atom"),
        ("https://github.com/ada/engine/releases/tag/v1", "https://github.com/ada/engine/releases.atom"),
        ("https://github.com/ada/engine/commits/main", "https://github.com/ada/engine/commits/main.atom"),
        ("https://github.com/ada", "https://github.com/ada.atom"),
        ("https://ada.substack.com/p/a-post", "https://ada.substack.com/feed"),
        ("https://medium.com/@ada/a-post-1", "https://medium.com/feed/@ada"),
        ("https://mastodon.example/@ada", "https://mastodon.example/@ada.rss"),
        ("https://bsky.app/profile/ada.example", "https://bsky.app/profile/ada.example/rss"),
        ("https://arxiv.org/list/cs.LG/recent", "https://rss.arxiv.org/rss/cs.LG"),
        ("https://gitlab.com/group/sub/project", "https://gitlab.com/group/sub/project/-/tags?format=atom"),
    ],
)  # fmt: skip
def test_sites_of_known_kinds(address: str, feed: str) -> None:
    assert sites.known(address)[0] == feed


def test_an_ordinary_address_is_of_no_known_kind() -> None:
    assert sites.known("https://paper.example/news/today") == ()
    assert sites.known("https://github.com/" + "a" * 5_000) == ()


def test_usual_places_are_looked_for_below_the_address_and_at_its_root() -> None:
    found = sites.usual("https://paper.example/blog/")
    assert found[0] == "https://paper.example/blog/feed"
    assert "https://paper.example/feed" in found
    assert "https://paper.example/blog/index.html/feed" not in sites.usual(
        "https://paper.example/blog/index.html"
    )


def page(*links: str, body: str = "") -> bytes:
    head = f"<title>Paper</title>{''.join(links)}"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def link(href: str, title: str = "Paper", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


@pytest.fixture
def find(server: Server, tmp_path: Path) -> Find:
    def found(path: str = "/") -> Found | Missing:
        return collect.discovered(server.url(path), FetchingSettings(allow=("127.0.0.1",)), tmp_path, NOW)

    return found


def url_of(found: object) -> str:
    assert isinstance(found, Found), found
    return found.url


@pytest.mark.server
def test_the_address_may_be_the_feed_itself(server: Server, find: Find) -> None:
    server.scripts["/feed"] = answer(rss("One", "Two"))
    found = find("/feed")
    assert (url_of(found), found.title, len(found.entries)) == (server.url("/feed"), "Outlet", 2)


@pytest.mark.server
def test_a_page_names_its_feed_and_comments_come_last(server: Server, find: Find) -> None:
    server.scripts["/"] = answer(
        page(
            link("/comments/feed", "Paper » Comments"),
            link("/main.xml"),
            link("/x.json", "J", "application/json"),
        )
    )
    server.scripts["/main.xml"] = server.scripts["/comments/feed"] = answer(rss("One"))
    found = find()
    assert url_of(found) == server.url("/main.xml")
    assert found.others == ((server.url("/comments/feed"), "Paper » Comments"),)


@pytest.mark.server
def test_the_page_of_a_section_gives_the_feed_of_the_section(server: Server, find: Find) -> None:
    server.scripts["/chips/"] = answer(page(link("/feed"), link("/chips/feed", "Chips")))
    server.scripts["/feed"] = server.scripts["/chips/feed"] = answer(rss("One"))
    assert url_of(find("/chips/")) == server.url("/chips/feed")


@pytest.mark.server
def test_a_feed_that_is_named_and_dead_is_passed_over(server: Server, find: Find) -> None:
    server.scripts["/"] = answer(page(link("/dead"), link("/page"), link("/live")))
    server.scripts["/page"] = answer(page())
    server.scripts["/live"] = answer(rss("One"))
    assert url_of(find()) == server.url("/live")


@pytest.mark.server
def test_a_link_in_the_text_counts_where_the_head_names_none(server: Server, find: Find) -> None:
    server.scripts["/"] = answer(page(body='<a href="/jobs">Jobs</a> <a href="news/rss.xml?x=1">RSS</a>'))
    server.scripts["/news/rss.xml?x=1"] = answer(rss("One"))
    assert url_of(find()) == server.url("/news/rss.xml?x=1")


@pytest.mark.server
def test_else_the_usual_places_are_tried(server: Server, find: Find) -> None:
    server.scripts["/blog/"] = answer(page())
    server.scripts["/atom.xml"] = answer(rss("One"))
    assert url_of(find("/blog/")) == server.url("/atom.xml")


@pytest.mark.server
def test_an_address_that_moved_for_good_is_written_as_it_is_now(server: Server, find: Find) -> None:
    server.scripts["/old"] = answer(b"", "Location: /new", status="301 Moved Permanently")
    server.scripts["/new"] = answer(rss("One"))
    assert url_of(find("/old")) == server.url("/new")


@pytest.mark.server
def test_where_there_is_none_it_says_why(server: Server, find: Find) -> None:
    missing = find()
    assert (missing.why, missing.tried) == ("answered 404", 1)
    server.scripts["/"] = answer(page())
    missing = find()
    assert "names no feed" in missing.why
    assert missing.tried == 1 + len(sites.usual(server.url("/")))


@pytest.mark.server
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"hits": [{"title": "One"}]}', "json"),
        (b"<?xml version='1.0'?><urlset><url><loc>https://o.example/1</loc></url></urlset>", "sitemap"),
    ],
)
def test_what_another_kind_reads_is_told(server: Server, find: Find, body: bytes, kind: str) -> None:
    server.scripts["/"] = answer(body)
    assert f'kind = "{kind}"' in find().why


@pytest.mark.server
def test_a_page_leads_to_no_inner_address(server: Server, tmp_path: Path) -> None:
    found = collect.discovered(server.url("/"), FetchingSettings(), tmp_path, NOW)
    assert isinstance(found, Missing)
    assert "private network" in found.why
    assert server.requests == []


@pytest.mark.server
def test_a_page_with_a_list_and_no_feed_is_offered_itself(server: Server, tmp_path: Path) -> None:
    rows = "".join(
        f"<article><h2><a href='/news/{n}'>The port of Quay opens its berth number {n}</a></h2>"
        f"<time datetime='2026-11-{n + 1:02}'>{n + 1} November 2026</time>"
        "<p>The berth is as long as a ship.</p></article>"
        for n in range(9)
    )
    server.scripts["/newsroom"] = answer(page(body=f"<main>{rows}</main>"))
    config = project.parsed(
        bundled.path("sources.toml")
        .read_text(encoding="utf-8")
        .replace("allow       = []", 'allow = ["127.0.0.1"]'),
        tmp_path / "sources.toml",
    )
    found = adding.candidate(config, server.url("/newsroom"), NOW)
    assert 'kind = "page"' in found.block
    assert found.name == "127.0.0.1"
    assert len(found.found.entries) == 9
    server.scripts["/newsroom"] = answer(page(body="<p>Nothing here.</p>"))
    with pytest.raises(DigestError, match="names no feed"):
        adding.candidate(config, server.url("/newsroom"), NOW)


@pytest.mark.server
def test_a_bare_address_is_tried_by_http_where_https_does_not_answer(server: Server, tmp_path: Path) -> None:
    server.scripts["/feed"] = answer(rss("One"))
    text = bundled.path("sources.toml").read_text(encoding="utf-8")
    config = project.parsed(
        text.replace("allow       = []", 'allow = ["127.0.0.1"]'), tmp_path / "sources.toml"
    )
    bare = server.url("/feed").removeprefix("http://")
    assert adding.candidate(config, bare, NOW).found.url == server.url("/feed")
    with pytest.raises(DigestError, match="could not be reached"):
        adding.candidate(config, f"https://{bare}", NOW)
