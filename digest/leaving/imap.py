"""A folder on an IMAP server (RFC 3501, 9051), over a line that is verified; and what is needed of it."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from digest import imap as lines
from digest.config import Config, MailboxSettings
from digest.errors import DigestError, UsageError
from digest.secret import Keeper, Secret

VARIABLE = "DIGEST_IMAP_PASSWORD"
"""The variable of the environment that holds the password; it goes before the file."""

_PATIENCE_S = 60
_READ = "$DigestRead"
"""A keyword (RFC 3501 section 2.3.2) that no mail program shows: looked at, and for a person."""


class Inbox:
    """An open folder."""

    def __init__(self, connection: imaplib.IMAP4, settings: MailboxSettings) -> None:
        self._connection, self._settings = connection, settings
        self._done("open", connection.select(_quoted(settings.folder)))
        valid = (connection.response("UIDVALIDITY")[1] or [b""])[0] or b""
        kept = (connection.response("PERMANENTFLAGS")[1] or [b""])[0] or b""
        self._keeps_keywords = b"\\*" in kept
        self._is_made = False
        # What a server can do it says in full only to who has signed in; imaplib asks before.
        (said,) = self._done("say what it can", connection.capability())[-1:]
        self._can = frozenset(said.decode("ascii", "replace").upper().split())
        self.place = f"{settings.host} {settings.user} {settings.folder} {valid.decode('ascii', 'replace')}"

    def uids(self) -> Iterator[str]:
        """The numbers of the mails that were not yet looked at, as the folder is now."""
        wanted = ("UNDELETED", "UNKEYWORD", _READ) if self._keeps_keywords else ("UNDELETED",)
        (found,) = self._done("search", self._connection.uid("SEARCH", *wanted))[:1] or [b""]
        yield from (found or b"").decode("ascii", "replace").split()

    def fetch(self, uid: str, longest: int) -> bytes:
        """The beginning of a mail, which stays unread.

        Raises:
            OSError: it is gone meanwhile.
        """
        answer = self._done("fetch", self._connection.uid("FETCH", uid, f"(BODY.PEEK[]<0.{longest}>)"))
        raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
        if raw is None:
            raise FileNotFoundError(f"mail {uid} is gone")
        return bytes(raw)

    def move(self, uid: str) -> None:
        """Puts a mail into the folder `filed` (RFC 6851, or by copying)."""
        target = _quoted(self._settings.filed)
        if not self._is_made:
            with suppress(imaplib.IMAP4.error):  # it is there already, or the next command tells
                self._connection.create(target)
            self._is_made = True
        if "MOVE" in self._can:
            self._done("move", self._connection.uid("MOVE", uid, target))
            return
        self._done("copy", self._connection.uid("COPY", uid, target))
        self._done("delete", self._connection.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self._can:  # else other mails marked so would go as well
            self._done("expunge", self._connection.uid("EXPUNGE", uid))

    def mark(self, uid: str) -> None:
        """Notes that a mail was looked at."""
        if self._keeps_keywords:
            self._done("mark", self._connection.uid("STORE", uid, "+FLAGS.SILENT", f"({_READ})"))

    def _done(self, what: str, answer: tuple[str, list[Any]]) -> list[Any]:
        status, data = answer
        if status != "OK":
            words = b" ".join(part for part in data if isinstance(part, bytes))
            problem = f"refuses to {what}: {_one_line(words.decode('utf-8', 'replace'))}"
            raise DigestError(self._settings.host, problem, "check folder and filed under [mailbox]")
        return data


@contextmanager
def opened(config: Config, environ: Mapping[str, str]) -> Iterator[Inbox]:
    """The folder of `[mailbox]`.

    Raises:
        UsageError: no server is named, or nobody signs in.
        SecretError: there is no password.
        DigestError: the server cannot be reached, is not the one it says, or refuses.
    """
    settings = config.mailbox
    _check(config)
    keeper = Keeper(config.folder, environ)
    secret = keeper.secret(VARIABLE, settings.password_file, "password_file in [mailbox]")
    connection: imaplib.IMAP4 | None = None
    try:
        connection = lines.connected(settings.host, settings.port, settings.security, _PATIENCE_S)
        lines.sign_in(connection, settings.user, secret)
        yield Inbox(connection, settings)
    except (imaplib.IMAP4.error, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise _told(settings, error, secret) from None  # its cause may hold what was sent
    finally:
        if connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()


def _check(config: Config) -> None:
    settings = config.mailbox
    for name, value in (("host", settings.host), ("user", settings.user)):
        if not value:
            raise UsageError(
                str(config.file), f"{name} is empty under [mailbox]", "say where it is and who signs in"
            )
    if settings.security == "none" and settings.host not in lines.HERE:
        problem = "would send the password in clear"
        raise UsageError(settings.host, problem, 'write security = "tls" under [mailbox]')


def _told(settings: MailboxSettings, error: Exception, secret: Secret) -> DigestError:
    remedy = "check [mailbox] in sources.toml"
    if isinstance(error, ssl.SSLCertVerificationError):
        return DigestError(settings.host, f"is not to be trusted: {error.verify_message}", remedy)
    words = _one_line(secret.hidden_in(str(error)))
    return DigestError(settings.host, f"the mailbox cannot be read: {words}", remedy)


def _quoted(name: str) -> str:
    """A folder's name as it is sent (RFC 3501 section 9, quoted)."""
    if not name.isascii():
        problem = f"“{name}” has other letters than ASCII"
        raise UsageError("[mailbox]", problem, "give the folder a name in plain letters")
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in words)).strip()[:300]
