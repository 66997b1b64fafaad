"""Stand-ins for services that take editions, on this machine; written from what their documents promise."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One call as it came."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Desk:
    """What answers calls, and what it was asked.

    Attributes:
        answer: gives status, headers and content for a call.
    """

    answer: Callable[[Asked], tuple[int, Mapping[str, str], bytes]]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    @property
    def changes(self) -> list[Asked]:
        """The calls that change something."""
        return [call for call in self.asked if call.method != "GET"]


@contextmanager
def serving(answer: Callable[[Asked], tuple[int, Mapping[str, str], bytes]]) -> Iterator[Desk]:
    """A desk that answers so."""
    desk = Desk(answer)

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            call = Asked(self.command, parts.path, parse_qs(parts.query), dict(self.headers), body)
            desk.asked.append(call)
            status, headers, content = desk.answer(call)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError):  # who asked may have given up
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        desk.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join(5)


JSON = {"Content-Type": "application/json"}


def told(status: int, value: Any) -> tuple[int, Mapping[str, str], bytes]:
    """An answer in JSON."""
    return status, JSON, json.dumps(value).encode()


@dataclass
class Listmonk:
    """Campaigns as listmonk keeps them: new ones are drafts; a change keeps what it does not name."""

    password: str
    campaigns: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, call: Asked) -> tuple[int, Mapping[str, str], bytes]:
        if call.headers.get("Authorization") != self.password:
            return told(403, {"message": "invalid session"})
        number = call.path.removeprefix("/api/campaigns").strip("/")
        if call.method == "GET":
            page, size = int(call.query["page"][0]), int(call.query["per_page"][0])
            newest = self.campaigns[::-1][(page - 1) * size : page * size]
            return told(200, {"data": {"results": newest, "total": len(self.campaigns), "page": page}})
        given = json.loads(call.body)
        if not all(given.get(name) for name in ("name", "subject", "lists", "type", "content_type", "body")):
            return told(400, {"message": "missing fields"})
        if call.method == "POST":
            self.campaigns.append({"id": len(self.campaigns) + 1, "status": "draft", **given})
            return told(200, {"data": self.campaigns[-1]})
        found = self.campaigns[int(number) - 1]
        if found["status"] not in {"draft", "paused", "scheduled"}:
            return told(400, {"message": "Cannot update a running or a finished campaign"})
        found.update(given)
        return told(200, {"data": found})


@dataclass
class Buttondown:
    """Emails as Buttondown keeps them: what has no status is sent at once; pages of two."""

    password: str
    emails: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, call: Asked) -> tuple[int, Mapping[str, str], bytes]:
        if call.headers.get("Authorization") != self.password:
            return told(403, {"detail": "Invalid token."})
        if call.method == "GET":
            page = int(call.query["page"][0])
            rows = self.emails[::-1][(page - 1) * 2 : page * 2]
            more = f"http://elsewhere.example/?page={page + 1}" if page * 2 < len(self.emails) else None
            return told(200, {"count": len(self.emails), "next": more, "results": rows})
        given = json.loads(call.body)
        if call.method == "POST":
            made = {"id": f"em_{len(self.emails)}", "status": "about_to_send", "metadata": {}, **given}
            self.emails.append(made)
            return told(201, made)
        found = next(one for one in self.emails if call.path == f"/v1/emails/{one['id']}")
        found.update(given)
        return told(200, found)
