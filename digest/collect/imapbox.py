"""Mails of a folder on an IMAP server (RFC 3501), without a trace: EXAMINE and BODY.PEEK only."""

from __future__ import annotations

import imaplib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from digest import imap
from digest.secret import Keeper

VARIABLE = "DIGEST_NEWSLETTERS_PASSWORD"
"""The variable of the environment that holds the password; it goes before the file."""

_PATIENCE_S = 30


class Server(Protocol):
    """Where a folder is, and who signs in."""

    @property
    def host(self) -> str: ...  # noqa: D102
    @property
    def port(self) -> int: ...  # noqa: D102
    @property
    def user(self) -> str: ...  # noqa: D102
    @property
    def password_file(self) -> str: ...  # noqa: D102
    @property
    def security(self) -> str: ...  # noqa: D102
    @property
    def folder(self) -> str: ...  # noqa: D102
    @property
    def senders(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        mark: what `unread` gave the last time, or "".
        most: so many mails.
        longest: so many bytes of each.
    """

    mark: str
    most: int
    longest: int


def unread(server: Server, home: Path, wanted: Wanted) -> tuple[list[bytes], str, int]:
    """The mails of the senders behind `wanted.mark`, the new mark, and how many more there are.

    The mark is UIDVALIDITY and the highest UID that was read; without one, and under another UIDVALIDITY, the
    newest mails are taken, and those before are left. Else the oldest come first, so that none is left out.

    Raises:
        SecretError: there is no password.
        OSError: the server cannot be reached, is not to be trusted, or refuses.
    """
    secret = Keeper(home, os.environ).secret(VARIABLE, server.password_file, "password_file in [[sources]]")
    connection: imaplib.IMAP4 | None = None
    try:
        connection = imap.connected(server.host, server.port, server.security, _PATIENCE_S)
        imap.sign_in(connection, server.user, secret)
        return _unread(connection, server, wanted)
    except imaplib.IMAP4.error as error:
        raise OSError(secret.hidden_in(str(error))) from None  # its cause may hold what was sent
    finally:
        if connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()


def _unread(connection: imaplib.IMAP4, server: Server, wanted: Wanted) -> tuple[list[bytes], str, int]:
    folder = server.folder.replace("\\", "\\\\").replace('"', '\\"')
    _done(connection.select(f'"{folder}"', readonly=True))
    valid = ((connection.response("UIDVALIDITY")[1] or [b""])[0] or b"").decode("ascii", "replace")
    before, _, last = wanted.mark.partition(":")
    since = int(last) if before == valid and last.isdigit() else 0
    found = {uid for sender in server.senders for uid in _uids(connection, sender, since)}
    uids = sorted(found)[: wanted.most] if since else sorted(found)[-wanted.most :]
    bodies = [_body(connection, uid, wanted.longest) for uid in uids]
    left = sum(uid > max(uids) for uid in found) if uids else 0
    return [body for body in bodies if body], f"{valid}:{max([since, *uids])}", left


def _uids(connection: imaplib.IMAP4, sender: str, since: int) -> list[int]:
    (told,) = _done(connection.uid("SEARCH", "UID", f"{since + 1}:*", "FROM", f'"{sender}"'))[:1] or [b""]
    # "n:*" gives the last mail even where its number is lower (RFC 3501 section 6.4.8).
    return [int(uid) for uid in (told or b"").split() if uid.isdigit() and int(uid) > since]


def _body(connection: imaplib.IMAP4, uid: int, longest: int) -> bytes:
    told = _done(connection.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{longest}>)"))
    return next((bytes(part[1]) for part in told if isinstance(part, tuple)), b"")


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    status, told = answer
    if status != "OK":
        said = b" ".join(part for part in told if isinstance(part, bytes)).decode("utf-8", "replace")
        raise OSError(f"the server refuses: {said}")
    return told
