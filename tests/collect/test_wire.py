"""Connections: lookups that hang hold nobody up, bytes are counted, passwords stay where they belong."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from digest.collect import heads
from digest.collect.body import MOST_MEMBERS, BrokenBodyError, Unpacker
from digest.collect.fetcher import Answer, Fetcher, Problem
from digest.collect.room import HUGE, LARGE, SMALL, Room
from digest.config import FetchingSettings
from digest.model import Collected, Memory

from .conftest import Server, answer, rss
from .hostile_wire import CHUNKED, OK, endless

GOOD = rss("One")


def fetched(*urls: str, **limits: object) -> list[Answer | Problem]:
    """What one fetcher gets from all `urls` at the same time."""

    async def run() -> list[Answer | Problem]:
        settings = FetchingSettings.model_validate({"allow": ("127.0.0.0/8",)} | limits)
        async with Fetcher(settings) as fetcher:
            return await asyncio.gather(*(fetcher.get(url, Memory()) for url in urls))

    return asyncio.run(run())


@pytest.mark.server
def test_lookups_that_hang_hold_up_neither_others_nor_the_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    sound = socket.getaddrinfo

    def stub(host: Any, *more: Any, **named: Any) -> Any:
        if str(host).startswith("hangs"):
            over.wait(20)
            raise socket.gaierror(-2, "unknown")
        return sound("127.0.0.1" if host == "good.test" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", stub)
    server.scripts["/feed"] = answer(GOOD)
    began = time.monotonic()
    hanging = [f"http://hangs{n}.test/feed" for n in range(40)]
    *slow, good = fetched(*hanging, f"http://good.test:{server.port}/feed", timeout="1s")
    assert {one.sentence for one in slow if isinstance(one, Problem)} == {"took longer than 1 s"}
    assert isinstance(good, Answer)
    assert time.monotonic() - began < 5
    over.set()


@pytest.mark.server
@pytest.mark.parametrize(
    ("start", "again"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (CHUNKED, b"1\r\nx\r\n"),
        (CHUNKED + b"1;", b"a=b;"),
        (CHUNKED + b"0\r\n", b"X-A: b\r\n"),
        (OK, b"X-A: bbbbbbbbbbbbbbbb\r\n"),
        (OK + b"X-A: ", b"b"),
    ],
)
def test_what_has_no_end_beside_the_body_is_cut(server: Server, start: bytes, again: bytes) -> None:
    server.scripts["/feed"] = endless(start, again)
    (found,) = fetched(server.url())
    assert isinstance(found, Problem)
    assert found.sentence in {"sent far more than an answer holds", "sent something that is not HTTP"}
    assert found.took_s < 10


@pytest.mark.server
def test_a_password_goes_to_its_own_origin_and_nowhere_else(server: Server) -> None:
    said = f"Basic {b64encode(b'user:p@ss').decode()}"
    elsewhere = server.url("/there").replace("127.0.0.1", "localhost")
    server.scripts |= {
        "/feed": answer(b"", "Location: /same", status="301 Moved"),
        "/same": answer(b"", f"Location: {elsewhere}", status="301 Moved"),
        "/there": answer(b"", f"Location: {server.url('/back')}", status="302 Found"),
        "/back": answer(GOOD),
    }
    (found,) = fetched(server.url().replace("//", "//user:p%40ss@"), allow=("127.0.0.1", "::1"))
    assert isinstance(found, Answer)
    assert [said in request for request in server.requests] == [True, True, False, False]
    assert "@" not in found.url
    assert found.hints.moved_to == ""  # the new address would be asked without the password


@pytest.mark.parametrize("url", ["https://outlet.example/@user?a=b@c", "http://[::1/x"])
def test_an_address_without_a_password_is_left_as_it_is(url: str) -> None:
    assert heads.login(url) == (url, {})


@pytest.mark.server
def test_a_host_that_keeps_everybody_waiting_is_left_alone_for_the_rest_of_the_run(server: Server) -> None:
    server.scripts["/feed"] = lambda _client, _request: time.sleep(2)
    found = fetched(*(server.url() for _ in range(8)), timeout="1s")
    sentences = [one.sentence for one in found if isinstance(one, Problem)]
    assert sentences.count("took longer than 1 s") == 3
    assert sentences.count("was not asked: 127.0.0.1 was too slow 3 times before") == 5


def test_a_body_of_endless_members_is_refused() -> None:
    unpacker = Unpacker("gzip", 1_000_000)
    with pytest.raises(BrokenBodyError, match="too many parts"):
        unpacker.take(gzip.compress(b"") * (MOST_MEMBERS + 1))


def test_a_small_piece_is_unpacked_in_steps() -> None:
    unpacker = Unpacker("gzip", 10_000_000)
    sizes = [unpacker.size for _ in unpacker.steps(gzip.compress(bytes(5_000_000)))]
    assert len(sizes) > 10
    assert sizes == sorted(sizes)


def test_large_documents_wait_for_room_and_that_is_not_taking_long() -> None:
    inside: list[int] = []

    async def one(room: Room, size: int) -> int:
        async with asyncio.timeout(0.2) as clock:
            await room.enter(size, clock)
            inside.append(size)
            now = len(inside)
        await asyncio.sleep(0.15)
        inside.pop()
        return now

    async def most(size: int) -> int:
        room = Room(some=3)
        return max(await asyncio.gather(*(one(room, size) for _ in range(4))))

    for size, expected in ((SMALL, 4), (LARGE, 3), (LARGE + 1, 2), (HUGE + 1, 1)):
        assert asyncio.run(most(size)) == expected


def test_who_asks_again_gives_the_room_back_first() -> None:
    async def run() -> None:
        room = Room(some=1, large=1)
        async with asyncio.timeout(1) as clock:
            await room.enter(HUGE + 1, clock)
            room.leave()
            await asyncio.create_task(room.enter(HUGE + 1, clock))

    asyncio.run(run())


@pytest.mark.server
def test_redirect_to_another_service_is_refused(server: Server, attempt: Callable[..., Collected]) -> None:
    server.scripts["/feed"] = answer(b"", "Location: http://127.0.0.1:25/", status="302 Found")
    failure = attempt(server.url()).failure
    assert failure
    assert "port 25 is for another service" in failure.error
