"""One conversation with a mail server, of which every step says where it failed.

smtplib raises the same error whether a server goes before or after it has the mail, checks no certificate
unless it is told to, and falls back to plain text without a word. So its steps are taken one by one here.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from digest.deliver.transport import secret, troubles
from digest.deliver.transport.kinds import InDoubtError, NotSentError, Parcel
from digest.text import one_line

_NOTHING_SENT = "nothing was sent"
_LONGEST = 300  # characters of a server's answer that are shown
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server, in seconds, by stage.

    RFC 5321 section 4.5.3.2 wants five minutes for commands, three for the text and ten for what follows
    the final dot: who gives up earlier there sends the same mail twice (RFC 1047).
    """

    connect_s: float = 30
    command_s: float = 300
    text_s: float = 180
    final_s: float = 600
    leave_s: float = 5


PATIENCE = Patience()


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
        self, host: str, port: int, place: str, patience: Patience, user: str = "", password: str = ""
    ) -> None:
        self._host, self._port, self._place = host, port, place
        self._patience = patience
        self._user, self._password = user, password
        self._server: smtplib.SMTP | None = None
        self._is_sound = True  # the server waits for a command

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Says goodbye; whether the server hears it changes nothing."""
        if self._server is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            if self._is_sound:
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
        context = ssl.create_default_context()  # checks certificate and name; smtplib's own does not
        with self._stage("the connection", "cannot be reached"):
            self._server = self._connected(context if security == "tls" else None)
        self._talk.local_hostname = _own_name(self._talk)
        self._wait(self._patience.command_s)
        self._greet()
        if security == "starttls":
            self._seal(context)
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
            raise NotSentError(self._place, "offers no STARTTLS, and plain text is not sent there", remedy)
        with self._stage("STARTTLS"):
            self._talk.starttls(context=context)

    def sign_in(self) -> None:
        """Says who sends, with PLAIN (RFC 4616) or LOGIN; smtplib's own takes ASCII only.

        Raises:
            NotSentError: the server does not let this user in.
        """
        offered = self._talk.esmtp_features.get("auth", "").upper().split()
        user, password = self._user.encode("utf-8"), self._password.encode("utf-8")
        if "PLAIN" in offered:
            asked = [f"AUTH PLAIN {self._plain}"]
        elif "LOGIN" in offered:
            asked = ["AUTH LOGIN", _base64(user), _base64(password)]
        else:
            problem = f"lets nobody sign in by password ({', '.join(offered) or 'it offers no AUTH'})"
            raise NotSentError(self._place, problem, f'{_NOTHING_SENT}; a server without it needs user = ""')
        for number, line in enumerate(asked, 1):
            with self._stage("AUTH"):
                code, said = self._talk.docmd(line)
            self._expect("AUTH", code, said, 235 if number == len(asked) else 334)

    def hand_over(self, parcel: Parcel) -> str:
        """Gives one mail, and what the server answered to the whole of it.

        Raises:
            NotSentError: it did not take the mail.
            InDoubtError: it had all of the mail, and its answer did not come.
        """
        talk = self._talk
        size = [f"SIZE={len(parcel.content)}"] if talk.has_extn("size") else []
        with self._stage("MAIL FROM"):
            code, said = talk.mail(parcel.sender, size)
        self._expect(f"MAIL FROM <{parcel.sender}>", code, said, 250)
        with self._stage("RCPT TO"):
            code, said = talk.rcpt(parcel.to)
        self._expect(f"RCPT TO <{parcel.to}>", code, said, 250, 251)
        with self._stage("DATA"):
            code, said = talk.docmd("DATA")
        self._expect("DATA", code, said, 354)
        self._wait(self._patience.text_s)
        with self._stage("the text", "broke off before it had the whole mail"):
            talk.send(_stuffed(parcel.content))
        return self._answer()

    def _answer(self) -> str:
        """Ends the mail. From the dot on, silence says neither yes nor no."""
        self._wait(self._patience.final_s)
        try:
            self._talk.send(b".\r\n")
            code, said = self._talk.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise self._in_doubt(self._told(str(error))) from None
        if not 200 <= code < 300 and not 400 <= code < 600:
            raise self._in_doubt(f"it answered “{self._told(said)}”")
        self._expect("the mail", code, said, *range(200, 300))
        return f"{code} {self._told(said)}"

    def _in_doubt(self, reason: str) -> InDoubtError:
        self._is_sound = False
        problem = f"in doubt: it had the whole mail, and its answer did not come ({reason})"
        return InDoubtError(self._place, problem, "look whether it arrived before you send it again")

    def _expect(self, stage: str, code: int, said: bytes, *good: int) -> None:
        """Raises `NotSentError` with the server's words unless its code is a `good` one."""
        if code in good:
            return
        told = (
            f"{code} {self._told(said)}" if code > 0 else f"“{self._told(said)}”, which no mail server says"
        )
        remedy = f"{troubles.remedy(stage, code)}; {_NOTHING_SENT}"
        raise NotSentError(self._place, f"refused {stage}: {told}", remedy)

    @contextmanager
    def _stage(self, stage: str, broken: str = "") -> Iterator[None]:
        """Tells what goes wrong inside; without its cause, which may hold what was said."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            said = error.smtp_error
            self._expect(stage, error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
        except (OSError, smtplib.SMTPException) as error:
            self._is_sound = False
            reason, remedy = troubles.of(error)
            problem = f"{broken or f'broke off at {stage}'}: {self._told(reason)}"
            raise NotSentError(self._place, problem, f"{remedy}; {_NOTHING_SENT}") from None

    def _told(self, said: bytes | str) -> str:
        """What a server said, on one line, cut, and without any secret that it repeats."""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return one_line(secret.hidden(text, self._password, self._plain), _LONGEST)

    @property
    def _plain(self) -> str:
        """User and password as AUTH PLAIN sends them."""
        return _base64(b"\0".join((b"", self._user.encode("utf-8"), self._password.encode("utf-8"))))

    def _wait(self, seconds: float) -> None:
        if self._talk.sock:
            self._talk.sock.settimeout(seconds)


def _own_name(server: smtplib.SMTP) -> str:
    """What this machine calls itself: its full name, else its address (RFC 5321 section 4.1.4)."""
    name = socket.gethostname()
    if _NAME.fullmatch(name):
        return name
    address = str(server.sock.getsockname()[0]) if server.sock else "127.0.0.1"
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _stuffed(content: bytes) -> bytes:
    """The mail as it travels: a dot more where a line begins with one (RFC 5321 section 4.5.2)."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
