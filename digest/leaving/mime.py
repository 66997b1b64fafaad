"""A mail of a stranger taken apart, with limits: fields, body, and the parts below (RFC 5322, 2045, 2046).

It reads what reports of mail servers are made of, and nothing of it raises: the work grows with the length of
the mail alone, whatever somebody wrote to make it do otherwise.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from quopri import decodestring

LONGEST = 1 << 19
"""Bytes of a mail that are looked at: what a report says stands before the mail that it returns."""

_FIELDS = 300
_FIELD = 4_000  # characters of one field
_PARTS = 20
_DEPTH = 4
_NAME = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
_PARAMETER = re.compile(r';[ \t]*([\w-]{1,40})[ \t]*=[ \t]*(?:"([^"]{0,200})"|([^\s;"]{1,200}))')


@dataclass(frozen=True, slots=True)
class Part:
    """A mail, or a part of one.

    Attributes:
        fields: by name in small letters; of a field that comes again, all values with a line feed between.
        body: as it came, in its transfer encoding.
    """

    fields: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """`multipart/report`, in small letters; text where nothing is said."""
        return self.field("content-type").partition(";")[0].strip().lower() or "text/plain"

    def field(self, name: str) -> str:
        """The first value of a field; "" where there is none."""
        return self.fields.get(name, "").partition("\n")[0]

    def parameter(self, name: str) -> str:
        """A parameter of Content-Type: its `boundary`, its `report-type`."""
        found = _PARAMETER.finditer(self.field("content-type"))
        return next((one[2] or one[3] for one in found if one[1].lower() == name), "")

    @property
    def content(self) -> bytes:
        """The body without its transfer encoding; as it came where it is damaged."""
        encoding = self.field("content-transfer-encoding").strip().lower()
        if encoding == "quoted-printable":
            return decodestring(self.body)
        if encoding == "base64":
            try:
                return b64decode(self.body)
            except binascii.Error:
                return self.body
        return self.body

    @property
    def text(self) -> str:
        """The content as text; what is none becomes a mark."""
        return self.content.decode("utf-8", "replace")


def part(raw: bytes) -> Part:
    """What `raw` holds, of which no more than `LONGEST` bytes are read."""
    head, body = _halves(raw[:LONGEST].replace(b"\r\n", b"\n"))
    return Part(_fields(head), body)


def within(whole: Part, depth: int = 0) -> Iterator[Part]:
    """`whole` and the parts below it, in their order; not what a returned mail holds."""
    yield whole
    boundary = whole.parameter("boundary")
    if depth < _DEPTH and whole.kind.startswith("multipart/") and boundary:
        line = re.escape(boundary.encode("utf-8", "replace"))
        pieces = re.split(rb"\n--" + line + rb"(--)?[ \t]*(?=\n|\Z)", b"\n" + whole.body, maxsplit=_PARTS)
        for closes, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            if closes:
                break
            yield from within(part(piece[1:]), depth + 1)


def blocks(text: bytes) -> tuple[Mapping[str, str], ...]:
    """The groups of fields of a report, which blank lines part (RFC 3464 section 2.1)."""
    found = re.split(rb"\n[ \t]*\n", text.replace(b"\r\n", b"\n").strip(), maxsplit=_PARTS)
    return tuple(_fields(block) for block in found[:_PARTS])


def decoded(value: str) -> str:
    """A field without its encoded words (RFC 2047); as it came where they are damaged."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
        return "".join(
            text if isinstance(text, str) else text.decode(charset or "ascii", "replace")
            for text, charset in pieces
        )
    except (HeaderParseError, LookupError, ValueError):
        return value


def _halves(raw: bytes) -> tuple[bytes, bytes]:
    if raw.startswith(b"\n"):
        return b"", raw[1:]
    head, _, body = raw.partition(b"\n\n")
    return head, body


def _fields(head: bytes) -> dict[str, str]:
    """The fields of a header, unfolded; lines that are none are passed over."""
    found: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in head.split(b"\n")[: _FIELDS * 10]:
        if line[:1] in (b" ", b"\t"):
            if last is not None and len(last[-1]) < _FIELD:
                last[-1] = f"{last[-1]} {_line(line)}"[:_FIELD]
        elif (match := _NAME.match(line)) and len(found) < _FIELDS:
            last = found.setdefault(match[1].decode("ascii").lower(), [])
            last.append(_line(line[match.end() :]))
        else:
            last = None
    return {name: "\n".join(values[:_PARTS]) for name, values in found.items()}


def _line(value: bytes) -> str:
    return value[:_FIELD].decode("utf-8", "replace").replace("\r", " ").strip()
