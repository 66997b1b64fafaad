"""To a mail server: sealed where a password travels, and every answer told (RFC 5321, RFC 6409)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from digest.config import DeliverySettings
from digest.deliver.transport import secret, troubles
from digest.deliver.transport.dialogue import Dialogue
from digest.deliver.transport.handing import Handing
from digest.deliver.transport.kinds import Answer, Door, InDoubtError, NotSentError, Parcel, Receipt, Verdict
from digest.deliver.transport.patience import PATIENCE, Patience
from digest.secret import NOBODYS
from digest.settings import Line

PORTS = {"tls": 465, "starttls": 587, "none": 25}
"""Where mail servers listen: RFC 8314 section 3.3, RFC 6409 section 3.1, RFC 5321 section 4.5.4.2."""


_HERE = frozenset({"localhost", "127.0.0.1", "::1"})  # on the way to this machine itself there is nobody


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9a-fA-F:]*:[0-9a-fA-F:.]+", value):
        raise PydanticCustomError("host", 'should be the name of a mail server, like "mail.example.org"')
    return value


def _sealed(value: str, info: ValidationInfo) -> str:
    if value and info.data.get("security") == "none" and info.data.get("host") not in _HERE:
        raise PydanticCustomError(
            "sealed", 'goes with a password, which security = "none" would show to everybody on the way'
        )
    return value


class Settings(DeliverySettings):
    """`[delivery]` with `kind = "smtp"`: the server, and who signs in there."""

    kind: Literal["smtp"] = "smtp"
    host: Annotated[Line, AfterValidator(_host)]
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: Annotated[Line, AfterValidator(_sealed)] = ""
    password_file: Line = ""

    @property
    def way(self) -> str:
        """Through the server."""
        return f"through {self.place}"

    @property
    def place(self) -> str:
        """The server with its port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port or PORTS[self.security]}"


@contextmanager
def line(settings: Settings, door: Door, patience: Patience = PATIENCE) -> Iterator[Handing]:
    """An open line to the server, for one mail after the other.

    Raises:
        NotSentError: it cannot be opened; the message names the stage and the server's words.
    """
    password = secret.password(door, settings.password_file) if settings.user else NOBODYS
    port = settings.port or PORTS[settings.security]
    with Dialogue(settings.host, port, settings.place, patience, settings.user, password) as server:
        server.open(settings.security)
        if settings.user:
            server.sign_in()
        yield server.handing()


def carry(settings: Settings, parcel: Parcel, door: Door, patience: Patience = PATIENCE) -> Receipt:
    """Hands `parcel` to the server, and says what it answered.

    Raises:
        NotSentError: it was not taken; the message names the stage and the server's words.
        InDoubtError: the server went silent after the whole mail was there: it may arrive, or not.
    """
    with line(settings, door, patience) as way:
        answer = way.hand_over(parcel, lambda: None)
    if answer.verdict is Verdict.ACCEPTED:
        return Receipt(settings.place, f"{settings.place} took it: {answer.words}")
    if answer.verdict is Verdict.IN_DOUBT:
        problem = f"in doubt: it had the whole mail, and its answer did not come ({answer.words})"
        raise InDoubtError(settings.place, problem, "look whether it arrived before you send it again")
    raise NotSentError(settings.place, *_why_not(answer, parcel))


def _why_not(answer: Answer, parcel: Parcel) -> tuple[str, str]:
    """Why a mail was not taken, and what to do."""
    whose = {"MAIL FROM": f" <{parcel.sender}>", "RCPT TO": f" <{parcel.to}>"}.get(answer.stage, "")
    problem = f"refused {answer.stage}{whose}: {answer.words}" if answer.code else answer.words
    remedy = troubles.remedy(answer.stage, answer.code) if answer.code else "try again, or check [delivery]"
    return problem, f"{remedy}; nothing was sent"
