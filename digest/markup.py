"""Markdown as this program writes it: plain text made literal, links, and the way back.

What an item says must stay text in CommonMark and in Python-Markdown, and an editor must be able to
read it: only what would mean something is escaped.
"""

from __future__ import annotations

import re

_INLINE = re.compile(r"([\\`*_\[\]])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^([#>+=~|:-]|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = r"\[(?P<{name}>(?:\\.|[^\\\[\]])*)\]\((?:<(?P<{angled}>[^<>\n]*)>|(?P<{bare}>[^\s()<>]*))\)"
LINK = re.compile(_LINK.format(name="name", angled="angled", bare="bare"))


def escape(text: str) -> str:
    """Markdown that prints `text` literally, as one paragraph or part of one."""
    folded = re.sub(r"[ \t]*\n[ \t]*", "\n", text.strip())
    literal = _INLINE.sub(r"\\\1", _ENTITY.sub("&amp;", folded)).replace("<", "&lt;")
    return _LINE_START.sub(_literal_start, literal)


def _literal_start(match: re.Match[str]) -> str:
    mark = match[1]
    return mark + "\\" if mark.isdigit() else "\\" + mark


def unescape(markdown: str) -> str:
    """The plain text that `escape` made `markdown` from."""
    text = markdown.replace("&lt;", "<")
    return _ENTITY_BACK.sub("&", _ESCAPED.sub(r"\1", text))


_ENTITY_BACK = re.compile(r"&amp;(?=#?\w+;)")


def link(name: str, url: str) -> str:
    """`[name](url)` with `name` literal; only the name where there is no address."""
    if not url:
        return escape(name)
    return f"[{escape(name)}]({f'<{url}>' if re.search(r'[()]', url) else url})"


def linked(match: re.Match[str]) -> tuple[str, str]:
    """Name as plain text and address of a match of `LINK`."""
    return unescape(match["name"]), match["angled"] or match["bare"] or ""
