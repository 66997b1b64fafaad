"""Bodies unpacked under a bound: a megabyte of gzip that holds a gigabyte is cut, not believed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO

STEP = 65_536  # bytes that are unpacked at once
MOST_MEMBERS = 1_000  # gzip files in a row; each costs memory and time, however little it holds


class TooLargeError(Exception):
    """The body is larger than allowed."""


class BrokenBodyError(Exception):
    """The body cannot be unpacked; the message says why, to be read after "sent"."""


class Unpacker:
    """Takes a body in pieces as it comes over the wire; gives it whole, unpacked (RFC 9110 section 8.4).

    Memory stays below `most` bytes plus one piece, whatever the sender claims.
    """

    def __init__(self, encoding: str, most: int) -> None:
        """`encoding` is the Content-Encoding header, `most` bounds both the packed and the unpacked size.

        Raises:
            BrokenBodyError: an encoding that was not asked for, or several in a row.
        """
        names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() != "identity"]
        self._name = next(filter(None, names), "")
        if len(list(filter(None, names))) > 1 or self._name not in {"", "gzip", "x-gzip", "deflate"}:
            raise BrokenBodyError(f"an encoding that was not asked for ({encoding[:40]})")
        self._most = most
        self._received = 0
        self._members = 0
        self._unpacked = BytesIO()  # gives its bytes away without a copy
        self._size = 0
        self._stream: zlib._Decompress | None = None

    @property
    def size(self) -> int:
        """How many bytes there are, unpacked, so far."""
        return self._size

    def take(self, piece: bytes) -> None:
        """Adds the next piece; raises what `steps` raises."""
        for _ in self.steps(piece):
            pass

    def steps(self, piece: bytes) -> Iterator[None]:
        """Adds the next piece in steps, so that it can be waited before a small piece becomes a large body.

        Raises:
            TooLargeError: packed or unpacked, it is more than allowed.
            BrokenBodyError: it is not what its encoding says.
        """
        self._received += len(piece)
        if self._received > self._most:
            raise TooLargeError
        if not self._name:
            self._keep(piece)
            yield
            return
        try:
            yield from self._inflated(piece)
        except zlib.error:
            raise BrokenBodyError("a body that cannot be unpacked") from None

    def whole(self) -> bytes:
        """The body, once all pieces are taken.

        Raises:
            BrokenBodyError: the packed stream ends in the middle.
        """
        if self._received and self._stream and not self._stream.eof:
            raise BrokenBodyError("a body that breaks off in the middle")
        return self._unpacked.getvalue()

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._most:
            raise TooLargeError
        self._unpacked.write(part)

    def _inflated(self, piece: bytes) -> Iterator[None]:
        while piece:
            if self._stream is None or (self._stream.eof and self._name != "deflate"):
                if self._stream is not None and not piece.strip(b"\0"):
                    return  # padding after the last member (RFC 1952 allows none, servers send some)
                self._members += 1
                if self._members > MOST_MEMBERS:
                    raise BrokenBodyError("a body that was packed in too many parts")
                self._stream = _opened(self._name, piece)
            elif self._stream.eof:
                return
            self._keep(self._stream.decompress(piece, STEP))
            piece = self._stream.unconsumed_tail or self._stream.unused_data
            yield


def _opened(name: str, piece: bytes) -> zlib._Decompress:
    """A stream for `name`; "deflate" is zlib by the book and raw deflate from some servers."""
    if name != "deflate":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    wrapped = piece[0] & 0x0F == 8 and (len(piece) < 2 or (piece[0] << 8 | piece[1]) % 31 == 0)
    return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
