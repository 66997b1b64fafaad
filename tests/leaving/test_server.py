"""The server of our own: what it answers to what is no request, what it keeps to itself, how it starts."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest import cli
from digest.errors import DigestError
from digest.leaving import server
from tests.leaving.houses import ONE_CLICK, by_server, house

pytestmark = pytest.mark.server


def spoken(port: int, said: bytes) -> bytes:
    """Everything that comes back for raw bytes."""
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(said)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    "said",
    [
        b"HELO you\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /leave/\0 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    ],
)
def test_what_is_no_request_learns_nothing(tmp_path: Path, said: bytes) -> None:
    home = house(tmp_path)
    ready, stop, places = threading.Event(), threading.Event(), list[str]()

    def is_ready(address: str) -> None:
        places.append(address)
        ready.set()

    thread = threading.Thread(target=server.serve, args=(home.reception, "127.0.0.1", 0, is_ready, stop))
    thread.start()
    try:
        assert ready.wait(10)
        answer = spoken(int(places[0].rstrip("/").rpartition(":")[2]), said)
    finally:
        stop.set()
        thread.join(10)
    assert answer.split(b" ")[1] == b"400"
    assert b"Content-Security-Policy: default-src 'none'" in answer
    assert b"aiohttp" not in answer.lower()
    assert b"python" not in answer.lower()


def test_no_log_holds_a_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = house(tmp_path)
    token = home.token()
    with caplog.at_level(logging.DEBUG), by_server(home.reception) as ask:
        ask("GET", f"/leave/{token}")
        ask("POST", f"/leave/{token}", ONE_CLICK)
    assert token not in caplog.text


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    home = house(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(DigestError, match=f"port {port}: is taken by another program"):
            server.serve(home.reception, "127.0.0.1", port, lambda _: None)


def test_the_command_says_what_to_write_where_there_is_nothing_to_serve(tmp_path: Path) -> None:
    house(tmp_path, leave="", join="")
    config = str(tmp_path / "sources.toml")
    shown = CliRunner().invoke(cli.main, ["serve-unsubscribe", "--config", config])
    assert shown.exit_code == 2
    assert 'unsubscribe = "https://' in shown.stderr
