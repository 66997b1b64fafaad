"""What of a text is code: it is quoted to be read, and states nothing."""

from __future__ import annotations

import re

_OPENS = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")  # CommonMark 0.31, section 4.5
_CLOSES = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")
_SPAN = re.compile(r"(?<![`\\])(`{1,3})(?!`)(?:[^`\n]|\n(?![ \t]*\n))+(?<!`)\1(?!`)")  # section 6.1


def without(markdown: str, instead: str = " ") -> str:
    """`markdown` without its fenced code, and with `instead` for each span of code.

    A fence that is not closed is none here: what stands below it is read.
    """
    if "`" not in markdown and "~~~" not in markdown:
        return markdown
    return without_spans("\n".join(_outside(markdown.split("\n"))), instead)


def without_spans(line: str, instead: str = " ") -> str:
    """The same for words that are one line."""
    return _SPAN.sub(instead, line) if "`" in line else line


def _outside(lines: list[str]) -> list[str]:
    kept: list[str] = []
    fence, since = "", 0
    for line in lines:
        kept.append(line)
        if fence:
            closes = _CLOSES.match(line)
            if closes and closes[1].startswith(fence):
                kept[since:] = [""]
                fence = ""
        elif opens := _OPENS.match(line):
            fence, since = opens[1], len(kept) - 1
    return kept
