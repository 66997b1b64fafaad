"""A canary on the loopback, and every way in which a stranger may lead to it.

Every spelling of an inner address is tried directly, behind a redirect and behind a name that changes its
address (DNS rebinding), in sources of every kind on the web, in items whose articles are fetched, in
pictures, in checked links and in subscription lists. What counts is who connected to what: the canary
must hear nothing, and nothing else may be asked but the server that was allowed and public addresses.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from digest import addresses, collect, linkcheck
from digest.collect import opml
from digest.config import FetchingSettings, SourceSettings
from digest.errors import DigestError

from .conftest import answer, rss
from .spellings import ADDRESSES, hosts

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FRONT = "127.0.0.2"  # the server that is allowed
PUBLIC = "93.184.216.34"


@dataclass
class Tried:
    """What was tried, and what was connected to."""

    ways: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    heard: int = 0

    @property
    def wrong(self) -> set[str]:
        """Where a connection was opened that must not be."""
        return {place for place in self.places if place != FRONT and addresses.refusal(place)}


def fly(folder: Path) -> Tried:
    """Tries everything, and says what came of it."""
    tried = Tried()
    with _canary(tried) as port, _front(port) as front, _watched(tried), _names():
        inner = [f"http://{host}:{port}/x" for host in hosts()]
        ways = {
            "direct": inner,
            "redirect": [f"{front}/to/{n}" for n in range(len(inner))],
            "rebinding": [f"http://re{n}.test:{port}/x" for n in range(len(ADDRESSES))],
            "name": [f"http://at{n}.test:{port}/x" for n in range(len(ADDRESSES))],
        }
        sources = []
        for way, urls in ways.items():
            for kind in _kinds():
                sources += [(kind, url) for url in urls]
                tried.ways[f"{kind}, {way}"] += len(urls)
            linkcheck.replies(urls, {}, NOW, refusal=_refusal)
            tried.ways[f"checked link, {way}"] += len(urls)
        listed = _listed(folder, inner)
        tried.ways.update({"article": len(inner), "picture": len(inner), "subscription list": len(listed)})
        _ask([*sources, ("feed", f"{front}/items"), ("feed", f"{front}/pictures")], folder)
        _ask([("feed", url) for url in (*listed, *ways["rebinding"])], folder)
    return tried


def _refusal(address: str) -> str:
    return addresses.refusal(address, (FRONT,))


def _kinds() -> list[str]:
    """The kinds of source that are asked by an address."""
    return [name for name, kind in collect.KINDS.items() if "url" in kind.Settings.model_fields]


def _source(kind: str, number: int, url: str) -> SourceSettings | None:
    """A source of `kind`, or None where the configuration refuses the address."""
    made = {"name": f"s{number}", "kind": kind, "url": url, "fulltext": True, "title": ("title",)}
    fields = collect.KINDS[kind].Settings.model_fields
    given = {name: value for name, value in made.items() if name in fields}
    if kind == "page":
        given.pop("title", None)
    try:
        return collect.KINDS[kind].Settings.model_validate(given)
    except ValueError:
        return None


def _ask(wanted: Iterable[tuple[str, str]], folder: Path) -> None:
    """Collects a source of each kind and address."""
    sources = [_source(kind, number, url) for number, (kind, url) in enumerate(wanted)]
    limits = FetchingSettings.model_validate({"allow": (FRONT,), "timeout": "5s", "per_host": 8})
    collect.entries([one for one in sources if one], {}, limits, folder, NOW, lambda _: None)


def _listed(folder: Path, urls: Iterable[str]) -> list[str]:
    """The addresses in a subscription list that names all of `urls`, and would load entities from there."""
    file = folder / "list.opml"
    first = next(iter(urls))
    entity = f'<!DOCTYPE opml SYSTEM "{first}" [<!ENTITY a SYSTEM "{first}">]>'
    rows = "".join(f'<outline text="&a;" type="rss" xmlUrl="{url}"/>' for url in urls)
    file.write_text(f"<opml version='2.0'><body>{rows}</body></opml>", encoding="utf-8")
    found = [one.url for one in opml.read(file)]
    file.write_text(f"{entity}<opml version='2.0'><body>{rows}</body></opml>", encoding="utf-8")
    try:
        return found + [one.url for one in opml.read(file)]
    except DigestError:
        return found


@contextmanager
def _served(place: str, reply: Any) -> Iterator[int]:
    """A server at `place` that gives each client to `reply`; the context is its port."""
    with socket.create_server((place, 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client:
                    reply(client)

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def _canary(tried: Tried) -> Iterator[int]:
    def heard(_client: socket.socket) -> None:
        tried.heard += 1

    with _served("127.0.0.1", heard) as port:
        yield port


@contextmanager
def _front(port: int) -> Iterator[str]:
    inner = [f"http://{host}:{port}/x" for host in hosts()]
    links = b"".join(f"<item><title>t</title><link>{url}</link></item>".encode() for url in inner)
    shown = "".join(f'<img src="{url}"/><img srcset="{url} 2x"/>' for url in inner)
    picture = rss("x", extra=f"<description><![CDATA[{shown}]]></description>")
    pages = {"/items": b"<rss version='2.0'><channel>" + links + b"</channel></rss>", "/pictures": picture}

    def reply(client: socket.socket) -> None:
        path = client.recv(65_536).decode("latin-1").split(" ")[1]
        if path.startswith("/to/"):
            target = inner[int(path.removeprefix("/to/"))].encode().decode("latin-1")
            answer(b"", f"Location: {target}", status="302 Found")(client, "")
        else:
            answer(pages.get(path, b""), status="200 OK" if path in pages else "404 No")(client, "")

    with _served(FRONT, reply) as own:
        yield f"http://{FRONT}:{own}"


@contextmanager
def _watched(tried: Tried) -> Iterator[None]:
    """Notes every connection that is opened; only the front and the canary can really be reached."""
    connect = socket.socket.connect

    def noted(self: socket.socket, place: Any) -> None:
        if self.family != socket.AF_UNIX:
            tried.places.add(str(place[0]))
            if place[0] not in {FRONT, "127.0.0.1", "::1"}:
                raise ConnectionRefusedError(111, "refused by the test")
        connect(self, place)

    with mock.patch.object(socket.socket, "connect", noted):
        yield


@contextmanager
def _names() -> Iterator[None]:
    """Names under .test: `at7` is the seventh address, `re7` is a public one when first asked, then that."""
    look_up = socket.getaddrinfo
    asked: Counter[str] = Counter()

    def stub(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        name = str(host).rstrip(".").lower()
        if not name.endswith(".test"):
            return look_up(host, port, *more, **named)
        asked[name] += 1
        number = "".join(filter(str.isdigit, name))
        place = ADDRESSES[int(number)] if number else "::1" if name == "six.test" else "127.0.0.1"
        if name.startswith("re") and asked[name] == 1:
            place = PUBLIC
        return look_up(place, port, 0, socket.SOCK_STREAM)

    with mock.patch.object(socket, "getaddrinfo", stub):
        yield
