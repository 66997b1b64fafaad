"""Articles behind teasers come in whole where their sites allow it, once, and a teaser never undoes that."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from digest import collect
from digest.collect import feed, wholepage
from digest.collect.feedxml import NotAFeedError
from digest.collect.items import Origin
from digest.config import FetchingSettings
from digest.model import Collected, Memory
from digest.store import Store, open_store

from .conftest import NOW, Server, answer, said

BODY = "The plant in the valley will run by spring, the company said, and hire nine hundred people. " * 12
NAV = '<nav><a href="/">Home</a> <a href="/jobs">Jobs</a></nav>'


def article(inside: str = "", head: str = "", title: str = "A plant for the valley") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body>{NAV}<article>"
        f"<h1>{title}</h1><p>{BODY}</p>{inside}<p>{BODY}</p></article>"
        "<footer>All rights reserved, Paper Ltd</footer></body></html>"
    ).encode()


def listing(server: Server, *paths: str, teaser: str = "A plant is to open.") -> bytes:
    items = "".join(
        f"<item><title>Story {path}</title><link>{server.url(path)}</link><guid>{path}</guid>"
        f"<description>{teaser}</description><pubDate>Sat, 21 Nov 2026 09:00:00 GMT</pubDate></item>"
        for path in paths
    )
    return f'<rss version="2.0"><channel><title>Outlet</title>{items}</channel></rss>'.encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "digest.db")


@pytest.fixture
def once(server: Server, store: Store, tmp_path: Path) -> Callable[[], Collected]:
    """Collects the feed of the server into the store, with whole texts."""

    def attempt() -> Collected:
        settings = feed.Settings(name="Outlet", kind="feed", url=server.url(), fulltext=True)
        fetching = FetchingSettings(allow=("127.0.0.1",))
        memory = replace(store.memories().get("Outlet", Memory()), next_at=None)
        found = collect.entries(
            [settings], {"Outlet": memory}, fetching, tmp_path, NOW, lambda _: None, known=store.known
        )[0]
        store.keep(found)
        return found

    return attempt


def asked(server: Server, path: str) -> int:
    return sum(request.startswith(f"GET {path} ") for request in server.requests)


@pytest.mark.server
def test_the_article_comes_in_without_the_page_around_it(
    server: Server, once: Callable[[], Collected]
) -> None:
    server.scripts |= {"/feed": answer(listing(server, "/a")), "/a": answer(article("<script>x()</script>"))}
    found = once()
    text = said(found.entries[0])
    assert "hire nine hundred people" in text
    assert not any(words in text for words in ("Jobs", "All rights reserved", "x()"))
    assert found.entries[0].title == "Story /a"
    assert found.entries[0].summary == "A plant is to open."
    assert found.notes == ("the whole text of 1 of 1 article",)


@pytest.mark.server
def test_it_is_fetched_once_and_again_when_its_item_changes(
    server: Server, once: Callable[[], Collected], store: Store
) -> None:
    server.scripts |= {"/feed": answer(listing(server, "/a")), "/a": answer(article())}
    first = once().entries[0]
    server.scripts["/feed"] = answer(listing(server, "/a", "/b"))
    server.scripts["/b"] = answer(article())
    once()
    assert (asked(server, "/a"), asked(server, "/b")) == (1, 1)
    assert store.entries_by_id([first.id])[first.id].html == first.html, "a teaser does not undo it"
    server.scripts["/feed"] = answer(listing(server, "/a", teaser="A plant is not to open."))
    server.scripts["/a"] = answer(article("<p>Corrected.</p>"))
    once()
    assert asked(server, "/a") == 2
    assert "Corrected." in said(store.entries_by_id([first.id])[first.id])


@pytest.mark.server
def test_what_cannot_be_had_keeps_its_teaser_and_is_counted(
    server: Server, once: Callable[[], Collected]
) -> None:
    paths = ("/good", "/gone", "/paid", "/closed", "/short", "/private/x", "/bytes")
    server.scripts |= {
        "/feed": answer(listing(server, *paths)),
        "/robots.txt": answer(b"User-agent: *\nDisallow: /private/\n"),
        "/good": answer(article()),
        "/paid": answer(b"", status="402 Payment Required"),
        "/closed": answer(
            article(head='<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>')
        ),
        "/short": answer(b"<html><body><article><p>No.</p></article></body></html>"),
        "/bytes": answer(b"%PDF-1.7 \x00\x01"),
    }
    found = once()
    assert asked(server, "/private/x") == 0
    assert asked(server, "/robots.txt") == 1
    whole = [entry.title for entry in found.entries if "nine hundred" in said(entry)]
    assert whole == ["Story /good"]
    (note,) = found.notes
    assert note.startswith("the whole text of 1 of 7 articles (")
    for words in ("2 behind a paywall", "1 refused by robots.txt"):
        assert words in note


@pytest.mark.server
def test_a_site_whose_robots_txt_cannot_be_had_is_left_alone(
    server: Server, once: Callable[[], Collected]
) -> None:
    server.scripts |= {
        "/feed": answer(listing(server, "/a")),
        "/a": answer(article()),
        "/robots.txt": answer(b"", status="500 Internal Server Error"),
    }
    assert once().notes == ("the whole text of 0 of 1 article (1 refused by robots.txt)",)
    assert asked(server, "/a") == 0


@pytest.mark.server
def test_whole_items_and_old_ones_are_not_asked_for(server: Server, once: Callable[[], Collected]) -> None:
    old = listing(server, "/old").replace(b"Nov 2026", b"Jan 2026")
    server.scripts["/feed"] = answer(old)
    assert once().notes == ()
    server.scripts["/feed"] = answer(listing(server, "/long", teaser=BODY * 2))
    assert once().notes == ()
    assert len(server.requests) == 2


@pytest.mark.server
def test_a_run_fetches_no_more_than_its_share(
    server: Server, once: Callable[[], Collected], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.collect.fulltext.MOST", 2)
    server.scripts |= {path: answer(article()) for path in ("/a", "/b", "/c")}
    server.scripts["/feed"] = answer(listing(server, "/a", "/b", "/c"))
    assert once().notes == ("the whole text of 2 of 3 articles (1 left out: 2 are fetched in a run)",)


@pytest.mark.parametrize(
    "head",
    [
        f'<script type="application/ld+json">{json.dumps({"isAccessibleForFree": False})}</script>',
        '<script type="application/ld+json">{"isAccessibleForFree":"http://schema.org/False"}</script>',
        '<meta property="article:content_tier" content="locked">',
        "<meta content='metered' property='article:content_tier'>",
    ],
)
def test_pages_for_subscribers_are_not_read_even_where_the_text_is_there(head: str) -> None:
    with pytest.raises(NotAFeedError, match=wholepage.PAYWALL):
        wholepage.read(article(head=head), Origin("Outlet", "https://outlet.example/a", NOW))


@pytest.mark.parametrize(
    "head", ['<meta property="article:content_tier" content="free">', '"isAccessibleForFree": true']
)
def test_pages_that_are_free_are_read(head: str) -> None:
    found = wholepage.read(article(head=head), Origin("Outlet", "https://outlet.example/a", NOW))
    assert "nine hundred" in found.items[0].html


@pytest.mark.server
def test_large_feeds_with_large_articles_do_not_wait_for_one_another(server: Server, tmp_path: Path) -> None:
    padding = b"<!--" + b"x" * 400_000 + b"-->"
    for name in "abc":
        server.scripts[f"/{name}"] = answer(listing(server, f"/{name}1", f"/{name}2") + padding)
        server.scripts |= {f"/{name}{n}": answer(article() + padding) for n in (1, 2)}
    sources = [feed.Settings(name=n, kind="feed", url=server.url(f"/{n}"), fulltext=True) for n in "abc"]
    limits = FetchingSettings.model_validate({"allow": ("127.0.0.1",), "per_host": 9, "budget": "30s"})
    found = collect.entries(sources, {}, limits, tmp_path, NOW, lambda _: None)
    assert [one.notes[-1] for one in found] == ["the whole text of 2 of 2 articles"] * 3
