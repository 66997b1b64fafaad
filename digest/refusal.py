"""What must not stand in a field of a mail, and how that is told."""

from __future__ import annotations

import unicodedata

from digest.errors import MessageError

_FORBIDDEN = frozenset({"Cc", "Zl", "Zp", "Cs"})


def one_line(value: str, field: str, remedy: str = "") -> str:
    """`value`, which holds nothing that could end a line of a header or be lost on the way.

    Refused are all controls, the line and paragraph separators, and halves of characters: a line feed in a
    subject is how a stranger adds a Bcc (CWE-93, CVE-2024-6923).

    Raises:
        MessageError: it holds one.
    """
    for place, character in enumerate(value):
        if unicodedata.category(character) in _FORBIDDEN:
            before = value[max(0, place - 20) : place]
            after = f" after “{before}”" if before else " at its start"
            problem = f"holds a {name(character)}{after}"
            raise MessageError(field, problem, remedy or "write it on one line, in plain characters")
    return value


def name(character: str) -> str:
    """What a forbidden character is called: `line feed (U+000A)`."""
    known = {"\n": "line feed", "\r": "carriage return", "\0": "NUL", "\t": "tabulator"}
    kind = {"Cs": "half of a character", "Zl": "line separator", "Zp": "paragraph separator"}
    called = known.get(character) or kind.get(unicodedata.category(character), "control character")
    return f"{called} (U+{ord(character):04X})"
