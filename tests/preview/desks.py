"""A desk whose outputs a test writes itself, and a real server for it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from digest.preview import Desk, serve

MAIL = """<!doctype html><html lang="en"><head><title>Scale Weekly</title>
<meta name="color-scheme" content="light dark">
<style>:root { color-scheme: light dark } body { background: #ffffff; color: #111111 }
@media (prefers-color-scheme: dark) { body { background: #111111; color: #ffffff } }</style></head>
<body><h1>Scale Weekly</h1>{body}</body></html>"""

EDITION = {
    "key": "2026-W47",
    "period": {"label": "16–22 November 2026"},
    "subject": "Northwind takes a stake <b>& more</b>",
    "preheader": "Tall Pines sells a fifth",
    "counts": {"stories": 3, "briefs": 1, "publishers": 4, "sources": 2, "entries": 9},
    "sections": [{"id": "deals", "title": "Deals & stakes", "stories": [{}, {}, {}]}],
    "sources": [{"name": "The Circuit", "problem": "answered 503"}, {"name": "Ledger Wire", "problem": ""}],
}


class Renderer:
    """Writes the draft's text into every output; the word BROKEN is an error, the word CRASH raises."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        draft = (self.folder / "draft.md").read_text("utf-8")
        if "CRASH" in draft:
            raise RuntimeError("the template divided by zero")
        if "EXIT" in draft:
            raise SystemExit(3)
        for number, line in enumerate(draft.splitlines(), 1):
            if "BROKEN" in line:
                return f"draft.md line {number}: <b>this</b> is no heading"
        self.write(draft)
        return ""

    def write(self, draft: str) -> None:
        """All outputs of `draft`, each whole or not at all, as the program writes them."""
        body = "".join(f"<h3>{line}</h3>" + "<p>text</p>" * 40 for line in draft.splitlines())
        for name in ("email.html", "index.html"):
            self._put(name, MAIL.replace("{body}", body))
        self._put("email.txt", draft)
        self._put("edition.md", draft)
        self._put("edition.json", json.dumps(EDITION))

    def _put(self, name: str, text: str) -> None:
        part = self.folder / f".{name}.part"
        part.write_text(text, "utf-8")
        part.replace(self.folder / name)


def desk_in(folder: Path, draft: str | None = "First\nSecond\nThird\n") -> Desk:
    """A desk on `folder/2026-W47`; without a draft nothing of it exists."""
    edition = folder / "2026-W47"
    renderer = Renderer(edition)
    if draft is not None:
        edition.mkdir(parents=True)
        (edition / "draft.md").write_text(draft, "utf-8")
        renderer.write(draft)
    return Desk(edition, "Scale <i>Weekly", (edition / "draft.md", folder / "templates"), renderer)


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The address of a server of `desk` on a port of its own."""
    ready, stop, addresses = threading.Event(), threading.Event(), list[str]()

    def note(address: str) -> None:
        addresses.append(address)
        ready.set()

    thread = threading.Thread(target=lambda: serve(desk, port=0, ready=note, stop=stop))
    thread.start()
    try:
        assert ready.wait(10)
        yield addresses[0]
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive(), "the server stops when it is told to"


def port_of(address: str) -> int:
    return int(address.rstrip("/").rsplit(":", 1)[1])


def ask(
    address: str, path: str, method: str = "GET", host: str | None = "localhost"
) -> tuple[HTTPResponse, str]:
    """An answer and its text; `path` is sent as it stands."""
    connection = HTTPConnection("127.0.0.1", port_of(address), timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        if host is not None:
            connection.putheader("Host", host)
        connection.endheaders()
        response = connection.getresponse()
        stream = (response.getheader("Content-Type") or "").startswith("text/event-stream")
        return response, "" if stream else response.read().decode("utf-8")
    finally:
        connection.close()


class Events:
    """The server-sent events of a desk, one tag a line."""

    def __init__(self, address: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port_of(address)), timeout=2)
        self._socket.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self._lines = self._socket.makefile("r", encoding="utf-8")

    def next(self) -> str:
        """The next tag; fails when none comes within two seconds."""
        for line in self._lines:
            if line.startswith("data: "):
                return line.removeprefix("data: ").strip()
        raise AssertionError("the stream ended")

    def until(self, is_there: Callable[[], bool]) -> None:
        """Reads tags until `is_there`; each must come within two seconds."""
        while not is_there():
            self.next()

    def close(self) -> None:
        self._lines.close()
        self._socket.close()
