"""The header: which fields it has, what they say, and what is encoded in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.message.rawmail import ENCODED_WORD, Field, RawMail
from digest.check.message.rules import REPORT, about_mail, of, spot

_ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")
_NEVER = ("Bcc", "Resent-Bcc", "Sender", "Cc")
_READ_BY_PEOPLE = {"subject", "from", "to", "reply-to"}
_ID = re.compile(r"<[\w!#$%&'*+/=?^`{|}~.-]+@([\w-]+(?:\.[\w-]+)+)>", re.ASCII)
_DATE = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d{2}:\d{2}(?::\d{2})? [+-]\d{4}", re.ASCII)


@about_mail(
    "fields",
    "the header lacks a field, has one twice, or has one that it should not",
    "servers refuse a mail with two From, Date or Subject lines, and a Bcc tells every reader of the other "
    "(RFC 5322 section 3.6)",
)
def fields(galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """Each of the six once, no Bcc, and each of them what it should be."""
    for name in _ONCE:
        found = mail.all(name)
        if len(found) != 1:
            times = "is missing" if not found else f"stands {len(found)} times"
            yield Fault(spot(name), f"{name} {times}; it must stand once", REPORT)
    for name in _NEVER:
        for field in mail.all(name):
            yield Fault(of(field), f"a mail to one reader has no {name}", REPORT)
    for field in mail.fields:
        if not field.name:
            yield Fault(of(field), "a line of the header is no field", REPORT)
    yield from _values(galley, mail)


def _values(galley: Galley, mail: RawMail) -> Iterator[Fault]:
    for name in ("From", "To"):
        for field in mail.all(name):
            people = getaddresses([field.value])
            if len(people) != 1 or not re.fullmatch(r"[!-~]+@[\w-]+(?:\.[\w-]+)+", people[0][1], re.ASCII):
                yield Fault(of(field), f"{name} does not hold one address", "mend it in sources.toml")
    for field in mail.all("Date"):
        if not _DATE.fullmatch(field.value) or not _is_date(field.value):
            yield Fault(of(field), "the date is none, or its zone is no number", REPORT)
    for field in mail.all("Message-ID"):
        own, found = _domain(mail.first("From").value), _ID.fullmatch(field.value)
        if not found or found[1].lower() != own.lower():
            yield Fault(of(field), "the id is none of the sender's own domain", REPORT)
    wanted = galley.edition.subject or galley.edition.title
    for field in mail.all("Subject"):
        if field.decoded != wanted:
            reason = f"the subject reads “{field.decoded}” and not “{wanted}”"
            yield Fault(of(field), reason, REPORT)


@about_mail(
    "encoded",
    "an encoded-word where none may stand, or one that some programs cannot read",
    "an encoded address leads nowhere; one of over 75 octets, or two without a space between them, are shown "
    "as gibberish or refused (RFC 2047 sections 2, 5 and 6)",
)
def encoded(_galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """Encoded-words only in what people read, short, apart from each other, and whole."""
    for field in mail.fields:
        for found in ENCODED_WORD.finditer(field.value):
            problem = _word_problem(field, found)
            if problem:
                yield Fault(spot(" ".join(field.raw.split()), found[0]), problem, REPORT)
        for row in field.lines:
            if len(row) > 76 and ENCODED_WORD.search(row):
                yield Fault(spot(row), "a line with an encoded-word has more than 76 octets", REPORT)


def _word_problem(field: Field, found: re.Match[str]) -> str:
    if field.name not in _READ_BY_PEOPLE:
        return f"{field.name} must stand in plain letters"
    before, after = field.value[: found.start()], field.value[found.end() :]
    if before.count("<") > before.count(">"):
        return "an address must stand in plain letters"
    if len(found[0]) > 75:
        return f"an encoded-word has {len(found[0])} octets; 75 are allowed"
    if (before and not before[-1].isspace()) or (after and not after[0].isspace()):
        return "no space stands between an encoded-word and what is beside it"
    if Field("", f"x: {found[0]}").decoded == found[0]:
        return "an encoded-word cannot be read by itself"
    return ""


def _is_date(value: str) -> bool:
    try:
        return parsedate_to_datetime(value).tzinfo is not None
    except (ValueError, TypeError, IndexError):
        return False


def _domain(value: str) -> str:
    return parseaddr(value)[1].rpartition("@")[2]
