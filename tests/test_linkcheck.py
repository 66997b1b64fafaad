"""Linked pages are asked politely, at most once a day, and whatever servers do is an answer."""

from __future__ import annotations

import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import linkcheck
from digest.check import Reply
from tests.collect.conftest import Server, answer, server  # noqa: F401 - a fixture

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def anywhere(_address: str) -> str:
    return ""


def ask(*addresses: str, known: dict[str, Reply] | None = None, now: datetime = NOW) -> list[Reply]:
    return list(linkcheck.replies(addresses, known or {}, now, refusal=anywhere).values())


def methods(of: Server) -> list[str]:
    return [request.split(" ")[0] for request in of.requests]


@pytest.mark.server
def test_a_page_that_is_there_is_asked_for_its_head_only(server: Server) -> None:  # noqa: F811
    server.scripts["/a"] = answer(b"")
    assert ask(server.url("/a")) == [Reply(200, "", "", "2026-11-22T18:00:00+00:00")]
    assert methods(server) == ["HEAD"]
    assert "Cookie" not in server.requests[0]
    assert "User-Agent: Digest/" in server.requests[0]


@pytest.mark.server
@pytest.mark.parametrize("refused", ["405 Method Not Allowed", "501 Not Implemented", "403 Forbidden"])
def test_a_server_that_refuses_head_is_asked_for_the_page(server: Server, refused: str) -> None:  # noqa: F811
    def script(client: socket.socket, request: str) -> None:
        wanted = answer(b"", status=refused) if request.startswith("HEAD") else answer(b"hello")
        wanted(client, request)

    server.scripts["/a"] = script
    assert [reply.status for reply in ask(server.url("/a"))] == [200]
    assert methods(server) == ["HEAD", "GET"]


@pytest.mark.server
@pytest.mark.parametrize("status", [404, 410, 403, 429, 500])
def test_a_refusal_is_told_by_its_number(server: Server, status: int) -> None:  # noqa: F811
    server.scripts["/a"] = answer(b"", status=f"{status} No")
    assert [reply.status for reply in ask(server.url("/a"))] == [status]


@pytest.mark.server
def test_where_a_page_has_moved_for_good_is_told_and_where_it_only_stays_is_not(
    server: Server,  # noqa: F811
) -> None:
    server.scripts["/old"] = answer(b"", "Location: /new", status="301 Moved")
    server.scripts["/now"] = answer(b"", "Location: /new", status="302 Found")
    server.scripts["/new"] = answer(b"")
    assert [reply.moved_to for reply in ask(server.url("/old"), server.url("/now"))] == [
        server.url("/new"),
        "",
    ]


@pytest.mark.server
def test_redirects_in_a_ring_and_to_nowhere_are_problems(server: Server) -> None:  # noqa: F811
    server.scripts["/ring"] = answer(b"", "Location: /ring", status="302 Found")
    server.scripts["/js"] = answer(b"", "Location: javascript:alert(1)", status="302 Found")
    ring, script = ask(server.url("/ring"), server.url("/js"))
    assert ring.problem == "it redirects more than 5 times"
    assert script.problem == "it redirects to an address that is not http or https"


@pytest.mark.server
def test_a_server_that_hangs_up_or_talks_nonsense_or_is_not_there_is_a_problem(
    server: Server,  # noqa: F811
) -> None:
    server.scripts["/hang"] = lambda _client, _request: None
    server.scripts["/odd"] = lambda client, _request: client.sendall(b"hello\r\n\r\n")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = listener.getsockname()[1]
    replies = ask(server.url("/hang"), server.url("/odd"), f"http://127.0.0.1:{closed}/a")
    assert [reply.status for reply in replies] == [0, 0, 0]
    assert [reply.problem for reply in replies] == [
        "it hung up without an answer",
        "it sent something that is not HTTP",
        "connection refused",
    ]


@pytest.mark.server
def test_a_server_that_says_nothing_is_left(
    server: Server,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linkcheck, "TIMEOUT_S", 0.2)
    server.scripts["/slow"] = lambda _client, _request: time.sleep(1)
    assert ask(server.url("/slow"))[0].problem == "it took longer than 0.2 s"


@pytest.mark.server
def test_the_body_of_a_page_is_never_waited_for(server: Server) -> None:  # noqa: F811
    def endless(client: socket.socket, request: str) -> None:
        if request.startswith("HEAD"):
            answer(b"", status="405 No")(client, request)
            return
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
        time.sleep(2)

    server.scripts["/big"] = endless
    began = time.monotonic()
    assert ask(server.url("/big"))[0].status == 200
    assert time.monotonic() - began < 1.5


@pytest.mark.server
def test_one_host_is_asked_one_question_at_a_time(server: Server) -> None:  # noqa: F811
    inside, most, lock = 0, 0, threading.Lock()

    def script(client: socket.socket, request: str) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with lock:
            inside -= 1
        answer(b"")(client, request)

    server.scripts = {f"/{number}": script for number in range(5)}
    assert len(ask(*(server.url(path) for path in server.scripts))) == 5
    assert most == 1


@pytest.mark.server
def test_a_page_that_was_asked_today_is_not_asked_again(server: Server) -> None:  # noqa: F811
    server.scripts["/a"] = answer(b"")
    address = server.url("/a")
    known = {address: Reply(404, asked_at=(NOW - timedelta(hours=23)).isoformat())}
    assert ask(address, known=known)[0].status == 404
    assert server.requests == []
    assert ask(address, known=known, now=NOW + timedelta(hours=2))[0].status == 200


@pytest.mark.server
def test_an_address_of_the_users_own_network_is_not_asked(server: Server) -> None:  # noqa: F811
    (reply,) = linkcheck.replies([server.url("/a")], {}, NOW).values()
    assert not reply.problem
    assert reply.unasked.startswith("127.0.0.1 is an address of a private network")
    assert server.requests == []


def test_what_pages_answered_is_kept_and_read_again(tmp_path: Path) -> None:
    fresh = Reply(301, "", "https://ledger.example/b", NOW.isoformat())
    old = Reply(404, asked_at=(NOW - timedelta(days=2)).isoformat())
    linkcheck.save(tmp_path, {"https://b.example/": fresh, "https://a.example/": old}, NOW)
    assert linkcheck.load(tmp_path) == {"https://b.example/": fresh}


def test_that_there_was_no_answer_is_forgotten_within_the_hour(tmp_path: Path) -> None:
    failed = Reply(0, "its name is not known", asked_at=NOW.isoformat())
    known = {"https://a.example/": failed}
    linkcheck.save(tmp_path, known, NOW + timedelta(minutes=59))
    assert linkcheck.load(tmp_path) == known
    linkcheck.save(tmp_path, known, NOW + timedelta(minutes=61))
    assert linkcheck.load(tmp_path) == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', '{"a": {"b": 1}}', "[" * 100_000])
def test_a_broken_file_of_answers_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / linkcheck.FILE).write_text(text, "utf-8")
    assert linkcheck.load(tmp_path) == {}


def test_an_answer_from_the_future_or_without_a_time_is_asked_again(tmp_path: Path) -> None:
    later = Reply(200, asked_at=(NOW + timedelta(hours=1)).isoformat())
    linkcheck.save(tmp_path, {"https://a.example/": later, "https://b.example/": Reply(200)}, NOW)
    assert linkcheck.load(tmp_path) == {}


def test_where_no_page_answers_all_count_as_not_asked_and_one_that_answers_speaks_for_the_line() -> None:
    failed, there = Reply(0, "its name is not known"), Reply(200)
    local = Reply(0, unasked="it is an address of a private network")
    found = linkcheck.unreached({"https://a.pub": failed, "https://b.pub": failed, "http://10.0.0.1": local})
    assert [bool(reply.unasked) for reply in found.values()] == [True, True, True]
    assert found["http://10.0.0.1"] == local
    assert linkcheck.unreached({"https://a.pub": failed, "https://b.pub": there}) == {}
    assert linkcheck.unreached({"https://a.pub": failed, "http://10.0.0.1": local}) == {}
