"""Slips in links: what a person meant as one and Markdown would print as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.text import clip

_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_OPENS = re.compile(
    r"(?<!\\)(?:!\[(?:\\.|[^\\\[\]])*|\[(?:\\.|[^\\\[\]])*(?=\]\(\s*<?(?:https?:|mailto:)))\]\("
)
_REST = re.compile(
    r"\s*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"(?:\s+(?:\"(?:\\.|[^\\\"])*\"|'(?:\\.|[^\\'])*'|\((?:\\.|[^\\()])*\)))?\s*\)"
)  # CommonMark 0.31, section 6.3: address, perhaps a title, bracket
_SHOWN = 60  # characters of the link that an error shows


def unclosed(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The links that open and do not close: number of the line and how each begins.

    Args:
        lines: number and text of lines that stand together; no code.
    """
    for paragraph in _paragraphs(lines):
        text = "\n".join(line for _, line in paragraph)
        bare = _CODE.sub(lambda code: " " * len(code[0]), text)
        for opens in _OPENS.finditer(bare):
            if not _REST.match(bare, opens.end()):
                at = paragraph[bare.count("\n", 0, opens.end())][0]
                yield at, clip(text[opens.start() :].split("\n")[0], _SHOWN)


def _paragraphs(lines: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    found: list[tuple[int, str]] = []
    for number, line in lines:
        if line.strip() and (not found or found[-1][0] == number - 1):
            found.append((number, line))
            continue
        if found:
            yield found
        found = [(number, line)] if line.strip() else []
    if found:
        yield found
