"""Mail servers of this machine: one that does its work, and one that goes by a script."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

GREETING = {
    "": b"220 mail.test ready",
    "EHLO": b"250-mail.test\r\n250 SIZE 1000000",
    "MAIL": b"250 fine",
    "RCPT": b"250 fine",
    "DATA": b"354 go on",
    ".": b"250 2.0.0 queued as 42",
    "RSET": b"250 flushed",
    "QUIT": b"221 bye",
}
"""What a server says to each command; "" is how it greets, "." what it says to a whole mail."""

CLOSE = b"close"
"""In a script: the server goes away."""
RESET = b"reset"
"""In a script: the server goes away without a goodbye to the line itself, as after a crash."""
STALL = b"stall"
"""In a script: the server says nothing any more."""
PIPELINING = b"250-mail.test\r\n250-PIPELINING\r\n250 SIZE 1000000"
"""What a server that takes commands together says to EHLO."""

_ENDS = frozenset({CLOSE, RESET, STALL})


@dataclass
class Script:
    """A server that answers by a script, and what it heard.

    Attributes:
        answers: by command; that to "text" is how it goes in the middle of a mail.
        is_slow: it answers MAIL and RCPT when it has heard DATA, and not before.
        mails: the texts that came with their dot.
        pieces: what came of texts without one.
    """

    answers: Mapping[str, bytes]
    is_slow: bool = False
    heard: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        """Talks to one client after the other until the listener is closed."""
        while True:
            try:
                client = listener.accept()[0]
            except OSError:
                return
            with (
                client,
                client.makefile("rb") as lines,
                suppress(ConnectionError),
            ):  # the client may go
                self._talk(client, lines)

    def _talk(self, client: socket.socket, lines: IO[bytes]) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not self._say(client, ""):
            return
        held = b""
        for line in iter(lines.readline, b""):
            command = line.decode("latin-1").rstrip("\r\n")
            self.heard.append(command)
            verb = command.split(" ")[0].upper()
            if self.is_slow and verb in {"RSET", "MAIL", "RCPT"}:
                held += self.answers[verb] + b"\r\n"
                continue
            if not self._say(client, verb, held):
                return
            held = b""
            if verb == "DATA" and self.answers["DATA"].startswith(b"354") and not self._taken(client, lines):
                return

    def _taken(self, client: socket.socket, lines: IO[bytes]) -> bool:
        """Reads a text; whether the line is still there afterwards."""
        if "text" in self.answers:
            self.pieces.append(lines.read(200))
            return self._say(client, "text")
        text: list[bytes] = []
        for line in iter(lines.readline, b""):
            if line == b".\r\n":
                self.mails.append(b"".join(text))
                return self._say(client, ".")
            text.append(line)
        self.pieces.append(b"".join(text))
        return False

    def _say(self, client: socket.socket, verb: str, held: bytes = b"") -> bool:
        answer = self.answers.get(verb, b"500 what?")
        if answer == STALL:
            self.over.wait(5)
        if answer == RESET:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.shutdown(socket.SHUT_RD)
        if answer in _ENDS:
            return False
        client.sendall(held + answer + b"\r\n")
        return not answer.startswith(b"421")


@contextmanager
def scripted(**changes: bytes) -> Iterator[Script]:
    """A server that says what a good one says, but for `changes` (`dot`, `banner`, `RCPT`).

    With `slow` it answers MAIL and RCPT when it has heard DATA, and not before.
    """
    names = {"dot": ".", "banner": ""}
    answers = {**GREETING, **{names.get(name, name): answer for name, answer in changes.items()}}
    script = Script(answers, "slow" in changes)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        if "text" in changes:  # so that a text that is not read does not all go into the system's own store
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        script.port = listener.getsockname()[1]
        thread = threading.Thread(target=script.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield script
        finally:
            script.over.set()
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@dataclass
class Inbox:
    """What a working server took."""

    mails: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes every mail."""
        self.mails.append(envelope)
        return "250 2.0.0 queued as 4711"


@dataclass(frozen=True)
class Certificates:
    """Who is to be trusted in a test, and what a server shows."""

    authority: trustme.CA
    context: ssl.SSLContext

    @classmethod
    def issued(cls, name: str = "localhost") -> Certificates:
        """For a server of that name."""
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        return cls(authority, context)


@contextmanager
def working(
    certificates: Certificates | None = None, *, is_implicit: bool = False, password: str = ""
) -> Iterator[tuple[Inbox, int]]:
    """A server that takes mail, with its port; with a `password`, of Ada only."""
    inbox = Inbox()

    def authenticated(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, who: object
    ) -> AuthResult:
        assert isinstance(who, LoginPassword)
        inbox.users.append(who.login.decode())
        return AuthResult(success=who.password == password.encode("utf-8"), handled=False)

    options: dict[str, Any] = {}
    if certificates and not is_implicit:
        options |= {"tls_context": certificates.context, "require_starttls": True}
    if password:
        options |= {
            "authenticator": authenticated,
            "auth_required": True,
            "auth_require_tls": not is_implicit,
        }
    sealed = certificates.context if certificates and is_implicit else None
    with _served(lambda: SMTP(inbox, hostname="mail.test", **options), sealed) as port:
        yield inbox, port


@contextmanager
def _served(protocol: Callable[[], SMTP], sealed: ssl.SSLContext | None) -> Iterator[int]:
    """A loop in a thread that serves until the block ends; aiosmtpd's controller wants to choose the port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0, ssl=sealed))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        server.close()
        loop.close()
