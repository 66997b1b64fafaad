"""The endpoint for a WSGI server that is there already (PEP 3333), instead of `digest serve-unsubscribe`.

gunicorn 'digest.leaving.wsgi:application("/srv/weekly/sources.toml")'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from digest.leaving.answering import LONGEST, Answer, Reception, Request
from digest.leaving.clients import client

Start = Callable[[str, list[tuple[str, str]]], object]


def application(config: str | Path = "sources.toml") -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """The WSGI callable of the project with this configuration.

    Raises:
        ConfigError: it has faults.
        TemplateError: a template of the user's own has one.
        StoreError: the keys cannot be read.
    """
    from digest.leaving.starting import reception  # noqa: PLC0415 - reads the configuration of every kind

    return callable_of(reception(Path(config)))


def callable_of(reception: Reception) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """The WSGI callable of a reception."""

    def called(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        answer = reception.answer(_request(environ))
        start_response(_status(answer), list(answer.headers))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    return called


def _request(environ: dict[str, Any]) -> Request:
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return Request(
        environ["REQUEST_METHOD"],
        path.encode("latin-1", "replace").decode("utf-8", "replace"),  # PEP 3333: bytes as Latin-1
        environ.get("QUERY_STRING", ""),
        environ.get("CONTENT_TYPE", ""),
        _body(environ),
        client(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")),
    )


def _body(environ: dict[str, Any]) -> bytes:
    given = environ.get("CONTENT_LENGTH") or "0"
    length = int(given) if given.isascii() and given.isdigit() else 0
    if not length and not environ.get("wsgi.input_terminated"):
        return b""
    body: bytes = environ["wsgi.input"].read(min(length or LONGEST + 1, LONGEST + 1))
    return body


def _status(answer: Answer) -> str:
    return f"{answer.status} {HTTPStatus(answer.status).phrase}"
