"""Text that must stay text in Markdown, and links whose two halves cannot break out.

Backslashes are used only where both CommonMark (0.31, section 2.4) and python-markdown honour them; for
the rest an entity means the same to both.
"""

from __future__ import annotations

import re

from digest.render import clean

_ANYWHERE = re.compile(r"[\\`*_\[\]{}#|]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_START = (
    (re.compile(r"^([-+])"), r"\\\1"),  # a list
    (re.compile(r"^(\d{1,9})([.)])"), r"\1\\\2"),  # a numbered list
    (re.compile(r"^="), "&#61;"),  # the underline of a heading
    (re.compile(r"^>"), "&gt;"),  # a quotation
)


def escape(value: str) -> str:
    """Plain text as Markdown that shows exactly this text, also at the start of a line."""
    return start(inline(value))


def inline(value: str) -> str:
    """The same for text that does not begin a line."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", _ENTITY.sub("&amp;", value)).replace("<", "&lt;")
    if value.count("~") > 1:  # a pair would strike out what stands between
        escaped = escaped.replace("~", r"\~")
    return escaped


def start(line: str) -> str:
    """A line of Markdown whose first characters would otherwise make it a list, heading or quotation."""
    for pattern, replacement in _AT_START:
        line = pattern.sub(replacement, line)
    return line


def link(text: str, address: str) -> str:
    """`[text](address)`, or the text alone when the address leads nowhere safe."""
    return linked(inline(text), address)


def linked(markdown: str, address: str) -> str:
    """The same for text that is Markdown already."""
    target = _ENTITY.sub("&amp;", clean.url(address))
    if not target:
        return markdown
    return f"[{markdown}](<{target}>)" if set("()_[]") & set(target) else f"[{markdown}]({target})"
