"""Connections to strangers, as the collector and the link check make them.

A name is looked up once for a connection, what comes out is judged, and exactly that is connected to:
there is no second lookup that could give another address (DNS rebinding). Bytes are counted as they
leave the socket, so that headers, interim answers and chunk extensions without end are cut like bodies.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import ClientPayloadError, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from digest import addresses

MOST_HEADS = 16  # of interim answers and the real one
MOST_FRAMING = 1_000_000  # bytes; from then on at least a third of what comes must be body
MOST_ADDRESSES = 8  # of one name; a hostile zone lists hundreds, and each would be tried

Refusal = Callable[[str], str]


class RefusedError(OSError):
    """An address that must not be connected to; the message says why."""


class FloodError(ClientPayloadError):
    """A connection that brought more bytes than any sound answer has."""


def connector(refusal: Refusal, most_bytes: int = 0) -> TCPConnector:
    """Makes each connection anew, to addresses of which `refusal` says nothing.

    Args:
        refusal: is given each IP address before it is connected to and says why it must not be, or "".
        most_bytes: how many may come over one connection, headers and framing included; 0 for any number.
    """
    made = TCPConnector(
        limit=0,  # turns are given out by the callers, so that waiting does not count as taking long
        force_close=True,  # kept connections cost 0.3 MB each and are never used again
        ttl_dns_cache=300,
        resolver=Lookups(),
        socket_factory=partial(_socket, refusal),
    )
    if most_bytes:  # no public way to it; tests/collect/test_wire.py holds it
        metered = partial(Metered, asyncio.get_running_loop(), most_bytes)
        made._factory = metered  # type: ignore[assignment]  # noqa: SLF001
    return made


class Lookups(AbstractResolver):
    """Looks names up in threads of their own.

    getaddrinfo cannot be cancelled. In the pool of the loop a dozen hanging name servers would hold up
    every other lookup and the end of the program; these threads are waited for by nobody.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The first addresses of `host`.

        Raises:
            OSError: its name is not known.
            UnicodeError: it is no name.
        """
        loop = asyncio.get_running_loop()
        found: asyncio.Future[list[Any]] = loop.create_future()
        look_up = partial(_look_up, loop, found, host, port, family)
        threading.Thread(target=look_up, name=f"lookup of {host[:40]}", daemon=True).start()
        return [
            ResolveResult(hostname=host, host=place[0], port=port, family=kind, proto=protocol, flags=0)
            for kind, _, protocol, _, place in (await found)[:MOST_ADDRESSES]
        ]

    async def close(self) -> None:
        """Lets go of lookups that still run."""


class Metered(ResponseHandler):
    """The client's end of a connection, which ends it when too much has come, or too much that is no body."""

    def __init__(self, loop: asyncio.AbstractEventLoop, most: int) -> None:
        super().__init__(loop)
        self._most = most
        self._received = 0
        self._heads = 0

    def feed_data(self, data: Any, size: int = 0) -> None:
        """Takes the head of an answer; there may be some before the real one (RFC 9110 section 15.2)."""
        self._heads += 1
        if self._heads <= MOST_HEADS:
            super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        """Takes what came in."""
        self._received += len(data)
        if self._received <= self._most:
            super().data_received(data)
        if self._is_flood():
            self._end()

    def _is_flood(self) -> bool:
        if self._received > self._most or self._heads > MOST_HEADS:
            return True
        body = self._payload.total_bytes if self._payload is not None else 0
        return self._received > MOST_FRAMING and body * 3 < self._received

    def _end(self) -> None:
        error, payload, transport = FloodError(), self._payload, self.transport
        self.set_exception(error)
        if payload is not None:
            payload.set_exception(error)
        if transport is not None:
            transport.abort()


def _socket(refusal: Refusal, address: tuple[Any, ...]) -> socket.socket:
    """A socket for `address` as getaddrinfo gives it; the one border to the network."""
    family, kind, protocol, _, place = address
    why_not = refusal(str(place[0])) or addresses.port_refusal(int(place[1]))
    if why_not:
        raise RefusedError(why_not)
    return socket.socket(family, kind, protocol)


def _look_up(
    loop: asyncio.AbstractEventLoop, found: asyncio.Future[list[Any]], host: str, port: int, family: int
) -> None:
    """Runs in a thread, and may come back when nobody waits any more."""
    try:
        infos: Any = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        tell = partial(_tell, found, infos, None)
    except (OSError, UnicodeError) as error:
        tell = partial(_tell, found, [], error)
    with contextlib.suppress(RuntimeError):  # the loop is closed: the run is over
        loop.call_soon_threadsafe(tell)


def _tell(found: asyncio.Future[list[Any]], infos: list[Any], error: Exception | None) -> None:
    if found.done():
        return
    if error:
        found.set_exception(error)
    else:
        found.set_result(infos)
