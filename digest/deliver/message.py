"""A mail from its two texts: the header in the order in which people read it, then the parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

from digest import mailbox
from digest.deliver import body, fields, letter
from digest.deliver.body import Attachment
from digest.deliver.letter import Letter
from digest.errors import MessageError
from digest.mailbox import Mailbox
from digest.model import Stationery
from digest.refusal import one_line

_IN_CONFIG = "mend it under [mail] in sources.toml"
_LIST_ID = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+", re.ASCII | re.IGNORECASE)
_LOOSE_END = re.compile(r"\r\n(?! )|(?<!\r)\n|\r(?!\n)|[^\r\n\x20-\x7e]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def build(
    html: str,
    text: str,
    stationery: Stationery,
    to: Letter,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The whole mail for one reader: ASCII, lines of at most 998 octets that end in CRLF (RFC 5322).

    `html` and `text` hold the sample reader's address for leaving; the reader's own takes its place. The same
    arguments give the same bytes.

    Raises:
        MessageError: a field holds what a header must not, or an address is none; it names the field.
    """
    content = body.alternatives(
        letter.addressed(html, stationery, to), letter.addressed(text, stationery, to), attachments, to.mark
    )
    head = [*_who(stationery, to), *_what(stationery, to), *_list(stationery, to), "MIME-Version: 1.0"]
    lines = map(_sealed, (*head, *content.lines))
    return ("".join(f"{line}\r\n" for line in lines) + "\r\n" + content.content).encode("ascii")


def _sealed(field: str) -> str:
    """`field` as it goes out: looked at once more, so that nothing that was overlooked adds a line."""
    if _LOOSE_END.search(field):
        raise MessageError(
            field.partition(":")[0], "would end its line in the header", "write it in plain characters"
        )
    return field


def _who(stationery: Stationery, to: Letter) -> Iterator[str]:
    yield fields.mailbox("From", _sender(stationery))
    if stationery.reply_to:
        yield fields.mailbox("Reply-To", mailbox.mailbox(stationery.reply_to, "reply_to", _IN_CONFIG))
    name = one_line(to.name, "name of the reader").strip()
    yield fields.mailbox("To", Mailbox(name, mailbox.address(to.address, "address of the reader")))


def _what(stationery: Stationery, to: Letter) -> Iterator[str]:
    subject = one_line(to.subject, "subject", "write the subject anew in the draft")
    if not subject.strip():
        raise MessageError("subject", "is empty", "give the edition a subject in the draft")
    yield fields.words("Subject", subject)
    yield fields.structured("Date", [_date(to.built_at)])
    yield fields.structured("Message-ID", [_message_id(_sender(stationery), to)])
    if not _LANGUAGE.fullmatch(to.language):
        raise MessageError("language", f"“{to.language}” is no code of a language", 'write one like "en"')
    yield fields.structured("Content-Language", [to.language])


def _list(stationery: Stationery, to: Letter) -> Iterator[str]:
    """What makes it a mail of a list that one can leave: RFC 2919, 2369, 8058, 3834."""
    if stationery.list_id:
        yield fields.structured("List-Id", [*_list_name(stationery), f"<{_list_id(stationery)}>"])
    ways = list(_ways_out(stationery, to))
    if ways:
        # Folded at the comma between two addresses and nowhere else: encoded, they would lead nowhere.
        commas = [f"{way}," for way in ways[:-1]]
        yield fields.structured("List-Unsubscribe", [*commas, ways[-1]])
    if stationery.names_reader:
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"  # to be promised only where it says who
    yield "Auto-Submitted: auto-generated"
    yield "Precedence: bulk"  # keeps the replies of holidaymakers away


def _ways_out(stationery: Stationery, to: Letter) -> Iterator[str]:
    reader = letter.token(to)
    if url := letter.leave_url(stationery, reader):
        yield f"<{url}>"
    if stationery.unsubscribe_mail:
        address = mailbox.address(stationery.unsubscribe_mail, "unsubscribe_mail", _IN_CONFIG)
        yield f"<{letter.leave_mail(address, reader)}>"


def _sender(stationery: Stationery) -> Mailbox:
    if not stationery.sender:
        raise MessageError(
            "sender", "nobody sends this mail", 'write sender = "Name <name@example.org>" under [mail]'
        )
    return mailbox.mailbox(stationery.sender, "sender", _IN_CONFIG)


def _list_name(stationery: Stationery) -> list[str]:
    """The name before a list's id, where it can stand there as it is."""
    name = _sender(stationery).name
    return name.split(" ") if re.fullmatch(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*", name) and len(name) < 60 else []


def _list_id(stationery: Stationery) -> str:
    found = one_line(stationery.list_id, "list_id", _IN_CONFIG)
    if not _LIST_ID.fullmatch(found) or len(found) > 255:
        raise MessageError("list_id", f"“{found}” is no name of a list", 'write it like "weekly.example.org"')
    return found


def _date(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise MessageError("date", "has no time zone", "give the moment with its zone")
    return format_datetime(moment.astimezone(UTC))


def _message_id(sender: Mailbox, to: Letter) -> str:
    """The same for the same issue and reader, so that a mail that came twice can be recognised."""
    one_line(to.key, "key")
    issue = re.sub(r"[^A-Za-z0-9-]+", "-", to.key).strip("-")[:40] or "issue"
    unique = (
        one_line(to.unique, "unique")
        or sha256(f"{sender.address}\0{to.key}\0{to.address}".encode()).hexdigest()[:24]
    )
    return f"<{issue}.{unique}@{sender.domain}>"
