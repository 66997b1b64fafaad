"""A desk whose outputs a test writes itself, and a real server for it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from digest.errors import DigestError
from digest.preview import Desk, Keys, serve
from digest.preview.desk import View
from digest.preview.live import Live
from digest.preview.sight import Sight
from digest.preview.studio import Answer, Done, Hits, Listed, Plan, Supplier, Waiting

KEYS = Keys("start-token")
COOKIE = {"name": KEYS.cookie, "value": KEYS.start}

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


class Alone:
    """A studio of one desk, which writes down what it is asked to do; the word WRONG is refused."""

    title = "Scale <i>Weekly"

    def __init__(self, *desks: Desk) -> None:
        self.desks = {desk.key: desk for desk in desks}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.machine_draft = ""
        self.editions_since: Sequence[tuple[str, Sequence[str]]] = ()

    def suppliers(self) -> Sequence[Supplier]:
        return [
            Supplier("Silent <i>Times", "newest 12 d ago, one every 23 h", "silent for 12 days"),
            Supplier("Ledger Wire", "newest 3 h ago, one every 6 h, 61 % told"),
        ]

    def editions(self) -> Sequence[Listed]:
        return [Listed(key, "16–22 November 2026", 3, "draft", "", 3) for key in self.desks]

    def desk(self, key: str) -> Desk | None:
        return self.desks.get(key)

    def machine(self, key: str) -> str:  # noqa: ARG002 - the Protocol's
        return self.machine_draft

    def act(self, key: str, action: str, values: Mapping[str, str]) -> Done:
        self.asked.append((key, action, dict(values)))
        if "WRONG" in values.values():
            raise DigestError("draft.md", "cannot be done", "do something else")
        return Done(f"Did {action}")

    def last(self, key: str) -> str:
        return next((f"Did {action}" for name, action, _ in reversed(self.asked) if name == key), "")

    def undo(self, key: str) -> Done:
        self.asked.append((key, "undo", {}))
        return Done("Taken back")

    def plan(self, key: str, step: str, values: Mapping[str, str]) -> Plan:
        return Plan((f"This would {step} {key}.",), f"{step}-{key}", "no sender" if "WRONG" in values else "")

    def carry_out(self, key: str, step: str, values: Mapping[str, str], agreed: str) -> Done:
        if agreed != f"{step}-{key}":
            raise DigestError(key, "is not what was agreed to", "look again")
        self.asked.append((key, step, dict(values)))
        return Done(f"Carried out {step}")

    def search(self, key: str, words: str) -> Hits:  # noqa: ARG002 - the Protocol's
        return Hits()

    def below(self, key: str) -> Mapping[str, Sequence[Waiting]]:  # noqa: ARG002 - the Protocol's
        return {}

    def since_edition(self, key: str) -> Sequence[tuple[str, Sequence[str]]]:  # noqa: ARG002 - the Protocol's
        return self.editions_since

    def answers(self, key: str) -> Mapping[str, Answer]:  # noqa: ARG002 - the Protocol's
        return {}

    def sheets(self, key: str) -> Mapping[str, str]:  # noqa: ARG002 - the Protocol's
        return {}


def sight_of(live: Live, view: View | None = None) -> Sight:
    """A look at a desk that nobody serves."""
    shown = (view or View()).of_edition(live.desk.key)
    return Sight.of(Alone(live.desk), live, shown, KEYS.page)


@contextmanager
def served(shown: Desk | Alone) -> Iterator[str]:
    """The address of a server of one desk, or of a studio, on a port of its own; `KEYS` open it."""
    studio = Alone(shown) if isinstance(shown, Desk) else shown
    ready, stop, addresses = threading.Event(), threading.Event(), list[str]()

    def note(address: str) -> None:
        addresses.append(address.partition("?")[0])
        ready.set()

    thread = threading.Thread(
        target=lambda: serve(studio, next(iter(studio.desks)), port=0, ready=note, stop=stop, keys=KEYS)
    )
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
    address: str,
    path: str,
    method: str = "GET",
    host: str | None = "localhost",
    headers: Mapping[str, str] | None = None,
    body: str = "",
) -> tuple[HTTPResponse, str]:
    """An answer and its text; `path` is sent as it stands."""
    connection = HTTPConnection("127.0.0.1", port_of(address), timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        if host is not None:
            connection.putheader("Host", host)
        known = {"Cookie": f"{KEYS.cookie}={KEYS.start}"} if headers is None else headers
        for name, value in known.items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body.encode())))
        connection.endheaders(body.encode() if body else None)
        response = connection.getresponse()
        stream = (response.getheader("Content-Type") or "").startswith("text/event-stream")
        return response, "" if stream else response.read().decode("utf-8")
    finally:
        connection.close()


class Events:
    """The server-sent events of a desk, one tag a line."""

    def __init__(self, address: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port_of(address)), timeout=2)
        self._socket.sendall(
            f"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: {KEYS.cookie}={KEYS.start}\r\n\r\n".encode()
        )
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
