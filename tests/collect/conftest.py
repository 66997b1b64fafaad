"""A web server on 127.0.0.1 that misbehaves on request, and small feeds to read."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from digest import text
from digest.collect import feed
from digest.collect.items import LONGEST_TEXT
from digest.config import FetchingSettings
from digest.model import Collected, Entry, Memory

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
Script = Callable[[socket.socket, str], None]


def said(entry: Entry) -> str:
    """What an entry says, as plain text."""
    return text.plain_of_safe(entry.html, LONGEST_TEXT) if entry.html else entry.text


def rss(*titles: str, extra: str = "") -> bytes:
    """A small RSS feed; titles are written as they are, so that a test decides about escaping."""
    items = "".join(
        f"<item><title>{title}</title><link>https://outlet.example/{number}</link>"
        f"<guid>g{number}</guid><pubDate>Fri, 20 Nov 2026 09:0{number % 10}:00 GMT</pubDate>{extra}</item>"
        for number, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>Outlet</title>{items}</channel></rss>'.encode()


def with_body(html: str) -> bytes:
    """A feed of one item with `html` as its body."""
    return rss("One", extra=f"<description>{escape(html)}</description>")


def answer(body: bytes, *headers: str, status: str = "200 OK") -> Script:
    """Sends one well-formed answer."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""])
    return lambda client, _request: client.sendall(head.encode("latin-1") + body)


@dataclass
class Server:
    """Answers each path by its script; unknown paths get 404."""

    port: int
    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def url(self, path: str = "/feed") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, client: socket.socket) -> None:
        with client:
            client.settimeout(5)
            try:
                request = client.recv(65_536).decode("latin-1")
                self.requests.append(request)
                path = request.split(" ")[1]
                self.scripts.get(path, answer(b"", status="404 Not Found"))(client, request)
            except (OSError, IndexError):
                return


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that stops when the test ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Server(listener.getsockname()[1])

        def accept() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=made.serve, args=(client,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def attempt(tmp_path: Path) -> Callable[..., Collected]:
    """Collects one feed once: `attempt(url, memory, timeout=…)`."""
    from digest import collect

    def once(url: str, memory: Memory | None = None, **limits: object) -> Collected:
        settings = feed.Settings(name="Outlet", kind="feed", url=url)
        memories = {"Outlet": memory} if memory else {}
        fetching = FetchingSettings.model_validate({"allow": ("127.0.0.1",)} | limits)
        return collect.entries([settings], memories, fetching, tmp_path, NOW, lambda _: None)[0]

    return once
