"""The declarations of a style, one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# One declaration, up to its semicolon: quotes and brackets hold what they like; unclosed, they are letters.
_DECLARATION = re.compile(r"""((?:[^;"'()]|"[^"]*"|'[^']*'|\([^()]*(?:\([^()]*\)[^()]*)*\)|["'()])+)""")


def declarations(style: str) -> Iterator[tuple[str, str]]:
    """Pairs of a property, in small letters, and its value as written; what is none is left out."""
    for written in _DECLARATION.findall(style):
        name, colon, value = written.partition(":")
        if colon and name.strip() and value.strip():
            yield name.strip().lower(), value.strip()


def kept(style: str, change: Callable[[str, str], str | None]) -> str:
    """`style` with the values that `change(name, value)` gives; without those for which it gives None."""
    changed = ((name, change(name, value)) for name, value in declarations(style))
    return ";".join(f"{name}:{value}" for name, value in changed if value is not None)
