"""What a mail that came back, or came in, wants: pure, and total: whatever somebody sends, it answers.

Only tokens act, which nobody can make but us; an address alone never does. A token is looked for where our
mails carry it: in the address to which a returned mail goes (VERP), in the List-Unsubscribe line of the mail
that is returned with it, in the subject of an unsubscribe mail. Whether it is good is for `deeds` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest.leaving import mime
from digest.leaving.mime import Part
from digest.readers.tokens import LENGTH, Purpose

_TOKEN = re.compile(rf"(?<![A-Za-z0-9])(?:[a-z2-7]{{{LENGTH}}}|[A-Z2-7]{{{LENGTH}}})(?![A-Za-z0-9])")
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "original-recipient")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")  # RFC 3463, and no part of an IP
_SENDERS = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
_COPY = re.compile(
    r"^(?:Received: |Return-Path: |-{3,9}[^\n]{0,80}copy|--- Below this line)", re.MULTILINE | re.IGNORECASE
)
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply")
_COMPLAINTS = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})
_ABOUT_US = (  # RFC 3463: the mail or the sender is at fault, or the mailbox is for a while
    re.compile(r"5\.2\.[23]"),
    re.compile(r"5\.[367]\..*"),
)
_WORDS = 300


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Somebody wants to leave.

    Attributes:
        tokens: what looks like one, the likeliest first.
    """

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours did not arrive, or not yet.

    Attributes:
        tokens: see `Unsubscribe`; of both purposes.
        original: Message-ID of our mail; "" where it is not told.
        status: RFC 3463, `5.1.1`.
        is_final: it will not arrive any more.
        is_reader: there is no such reader; else the mail was refused, or the mailbox is full.
        words: what the other server said, on one line.
    """

    tokens: tuple[str, ...]
    original: str
    status: str
    is_final: bool
    is_reader: bool
    words: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """A reader called our mail abuse, and their provider passes it on (RFC 5965)."""

    tokens: tuple[str, ...]
    original: str
    kind: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing for the program to do.

    Attributes:
        reason: why, for the owner of the mailbox.
    """

    reason: str


Wish = Unsubscribe | Bounce | Complaint | Nothing


def read(raw: bytes) -> Wish:
    """What the mail `raw` wants."""
    whole = mime.part(raw)
    parts = tuple(mime.within(whole))
    if report := next((part for part in parts if part.kind in _REPORTS), None):
        return _REPORTS[report.kind](report, whole, parts)
    if whole.field("auto-submitted").lower().startswith("auto-replied"):
        return Nothing("an automatic reply")  # RFC 3834; nobody is behind it
    if tokens := _of(Purpose.LEAVE, _wanted(whole)):
        return Unsubscribe(tokens)
    if _is_of_a_server(whole):
        return _plain(whole, parts)
    return Nothing("an automatic reply" if _is_automatic(whole) else "an ordinary mail, for a person")


def _delivery(report: Part, whole: Part, parts: tuple[Part, ...]) -> Wish:
    """A delivery status notification (RFC 3464)."""
    told = [block for block in mime.blocks(report.content) if block.get("action")]
    block = next((one for one in told if _action(one) == "failed"), told[0] if told else None)
    if block is None:
        return Nothing("a delivery report that says of nobody what happened")
    action, status = _action(block), _STATUS.search(block.get("status", ""))
    if action not in {"failed", "delayed"} or (status and status[1] == "2"):
        return Nothing("a delivery report: the mail arrived")
    words = _one_line(block.get("diagnostic-code", "").partition(";")[2] or block.get("status", ""))
    code = status[0] if status else ""
    tokens, original = _tokens(whole, parts, block)
    if not tokens:
        return Nothing("a returned mail without a token of ours")
    is_final = action == "failed"
    return Bounce(tokens, original, code, is_final, is_final and _is_reader(code), words)


def _feedback(report: Part, whole: Part, parts: tuple[Part, ...]) -> Wish:
    """An abuse report (RFC 5965)."""
    fields = (*mime.blocks(report.content), {})[0]
    kind = fields.get("feedback-type", "").strip().lower()
    if kind not in _COMPLAINTS:
        return Nothing(f"a feedback report that is no complaint ({_one_line(kind)[:40] or 'of no kind'})")
    tokens, original = _tokens(whole, parts, fields)
    return Complaint(tokens, original, kind) if tokens else Nothing("a complaint without a token of ours")


def _disposition(_report: Part, _whole: Part, _parts: tuple[Part, ...]) -> Wish:
    return Nothing("a note that a mail was read, or deleted")  # RFC 8098


_REPORTS = {
    "message/delivery-status": _delivery,
    "message/global-delivery-status": _delivery,
    "message/feedback-report": _feedback,
    "message/disposition-notification": _disposition,
}


def _plain(whole: Part, parts: tuple[Part, ...]) -> Wish:
    """A bounce in a form of its own (qmail, older exim): believed only where VERP and a clear code agree."""
    tokens = _of(Purpose.BOUNCE, _addresses(whole))
    if not tokens:
        return Nothing("a mail of a server without a token of ours")
    text = next((part.text for part in parts if part.kind == "text/plain"), "")[:8_000]
    copy = _COPY.search(text)
    before = text[: copy.start()] if copy else text
    codes = [code for code in _STATUS.finditer(before) if code[1] == "5"]
    if not codes:
        return Nothing("a mail of a server that names no clear error")
    line = next(one for one in before.splitlines() if codes[0][0] in one)
    return Bounce(tokens, "", codes[0][0], True, _is_reader(codes[0][0]), _one_line(line))


def _tokens(whole: Part, parts: tuple[Part, ...], report: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The tokens that name whose mail came back, and its Message-ID."""
    returned = next((part for part in parts if part.kind in _RETURNED), None)
    mail = mime.part(returned.content) if returned else mime.part(b"")
    verp = [*_addresses(whole), report.get("original-mail-from", ""), mail.fields.get("return-path", "")]
    leaving = [mail.fields.get("list-unsubscribe", "").replace("\n", " ")]
    return (*_of(Purpose.BOUNCE, verp), *_of(Purpose.LEAVE, leaving)), mail.field("message-id")


def _wanted(whole: Part) -> Iterator[str]:
    """Where an unsubscribe mail names who leaves; never its text, in which an answer quotes our link."""
    yield mime.decoded(whole.field("subject"))
    yield from _addresses(whole)


def _addresses(whole: Part) -> list[str]:
    return [whole.fields.get(name, "") for name in _TO]


def _of(purpose: Purpose, texts: Iterator[str] | list[str]) -> tuple[str, ...]:
    """What looks like a token of that purpose in `texts`."""
    found = (match[0].lower() for text in texts for match in _TOKEN.finditer(text))
    return tuple(dict.fromkeys(one for one in found if one[2] == purpose))[:5]


def _is_of_a_server(whole: Part) -> bool:
    """Whether a mail server wrote it: it has no sender to return it to (RFC 5321 section 4.5.5)."""
    return whole.field("return-path") == "<>" or bool(_SENDERS.search(whole.field("from")))


def _is_automatic(whole: Part) -> bool:
    marked = whole.field("auto-submitted").lower() not in {"", "no"}
    bulk = whole.field("precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
    return marked or bulk or any(name in whole.fields for name in _AUTOMATIC)


def _action(block: Mapping[str, str]) -> str:
    return block["action"].split(maxsplit=1)[0].lower() if block["action"].strip() else ""


def _is_reader(status: str) -> bool:
    return status.startswith("5.") and not any(pattern.fullmatch(status) for pattern in _ABOUT_US)


def _one_line(words: str) -> str:
    """Words of another server for a list of ours: printable, short."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:_WORDS]
