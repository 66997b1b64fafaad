"""A mail for tests, with any field as a test wants it, and how a reader's program takes it apart."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

from digest import deliver
from digest.deliver import Attachment, Letter
from digest.model import Stationery

STATIONERY = Stationery(
    sender="Scale Notes <weekly@notes.example>",
    list_id="weekly.notes.example",
    address="Scale Notes, 1 Harbour Road, Bergen",
    unsubscribe="https://notes.example/leave/{token}",
    unsubscribe_mail="leave@notes.example",
)
LETTER = Letter("Three sums that matter", "2025-W24", datetime(2025, 6, 15, 17, tzinfo=UTC), "en")
HTML = '<p>A week. <a href="https://notes.example/leave/sample-reader">Leave</a></p>'
TEXT = "A week.\n\nLeave: https://notes.example/leave/sample-reader\n"


def sent(
    html: str = HTML, text: str = TEXT, *, pictures: tuple[Attachment, ...] = (), **changes: Any
) -> bytes:
    """The mail; a change goes to the stationery or to the letter, whichever has such a field."""
    ours = {name: value for name, value in changes.items() if hasattr(STATIONERY, name) and name != "address"}
    theirs = {name: value for name, value in changes.items() if name not in ours}
    return deliver.build(html, text, replace(STATIONERY, **ours), replace(LETTER, **theirs), pictures)


def read(mail: bytes) -> EmailMessage:
    """The mail as the standard library reads it."""
    return email.message_from_bytes(mail, policy=policy.default)


def field(mail: bytes, name: str) -> str:
    """The lines of one field as they stand, without its last line end."""
    head = mail.partition(b"\r\n\r\n")[0].decode("ascii")
    start = f"\r\n{head}".index(f"\r\n{name}:")
    lines = head[start:].split("\r\n")
    last = next((n for n, line in enumerate(lines[1:], 1) if line[:1] not in " \t"), len(lines))
    return "\r\n".join(lines[:last])
