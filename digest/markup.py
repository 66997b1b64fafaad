"""Markdown as this program writes it: plain text made literal, links, and the way back.

What an item says must stay text in CommonMark and in Python-Markdown, and an editor must be able to
read it. Backslashes are used only where both honour them (CommonMark 0.31, section 2.4); for the rest an
entity means the same to both.
"""

from __future__ import annotations

import re

_ANYWHERE = re.compile(r"[\\`*_\[\]{}#|]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_START = (
    (re.compile(r"^([-+])"), r"\\\1"),  # a list
    (re.compile(r"^(\d{1,9})([.)])"), r"\1\\\2"),  # a numbered list
    (re.compile(r"^="), "&#61;"),  # the underline of a heading
    (re.compile(r"^>"), "&gt;"),  # a quotation
)
_BACK = re.compile(r"\\([!-/:-@\[-`{-~])|&(lt|gt|amp|#61);")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "#61": "="}
LINK = re.compile(
    r"(?<!\\)\[(?P<name>(?:\\.|[^\\\[\]])*)\]\((?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))\)"
)

_PICTURE = re.compile(
    r"(?<!\\)!\[(?P<alt>(?:\\.|[^\\\[\]])*)\]\((?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"(?:\s+(?:\"(?P<double>(?:\\.|[^\\\"])*)\"|'(?P<single>(?:\\.|[^\\'])*)'))?\s*\)"
)


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly this text, also at the start of a line."""
    lines = (line.strip(" \t") for line in text.strip().split("\n"))
    return "\n".join(start(inline(line)) for line in lines)


def inline(text: str) -> str:
    """The same for text that does not begin a line."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")
    if text.count("~") > 1:  # a pair would strike out what stands between
        escaped = escaped.replace("~", r"\~")
    return escaped


def start(line: str) -> str:
    """A line of Markdown whose first characters would otherwise make it a list, heading or quotation."""
    for pattern, replacement in _AT_START:
        line = pattern.sub(replacement, line)
    return line


def unescape(markdown: str) -> str:
    """The plain text that `escape` made `markdown` from."""
    return _BACK.sub(lambda match: match[1] or _CHARACTERS[match[2]], markdown)


def link(name: str, url: str) -> str:
    """`[name](url)` with `name` literal; only the name where there is no address."""
    return linked(inline(name), url)


def linked(markdown: str, url: str) -> str:
    """The same for a name that is Markdown already."""
    if not url:
        return markdown
    return f"[{markdown}](<{url}>)" if set("()_[]") & set(url) else f"[{markdown}]({url})"


def read_link(match: re.Match[str]) -> tuple[str, str]:
    """Name as plain text and address of a match of `LINK`."""
    return unescape(match["name"]), match["angled"] or match["bare"] or ""


def told(markdown: str) -> str:
    """`markdown` with the words of each picture in its place: what it says, then its caption."""

    def words(match: re.Match[str]) -> str:
        caption = match["double"] or match["single"] or ""
        return "\n\n".join(["", *filter(None, [match["alt"], caption]), ""])

    return _PICTURE.sub(words, markdown) if "![" in markdown else markdown
