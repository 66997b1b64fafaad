"""Names and addresses as the lines of a header hold them (RFC 5322 section 3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import idna

from digest.errors import MessageError
from digest.refusal import one_line

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person or list.

    Attributes:
        name: as it is shown; may be "".
        address: ASCII, its domain in A-labels.
    """

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


def mailbox(value: str, field: str, remedy: str = "") -> Mailbox:
    """The mailbox that `Name <name@example.org>` or an address alone says.

    Raises:
        MessageError: it is no such thing; the message names `field`.
    """
    one_line(value, field, remedy)
    name, opened, rest = value.strip().rpartition("<")
    if not opened:
        return Mailbox("", address(value.strip(), field, remedy))
    if not rest.endswith(">") or "<" in name:
        problem = f"“{value}” is no name with an address"
        raise MessageError(field, problem, remedy or 'write it like "Name <name@example.org>"')
    quoted = _QUOTED.fullmatch(name.strip())
    shown = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else name.strip()
    return Mailbox(shown.strip(), address(rest[:-1].strip(), field, remedy))


def address(value: str, field: str, remedy: str = "") -> str:
    """`value` as an address that every mail server takes: ASCII, the domain in A-labels (RFC 5891).

    Raises:
        MessageError: it is none. Other letters before the @ would need SMTPUTF8 (RFC 6531) at every server
            on the way, and are refused.
    """
    one_line(value, field, remedy)
    local, _, domain = value.rpartition("@")
    if not local.isascii():
        problem = f"“{value}” has other letters than ASCII before the @, which many servers refuse"
        raise MessageError(field, problem, remedy or "give an address in plain letters")
    host = _ascii(domain)
    whole = f"{local}@{host}"
    # An address that looks like an encoded-word would be decoded by programs that should not.
    if not (_LOCAL.fullmatch(local) and host and len(local) <= 64 and len(whole) <= 254) or "=?" in whole:
        raise MessageError(
            field, f"“{value}” is no mail address", remedy or 'write it like "name@example.org"'
        )
    return whole


@lru_cache(maxsize=4096)  # a list of readers has the same few again and again
def _ascii(domain: str) -> str:
    """`domain` in A-labels; "" where it is none."""
    try:
        host = idna.encode(domain, uts46=True).decode("ascii").lower()
    except UnicodeError:  # idna.IDNAError is one
        host = domain.lower() if domain.isascii() else ""  # an underscore or a double hyphen: old names
    return host if _DOMAIN.fullmatch(host) else ""
