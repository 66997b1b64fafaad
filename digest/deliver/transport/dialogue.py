"""A conversation with a mail server, from the connection to the sign-in; each step says where it failed.

smtplib checks no certificate unless it is told to, and falls back to plain text without a word. So its steps
are taken one by one here. What follows, mail after mail, is `handing`'s.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from digest.deliver.transport import troubles
from digest.deliver.transport.handing import Abilities, Handing
from digest.deliver.transport.kinds import NotSentError
from digest.deliver.transport.patience import Patience
from digest.secret import NOBODYS, Secret
from digest.text import one_line

_NOTHING_SENT = "nothing was sent"
_LONGEST = 300  # characters of a server's answer that are shown
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", re.IGNORECASE)


class Dialogue:
    """A conversation, to be opened and then used for mails; as a context manager it says goodbye.

    Args:
        host: name or address of the server.
        port: where it listens.
        place: both, as a person is told.
        patience: how long to wait.
        user: who signs in; "" for nobody.
        password: theirs; no message holds it.
    """

    def __init__(
        self,
        host: str,
        port: int,
        place: str,
        patience: Patience,
        user: str = "",
        password: Secret = NOBODYS,
    ) -> None:
        self._host, self._port, self._place = host, port, place
        self._patience = patience
        self._user, self._password = user, password
        self._server: smtplib.SMTP | None = None
        self._is_sound = True  # the server waits for a command
        self._handing: Handing | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Says goodbye; whether the server hears it changes nothing."""
        if self._server is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            if self._is_sound and not (self._handing and self._handing.is_over):
                self._wait(self._patience.leave_s)
                self._server.quit()
        with suppress(OSError):
            self._server.close()

    def __repr__(self) -> str:
        return f"Dialogue({self._place})"

    @property
    def _talk(self) -> smtplib.SMTP:
        assert self._server is not None, "opened before"  # noqa: S101
        return self._server

    def open(self, security: str) -> None:
        """Connects, seals the line as `security` says (`tls`, `starttls` or `none`), and greets.

        Raises:
            NotSentError: there is nobody, the line cannot be sealed, or the certificate is not the server's.
        """
        with self._stage("the connection", "cannot be reached"):
            self._server = self._connected(_trust() if security == "tls" else None)
        self._talk.local_hostname = _own_name(self._talk)
        self._wait(self._patience.command_s)
        self._greet()
        if security == "starttls":
            self._seal(_trust())
            self._greet()

    def _connected(self, sealed: ssl.SSLContext | None) -> smtplib.SMTP:
        # A name is given at once: without it smtplib asks the network for this machine's own.
        name, wait_s = "localhost", self._patience.connect_s
        if sealed is None:
            return smtplib.SMTP(self._host, self._port, name, wait_s)
        return smtplib.SMTP_SSL(self._host, self._port, name, timeout=wait_s, context=sealed)

    def _greet(self) -> None:
        with self._stage("EHLO"):
            code, said = self._talk.ehlo()
        self._expect("EHLO", code, said, 250)

    def _seal(self, context: ssl.SSLContext) -> None:
        if not self._talk.has_extn("starttls"):
            remedy = f'{_NOTHING_SENT}; try security = "tls", usually at port 465'
            problem = "offers no STARTTLS, and plain text is not sent there"
            raise NotSentError(self._place, problem, remedy, is_lasting=True)
        with self._stage("STARTTLS"):
            self._talk.starttls(context=context)

    def sign_in(self) -> None:
        """Says who sends, with PLAIN (RFC 4616) or LOGIN; smtplib's own takes ASCII only.

        Raises:
            NotSentError: the server does not let this user in.
        """
        offered = self._talk.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            asked = [Secret(f"AUTH PLAIN {self._plain.reveal()}")]
        elif "LOGIN" in offered:
            asked = [
                Secret("AUTH LOGIN"),
                Secret(_base64(self._user)),
                Secret(_base64(self._password.reveal())),
            ]
        else:
            problem = f"lets nobody sign in by password ({', '.join(offered) or 'it offers no AUTH'})"
            remedy = f'{_NOTHING_SENT}; a server without it needs user = ""'
            raise NotSentError(self._place, problem, remedy, is_lasting=True)
        for number, line in enumerate(asked, 1):
            with self._stage("AUTH"):
                code, said = self._answered(line)
            self._expect("AUTH", code, said, 235 if number == len(asked) else 334)

    def _answered(self, line: Secret) -> tuple[int, bytes]:
        """Says `line`, and what the server answers; when it repeats the password, without it from here on."""
        code, said = self._talk.docmd(line.reveal())
        return code, self._told(said).encode("utf-8")

    def handing(self) -> Handing:
        """The line, ready for mails; opened and, where that is wanted, signed in before."""
        talk = self._talk
        assert talk.sock is not None, "opened before"  # noqa: S101
        # Without it a small write waits for the answer to the one before it (Nagle).
        talk.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        abilities = Abilities(talk.has_extn("pipelining"), talk.has_extn("size"))
        self._handing = Handing(talk.sock, abilities, self._patience, self._told)
        return self._handing

    def _expect(self, stage: str, code: int, said: bytes, *good: int) -> None:
        """Raises `NotSentError` with the server's words unless its code is a `good` one."""
        if code in good:
            return
        told = (
            f"{code} {self._told(said)}" if code > 0 else f"“{self._told(said)}”, which no mail server says"
        )
        remedy = f"{troubles.remedy(stage, code)}; {_NOTHING_SENT}"
        is_lasting = not 400 <= code < 500
        raise NotSentError(self._place, f"refused {stage}: {told}", remedy, is_lasting=is_lasting)

    @contextmanager
    def _stage(self, stage: str, broken: str = "") -> Iterator[None]:
        """Tells what goes wrong inside; without its cause, which may hold what was said."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            error.__traceback__ = None
            said = error.smtp_error
            self._expect(stage, error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
        except (OSError, smtplib.SMTPException) as error:
            self._is_sound = False
            error.__traceback__ = None  # the frames below hold what was said, a password perhaps
            reason, remedy = troubles.of(error)
            problem = f"{broken or f'broke off at {stage}'}: {self._told(reason)}"
            is_lasting = troubles.is_lasting(error)
            raise NotSentError(
                self._place, problem, f"{remedy}; {_NOTHING_SENT}", is_lasting=is_lasting
            ) from None

    def _told(self, said: bytes | str) -> str:
        """What a server said, on one line, cut, and without any secret that it repeats."""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return one_line(self._password.hidden_in(text, self._plain) if self._password else text, _LONGEST)

    @property
    def _plain(self) -> Secret:
        """User and password as AUTH PLAIN sends them."""
        return Secret(_base64(f"\0{self._user}\0{self._password.reveal()}"))

    def _wait(self, seconds: float) -> None:
        if self._talk.sock:
            self._talk.sock.settimeout(seconds)


def _trust() -> ssl.SSLContext:
    """What checks certificate and name, as smtplib's own does not."""
    return ssl.create_default_context()


def _own_name(server: smtplib.SMTP) -> str:
    """What this machine calls itself: its full name, else its address (RFC 5321 section 4.1.4)."""
    name = socket.gethostname()
    if _NAME.fullmatch(name):
        return name
    address = str(server.sock.getsockname()[0]) if server.sock else "127.0.0.1"
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _base64(value: str) -> str:
    return base64.b64encode(value.encode("utf-8")).decode("ascii")
