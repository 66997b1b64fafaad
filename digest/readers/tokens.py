"""Tokens: what stands in an address for a reader and tells nobody who that is.

A token is 49 characters of base32 in small letters, so that it outlives every server that folds cases and
always takes the same room in a mail: the id of its key (2), its purpose (1), the list (4), the reader (16),
and 26 of HMAC-SHA-256 over all of these. It holds no address.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

from digest.readers.keys import Keys

LENGTH = 49
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_FORM = re.compile(r"([a-z2-7]{2})([a-z])([a-z2-7]{4})([a-z2-7]{16})([a-z2-7]{26})")
_LISTS = 32**4


class Purpose(StrEnum):
    """What a token is good for, and for nothing else."""

    LEAVE = "u"
    """To leave one list."""
    CONFIRM = "c"
    """To confirm that one wants the mail of a list."""
    BOUNCE = "b"
    """To say for whom a mail came back: the envelope sender's (VERP)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a good token says.

    Attributes:
        list: number of the list in the database.
        reader: id of the reader.
    """

    purpose: Purpose
    list: int
    reader: str


def token(keys: Keys, claim: Claim) -> str:
    """The token that says `claim`, signed by the newest key: `LENGTH` characters."""
    assert 0 < claim.list < _LISTS, "a list's number fits into four letters"  # noqa: S101
    head = f"{keys.newest}{claim.purpose}{_number(claim.list)}{claim.reader}"
    return head + _mac(keys, head)


def read(keys: Keys, given: str, purpose: Purpose) -> Claim | None:
    """What `given` says, where it is a good token for that purpose; else None.

    A token in capital letters throughout is read as well: some mail servers do that to an address. The whole
    of it is compared, in a time that does not depend on where it differs.
    """
    match = _FORM.fullmatch(given.lower() if given.isupper() else given)
    if not match or match[1] not in keys.by_id or match[2] != purpose:
        return None
    head = match[0][:-26]
    if not hmac.compare_digest(_mac(keys, head), match[5]):
        return None
    return Claim(purpose, _value(match[3]), match[4])


def _mac(keys: Keys, head: str) -> str:
    made = keys.mac(head[:2], b"token\0" + head.encode("ascii"))
    return base64.b32encode(made).decode("ascii")[:26].lower()


def _number(value: int) -> str:
    return "".join(_ALPHABET[value >> shift & 31] for shift in (15, 10, 5, 0))


def _value(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found << 5 | _ALPHABET.index(letter)
    return found
