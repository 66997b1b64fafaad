"""A host for every hostile source: one address of 127/8 and one listener each, all in this process."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain

from . import hostile_bodies, hostile_wire
from .conftest import Script, answer, rss

GOOD_SOURCES = 10
Address = tuple[str, int]


def good() -> dict[str, Script]:
    """The sources that must come in, whatever the others do."""
    return {f"good {n}": answer(rss(*(f"Story {m} of {n}" for m in range(20)))) for n in range(GOOD_SOURCES)}


def all_scripts() -> dict[str, Script]:
    """Every hostile source by name."""
    return {**hostile_wire.scripts(), **dict(hostile_wire.tls()), **hostile_bodies.scripts()}


def mixed(hostile: Mapping[str, Script]) -> dict[str, Script]:
    """`hostile` with the good ones spread among them."""
    names = list(hostile)
    step = max(1, len(names) // GOOD_SOURCES)
    groups = [names[start : start + step] for start in range(0, len(names), step)]
    kind = good()
    order = chain.from_iterable(
        (*group, *([f"good {n}"] if n < GOOD_SOURCES else [])) for n, group in enumerate(groups)
    )
    return {name: {**hostile, **kind}[name] for name in order} | kind


def warmed(scripts: Mapping[str, Script]) -> Mapping[str, Script]:
    """`scripts` once all large bodies are made, which would otherwise slow the server down."""
    for script in scripts.values():
        getattr(script, "packed", b"")
    return scripts


@contextmanager
def serving(scripts: Mapping[str, Script]) -> Iterator[dict[str, str]]:
    """The address of each source by name, as long as the context lasts."""
    listeners = {
        name: socket.create_server((f"127.0.{n // 250 + 1}.{n % 250 + 1}", 0))
        for n, name in enumerate(scripts)
    }
    with selectors.DefaultSelector() as selector:
        for name, listener in listeners.items():
            selector.register(listener, selectors.EVENT_READ, scripts[name])
        stop = threading.Event()
        accepting = threading.Thread(target=_accept, args=(selector, stop), daemon=True)
        accepting.start()
        try:
            yield {name: _url(name, listener.getsockname()) for name, listener in listeners.items()}
        finally:
            stop.set()
            accepting.join()
            for listener in listeners.values():
                listener.close()


def _url(name: str, place: Address) -> str:
    return f"http{'s' if 'TLS' in name else ''}://{place[0]}:{place[1]}/feed"


def _accept(selector: selectors.BaseSelector, stop: threading.Event) -> None:
    while not stop.is_set():
        for key, _ in selector.select(0.1):
            assert isinstance(key.fileobj, socket.socket)
            client, _ = key.fileobj.accept()
            threading.Thread(target=_serve, args=(client, key.data), daemon=True).start()


def _serve(client: socket.socket, script: Script) -> None:
    with client:
        client.settimeout(60)
        try:
            script(client, client.recv(65_536).decode("latin-1"))
        except (OSError, ValueError):
            return
