"""The one form of an address: what somebody typed, what is kept, and what is shown."""

from __future__ import annotations

import re

import idna

from digest import mailbox
from digest.errors import MessageError

_NOTHING = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))  # what a web page leaves in a copy
_REMEDY = 'write it like "name@example.org"'


def canonical(typed: str) -> str:
    """The address in `ada@example.org`, `Ada <ada@example.org>` or `mailto:ada@example.org`.

    ASCII, the domain in A-labels in small letters (RFC 5891), the part before the @ as it was given.

    Raises:
        MessageError: it is none; the problem says why.
    """
    text = typed.translate(_NOTHING).strip()
    scheme = re.match(r"(?i)mailto:", text)
    text = text[scheme.end() :].partition("?")[0] if scheme else text
    bare = text.rpartition("<")[2].rstrip("> ") if text.endswith(">") else text
    if why := _fault(bare):
        raise MessageError("address", f"“{_short(bare)}” {why}", _REMEDY)
    return mailbox.mailbox(text, "address", _REMEDY).address if text.endswith(">") else _address(bare)


def _address(bare: str) -> str:
    return mailbox.address(bare, "address", _REMEDY)


def _fault(bare: str) -> str:
    """What keeps `bare` from being an address, where that can be said better than "is no mail address"."""
    local, at, domain = bare.rpartition("@")
    faults = (
        (not bare, "is empty"),
        (not at, "has no @"),
        ("@" in local, "has more than one @"),
        (not bare.isprintable() or " " in bare, "has a space or a control character in it"),
        (not local, "has nothing before the @"),
        (not domain, "has nothing after the @"),
        ("." not in domain.strip(".").replace("。", "."), "has no dot after the @"),
        (".." in bare or local[:1] == "." or local[-1:] == ".", "has a dot in a place where none may stand"),
        (len(local) > 64 or len(bare) > 254, "is too long"),
    )
    return next((words for is_so, words in faults if is_so), "")


def _short(text: str) -> str:
    shown = "".join(character if character.isprintable() else "·" for character in text)
    return shown if len(shown) <= 80 else f"{shown[:77]}…"


def shown(address: str) -> str:
    """`address` as people read it: its domain in their own letters (RFC 5891), where it has such."""
    local, _, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return f"{local}@{idna.decode(domain)}"
    except UnicodeError:  # idna.IDNAError is one
        return address
