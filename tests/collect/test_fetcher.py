"""Servers that misbehave cost their own source a sentence, and nothing else anything."""

from __future__ import annotations

import gzip
import resource
import socket
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from digest import collect
from digest.collect import feed, folder
from digest.collect.body import BrokenBodyError, TooLargeError, Unpacker
from digest.config import FetchingSettings
from digest.model import Collected, Memory

from .conftest import NOW, Script, Server, answer, rss

Attempt = Callable[..., Collected]
GOOD = rss("One", "Two")


def raw(rest: bytes) -> Script:
    """Sends a status line and `rest`, then hangs up."""
    return lambda client, _request: client.sendall(b"HTTP/1.1 200 OK\r\n" + rest)


def error(collected: Collected) -> str:
    assert collected.failure
    assert collected.entries == ()
    return collected.failure.error


@pytest.mark.server
def test_a_good_feed_comes_in_and_is_remembered(server: Server, attempt: Attempt) -> None:
    server.scripts["/feed"] = answer(GOOD, 'ETag: W/"odd tag"', "Last-Modified: yesterday, or so")
    collected = attempt(server.url())
    assert [entry.title for entry in collected.entries] == ["Two", "One"]
    assert collected.memory.etag == 'W/"odd tag"'
    assert collected.memory.last_modified == "yesterday, or so"
    assert collected.memory.succeeded_at == collected.memory.watched_since == NOW
    assert "User-Agent: Digest/" in server.requests[0]


@pytest.mark.server
def test_validators_go_back_byte_for_byte_and_304_is_unchanged(server: Server, attempt: Attempt) -> None:
    server.scripts["/feed"] = answer(b"", status="304 Not Modified")
    memory = Memory(
        etag='W/"odd tag"', last_modified="yesterday, or so", body_hash="x", failures=3, error="answered 500"
    )
    collected = attempt(server.url(), memory)
    assert 'If-None-Match: W/"odd tag"\r\n' in server.requests[0]
    assert "If-Modified-Since: yesterday, or so\r\n" in server.requests[0]
    assert collected.unchanged
    assert (collected.memory.etag, collected.memory.body_hash) == (memory.etag, "x")
    assert (collected.memory.failures, collected.memory.error) == (0, "")


@pytest.mark.server
def test_304_that_nobody_asked_for_is_a_failure(server: Server, attempt: Attempt) -> None:
    server.scripts["/feed"] = answer(b"", status="304 Not Modified")
    assert "304" in error(attempt(server.url()))


@pytest.mark.server
def test_the_same_bytes_are_unchanged(server: Server, attempt: Attempt) -> None:
    server.scripts["/feed"] = answer(GOOD)
    first = attempt(server.url())
    assert attempt(server.url(), first.memory).unchanged


@pytest.mark.server
def test_a_failure_keeps_what_was_remembered_and_counts(server: Server, attempt: Attempt) -> None:
    server.scripts["/feed"] = answer(b"oops", status="500 Oops")
    memory = Memory(etag='"a"', body_hash="x", failures=1)
    collected = attempt(server.url(), memory)
    assert error(collected) == "answered 500"
    assert (collected.memory.failures, collected.memory.etag) == (2, '"a"')
    assert collected.memory.error == "answered 500"


@pytest.mark.server
@pytest.mark.parametrize("length", [2, 64])
def test_validators_that_cannot_go_back_are_dropped(server: Server, attempt: Attempt, length: int) -> None:
    tag = "x" * 2000 if length == 64 else "\xe9"
    server.scripts["/feed"] = answer(GOOD, f"ETag: {tag}")
    assert attempt(server.url()).memory.etag == ""


@pytest.mark.server
@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (answer(b""), "sent nothing"),
        (answer(b"<html><body>Parked</body></html>"), "sent a web page, not a feed"),
        (answer(b"gone", status="410 Gone"), "answered 410"),
        (answer(gzip.compress(GOOD)[:-9], "Content-Encoding: gzip"), "breaks off"),
        (answer(b"no gzip", "Content-Encoding: gzip"), "cannot be unpacked"),
        (answer(GOOD, "Content-Encoding: gzip, gzip"), "not asked for"),
        (answer(GOOD, "Content-Encoding: br"), "not asked for"),
        (raw(b"Content-Length: 9999\r\n\r\n" + GOOD), "broke off"),
        (raw(b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc"), "broke off"),
        (lambda client, _: client.sendall(b"220 mail here\r\n"), "not HTTP"),
        (lambda client, _: client.close(), "hung up"),
        (answer(b"", "Location: file:///etc/hostname", status="302 Found"), "not http"),
        (answer(b"", "Location: /feed", status="301 Moved"), "redirected more than 5"),
        (answer(b"", status="302 Found"), "not http"),
    ],
)  # fmt: skip
def test_misbehaviour_is_told_in_words(
    server: Server, attempt: Attempt, script: Callable[..., None], sentence: str
) -> None:
    server.scripts["/feed"] = script
    assert sentence in error(attempt(server.url()))


@pytest.mark.server
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_packed_bodies_are_unpacked(server: Server, attempt: Attempt, encoding: str) -> None:
    packed = gzip.compress(GOOD) if encoding == "gzip" else zlib.compress(GOOD)
    server.scripts["/feed"] = answer(packed, f"Content-Encoding: {encoding}")
    assert len(attempt(server.url()).entries) == 2


@pytest.mark.server
def test_redirects_are_followed_and_their_bodies_left_alone(server: Server, attempt: Attempt) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    server.scripts["/feed"] = answer(bomb, "Location: /new", "Content-Encoding: gzip", status="301 Moved")
    server.scripts["/new"] = answer(rss("Moved"))
    assert [entry.title for entry in attempt(server.url()).entries] == ["Moved"]


def drip(client: socket.socket, _request: str) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(200):
        client.sendall(b"x")
        time.sleep(0.1)


def endless(client: socket.socket, _request: str) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        client.sendall(b"<item>" * 10_000)


@pytest.mark.server
def test_a_server_that_drips_is_cut_at_the_deadline(server: Server, attempt: Attempt) -> None:
    server.scripts["/feed"] = drip
    began = time.monotonic()
    assert error(attempt(server.url(), timeout="1s")) == "took longer than 1 s"
    assert time.monotonic() - began < 4


def announces(client: socket.socket, _request: str) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")


@pytest.mark.server
@pytest.mark.parametrize("script", [endless, announces])
def test_too_much_is_cut(server: Server, attempt: Attempt, script: Callable[..., None]) -> None:
    server.scripts["/feed"] = script
    assert error(attempt(server.url(), max_body_mb=1)) == "sent more than 1 MB"


def gigabyte() -> bytes:
    """One GiB of zeros in about one megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 24)
    return b"".join(packer.compress(block) for _ in range(64)) + packer.flush()


@pytest.mark.slow
@pytest.mark.server
def test_a_gzip_bomb_is_cut_with_bounded_memory(server: Server, attempt: Attempt) -> None:
    server.scripts["/feed"] = answer(gigabyte(), "Content-Encoding: gzip")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert error(attempt(server.url())) == "sent more than 10 MB"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64_000  # kilobytes


def test_unpacking_stops_at_the_bound_whatever_the_pieces() -> None:
    packed = gzip.compress(bytes(3_000_000))
    unpacker = Unpacker("gzip", 1_000_000)
    with pytest.raises(TooLargeError):
        list(map(unpacker.take, (packed[start : start + 100] for start in range(0, len(packed), 100))))


def test_several_gzip_members_are_one_body() -> None:
    unpacker = Unpacker("gzip", 1000)
    for byte in gzip.compress(b"one ") + gzip.compress(b"two"):
        unpacker.take(bytes([byte]))
    assert unpacker.whole() == b"one two"


def test_raw_deflate_is_understood() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    unpacker = Unpacker("deflate", 1000)
    unpacker.take(packer.compress(b"raw words") + packer.flush())
    assert unpacker.whole() == b"raw words"


def test_encodings_that_were_not_asked_for_are_refused() -> None:
    with pytest.raises(BrokenBodyError):
        Unpacker("zstd", 1000)


@pytest.mark.server
def test_hostile_sources_do_not_keep_good_ones_from_coming_in(server: Server, tmp_path: Path) -> None:
    server.scripts |= {f"/good{n}": answer(rss(f"Good {n}")) for n in range(5)}
    server.scripts |= {
        f"/bad{n}": script for n, script in enumerate([drip, endless, answer(b"", status="500 No")])
    }
    sources = [feed.Settings(name=path, kind="feed", url=server.url(path)) for path in server.scripts]
    limits = FetchingSettings.model_validate(
        {"timeout": "2s", "max_body_mb": 1, "per_host": 4, "allow": ("127.0.0.1",)}
    )
    kept: list[str] = []
    found = collect.entries(
        sources, {}, limits, tmp_path, NOW, lambda collected: kept.append(collected.source)
    )
    assert [collected.source for collected in found] == list(server.scripts)
    assert sorted(kept) == sorted(server.scripts)
    assert [collected.source for collected in found if collected.failure] == ["/bad0", "/bad1", "/bad2"]


@pytest.mark.server
def test_waiting_for_a_turn_is_not_taking_long(server: Server, tmp_path: Path) -> None:
    """Six sources of one host, one at a time, each slow but within the limit."""

    def slow(client: socket.socket, request: str) -> None:
        time.sleep(0.3)
        answer(GOOD)(client, request)

    server.scripts["/feed"] = slow
    sources = [feed.Settings(name=f"s{n}", kind="feed", url=server.url()) for n in range(6)]
    limits = FetchingSettings.model_validate({"timeout": "1s", "allow": ("127.0.0.1",)})
    assert not any(
        found.failure for found in collect.entries(sources, {}, limits, tmp_path, NOW, lambda _: None)
    )


def test_a_host_that_is_none_is_a_sentence(attempt: Attempt) -> None:
    assert error(attempt("http://./feed")).startswith("could not be reached: ")


@pytest.mark.server
def test_nobody_listening_is_a_sentence(attempt: Attempt) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert error(attempt(f"http://127.0.0.1:{port}/feed")).startswith("could not be reached")


def test_what_keep_raises_comes_out(tmp_path: Path) -> None:
    settings = folder.Settings(name="x", kind="folder", path="nowhere")

    def full(_collected: Collected) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        collect.entries([settings], {}, FetchingSettings(), tmp_path, NOW, full)


@pytest.mark.server
def test_the_rule_for_addresses_is_asked_on_every_hop(server: Server) -> None:
    import asyncio

    from digest.collect.fetcher import Fetcher, Problem

    asked: list[str] = []

    def refusal(address: str) -> str:
        asked.append(address)
        return "is not allowed" if len(asked) > 1 else ""

    async def fetch() -> object:
        async with Fetcher(FetchingSettings(), refusal) as fetcher:
            return await fetcher.get(server.url("/hop"), Memory())

    server.scripts["/hop"] = answer(b"", "Location: /feed", status="302 Found")
    server.scripts["/feed"] = answer(GOOD)
    found = asyncio.run(fetch())
    assert isinstance(found, Problem)
    assert asked == ["127.0.0.1", "127.0.0.1"]
