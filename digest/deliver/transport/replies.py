"""What a server answers, reply by reply, each within a time for the whole of it (RFC 5321 section 4.2)."""

from __future__ import annotations

import socket
import ssl
import time
from typing import NamedTuple

_MOST = 64_000  # bytes of one reply; nobody who means well says more


class Reply(NamedTuple):
    """One reply.

    Attributes:
        code: its three digits; -1 where no mail server would say that.
        said: its words, the lines of a long one joined.
    """

    code: int
    said: bytes


class Replies:
    """The replies that come over `sock`, one after the other, however they are cut on the way."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._held = b""

    def is_there(self) -> bool:
        """Whether something came already, though nothing was asked: words, or the end of the line."""
        if self._held:
            return True
        self._sock.settimeout(0)
        try:
            self._held = self._sock.recv(16_384)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        except OSError:  # reset; whoever reads on finds it closed
            return True
        return True

    def next(self, limit_s: float) -> Reply:
        """The next reply, all of it within `limit_s` seconds.

        Raises:
            TimeoutError: it took longer.
            OSError: the line broke, or was closed.
        """
        until = time.monotonic() + limit_s
        lines: list[bytes] = []
        left = _MOST
        while True:
            line = self._line(until)
            code = _code(line)
            lines.append(line[4:] if code > 0 else line)
            if code < 0 or line[3:4] != b"-":
                return Reply(code, b" ".join(lines))
            if (left := left - len(line)) < 0:
                return Reply(-1, b" ".join(lines))

    def _line(self, until: float) -> bytes:
        while (end := self._held.find(b"\n")) < 0 and len(self._held) < _MOST:
            self._held += self._received(until)
        end = end if end >= 0 else len(self._held)
        line, self._held = self._held[:end], self._held[end + 1 :]
        return line.rstrip(b"\r")

    def _received(self, until: float) -> bytes:
        left_s = until - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left_s)
        if not (got := self._sock.recv(16_384)):
            raise ConnectionResetError("it closed the line")
        return got


def _code(line: bytes) -> int:
    """The digits in front, which end there or are followed by a space or a hyphen."""
    digits = line[:3]
    is_reply = len(digits) == 3 and digits.isdigit() and line[3:4] in {b"", b" ", b"-"}
    return int(digits) if is_reply and b"200" <= digits < b"600" else -1
