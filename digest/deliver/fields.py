"""The lines of a header: CRLF, folded where a reader puts them together again as they were (RFC 5322).

Each kind of field has its own function. Only words that people read are ever encoded; addresses, ids and
URIs stand whole on their line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.deliver import encodedword
from digest.errors import MessageError
from digest.mailbox import Mailbox

WIDTH = 78
"""Octets of a line that should not be passed; 998 must not (RFC 5322 section 2.1.1)."""

LONGEST = 998

_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)


def words(name: str, text: str) -> str:
    """A field that people read, such as the subject; decoded it is `text` again."""
    if encodedword.is_plain(text):
        return _folded(name, text.split(" "))
    return _encoded(name, text)


def mailbox(name: str, who: Mailbox) -> str:
    """A field with one mailbox; its name plain, in quotes or encoded, its address never."""
    route = f"<{who.address}>"
    if not who.name:
        return _folded(name, [who.address])
    plain = encodedword.is_plain(who.name)
    if plain and _ATOMS.fullmatch(who.name):
        return _folded(name, [*who.name.split(" "), route])
    if plain and len(who.name) <= 60:
        quoted = re.sub(r'([\\"])', r"\\\1", who.name)
        return _folded(name, [f'"{quoted}"', route])
    encoded = _encoded(name, who.name)
    last = encoded.rpartition("\r\n")[2]
    fits = len(last) + 1 + len(route) <= encodedword.LINE
    return _checked(name, f"{encoded}{' ' if fits else chr(13) + chr(10) + ' '}{route}")


def structured(name: str, parts: Sequence[str]) -> str:
    """A field of ids, URIs or tokens; folded between its `parts` and nowhere else."""
    return _folded(name, parts)


def _folded(name: str, parts: Sequence[str]) -> str:
    lines = [f"{name}:"]
    for number, part in enumerate(parts):
        # The first part stays beside its name: some read a first line without content as an empty field.
        if number and len(lines[-1]) + 1 + len(part) > WIDTH:
            lines.append("")
        lines[-1] += f" {part}"
    return _checked(name, "\r\n".join(lines))


def _encoded(name: str, text: str) -> str:
    found = encodedword.words(text, encodedword.LINE - len(name) - 2)
    return _checked(name, f"{name}: " + "\r\n ".join(found))


def _checked(name: str, field: str) -> str:
    if any(len(line) > LONGEST for line in field.split("\r\n")):
        raise MessageError(name, f"has a part of more than {LONGEST} letters", "give it a shorter one")
    return field
