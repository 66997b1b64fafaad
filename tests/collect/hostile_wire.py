"""Servers that attack whoever asks them: with time, size, packing, redirects and nonsense at the head."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from .conftest import Script, answer, rss

GOOD = rss("One", "Two")
_DRIP_S = 0.5
Body = Callable[[], bytes]
_STATUSES = (401, 402, 403, 404, 410, 418, 451, 500, 502, 504, 520)
_WAITS = ("", "0", "-1", "1000000000", "9" * 40, "junk", "1.5", "½", "1e9", "Fri, 01 Jan 1971 00:00:00 GMT")
_LATE = "Fri, 31 Dec 9999 23:59:59 GMT"


def scripts() -> dict[str, Script]:
    """All of them by name; those that start with `slow` take as long as they are let."""
    return {**_slow(), **_bombs(), **_sizes(), **_heads(), **_redirects(), **_refusals()}


def raw(*pieces: bytes) -> Script:
    """Sends bytes as they are and hangs up."""

    def script(client: socket.socket, _request: str) -> None:
        for piece in pieces:
            client.sendall(piece)

    return script


def endless(start: bytes, again: bytes) -> Script:
    """Sends `start`, then `again` until nobody listens."""

    def script(client: socket.socket, _request: str) -> None:
        client.sendall(start)
        block = again * max(1, 65_536 // len(again))
        while True:
            client.sendall(block)

    return script


def drip(start: bytes, again: bytes = b"x") -> Script:
    """Sends `start`, then `again` every half second."""

    def script(client: socket.socket, _request: str) -> None:
        client.sendall(start)
        while True:
            client.sendall(again)
            time.sleep(_DRIP_S)

    return script


def _silent(client: socket.socket, _request: str) -> None:
    client.settimeout(None)
    while client.recv(1024):
        pass


def _late(client: socket.socket, request: str) -> None:
    time.sleep(4)
    answer(b"", f"Location: /{request.count('x')}x", status="302 Found")(client, request)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def _slow() -> dict[str, Script]:
    return {
        "slow silent": _silent,
        "slow banner": drip(b"", b"H"),
        "slow status line": drip(b"HTTP/1.1 200 ", b"O"),
        "slow header": drip(OK + b"X-Name: "),
        "slow headers": drip(OK, b"X-A: b\r\n"),
        "slow body": drip(OK + b"Content-Length: 1000\r\n\r\n"),
        "slow body without length": drip(OK + b"\r\n" + GOOD[:50], b" "),
        "slow chunks": drip(CHUNKED, b"1\r\nx\r\n"),
        "slow chunk size": drip(CHUNKED, b"0"),
        "slow trailers": drip(CHUNKED + b"0\r\n", b"X-A: b\r\n"),
        "slow gzip": drip(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(GOOD)[:20], b"\0"),
        "slow interim answers": drip(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
        "slow redirects": _late,
        "slow end": drip(OK + b"\r\n" + GOOD, b" "),
        "slow after a megabyte": drip(OK + b"\r\n" + b" " * 1_200_000, b" "),
    }


@lru_cache(maxsize=4)
def gigabyte(wbits: int = 31) -> bytes:
    """One GiB of spaces in about one megabyte."""
    packer = zlib.compressobj(6, zlib.DEFLATED, wbits)
    block = b" " * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(1 << 10)) + packer.flush()


class Packed:
    """Answers with a body under a Content-Encoding; it is made once, when first asked for or before."""

    def __init__(self, encoding: str, body: Body, status: str = "200 OK", *more: str) -> None:
        self._head, self._status, self._body = (f"Content-Encoding: {encoding}", *more), status, body

    @property
    def packed(self) -> bytes:
        """The body as it goes over the wire."""
        return self._body()

    def __call__(self, client: socket.socket, request: str) -> None:
        """Answers one request."""
        answer(self.packed, *self._head, status=self._status)(client, request)


@lru_cache(maxsize=1)
def _twice() -> bytes:
    return gzip.compress(gigabyte())


def _bombs() -> dict[str, Script]:
    stacks = (
        "gzip, gzip",
        "gzip, deflate, gzip, deflate, gzip",
        "gzip,identity,gzip",
        "br, gzip",
        "gzip;q=1",
    )
    unasked = ("br", "zstd", "compress", "bzip2", "xz", "aes128gcm", "dcb", "x" * 4000, "gzip\t,\tbr")
    members = b"".join([gzip.compress(b"")] * 300_000)
    named = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"
    return {
        "bomb gzip": Packed("gzip", gigabyte),
        "bomb x-gzip": Packed("x-gzip", gigabyte),
        "bomb GZIP": Packed("GZIP", gigabyte),
        "bomb deflate": Packed("deflate", partial(gigabyte, 15)),
        "bomb raw deflate": Packed("deflate", partial(gigabyte, -15)),
        "bomb in gzip twice": Packed("gzip", _twice),
        "bomb unlabelled": Packed("identity", gigabyte),
        "bomb of empty members": Packed("gzip", lambda: members),
        "bomb with a name without end": endless(OK + b"Content-Encoding: gzip\r\n\r\n" + named, b"n"),
        "bomb in chunks": endless(
            CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"), b"1\r\nx\r\n"
        ),
        "bomb twice labelled": Packed("gzip", _twice, "200 OK", "Content-Encoding: gzip"),
        **{f"bomb stacked {n}": Packed(name, _twice) for n, name in enumerate(stacks)},
        **{f"bomb unasked {n}": Packed(name, gigabyte) for n, name in enumerate(unasked)},
        **{
            f"bomb in {code}": Packed("gzip", gigabyte, f"{code} X", "Location: /next")
            for code in (301, 302, 303, 307, 308)
        },
        **{f"bomb in {code}": Packed("gzip", gigabyte, f"{code} X") for code in (304, 404, 429, 500, 206)},
        "gzip cut short": Packed("gzip", lambda: gzip.compress(GOOD)[:-9]),
        "gzip of nothing": Packed("gzip", lambda: gzip.compress(b"")),
        "gzip that is none": Packed("gzip", lambda: GOOD),
        "gzip with a wrong sum": Packed("gzip", lambda: gzip.compress(GOOD)[:-8] + b"wrongsum"),
        "deflate that is none": Packed("deflate", lambda: b"\x78\x9cnothing"),
    }


def _sizes() -> dict[str, Script]:
    return {
        "endless body": endless(OK + b"\r\n", b"<item>"),
        "endless feed": endless(OK + b"\r\n" + GOOD[:60], GOOD[60:-16]),
        "endless chunks": endless(CHUNKED, b"1\r\nx\r\n"),
        "endless chunk extension": endless(CHUNKED + b"1;", b"a=b;"),
        "endless chunk size": endless(CHUNKED, b"0"),
        "endless trailers": endless(CHUNKED + b"0\r\n", b"X-A: bbbbbbbbbbbbbbbbbbbb\r\n"),
        "endless headers": endless(OK, b"X-A: bbbbbbbbbbbbbbbbbbbb\r\n"),
        "endless header": endless(OK + b"X-A: ", b"b"),
        "endless folded header": endless(OK + b"X-A: b\r\n", b" folded\r\n"),
        "endless status line": endless(b"HTTP/1.1 200 ", b"O"),
        "endless interim answers": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        "endless hints": endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
        "endless noise": endless(b"", b"\xff\x00"),
        "announces 10 GB": raw(OK + b"Content-Length: 10000000000\r\n\r\n" + GOOD),
        "announces too many digits": raw(OK + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n" + GOOD),
        "announces less than nothing": raw(OK + b"Content-Length: -1\r\n\r\n" + GOOD),
        "announces words": raw(OK + b"Content-Length: some\r\n\r\n" + GOOD),
        "announces more": raw(OK + b"Content-Length: 9999\r\n\r\n" + GOOD),
        "announces less": raw(OK + b"Content-Length: 20\r\n\r\n" + GOOD),
        "announces twice": raw(OK + b"Content-Length: 20\r\nContent-Length: 30\r\n\r\n" + GOOD),
        "announces and chunks": raw(CHUNKED[:-2] + b"Content-Length: 5\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"),
        "chunk cut short": raw(CHUNKED + b"50\r\nabc"),
        "chunks without end": raw(CHUNKED + b"5\r\nabcde\r\n"),
        "chunk below nothing": raw(CHUNKED + b"-5\r\nabcde\r\n"),
        "chunk of all": raw(CHUNKED + b"ffffffffffffffff\r\nabcde"),
    }


def _heads() -> dict[str, Script]:
    tags = ("x" * 10_000, "x" * 60_000, "unquoted", 'W/"weak"', '"\xe9"', '"a\tb"', '"\x01"', "", '"a" "b"')
    dates = ("yesterday", "0", "Fri, 99 Foo 2026", "9" * 3000, _LATE)
    return {
        **{f"tag {n}": answer(GOOD, f"ETag: {tag}") for n, tag in enumerate(tags)},
        **{
            f"date {n}": answer(GOOD, f"Last-Modified: {d}", f"Date: {d}", f"Expires: {d}", f"Age: {d}")
            for n, d in enumerate(dates)
        },
        "tag with a line": raw(OK + b'ETag: "a\r\nX-B: c"\r\n\r\n' + GOOD),
        "200 headers": answer(GOOD, *(f"X-{n}: y" for n in range(200))),
        "header of a megabyte": answer(GOOD, "X-A: " + "b" * 1_000_000),
        "header without a name": raw(OK + b": x\r\n\r\n" + GOOD),
        "header with NUL": raw(OK + b"X-A: a\0b\r\n\r\n" + GOOD),
        "header without a colon": raw(OK + b"nonsense\r\n\r\n" + GOOD),
        "cache for ever": answer(GOOD, "Cache-Control: max-age=" + "9" * 300, "Set-Cookie: " + "a" * 5000),
        "304 unasked": answer(b"", status="304 Not Modified"),
        "304 with a body": raw(b"HTTP/1.1 304 Not Modified\r\n\r\n" + GOOD),
        "mail server": raw(b"220 mail here\r\n"),
        "secure shell": raw(b"SSH-2.0-OpenSSH_9\r\n"),
        "HTTP/0.9": raw(GOOD),
        "HTTP/2": raw(b"\0\0\x12\x04\0\0\0\0\0"),
        "HTTP/9.9": raw(b"HTTP/9.9 200 OK\r\n\r\n" + GOOD),
        "status of words": raw(b"HTTP/1.1 yes OK\r\n\r\n" + GOOD),
        "status 99999": raw(b"HTTP/1.1 99999 OK\r\n\r\n" + GOOD),
        "switches protocols": raw(
            b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + GOOD
        ),
        "hangs up": raw(),
        "resets": _reset,
    }


def _reset(client: socket.socket, _request: str) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def _redirects() -> dict[str, Script]:
    targets = (
        "/loop",
        "?" + "x" * 8000,
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "data:text/xml,<rss/>",
        "javascript:1",
        "gopher://127.0.0.1:70/_x",
        "",
        "//",
        "http://",
        "http://user:pw@127.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://0/",
        "http://2130706433/x",
        "http://0x7f.1/x",
        "http://127.0.0.1:22/",
        "http:///x",
        "http://a..b/",
        "http://[::1",
        "http://x:99999/",
        "http://\u2460\u2461\u2466.0.0.1/",
        "\\\\127.0.0.1\\x",
        "http://nobody.invalid/",
        "http://metadata.google.internal/",
        "/\0",
        "x" * 60_000,
    )
    found = {
        f"redirects to {n}": answer(b"", f"Location: {place.encode().decode('latin-1')}", status="302 Found")
        for n, place in enumerate(targets)
    }
    return found | {"redirects on and on": _onward, "redirects nowhere": answer(b"", status="301 Moved")}


def _onward(client: socket.socket, request: str) -> None:
    path = request.split(" ")[1]
    answer(b"", f"Location: {path}x", status="307 Temporary Redirect")(client, request)


def _refusals() -> dict[str, Script]:
    waits = [
        (
            f"{code} wait {n}",
            answer(b"", f"Retry-After: {wait.encode().decode('latin-1')}", status=f"{code} X"),
        )
        for code in (429, 503)
        for n, wait in enumerate((*_WAITS, _LATE))
    ]
    return dict(waits) | {f"answers {code}": answer(GOOD, status=f"{code} X") for code in _STATUSES}


def tls() -> Iterator[tuple[str, Script]]:
    """Servers that are asked by https."""
    yield "slow TLS silence", _silent
    yield "slow TLS handshake", drip(b"\x16\x03\x03\x40\0", b"\2")
    yield "endless TLS handshake", endless(b"\x16\x03\x03\x40\0", b"\2")
    yield "TLS that is none", answer(GOOD)
    yield "TLS alert", raw(b"\x15\x03\x03\0\2\2\x28")
