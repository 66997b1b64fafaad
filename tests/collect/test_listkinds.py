"""The kinds `page` and `json` over the wire: what is asked, what is remembered, what a failure says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest import collect, configfile
from digest.collect import KINDS
from digest.config import Config, FetchingSettings
from digest.deliver import transport
from digest.errors import ConfigError
from digest.model import Collected, Memory

from .conftest import NOW, Server, answer
from .shapes import ARTICLES, SHAPES

Once = Callable[..., Collected]
DELIVERIES = {name: kind.Settings for name, kind in transport.KINDS.items()}
FINDS = {"title": "title", "link": "url"}


@pytest.fixture
def once(tmp_path: Path) -> Once:
    """Collects one source once: `once(kind, url, memory, item=…)`."""

    def attempt(kind: str, url: str, memory: Memory | None = None, **rest: Any) -> Collected:
        settings = KINDS[kind].Settings.model_validate({"name": "Outlet", "kind": kind, "url": url, **rest})
        fetching = FetchingSettings.model_validate({"allow": ("127.0.0.1",)})
        memories = {"Outlet": memory} if memory else {}
        return collect.entries([settings], memories, fetching, tmp_path, NOW, lambda _: None)[0]

    return attempt


def loaded(*lines: str) -> Config:
    """The configuration of one source of these lines."""
    text = '[edition]\ntitle = "T"\n[[sections]]\nid = "a"\ntitle = "A"\n[[sources]]\nname = "Outlet"\n'
    kinds = configfile.Kinds({name: kind.Settings for name, kind in KINDS.items()}, DELIVERIES)
    return configfile.parse(text + "\n".join(lines), Path("sources.toml"), kinds)


def faults(*lines: str) -> str:
    with pytest.raises(ConfigError) as error:
        loaded(*lines)
    return str(error.value)


@pytest.mark.server
def test_a_page_is_fetched_read_and_not_read_again_while_it_stays(server: Server, once: Once) -> None:
    page = SHAPES["ghost"].html()
    server.scripts["/news"] = answer(page, 'ETag: "one"', "Content-Type: text/html; charset=utf-8")
    first = once("page", server.url("/news"))
    assert [entry.title for entry in first.entries] == [article.title for article in ARTICLES]
    assert first.entries[0].url == server.url(f"{ARTICLES[0].path}/")
    assert {entry.publisher for entry in first.entries} == {"Outlet"}
    again = once("page", server.url("/news"), first.memory)
    assert again.unchanged
    assert 'If-None-Match: "one"' in server.requests[-1]
    assert "Accept: text/html" in server.requests[-1]


@pytest.mark.server
def test_other_selectors_on_the_same_page_are_heeded_at_once(server: Server, once: Once) -> None:
    server.scripts["/news"] = answer(SHAPES["drupal-view"].html())
    first = once("page", server.url("/news"), item=".views-row")
    other = once("page", server.url("/news"), first.memory, item=".views-row", title="time")
    assert not other.unchanged
    assert other.entries[0].title == "20.11.2026"


@pytest.mark.server
def test_a_page_without_its_list_is_a_failure_that_forgets_nothing(server: Server, once: Once) -> None:
    server.scripts["/news"] = answer(SHAPES["ghost"].html())
    first = once("page", server.url("/news"), item="article.post-card")
    server.scripts["/news"] = answer(SHAPES["ghost"].html().replace(b"post-card", b"tile"))
    after = once("page", server.url("/news"), first.memory, item="article.post-card")
    assert after.failure
    assert after.failure.error.startswith(
        "sent a page that lists no item that matches the selector `article.post-card` (item); what repeats"
    )
    assert "`article.tile` (5 times)" in after.failure.error
    assert after.memory.body_hash == first.memory.body_hash


@pytest.mark.server
def test_a_page_in_an_old_encoding_is_read_by_what_the_server_says(server: Server, once: Once) -> None:
    rows = "".join(f"<li>20.11.2026 <a href=/{n}>Nová loď číslo {n}</a>" for n in (1, 2))
    kind = "Content-Type: text/html; charset=windows-1250"
    server.scripts["/news"] = answer(f"<ul>{rows}</ul>".encode("cp1250"), kind)
    found = once("page", server.url("/news"))
    assert {entry.title for entry in found.entries} == {"Nová loď číslo 1", "Nová loď číslo 2"}


@pytest.mark.server
def test_a_page_that_robots_txt_forbids_is_not_asked_for(server: Server, once: Once) -> None:
    server.scripts["/robots.txt"] = answer(b"User-agent: *\nDisallow: /news")
    server.scripts["/news"] = answer(SHAPES["ghost"].html())
    found = once("page", server.url("/news"))
    assert found.failure
    assert "robots.txt" in found.failure.error
    assert [request.split()[1] for request in server.requests] == ["/robots.txt"]


@pytest.mark.server
def test_an_endpoint_is_fetched_read_and_not_read_again_while_it_stays(server: Server, once: Once) -> None:
    body = json.dumps({"hits": [{"title": "One", "url": "https://bay.example/1"}]}).encode()
    server.scripts["/api"] = answer(body)
    first = once("json", server.url("/api"), items="hits", **FINDS)
    assert [entry.title for entry in first.entries] == ["One"]
    assert once("json", server.url("/api"), first.memory, items="hits", **FINDS).unchanged
    assert "Accept: application/json" in server.requests[-1]


def hacker(server: Server, *ids: int) -> dict[str, Any]:
    """An endpoint that lists `ids`, and items at addresses of their own; the settings that read it."""
    server.scripts["/top.json"] = answer(json.dumps(ids).encode())
    for number in ids:
        item = {"id": number, "title": f"Story {number}", "time": 1763632800 + number}
        server.scripts[f"/item/{number}.json"] = answer(json.dumps(item).encode())
    return {
        "each": server.url("/item/{}.json"),
        "newest": 3,
        "title": "title",
        "date": "time",
        "link": ("url", "https://bay.example/item?id={id}"),
    }


@pytest.mark.server
def test_where_a_list_has_only_ids_the_newest_items_are_asked_for(server: Server, once: Once) -> None:
    rules = hacker(server, 7, 6, 5, 4)
    found = once("json", server.url("/top.json"), **rules)
    assert [entry.title for entry in found.entries] == ["Story 7", "Story 6", "Story 5"]
    assert found.entries[0].url == "https://bay.example/item?id=7"
    assert found.size > 0
    assert len(server.requests) == 4
    assert once("json", server.url("/top.json"), found.memory, **rules).unchanged
    assert len(server.requests) == 5


@pytest.mark.server
def test_an_item_that_is_gone_is_left_out_and_one_that_fails_is_asked_for_again(
    server: Server, once: Once
) -> None:
    rules = hacker(server, 7, 6, 5)
    server.scripts["/item/6.json"] = answer(b"null")
    server.scripts["/item/5.json"] = answer(b"", status="500 Oops")
    found = once("json", server.url("/top.json"), **rules)
    assert [entry.title for entry in found.entries] == ["Story 7"]
    assert found.notes == (f"1 item could not be had: {server.url('/item/5.json')} answered 500",)
    server.scripts["/item/5.json"] = answer(b'{"id": 5, "title": "Story 5"}')
    again = once("json", server.url("/top.json"), found.memory, **rules)
    assert [entry.title for entry in again.entries] == ["Story 7", "Story 5"]


@pytest.mark.server
def test_a_server_that_wants_to_be_left_alone_is_asked_for_no_further_item(
    server: Server, once: Once
) -> None:
    rules = hacker(server, 7, 6, 5)
    server.scripts["/item/6.json"] = answer(b"", "Retry-After: 600", status="429 Slow")
    found = once("json", server.url("/top.json"), **rules)
    assert [entry.title for entry in found.entries] == ["Story 7"]
    assert len(server.requests) == 3
    assert found.hints.wait is not None
    assert found.hints.wait.total_seconds() == 600


@pytest.mark.server
def test_where_no_item_can_be_had_the_source_failed(server: Server, once: Once) -> None:
    rules = hacker(server, 7, 6, 5, 4)
    for number in (7, 6, 5):
        server.scripts[f"/item/{number}.json"] = answer(b"", status="500 Oops")
    found = once("json", server.url("/top.json"), Memory(failures=2), **rules)
    assert found.failure
    assert found.failure.error == f"3 items could not be had: {server.url('/item/7.json')} answered 500"
    assert found.memory.failures == 3


def test_a_wrong_selector_or_path_is_a_fault_with_its_line() -> None:
    assert 'line 10: source "Outlet": item: is no CSS selector' in faults(
        'kind = "page"', 'url = "https://outlet.example/news"', 'item = "article..post"'
    )
    assert 'line 11: source "Outlet": date: should name one attribute behind the "@"' in faults(
        'kind = "page"', 'url = "https://outlet.example/news"', 'item = "li"', 'date = "time@"'
    )
    assert 'line 10: source "Outlet": item: should name elements' in faults(
        'kind = "page"', 'url = "https://outlet.example/news"', 'item = "li@id"'
    )
    assert 'line 11: source "Outlet": title: is no path (at "[x]")' in faults(
        'kind = "json"', 'url = "https://outlet.example/api"', 'items = "hits"', 'title = "[x]"'
    )
    assert 'unknown key (did you mean "title"?)' in faults(
        'kind = "json"', 'url = "https://outlet.example/api"', 'title = "t"', 'tilte = "t"'
    )
