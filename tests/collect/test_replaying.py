"""A recorded run gives the same again, offline, and gives no secret away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from digest import collect
from digest.collect import feed, folder, recording, replaying, sitemap
from digest.collect.recording import Recorder, plain
from digest.collect.replaying import Replayer
from digest.config import FetchingSettings, SourceSettings
from digest.errors import DigestError, UsageError
from digest.model import Collected, Memory

from .conftest import NOW, Server, answer, rss
from .test_sitemap import index, page, urlset

KINDS = {name: kind.Settings for name, kind in collect.KINDS.items()}
LIMITS = FetchingSettings(allow=("127.0.0.1",))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ada:secret@x.example/feed?a=1", "https://x.example/feed?a=1"),
        ("https://x.example/?api_key=abc&b=2", "https://x.example/?api_key=MASKED&b=2"),
        ("https://x.example/?b=2&TOKEN=abc#c", "https://x.example/?b=2&TOKEN=MASKED#c"),
        ("https://x.example/?signature=abc", "https://x.example/?signature=MASKED"),
        ("https://x.example/tokens/?page=2", "https://x.example/tokens/?page=2"),
        ("feeds/mine.xml", "feeds/mine.xml"),
    ],
)
def test_what_opens_doors_is_masked(url: str, shown: str) -> None:
    assert plain(url) == shown
    assert plain(plain(url)) == shown


Recorded = Callable[..., tuple[Collected, ...]]


@pytest.fixture
def record(tmp_path: Path) -> Recorded:
    def once(
        sources: Sequence[SourceSettings], memories: Mapping[str, Memory], place: Path
    ) -> tuple[Collected, ...]:
        recording.begin(place, sources, memories, NOW, tmp_path, is_wanted=True)
        return collect.entries(
            sources,
            memories,
            LIMITS,
            tmp_path,
            NOW,
            lambda _: None,
            through=lambda asked: Recorder(asked, place),
        )

    return once


def replayed(place: Path) -> tuple[Collected, ...]:
    found, replayer = replaying.load(place, KINDS), Replayer(place)
    return collect.entries(
        found.sources, found.memories, FetchingSettings(), place, found.now, lambda _: None,
        is_wanted=found.is_wanted, through=lambda _asked: replayer,
    )  # fmt: skip


def timeless(results: Sequence[Collected]) -> list[Collected]:
    return [replace(one, took_s=0.0) for one in results]


@pytest.mark.server
def test_a_run_gives_the_same_again_without_a_network(
    server: Server, record: Recorded, tmp_path: Path
) -> None:
    def url(path: str) -> str:
        return server.url(path)

    server.scripts |= {
        "/good": answer(rss("One", "Two"), 'ETag: "1"', "Cache-Control: max-age=3600"),
        "/still": answer(b"", status="304 Not Modified"),
        "/moved": answer(b"", "Location: /good", status="301 Moved Permanently"),
        "/down": answer(b"", status="500 Internal Server Error"),
        "/page": answer(b"<html><body>no feed</body></html>"),
        "/map": answer(index((url("/map/1"), "2026-11-20"))),
        "/map/1": answer(urlset(page("/one/two-three-four", "2026-11-20"))),
        "/teaser": answer(rss("Teaser").replace(b"https://outlet.example", server.url("").encode())),
        "/0": answer(
            b"<html><article><h1>T</h1><p>" + b"A long story of a port. " * 90 + b"</p></article></html>"
        ),
    }
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "a.xml").write_bytes(rss("Saved"))
    paths = ("good", "still", "moved", "page", "teaser", "down")
    sources: list[SourceSettings] = [
        feed.Settings(name=path, kind="feed", url=url(f"/{path}"), fulltext=path == "teaser")
        for path in paths
    ]
    sources.insert(0, sitemap.Settings(name="map", kind="sitemap", url=url("/map")))
    sources.append(folder.Settings(name="files", kind="folder", path="saved"))
    memories = {"still": Memory('"1"', body_hash="x", checked_at=NOW, succeeded_at=NOW)}
    first = record(sources, memories, tmp_path / "run")
    asked = len(server.requests)
    server.scripts.clear()
    again = replayed(tmp_path / "run")
    assert len(server.requests) == asked
    assert timeless(again) == timeless(first)
    by_name = {one.source: one for one in again}
    assert by_name["still"].unchanged
    assert by_name["moved"].memory.moved_to == url("/good")
    assert by_name["down"].failure
    assert "A long story of a port" in by_name["teaser"].entries[0].html
    assert [entry.title for entry in by_name["files"].entries] == ["Saved"]


@pytest.mark.server
def test_what_a_server_asked_for_is_heeded_again(server: Server, record: Recorded, tmp_path: Path) -> None:
    server.scripts["/feed"] = answer(b"", "Retry-After: 7200", status="429 Too Many Requests")
    first = record([feed.Settings(name="Busy", kind="feed", url=server.url())], {}, tmp_path / "run")
    again = replayed(tmp_path / "run")
    assert timeless(again) == timeless(first)
    assert again[0].memory.barred_until


@pytest.mark.server
def test_no_password_or_key_is_in_the_folder(server: Server, record: Recorded, tmp_path: Path) -> None:
    server.scripts["/feed?token=hunter2"] = answer(b"", "Location: /end?auth=hunter4", status="301 Moved")
    server.scripts["/end?auth=hunter4"] = answer(rss("One"))
    url = server.url("/feed?token=hunter2").replace("http://", "http://ada:hunter3@")
    memories = {"Outlet": Memory(moved_to="https://x.example/?key=hunter5", checked_at=NOW)}
    (found,) = record([feed.Settings(name="Outlet", kind="feed", url=url)], memories, tmp_path / "run")
    assert found.entries
    for file in (tmp_path / "run").rglob("*"):
        assert not file.is_file() or b"hunter" not in file.read_bytes(), file
    assert [entry.title for entry in replayed(tmp_path / "run")[0].entries] == ["One"]


def test_sources_that_hold_letters_are_left_out(tmp_path: Path) -> None:
    class Letters(feed.Settings):
        @property
        def is_recorded(self) -> bool:
            return False

    one = Letters(name="Letters", kind="feed", url="https://x.example/")
    assert recording.begin(tmp_path / "run", [one], {}, NOW, tmp_path, is_wanted=True) == ("Letters",)
    told = json.loads((tmp_path / "run" / recording.RUN).read_text(encoding="utf-8"))
    assert (told["sources"], told["left_out"]) == ([], ["Letters"])


def test_a_folder_that_holds_something_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        recording.begin(tmp_path, [], {}, NOW, tmp_path, is_wanted=True)


def test_what_was_not_asked_then_fails_that_source(tmp_path: Path) -> None:
    one = feed.Settings(name="Outlet", kind="feed", url="https://x.example/")
    recording.begin(tmp_path / "run", [one], {}, NOW, tmp_path, is_wanted=True)
    (found,) = replayed(tmp_path / "run")
    assert found.failure
    assert "was not asked for https://x.example/ when this was recorded" in found.failure.error


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "is no recording"),
        ("{", "is damaged"),
        ("[]", "is damaged"),
        (json.dumps({"version": 99, "digest": "9.0"}), "was recorded by Digest 9.0"),
        (json.dumps({"version": 1, "now": "soon"}), "is damaged"),
        (json.dumps({"version": 1, "now": f"{NOW}", "is_wanted": True, "sources": [{}]}), "is damaged"),
    ],
)
def test_what_is_no_recording_is_said(tmp_path: Path, text: str | None, why: str) -> None:
    if text is not None:
        (tmp_path / recording.RUN).write_text(text, encoding="utf-8")
    with pytest.raises(DigestError, match=why):
        replaying.load(tmp_path, KINDS)


def test_a_body_cannot_be_fetched_from_outside_of_the_recording(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root:x", encoding="utf-8")
    one = feed.Settings(name="Outlet", kind="feed", url="https://x.example/")
    run = tmp_path / "run"
    recording.begin(run, [one], {}, NOW, tmp_path, is_wanted=True)
    row = {"url": "https://x.example/", "accept": "", "answer": {"body": "../../secret"}}
    (run / recording.EXCHANGES).write_text(json.dumps(row) + "\n", encoding="utf-8")
    (found,) = replayed(run)
    assert found.failure
    assert "cannot be read" in found.failure.error
