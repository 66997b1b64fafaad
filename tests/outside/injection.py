"""What a stranger writes into each field of a mail, to add one; runs alone, under any Python.

    python injection.py FOLDER...    folders with the package and with idna; prints one line of JSON

Needs the standard library, the package and idna alone. Whatever goes in: either the mail is refused with the
field at fault, or the names of its header fields are exactly those that belong there, each once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

sys.path[:0] = sys.argv[1:] if __name__ == "__main__" else []

from digest import deliver  # noqa: E402 - after the folders are known
from digest.deliver import Letter  # noqa: E402
from digest.errors import MessageError  # noqa: E402
from digest.model import Stationery  # noqa: E402

EXPECTED = (
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Content-Language",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Precedence",
    "MIME-Version",
    "Content-Type",
)
STATIONERY = Stationery(
    sender="Scale Notes <weekly@notes.example>",
    reply_to="Desk <desk@notes.example>",
    list_id="weekly.notes.example",
    unsubscribe="https://notes.example/leave/{token}",
    unsubscribe_mail="leave@notes.example",
)
LETTER = Letter("Three sums that matter", "2025-W24", datetime(2025, 6, 15, 17, tzinfo=UTC))
FORMS = {
    "sender": (
        "{} <weekly@notes.example>",
        '"{}" <weekly@notes.example>',
        "Notes <weekly{}@notes.example>",
        "{}",
    ),
    "reply_to": ("{} <desk@notes.example>", "Desk <desk@notes.example{}>", "{}"),
    "list_id": ("{}", "weekly{}.notes.example"),
    "unsubscribe": ("https://notes.example/{}/{{token}}", "https://notes{}.example/{{token}}", "{}"),
    "unsubscribe_mail": ("lea{}ve@notes.example", "{}"),
    "subject": ("{}", "Three sums {}", "{} Three sums", "Zählt: {} – für die Hälfte"),
    "key": ("{}", "2025-W24{}"),
    "language": ("{}", "en{}"),
    "address": ("reader{}@example.com", "reader@example.com{}", "{}"),
    "name": ("{}", "Ada {}", "Zoë {} Ångström"),
    "token": ("{}", "abc{}"),
}
"""Where in each field what a stranger wrote may come to stand; the subject is often the title of an item."""

_BCC = "Bcc: eve@evil.example"
_ENDS = (
    "\r\n",
    "\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
)
WRITTEN = (
    *(f"Hi{end}{_BCC}" for end in _ENDS),
    *(f"Hi{end} {_BCC}" for end in _ENDS),
    *_ENDS,
    "Hi\0", "\0", "\x08", "\x1b[2J", "\x7f", "Hi\t", "\ud800", "Hi\udc0d\udc0a" + _BCC, "\ufeffHi",
    "\u200bHi",
    "=?UTF-8?Q?Hi=0D=0ABcc:_e@x?=", "=?utf-8?b?SGkNCkJjYzogZUB4?=", "=?UTF-8?Q?Hi=0ABcc:_e@x?=",
    "=?us-ascii?q?=0D=0A=0D=0Ahello?=",
    "=?UTF-8?Q?a?= =?UTF-8?Q?=0D=0ABcc:_e@x?=", "=?UTF-8?Q?=00?=",
    "=?utf-7?Q?+AA0ACg-Bcc:?=", "=?UTF-8?Q?unfinished", "?==?UTF-8?Q?=0D=0A?=", "=?x?z?y?=",
    "=?UTF-8*en?Q?=0A?=",
    "嘊嘍Bcc: eve@evil.example", "%0d%0aBcc:%20e@x", "\\r\\nBcc: e@x", "&#13;&#10;Bcc: e@x", "=0D=0ABcc: e@x",
    "Grüße aus Łódź", "例え", "👩‍👩‍👧 🇳🇴", "x" * 998, "x" * 1200, "ö" * 400, "word " * 400,
    " " * 1200, "", " ",
    "a" * 77 + " " + _BCC, " Bcc: e@x", ":", ": x", ";", ",", "<>", "><", '"', '\\"', "\\", "(", ")(",
    "@", "a@b",
    "> , Eve <eve@evil.example", '" <eve@evil.example>, "', "e@x>\r\nBcc: <e@x", "Undisclosed:;",
    "{token}", "{}",
)  # fmt: skip


def cases() -> Iterator[tuple[str, str]]:
    """Every field with everything in every place of it."""
    for field, forms in FORMS.items():
        for form in forms:
            for written in WRITTEN:
                yield field, form.replace("{}", written, 1).replace("{{token}}", "{token}")


def mail(field: str, value: str) -> bytes | None:
    """The mail with `value` in `field`; None where it is refused, as it may be."""
    ours: dict[str, Any] = {field: value} if hasattr(STATIONERY, field) and field != "address" else {}
    theirs: dict[str, Any] = {} if ours else {field: value}
    try:
        return deliver.build(
            "<p>A week.</p>", "A week.\n", replace(STATIONERY, **ours), replace(LETTER, **theirs)
        )
    except MessageError as error:
        if not (error.subject and error.remedy):
            raise
        return None


def wrong(content: bytes, field: str, value: str) -> str:
    """What is wrong with the header of a mail; "" where nothing is."""
    head = content.partition(b"\r\n\r\n")[0]
    lines = head.split(b"\r\n")
    names = [line.partition(b":")[0].decode("latin-1") for line in lines if line[:1] not in (b" ", b"\t")]
    may_lack = {
        "reply_to": {"Reply-To"},
        "list_id": {"List-Id"},
        "unsubscribe": {"List-Unsubscribe-Post"},
    }.get(field, set())
    if [name for name in EXPECTED if name in names or name not in may_lack] != names:
        return f"fields {names}"
    if any(line != line.strip() and line.strip() == b"" for line in lines) or b"\r" in head.replace(
        b"\r\n", b""
    ):
        return "a blank line or a bare CR"
    if (
        b"\n" in head.replace(b"\r\n", b"")
        or not head.isascii()
        or b"\0" in head
        or max(map(len, lines)) > 998
    ):
        return "a bare LF, 8-bit, NUL or a long line"
    read = message_from_bytes(content, policy=policy.default)
    if sorted(read.keys()) != sorted(names):
        return f"read as {read.keys()}"
    if field == "subject" and " ".join(str(read["Subject"]).split()) != " ".join(value.split()):
        return f"the subject is read as {str(read['Subject'])!r}"
    return ""


def main() -> int:
    """Tries everything; 1 where something slipped through."""
    counts = {"refused": 0, "built": 0}
    slipped = []
    for field, value in cases():
        content = mail(field, value)
        counts["built" if content else "refused"] += 1
        if content and (problem := wrong(content, field, value)):
            slipped.append(f"{field} {value[:80]!r}: {problem}")
    found = {"python": sys.version.split()[0], **counts, "slipped": slipped}
    print(json.dumps(found))  # noqa: T201 - a script of its own
    return 1 if slipped else 0


if __name__ == "__main__":
    sys.exit(main())
