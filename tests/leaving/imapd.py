"""A small IMAP server on 127.0.0.1: as much of RFC 3501 as one mailbox needs, with TLS."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import trustme

USER, PASSWORD = "weekly", "p@ss-wörd"


@dataclass
class Server:
    """What it holds, and how it is."""

    folders: dict[str, dict[int, bytes]]
    capabilities: str = "IMAP4rev1 AUTH=PLAIN MOVE UIDPLUS"
    keeps_keywords: bool = True
    port: int = 0
    flags: dict[int, set[str]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    starts_clear: bool = False
    is_in: bool = False

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with suppress(OSError, ValueError):
            if self.context and not self.starts_clear:
                client = self.context.wrap_socket(client, server_side=True)
            stream = client.makefile("rb")
            client.sendall(b"* OK ready\r\n")
            while line := stream.readline():
                tag, _, command = line.decode().strip().partition(" ")
                self.heard.append(re.sub(r"(LOGIN|PLAIN).*", r"\1", command))
                if command == "STARTTLS" and self.context:
                    client.sendall(f"{tag} OK go\r\n".encode())
                    client = self.context.wrap_socket(client, server_side=True)
                    stream = client.makefile("rb")
                    continue
                if command.startswith("AUTHENTICATE"):
                    client.sendall(b"+ \r\n")
                    given = base64.b64decode(stream.readline()).decode().split("\0")
                    client.sendall(self._let_in(tag, given[1:] == [USER, PASSWORD]))
                    continue
                client.sendall(self._answer(tag, command))
                if command == "LOGOUT":
                    break
            client.close()

    def _let_in(self, tag: str, good: bool) -> bytes:  # noqa: FBT001
        if good:
            self.is_in = True
            return f"{tag} OK in\r\n".encode()
        return f"{tag} NO wrong: {PASSWORD}\r\n".encode()  # some servers do repeat it

    def _answer(self, tag: str, command: str) -> bytes:  # noqa: PLR0911 - one a command
        done = f"{tag} OK done\r\n".encode()
        word, _, rest = command.partition(" ")
        if word == "CAPABILITY":
            # Like Dovecot: what it can do with folders, it says only to who has signed in.
            told = self.capabilities if self.is_in else re.sub(" (MOVE|UIDPLUS)", "", self.capabilities)
            return f"* CAPABILITY {told}\r\n".encode() + done
        if word in {"SELECT", "EXAMINE"}:
            if rest.strip('"') not in self.folders:
                return f"{tag} NO no such folder\r\n".encode()
            kept = r"(\Seen \Deleted \*)" if self.keeps_keywords else r"(\Seen \Deleted)"
            told = f"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [PERMANENTFLAGS {kept}] x\r\n"
            return told.encode() + done
        if word == "CREATE":
            self.folders.setdefault(rest.strip('"'), {})
            return done
        if word == "LOGOUT":
            return b"* BYE\r\n" + done
        if word == "UID":
            return self._uid(rest) + done
        return f"{tag} BAD {word}\r\n".encode()

    def _uid(self, command: str) -> bytes:
        inbox = self.folders["INBOX"]
        word, uid, rest = (*command.split(" ", 2), "", "")[:3]
        if word == "SEARCH":
            hidden = {"\\Deleted", *({"$DigestRead"} if "UNKEYWORD" in command else ())}
            first = int((re.search(r"UID (\d+):\*", command) or ["", "0"])[1])
            found = [str(n) for n in inbox if n >= first and not hidden & self.flags.get(n, set())]
            return f"* SEARCH {' '.join(found)}\r\n".encode()
        number = int(uid)
        if word == "FETCH":
            longest = int((re.search(r"<0\.(\d+)>", rest) or ["", "0"])[1])
            raw = inbox[number][:longest]
            return b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%b)\r\n" % (number, len(raw), raw)
        if word == "STORE":
            self.flags.setdefault(number, set()).update(re.findall(r"[\\$]\w+", rest.partition("(")[2]))
        elif word in {"MOVE", "COPY"}:
            self.folders[rest.strip('"')][number] = inbox[number]
            if word == "MOVE":
                del inbox[number]
        elif word == "EXPUNGE":
            del inbox[number]
        return b""


@contextmanager
def serving(authority: trustme.CA | None, *mails: bytes, **changes: object) -> Iterator[Server]:
    """A server with these mails; without an authority it speaks in clear."""
    server = Server({"INBOX": dict(enumerate(mails, 1))}, **changes)  # type: ignore[arg-type]
    if authority:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(server.context)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
