"""A mail as its octets say it: what the rules about messages read.

Read here line by line and by the standard library's parser, not by the part of the program that writes it,
so that a mistake there is no blind spot here. Nothing in it raises, whatever the file holds.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from functools import cached_property

ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bq]\?[^?\s]*\?=", re.IGNORECASE)
"""An encoded-word as RFC 2047 section 2 has it."""

_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_URI = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a header.

    Attributes:
        name: in small letters; "" for a line that is no field.
        raw: all its lines as they stand, with the line ends between them.
    """

    name: str
    raw: str

    @property
    def value(self) -> str:
        """What stands behind the colon, put together again (RFC 5322 section 2.2.3)."""
        found = _FIELD.fullmatch(self.raw)
        return re.sub(r"\r?\n(?=[ \t])", "", found[2] if found else self.raw).strip(" \t")

    @property
    def lines(self) -> list[str]:
        """Its lines without their ends."""
        return re.split(r"\r?\n", self.raw)

    @property
    def decoded(self) -> str:
        """The value with its encoded-words read; as it stands where they cannot be."""
        try:
            parts = decode_header(self.value)
            return "".join(
                part if isinstance(part, str) else part.decode(charset or "ascii") for part, charset in parts
            )
        except (ValueError, LookupError):  # HeaderParseError and UnicodeError are ValueErrors
            return self.value

    @property
    def uris(self) -> tuple[str, ...]:
        """What stands between angle brackets."""
        return tuple(_URI.findall(self.value))


class RawMail:
    """One message.

    Attributes:
        text: all of it; one character an octet where it is the ASCII that it should be.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        head, gap, body = _halves(text)
        self.head, self.body = head, body
        self.ends_its_head = bool(gap)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The header's fields in order."""
        raws: list[str] = []
        for line in self.head.split("\n"):
            if line.startswith((" ", "\t")) and raws:
                raws[-1] += f"\n{line}"
            else:
                raws.append(line)
        return tuple(Field(_name(raw), raw.removesuffix("\r")) for raw in raws)

    def all(self, name: str) -> tuple[Field, ...]:
        """The fields of this name, in any case of letters."""
        return tuple(field for field in self.fields if field.name == name.lower())

    def first(self, name: str) -> Field:
        """The first field of this name; an empty one where there is none."""
        return next(iter(self.all(name)), Field(name.lower(), f"{name}:"))

    @cached_property
    def parsed(self) -> Message:
        """The same, read by the standard library; "?" for what is no ASCII, which makes it stumble."""
        return email.message_from_bytes(self.text.encode("ascii", "replace"))

    @property
    def defects(self) -> Iterator[str]:
        """What that parser complains of, in its words."""
        for part in self.parsed.walk():
            yield from (str(defect) or type(defect).__name__ for defect in part.defects)


def words_of(part: Message) -> str:
    """The text of a part, decoded, with plain line ends; "" where it holds none."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return content.decode("utf-8", "replace").replace("\r\n", "\n")


def inside(part: Message) -> list[Message]:
    """The parts that a multipart holds directly; none where it is none."""
    held = part.get_payload() if part.is_multipart() else []
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _halves(text: str) -> tuple[str, str, str]:
    gap = re.search(r"\r?\n\r?\n", text)
    return (text[: gap.start()], gap[0], text[gap.end() :]) if gap else (text, "", "")


def _name(raw: str) -> str:
    found = _FIELD.match(raw)
    return found[1].lower() if found else ""
