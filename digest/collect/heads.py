"""What stands at the head of requests and answers, and why there was no answer, in words."""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from digest.model import Memory

LONGEST_VALIDATOR = 1024  # characters; longer ones are dropped, and the next fetch is a plain one
_PORTS = {"http": 80, "https": 443}


def conditions(memory: Memory) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110 section 13.1)."""
    pairs = {"If-None-Match": memory.etag, "If-Modified-Since": memory.last_modified}
    return {name: value for name, value in pairs.items() if value}


def validator(headers: Any, name: str) -> str:
    """The header as it came; "" where it could not be sent back as it came."""
    value = str(headers.get(name, ""))
    return value if len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable() else ""


def served_at(headers: Any) -> datetime | None:
    """The Date header (RFC 9110 section 6.6.1); an answer out of a cache says how old it is (Age)."""
    try:
        said = parsedate_to_datetime(str(headers.get("Date", ""))).replace(tzinfo=UTC)
        return said + timedelta(seconds=int(headers.get("Age", "0")))
    except (ValueError, OverflowError):
        return None


def login(url: str) -> tuple[str, dict[str, str]]:
    """`url` without `user:password@`, and the header that says the same (RFC 7617).

    The address of an answer is shown, kept and followed from; none of these may know the password.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all; who connects says so
        return url, {}
    who, at, place = parts.netloc.rpartition("@")
    if not at:
        return url, {}
    user, _, password = who.partition(":")
    words = b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode("ascii")
    return urlunsplit(parts._replace(netloc=place)), {"Authorization": f"Basic {words}"}


def are_of_one_origin(url: str, other: str) -> bool:
    """Whether scheme, host and port are equal (RFC 6454 section 4)."""
    return _origin(url) == _origin(other)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def in_words(error: Exception) -> str:
    """Why there is no answer, to follow the name of the source."""
    import aiohttp  # noqa: PLC0415  # 0.2 s that only fetching should pay

    from digest.wire import FloodError  # noqa: PLC0415

    match error:
        case FloodError():
            return "sent far more than an answer holds"
        case aiohttp.ClientPayloadError():
            return "broke off in the middle"
        case aiohttp.ServerDisconnectedError() | ConnectionResetError():
            return "hung up without an answer"
        case aiohttp.ClientResponseError():
            return "sent something that is not HTTP"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            why = "its certificate does not hold"
        case aiohttp.ClientConnectorDNSError():
            why = "its name is not known"
        case aiohttp.ClientConnectorError():
            cause = error.os_error
            why = os.strerror(cause.errno).lower() if cause.errno else str(cause)
        case OSError() if error.errno:
            why = os.strerror(error.errno).lower()
        case _:
            why = str(error) or type(error).__name__
    return f"could not be reached: {why}"[:200]
