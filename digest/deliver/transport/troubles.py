"""What goes wrong on the line to a mail server, in words, and what to do about it."""

from __future__ import annotations

import smtplib
import socket
import ssl


def remedy(stage: str, code: int) -> str:
    """What to do about a server's refusal with `code` at `stage`."""
    if stage == "AUTH":
        return "check user and password"
    if 400 <= code < 500:
        return "it says that this will pass: try again later"
    return "check [delivery] in sources.toml" if code < 0 or stage == "EHLO" else "its words say why"


def of(error: OSError | smtplib.SMTPException) -> tuple[str, str]:
    """What went wrong, and what to do."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted: {error.verify_message}", "check host in [delivery]"
    if isinstance(error, ssl.SSLError):
        usual = 'check security in [delivery]: "tls" is usual at port 465, "starttls" at 587'
        return f"no sealed line came about ({error.reason or 'TLS'})", usual
    if isinstance(error, socket.gaierror):
        return "its name is not known", "check host in [delivery]; is this machine online?"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "it did not answer in time", "check host and port in [delivery], or try again later"
    return (getattr(error, "strerror", None) or str(error)).lower(), "try again, or check [delivery]"


def is_lasting(error: OSError | smtplib.SMTPException) -> bool:
    """Whether it stays so until a person changes a setting or a certificate."""
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):  # it went away, as any server may
        return False
    return isinstance(error, ssl.SSLError)
