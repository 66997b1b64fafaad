"""How the mail is built: its parts and its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from digest.check.family import Fault
from digest.check.galley import Galley
from digest.check.message.rawmail import RawMail, inside, words_of
from digest.check.message.rules import REPORT, about_mail, spot

_PICTURE = re.compile(r'(<img class="picture" (?:(?!src=)[\w-]+="[^"]*" )*)src="[^"]*"')


@about_mail(
    "parts",
    "the parts of the mail are not a text and then its HTML",
    "programs show the last part that they can: HTML first hides it from all (RFC 2046 section 5.1.4)",
)
def parts(galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """multipart/alternative: text/plain first, text/html last, both in UTF-8 and whole."""
    for defect in mail.defects:
        yield Fault(spot(), f"the mail cannot be read in all its parts: {defect}", REPORT)
    top = mail.parsed
    kinds = [part.get_content_type() for part in top.walk()]
    direct = [part.get_content_type() for part in inside(top)]
    shown = [kind for kind in kinds if not kind.startswith("multipart/")][:2]
    is_right = direct in (["text/plain", "text/html"], ["text/plain", "multipart/related"])
    if not (kinds[0] == "multipart/alternative" and is_right and shown == ["text/plain", "text/html"]):
        yield Fault(spot(", ".join(kinds)), "the mail should be a text and after it its HTML", REPORT)
    for part in top.walk():
        if part.get_content_maintype() == "text":
            for problem in _part_problems(part):
                yield Fault(spot(part.get_content_type()), problem, REPORT)
    for part in top.walk():
        name = {"text/plain": "email.txt", "text/html": "email.html"}.get(part.get_content_type(), "")
        if name in galley.outputs and _even(words_of(part)) != _even(galley.outputs[name]):
            yield Fault(spot(part.get_content_type()), f"the part does not say what {name} says", REPORT)


def _part_problems(part: Message) -> Iterator[str]:
    if part.get_content_charset() != "utf-8":
        yield "the part does not say that it is UTF-8"
    if part.get("Content-Transfer-Encoding", "").lower() != "quoted-printable":
        yield "the part is not in quoted-printable"
    if not words_of(part).strip():
        yield "the part is empty"


def _even(text: str) -> str:
    """`text` with plain line ends; pictures lie elsewhere for a mail than for the file beside them."""
    return _PICTURE.sub(r"\1", re.sub(r"\r\n?", "\n", text)).strip()


@about_mail(
    "lines",
    "a line of the mail that a server would break or refuse",
    "lines end in CRLF and hold at most 998 octets, 76 below the header (RFC 5322 section 2.1.1, RFC 2045)",
)
def lines(_galley: Galley, mail: RawMail) -> Iterator[Fault]:
    """CRLF only, no line too long, nothing but ASCII, no space at an end."""
    rows, first_of_body = mail.text.split("\r\n"), mail.head.count("\n") + 3
    for number, row in enumerate(rows, 1):
        problem = _line_problem(row, is_body=number >= first_of_body)
        if problem:
            yield Fault(spot(row, row[-10:]), f"line {number} {problem}", REPORT)
    if rows[-1]:
        yield Fault(spot(rows[-1]), "the last line does not end in CRLF", REPORT)
    if not mail.ends_its_head:
        yield Fault(spot(), "no empty line stands between header and text", REPORT)


def _line_problem(row: str, *, is_body: bool) -> str:
    if "\n" in row or "\r" in row:
        return "holds a line end that is not CRLF"
    if not row.isascii() or "\0" in row:
        return "holds something else than ASCII"
    if len(row) > 998:
        return f"has {len(row)} octets; 998 are allowed"
    if is_body and len(row) > 76:
        return f"has {len(row)} octets; quoted-printable allows 76"
    if row.endswith((" ", "\t")):
        return "ends in a space" if row.strip() else "is blank inside a field or a text"
    return ""
