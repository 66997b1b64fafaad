"""What a feed keeps of earlier times comes in when it is asked for, and no chain of archives is endless."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import collect
from digest.collect import archives, feed, folder, lineage
from digest.config import FetchingSettings, SourceSettings
from digest.model import Collected, Memory

from .conftest import NOW, Server, answer

LINK = '<link rel="{}" href="{}"/>'


def atom(number: int, older: str = "", relation: str = "prev-archive") -> bytes:
    """A page of two entries, `number` months old."""
    rows = "".join(
        f"<entry><title>Story {number}.{n}</title><id>urn:{number}.{n}</id><link href='https://o.example/{number}/{n}'/>"
        f"<updated>{NOW - timedelta(days=30 * number + n):%Y-%m-%dT%H:%M:%SZ}</updated></entry>"
        for n in range(2)
    )
    link = LINK.format(relation, older) if older else ""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>O</title>{link}{rows}</feed>'.encode()


@pytest.mark.parametrize(
    ("body", "older"),
    [
        (atom(0, "/2"), "/2"),
        (atom(0, "/2?a=1&amp;b=2", "next"), "/2?a=1&b=2"),
        (b'<rss><channel><atom:link href="/2" rel="prev-archive"/><item/></channel></rss>', "/2"),
        (
            b"<rss><channel><item/><item></item><atom:link rel='prev-archive' href='/2'/></channel></rss>",
            "/2",
        ),
        (LINK.format("next", "/page").encode() + LINK.format("prev-archive", "/2").encode(), "/2"),
        (b"<rss><channel><item><link rel='next' href='/2'/></item></channel></rss>", ""),
        (b"<rss><channel><link>https://o.example/</link><item/></channel></rss>", ""),
        (b'{"version": "1.1", "next_url": "https:\\/\\/o.example\\/2", "items": []}', "https://o.example/2"),
        (b'{"version": "1.1", "next_url": 3}', ""),
        (b"", ""),
    ],
)
def test_where_the_older_items_are(body: bytes, older: str) -> None:
    assert lineage.older(body) == older


Walk = Callable[..., Collected]


@pytest.fixture
def walk(server: Server, tmp_path: Path) -> Walk:
    def once(since: datetime | None = None, memory: Memory | None = None) -> Collected:
        settings: SourceSettings = feed.Settings(name="O", kind="feed", url=server.url())
        fetching = FetchingSettings(allow=("127.0.0.1",))
        way, memories = archives.way(since), {"O": memory or Memory()}
        return collect.entries([settings], memories, fetching, tmp_path, NOW, lambda _: None, way=way)[0]

    return once


def chain(server: Server, pages: int) -> None:
    for number in range(pages):
        older = f"/archive/{number + 1}" if number + 1 < pages else ""
        server.scripts[f"/archive/{number}" if number else "/feed"] = answer(atom(number, older))


@pytest.mark.server
def test_all_archives_come_in_with_their_own_dates(server: Server, walk: Walk) -> None:
    chain(server, 5)
    memory = Memory('"1"', body_hash="x")
    found = walk(memory=memory)
    assert len(found.entries) == 10
    assert found.entries[-1].published == NOW - timedelta(days=121)
    assert found.notes == ("4 archives read",)
    assert (found.memory.etag, found.memory.body_hash) == ('"1"', "x"), (
        "the next ordinary look goes on as before"
    )


@pytest.mark.server
def test_it_goes_back_no_further_than_asked(server: Server, walk: Walk) -> None:
    chain(server, 9)
    found = walk(NOW - timedelta(days=61))
    assert len(server.requests) == 4
    assert len(found.entries) == 8


@pytest.mark.server
@pytest.mark.parametrize("older", ["/feed", "/a"])
def test_a_ring_of_archives_ends(server: Server, walk: Walk, older: str) -> None:
    server.scripts["/feed"] = answer(atom(0, older))
    server.scripts["/a"] = answer(atom(1, "/feed"))
    assert len(walk().entries) == (2 if older == "/feed" else 4)


@pytest.mark.server
def test_an_endless_chain_ends(server: Server, walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_PAGES", 4)
    chain(server, 9)
    assert len(server.requests) == 0
    assert len(walk().entries) == 8
    assert len(server.requests) == 4


@pytest.mark.server
def test_an_archive_that_is_gone_costs_only_what_lies_behind_it(server: Server, walk: Walk) -> None:
    server.scripts["/feed"] = answer(atom(0, "/gone"))
    found = walk()
    assert len(found.entries) == 2
    assert "answered 404; the archives behind it were not reached" in found.notes[-1]
    server.scripts["/feed"] = answer(b"", status="500 Down")
    assert walk().failure


def test_what_is_no_feed_has_no_archive(tmp_path: Path) -> None:
    settings = folder.Settings(name="F", kind="folder", path=".")
    fetching = FetchingSettings()
    found = collect.entries([settings], {}, fetching, tmp_path, NOW, lambda _: None, way=archives.way(None))[
        0
    ]
    assert "no archive" in found.left_alone


@pytest.mark.server
def test_json_feeds_are_followed(server: Server, walk: Walk) -> None:
    def page(number: int, more: str) -> bytes:
        item = {"id": f"{number}", "title": f"Story {number}", "url": f"https://o.example/{number}"}
        told = {"version": "https://jsonfeed.org/version/1.1", "title": "O", "items": [item]}
        return json.dumps(told | ({"next_url": more} if more else {})).encode()

    server.scripts["/feed"] = answer(page(0, server.url("/2")))
    server.scripts["/2"] = answer(page(1, ""))
    assert {entry.title for entry in walk().entries} == {"Story 0", "Story 1"}
    assert NOW.tzinfo is UTC
