"""A small project with one reader and a form, and the two ways to ask it: our server and a WSGI server."""

from __future__ import annotations

import http.client
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from digest import project
from digest.config import Config
from digest.leaving import server, wsgi
from digest.leaving.answering import Reception
from digest.leaving.office import Office
from digest.readers import tokens
from digest.readers.people import People, opened
from digest.readers.records import Consent, Standing
from digest.readers.tokens import Claim, Purpose

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
ADA = "ada@reader.example"
LIST = "readers"
SOURCES = """
[edition]
title = "Small Weekly"
tagline = "Ash and birch"

[mail]
sender = "Small Weekly <weekly@notes.example>"
address = "1 Mill Lane, Ashby"
unsubscribe = "{leave}"

[signup]
address = "{join}"
per_hour = 20

[[sections]]
id = "deals"
title = "Deals"

[[sources]]
name = "Ledger Wire"
kind = "feed"
url = "https://ledgerwire.example/feed"
"""


@dataclass
class House:
    """A project, opened to readers."""

    config: Config
    reception: Reception
    now: list[datetime]
    told: list[str]

    def people(self) -> AbstractContextManager[People]:
        return opened(self.config.people, {})

    def token(self, purpose: Purpose = Purpose.LEAVE, address: str = ADA) -> str:
        with self.people() as people:
            return tokens.token(people.keys, Claim(purpose, people.list_number(LIST), people.id_of(address)))

    def standing(self, address: str = ADA) -> Standing | None:
        with self.people() as people:
            rows = people.person(address)["lists"]
        return Standing(rows[0]["standing"]) if rows else None

    def facts(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that the database holds."""
        names = ("lists", "readers", "memberships", "suppressions", "bounces", "seen_mails")
        with self.people() as people:
            return {name: people.database.rows(f"SELECT * FROM {name}") for name in names}  # noqa: S608

    def mails(self) -> list[bytes]:
        """What went out."""
        box = self.config.out / "outbox" / "new"
        return [path.read_bytes() for path in sorted(box.iterdir())] if box.exists() else []


def house(
    folder: Path,
    leave: str = "https://notes.example/leave/{token}",
    join: str = "https://notes.example/join",
    more: str = "",
) -> House:
    text = SOURCES.replace("{leave}", leave).replace("{join}", join) + more
    (folder / "sources.toml").write_text(text, "utf-8")
    config = project.load(folder / "sources.toml")
    people = partial(opened, config.people, {})
    with people() as readers:
        readers.subscribe(ADA, LIST, Consent(NOW, "command line"), NOW)
    now, told = [NOW], list[str]()
    office = Office(config, people, {}, lambda: now[0], told.append, lambda work: work())
    return House(config, Reception.of(config, office), now, told)


@dataclass(frozen=True)
class Told:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    names: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        return self.body.decode()


Ask = Callable[..., Told]
FORM = "application/x-www-form-urlencoded"
ONE_CLICK = b"List-Unsubscribe=One-Click"


@contextmanager
def by_server(reception: Reception) -> Iterator[Ask]:
    """Asks the server of our own."""
    ready, stop, places = threading.Event(), threading.Event(), list[str]()

    def is_ready(address: str) -> None:
        places.append(address)
        ready.set()

    thread = threading.Thread(target=server.serve, args=(reception, "127.0.0.1", 0, is_ready, stop))
    thread.start()
    assert ready.wait(10)
    port = int(places[0].rstrip("/").rpartition(":")[2])
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def ask(method: str, path: str, body: bytes = b"", kind: str = FORM, host: str = "notes.example") -> Told:
        headers = {"Host": host, "X-Forwarded-For": "203.0.113.7"}
        line.request(method, quote(path, safe="/?=&%~+"), body or None, {**headers, "Content-Type": kind})
        answer = line.getresponse()
        pairs = answer.getheaders()
        names = tuple(name for name, _ in pairs)
        return Told(answer.status, {name.lower(): value for name, value in pairs}, answer.read(), names)

    try:
        yield ask
    finally:
        line.close()
        stop.set()
        thread.join(10)


@contextmanager
def by_wsgi(reception: Reception) -> Iterator[Ask]:
    """Asks the WSGI callable, watched over by the standard library's validator."""
    called = validator(wsgi.callable_of(reception))

    def ask(method: str, path: str, body: bytes = b"", kind: str = FORM, host: str = "notes.example") -> Told:
        place, _, query = path.partition("?")
        environ: dict[str, object] = {}
        setup_testing_defaults(environ)
        environ |= {
            "REQUEST_METHOD": method,
            "PATH_INFO": place.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "HTTP_HOST": host,
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_X_FORWARDED_FOR": "203.0.113.7",
        }
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start(
            status: str, headers: list[tuple[str, str]], _error: object = None
        ) -> Callable[[bytes], None]:
            begun.append((status, headers))
            return lambda _data: None

        answer = called(environ, start)
        content = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        status, pairs = begun[0]
        names = tuple(name for name, _ in pairs)
        return Told(int(status[:3]), {name.lower(): value for name, value in pairs}, content, names)

    yield ask


WAYS = {"server": by_server, "wsgi": by_wsgi}
