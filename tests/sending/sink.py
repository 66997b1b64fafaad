"""A mail server in a process of its own that takes everything and notes what it took before it says so.

    python -m tests.sending.sink LOG [--cut N] [--slow-ms N]

Prints its port. A line of LOG is `RECIPIENT MESSAGE-ID SHA-256 of the text`; it is written before the client
hears the 250, so that whatever a client was told, and more, stands there. `--cut N` closes every connection
after N mails, at the command that follows.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_RECIPIENT = re.compile(rb"RCPT TO:<([^>]*)>", re.IGNORECASE)
_MESSAGE_ID = re.compile(rb"(?mi)^Message-ID:\s*<([^>]*)>")


@dataclass(frozen=True)
class Manners:
    """What this server does besides taking mail."""

    log: int
    cut: int
    slow_s: float


@dataclass(frozen=True)
class Took:
    """One mail that the server took."""

    to: str
    message_id: str
    text: str


async def _talk(manners: Manners, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        await _served(manners, reader, writer)
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # a client that was killed
    finally:
        writer.close()


async def _served(manners: Manners, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink.test ready\r\n")
    to, taken = b"", 0
    while line := await reader.readline():
        verb = line[:4].upper()
        if manners.cut and taken >= manners.cut:
            return
        if verb in {b"EHLO", b"HELO"}:
            writer.write(b"250-sink.test\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n")
        elif verb == b"RCPT":
            found = _RECIPIENT.match(line)
            to = found[1] if found else b""
            writer.write(b"250 fine\r\n")
        elif verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            text = await reader.readuntil(b"\r\n.\r\n")
            if manners.slow_s:
                await asyncio.sleep(manners.slow_s)
            message = _MESSAGE_ID.search(text)
            noted = to + b" " + (message[1] if message else b"-") + b" " + sha256(text).hexdigest().encode()
            os.write(manners.log, noted + b"\n")
            taken += 1
            writer.write(b"250 2.0.0 queued\r\n")
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            await writer.drain()
            return
        else:
            writer.write(b"250 fine\r\n")
        await writer.drain()


async def _main(manners: Manners) -> None:
    server = await asyncio.start_server(
        lambda reader, writer: _talk(manners, reader, writer), "127.0.0.1", 0, limit=10_000_000
    )
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - the caller reads it
    await server.serve_forever()


@contextmanager
def sink(log: Path, *options: str) -> Iterator[int]:
    """A server with that log, and its port; it is gone after the block."""
    command = [sys.executable, "-m", "tests.sending.sink", str(log), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def took(log: Path) -> tuple[Took, ...]:
    """What a server took, in order."""
    return tuple(Took(*line.split(" ")) for line in log.read_text(encoding="ascii").splitlines())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--cut", type=int, default=0)
    parser.add_argument("--slow-ms", type=float, default=0)
    given = parser.parse_args()
    file = os.open(given.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    asyncio.run(_main(Manners(file, given.cut, given.slow_ms / 1000)))
