"""A mail cast once per edition: what differs between two readers is put into its places, and no more is made.

Putting a mail together takes milliseconds, most of them for quoted-printable; there are as many mails as
readers. So it is put together for two readers who do not exist, whose tokens differ in every letter: where
the two mails differ is where a reader's own letters go. What is cast equals byte for byte what
`deliver.build` makes for that reader, since all tokens have one length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digest import deliver, editionjson, enclosures, mailbox
from digest.deliver import Letter, fields
from digest.deliver.transport import Parcel
from digest.errors import MessageError
from digest.mailbox import Mailbox
from digest.model import Stationery
from digest.project import Project
from digest.readers import tokens
from digest.readers.keys import Keys
from digest.readers.people import People
from digest.readers.tokens import Claim, Purpose

_UNIQUE = 24  # hex digits of a Message-ID
_NOBODY = "reader@example.com"


@dataclass(frozen=True, slots=True)
class Owner:
    """What is a reader's own in their mail.

    Attributes:
        token: of `tokens.LENGTH` letters.
        unique: 24 hex digits, what their Message-ID begins with.
    """

    address: str
    token: str
    unique: str


_ONE = Owner(_NOBODY, "a" * tokens.LENGTH, "0" * _UNIQUE)
_OTHER = Owner(_NOBODY, "b" * tokens.LENGTH, "1" * _UNIQUE)


class Mould:
    """Casts the mail of one edition for any reader.

    Args:
        build: puts the whole mail together for one reader.

    Raises:
        MessageError: the mails of two readers differ in more than what is their own.
    """

    def __init__(self, build: Callable[[Owner], bytes]) -> None:
        one, other = build(_ONE), build(_OTHER)
        line = f"\r\n{_to(_NOBODY)}\r\n".encode("ascii")
        if len(one) != len(other) or one.partition(b"\r\n\r\n")[0].count(line) != 1:
            raise _uncast("its length depends on who gets it")
        self._to_at = one.index(line) + 2
        self._to_end = self._to_at + len(line) - 4
        self._pieces = _pieces(one, other)
        self.is_dotless = b"\n." not in one and one.endswith(b"\r\n")
        probe = Owner(_NOBODY, "q2" * (tokens.LENGTH // 2) + "z", "0123456789abcdef01234567")
        if self.cast(probe) != build(probe):
            raise _uncast("it differs in more than that")

    def cast(self, owner: Owner) -> bytes:
        """The mail for this reader, as `deliver.build` makes it."""
        token, unique = owner.token.encode("ascii"), owner.unique.encode("ascii")
        own = {_ONE.token[0]: token, _ONE.unique[0]: unique}
        parts = [text if not kind else own[kind][start:end] for text, kind, start, end in self._pieces]
        mail = b"".join(parts)
        to = _to(owner.address).encode("ascii")
        return mail[: self._to_at] + to + mail[self._to_end :]


_Piece = tuple[bytes, str, int, int]
"""What all mails have; or nothing, the first letter of what stands there, and from where to where it does."""


def _pieces(one: bytes, other: bytes) -> tuple[_Piece, ...]:
    """The mail in pieces: what is common to both, and where their own letters stand."""
    found: list[_Piece] = []
    used = {_ONE.token[0]: 0, _ONE.unique[0]: 0}
    length = {_ONE.token[0]: tokens.LENGTH, _ONE.unique[0]: _UNIQUE}
    at = 0
    for start, end in _runs(one, other):
        kind = chr(one[start])
        if kind not in used:
            raise _uncast("other letters than theirs differ")
        found.append((one[at:start], "", 0, 0))
        at = start
        while at < end:  # a soft line end may part a token, and two may stand side by side
            place = used[kind] % length[kind]
            taken = min(end - at, length[kind] - place)
            found.append((b"", kind, place, place + taken))
            used[kind] += taken
            at += taken
    if any(count % length[kind] for kind, count in used.items()):
        raise _uncast("only a part of their own letters differs")
    return (*found, (one[at:], "", 0, 0))


def _runs(one: bytes, other: bytes) -> list[tuple[int, int]]:
    """From where to where the two differ, by the same letters."""
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place and one[place] == one[place - 1]:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _to(address: str) -> str:
    return fields.mailbox("To", Mailbox("", mailbox.address(address, "address of the reader")))


def _uncast(why: str) -> MessageError:
    remedy = "compare your own templates with those that ship"
    return MessageError("the mail", f"cannot be made once for all readers: {why}", remedy)


class Caster:
    """The mails of a send: each reader's own, with the envelope that says for whom it comes back.

    Args:
        mould: of the edition.
        keys: sign the tokens, and make the Message-IDs.
        list_number: of the list.
        revision: of the approved version, in hex.
        bounces: address to which undeliverable mail comes, with the token behind a `+`; "" for `sender`.
        sender: address of whoever sends.
        sign: puts a signature before a mail.
    """

    def __init__(
        self,
        mould: Mould,
        keys: Keys,
        list_number: int,
        revision: str,
        bounces: str,
        sender: str,
        sign: Callable[[bytes], bytes] | None = None,
    ) -> None:
        self._mould, self._keys, self._list, self._revision = mould, keys, list_number, revision
        self._sender, self._sign = sender, sign
        self._local, _, self._domain = bounces.partition("@")

    def __call__(self, reader: str, address: str) -> tuple[bytes, str]:
        """The mail for a reader as it is before it is signed, and the token that stands for them in it."""
        token = tokens.token(self._keys, Claim(Purpose.LEAVE, self._list, reader))
        # The first key makes the Message-ID: it is the same whatever key came since.
        first = next(iter(self._keys.by_id))
        unique = self._keys.mac(first, f"message\0{self._revision}\0{reader}".encode()).hex()[:_UNIQUE]
        return self._mould.cast(Owner(address, token, unique)), token

    def parcel(self, reader: str, address: str) -> Parcel:
        """The mail for a reader, in its envelope, as it goes out."""
        mail, _ = self(reader, address)
        if self._sign:
            mail = self._sign(mail)
        return Parcel(self._envelope(reader), address, mail, is_dotless=self._mould.is_dotless)

    def _envelope(self, reader: str) -> str:
        if not self._domain:
            return self._sender
        token = tokens.token(self._keys, Claim(Purpose.BOUNCE, self._list, reader))
        return f"{self._local}+{token}@{self._domain}"


def caster(
    project: Project,
    people: People,
    files: Mapping[str, bytes],
    made_of: Mapping[str, Any],
    sign: Callable[[bytes], bytes] | None = None,
) -> Caster:
    """Casts each mail of the approved `files`, with what is frozen beside them.

    Raises:
        MessageError: it cannot be put together.
    """
    made = editionjson.read(files["edition.json"].decode("utf-8"))
    stationery = Stationery(**made_of["stationery"])
    folder = project.folder(made.key)
    html, enclosed = enclosures.of(files["email.html"].decode("utf-8"), made, folder, stationery.images)
    text, mark = files["email.txt"].decode("utf-8"), str(made_of["revision"])
    date = datetime.fromisoformat(made_of["date"])

    def build(owner: Owner) -> bytes:
        letter = Letter(
            made_of["subject"], made_of["key"], date, made_of["language"], owner.address, "", owner.token,
            owner.unique, mark,
        )  # fmt: skip
        return deliver.build(html, text, stationery, letter, enclosed)

    sender = mailbox.mailbox(stationery.sender, "sender").address
    number, bounces = int(made_of["list_number"]), str(made_of["bounces"])
    return Caster(Mould(build), people.keys, number, mark, bounces, sender, sign)
