"""Knocking at doors: the mail server and the address for leaving. Nothing is sent."""

from __future__ import annotations

import http.client
import re
import smtplib
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from digest.config import Config
from digest.deliver.transport import Door, NotSentError, smtp
from digest.doctor.facts import Page, Server
from digest.text import one_line

_PATIENCE_S = 10.0
_LONGEST = 200_000  # octets of a page that are looked at
_NOBODY = "doctor"  # a token of no reader
_FORM = re.compile(rb"<form\b[^>]*\bmethod\s*=\s*[\"']?post", re.IGNORECASE)


def server(config: Config, door: Door) -> Server | None:
    """The mail server of `[delivery]`, asked up to the sign-in; None where mail goes into a folder."""
    settings = config.delivery
    if not isinstance(settings, smtp.Settings):
        return None
    try:
        with smtp.line(settings, door):
            pass
    except NotSentError as error:
        return Server(settings.place, error.problem, error.remedy)
    sealed = settings.security != "none"
    return Server(settings.place, "", "", bool(settings.user), sealed, _expiry(settings) if sealed else None)


def _expiry(settings: smtp.Settings) -> datetime | None:
    """Until when the server's certificate holds."""
    context = ssl.create_default_context()
    port = settings.port or smtp.PORTS[settings.security]
    with suppress(OSError, smtplib.SMTPException):
        if settings.security == "tls":
            talk: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, port, "localhost", timeout=_PATIENCE_S, context=context
            )
        else:
            talk = smtplib.SMTP(settings.host, port, "localhost", timeout=_PATIENCE_S)
        with talk:
            if settings.security == "starttls":
                talk.starttls(context=context)
            shown = talk.sock.getpeercert() if isinstance(talk.sock, ssl.SSLSocket) else None
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(str((shown or {})["notAfter"])), UTC)
    return None


def page(config: Config) -> Page | None:
    """What somebody gets who opens the address for leaving; None where there is none."""
    address = config.mail.unsubscribe.replace("{token}", _NOBODY)
    if not address:
        return None
    parts = urlsplit(address)
    began = time.monotonic()
    line = http.client.HTTPSConnection(
        parts.hostname or "", parts.port, timeout=_PATIENCE_S, context=ssl.create_default_context()
    )
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("GET", target, headers={"User-Agent": "digest-doctor"})
        answer = line.getresponse()
        content = answer.read(_LONGEST)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Page(address, trouble=one_line(str(error) or type(error).__name__, 200))
    finally:
        line.close()
    took_s = time.monotonic() - began
    return Page(
        address, answer.status, took_s, bool(_FORM.search(content)), "", _date(answer.getheader("Date", ""))
    )


def _date(text: str) -> datetime | None:
    with suppress(ValueError):
        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
