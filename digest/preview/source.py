"""Text that was written for machines, as a person reads it: numbered lines, its marks muted.

Everything is escaped piece by piece; the colours are elements around escaped text and never within it.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from digest.preview.views import pieces

STYLE = """i { font-style: normal; color: var(--muted) } summary { color: var(--muted); cursor: pointer }
details p { padding-left: 64px } summary { padding-left: 64px }
.decoded p { padding-left: 80px } .decoded p::before { content: none }
@media (max-width: 480px) { details p, summary { padding-left: 44px } .decoded p { padding-left: 52px } }"""
"""What the page around the lines needs for them."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}\r?")
_LAST = re.compile(r"(?=[^\r])(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\r?")
_FEWEST = 6  # lines of base64 that are folded


def markup(text: str) -> Iterator[str]:
    """HTML, MJML or XML as lines whose tags, comments and style sheets are muted."""
    muted = (
        escape(piece) if kind == "text" else "\n".join(f"<i>{escape(line)}</i>" for line in piece.split("\n"))
        for kind, piece in pieces.parts(text)
    )
    yield from _numbered("".join(muted).split("\n"))


def mail(text: str) -> Iterator[str]:
    """A mail as it is sent, long stretches of base64 folded: a click shows them, or the text in them."""
    number, lines = 0, text.split("\n")
    for is_base64, marked in groupby(zip(lines, _encoded(lines), strict=True), lambda each: each[1]):
        stretch = [line.rstrip("\r") for line, _ in marked]
        numbered = _numbered(map(escape, stretch), number)
        number += len(stretch)
        if is_base64 and len(stretch) >= _FEWEST:
            # Browsers do not count lines that are folded away.
            count = f'<div style="counter-set: line {number}"></div>'
            yield _fold(f"{len(stretch)} lines of base64", "".join(numbered)) + count
            yield from _decoded(stretch)
        else:
            yield from numbered


def _encoded(lines: Iterable[str]) -> Iterator[bool]:
    """Of each line, whether it is base64: the last of a stretch is as short as it happens to be."""
    is_within = False
    for line in lines:
        is_whole = _BASE64.fullmatch(line) is not None
        yield is_whole or (is_within and _LAST.fullmatch(line) is not None)
        is_within = is_whole


def _decoded(lines: Sequence[str]) -> Iterator[str]:
    """The text that stands in base64, folded; nothing for a picture, or where some of it is missing."""
    try:
        text = b64decode("".join(lines), validate=True).decode("utf-8")
    except ValueError:  # of the alphabet, of the length, of UTF-8
        return
    written = text.splitlines()
    if all(char.isprintable() or char == "\t" for line in written for char in line):
        yield _fold("The same as text", "".join(f"<p>{escape(line)}</p>" for line in written), "decoded")


def _fold(words: str, inside: str, kind: str = "encoded") -> str:
    return f'<details class="{kind}"><summary>{words}</summary>{inside}</details>'


def _numbered(lines: Iterable[str], before: int = 0) -> Iterator[str]:
    return (f'<p id="L{number}">{line}</p>' for number, line in enumerate(lines, before + 1))
