"""The parts below the header: text, HTML and pictures, each in lines that every server passes on."""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from digest.errors import MessageError
from digest.refusal import one_line

_CID = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
_MEDIA_TYPE = re.compile(r"image/[a-z0-9][a-z0-9.+-]{0,60}")
_TAME = re.compile(r"[\w.+-]{1,40}", re.ASCII)
_COLUMNS = 76  # RFC 2045 section 6.7 (5) and 6.8


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture inside the mail.

    Attributes:
        cid: what the HTML calls it by, `src="cid:…"`, without brackets: `picture-1@example.org`.
        media_type: `image/png`.
        name: file name that a reader sees when saving it.
        content: its bytes.
    """

    cid: str
    media_type: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a body: the value of its Content-Type, further fields, and what stands below them."""

    kind: str
    fields: tuple[str, ...]
    content: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Its header, one field each."""
        return (f"Content-Type: {self.kind}", *self.fields)

    def __str__(self) -> str:
        return "".join(f"{line}\r\n" for line in self.lines) + "\r\n" + self.content


def alternatives(html: str, text: str, pictures: Sequence[Attachment] = (), mark: str = "") -> Part:
    """The mail twice, the text first and the HTML last, which programs take as the better one (RFC 2046).

    Pictures stand beside the HTML that shows them (multipart/related, RFC 2387). The line between the parts
    is made from `mark`, or from the parts themselves.

    Raises:
        MessageError: a picture cannot be put in, or a text holds what UTF-8 cannot.
    """
    rich = written(html, "html")
    if pictures:
        rich = _together("related", [rich, *map(_picture, pictures)], mark, '; type="text/html"')
    return _together("alternative", [written(text, "plain"), rich], mark)


def written(text: str, subtype: str) -> Part:
    """`text` in UTF-8 and quoted-printable: no line over 76 octets, none that a server would change."""
    fields = ("Content-Transfer-Encoding: quoted-printable",)
    return Part(f"text/{subtype}; charset=utf-8", fields, quoted_printable(text, subtype))


def quoted_printable(text: str, field: str = "text") -> str:
    """`text` in lines of at most 76 octets that end in CRLF (RFC 2045 section 6.7).

    A line never ends in a space, nor begins with a dot, which SMTP doubles, or with "From ", which mailbox
    files mark.

    Raises:
        MessageError: it holds half of a character.
    """
    ended = re.sub(r"\r\n?", "\n", text).removesuffix("\n").replace("\n", "\r\n") + "\r\n"
    try:
        octets = ended.encode()
    except UnicodeEncodeError:
        raise MessageError(f"the {field} part", "holds half of a character", "write it anew") from None
    coded = b2a_qp(octets, istext=True).decode("ascii")
    return "\r\n".join(map(_passed_on, coded.split("\r\n")))


def _passed_on(line: str) -> str:
    """A line of quoted-printable as every server passes it on; `b2a_qp` makes some of 77 octets."""
    if line.startswith("."):
        line = f"=2E{line[1:]}"
    elif line.startswith("From "):
        line = f"=46{line[1:]}"
    if len(line) <= _COLUMNS:
        return line
    cut = line.find("=", _COLUMNS - 3, _COLUMNS - 1)  # not within an escape
    cut = _COLUMNS - 1 if cut < 0 else cut
    return f"{line[:cut]}=\r\n{_passed_on(line[cut:])}"


def _picture(picture: Attachment) -> Part:
    if not _CID.fullmatch(picture.cid):
        raise MessageError(
            f"picture “{picture.name}”", f"“{picture.cid}” is no content id", "write name@host"
        )
    if not _MEDIA_TYPE.fullmatch(picture.media_type):
        problem = f"“{picture.media_type}” is no type of picture"
        raise MessageError(f"picture “{picture.name}”", problem, "take PNG, JPEG or GIF")
    name = _filename(one_line(picture.name, "name of a picture"))
    coded = b64encode(picture.content).decode("ascii")
    lines = (coded[start : start + _COLUMNS] for start in range(0, len(coded), _COLUMNS))
    fields = (
        "Content-Transfer-Encoding: base64",
        f"Content-ID: <{picture.cid}>",
        f"Content-Disposition: inline;\r\n {name}",
    )
    return Part(picture.media_type, fields, "".join(f"{line}\r\n" for line in lines))


def _filename(name: str) -> str:
    """The parameter for a file's name: plain, or in the form for other letters (RFC 2231)."""
    if _TAME.fullmatch(name):
        return f'filename="{name}"'
    coded = quote(name, safe="")
    return f"filename*=utf-8''{coded}" if len(coded) <= 50 else 'filename="picture"'  # one line of 76


def _together(kind: str, parts: Sequence[Part], mark: str, more: str = "") -> Part:
    bodies = [str(part) for part in parts]
    line = _boundary(kind, bodies, mark)
    # The line end before a boundary belongs to it (RFC 2046 section 5.1.1); the empty line keeps the text's.
    inside = "".join(f"--{line}\r\n{body}\r\n" for body in bodies)
    return Part(f'multipart/{kind}{more};\r\n boundary="{line}"', (), f"{inside}--{line}--\r\n")


def _boundary(kind: str, bodies: Sequence[str], mark: str) -> str:
    """A line that stands in none of `bodies`, the same for the same mark, or else the same bodies.

    "=_" can be neither in quoted-printable nor in base64 text.
    """
    whole = "".join(bodies)
    for number in range(1000):
        digest = sha256(f"{kind} {number} {mark or whole}".encode()).hexdigest()[:32]
        if f"=_{digest}" not in whole:
            return f"=_{digest}"
    raise AssertionError("a thousand hashes stand in one mail")
