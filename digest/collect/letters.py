"""A newsletter saved as a mail file."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape

from digest.collect.items import Document, Item


def letter(body: bytes) -> Document:
    """The mail in `body` as one item; the sender's name is the publisher.

    Headers are taken apart by the standard library and count as hostile text like any other.
    """
    mail = opened(body)
    html, plain = part(mail, "html"), part(mail, "plain")
    name, address = parseaddr(header(mail, "From"))
    item = Item(
        guid=header(mail, "Message-ID").strip("<> "),
        title=escape(header(mail, "Subject")),
        html=html,
        text="" if html else plain,
        publisher=escape(name or address),
        dates=(header(mail, "Date"),),
    )
    return Document(items=(item,) if item.title or html or plain else ())


def opened(body: bytes) -> EmailMessage:
    """The mail in `body`, with whatever is wrong with it."""
    mail = email.message_from_bytes(body, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101  # what that policy makes
    return mail


def header(mail: EmailMessage, name: str) -> str:
    """The first header of that name, "" where there is none that can be read."""
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, TypeError, AttributeError):  # the header parser stumbles over some
        return ""


def part(mail: EmailMessage, subtype: str) -> str:
    """The first text of that kind (`html` or `plain`) that is no attachment, or ""."""
    for part in mail.walk():
        if part.get_content_type() == f"text/{subtype}" and not part.is_attachment():
            return _decoded(part)
    return ""


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    for encoding in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return raw.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")
