"""A line to an IMAP server (RFC 3501, 9051): opened with its certificate verified, and signed in."""

from __future__ import annotations

import imaplib
import ssl

from digest.secret import Secret

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Where a password may travel in clear."""

_PORTS = {"tls": 993, "starttls": 143, "none": 143}


def connected(host: str, port: int, security: str, patience_s: float) -> imaplib.IMAP4:
    """A line to `host`; with TLS, its certificate is verified by name and authority.

    Args:
        host: its name.
        port: 0 for the usual one.
        security: `tls`, `starttls` or `none`.
        patience_s: how long an answer is waited for.

    Raises:
        OSError: it cannot be reached or is not to be trusted.
        imaplib.IMAP4.error: it does not speak as it should.
    """
    port = port or _PORTS[security]
    if security == "tls":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=patience_s)
    connection = imaplib.IMAP4(host, port, timeout=patience_s)
    if security == "starttls":
        connection.starttls(ssl.create_default_context())
    return connection


def sign_in(connection: imaplib.IMAP4, user: str, secret: Secret) -> None:
    """Signs in, with any letters where the server takes them (RFC 4616). Raises `imaplib.IMAP4.error`."""
    if "AUTH=PLAIN" in connection.capabilities:
        connection.authenticate("PLAIN", lambda _: f"\0{user}\0{secret.reveal()}".encode())
    else:
        connection.login(user, secret.reveal())
