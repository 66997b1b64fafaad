"""Conditional comments, as Outlook on Windows reads them (Microsoft, "About conditional comments").

What stands in `<!--[if mso]>…<![endif]-->` is for Outlook alone; `<!--[if !mso]><!-->…<!--<![endif]-->` is
for all others. The newest Outlook that draws with Word calls itself `mso 16` and draws VML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_KNOWN = {"mso": 16.0, "vml": 1.0, "true": 1.0}
_MARK = re.compile(
    r"(?P<start><!(?:--)?\[if\b(?P<condition>[^\]<>]{0,200})\]>(?:<!-->|<!---->|-->)?)"
    r"|(?P<end>(?:<!--)?<!\[endif\](?:--)?>)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\s*(?:([()&|!])|((?:lte?|gte?)\b)|([a-z]\w*)|(\d+(?:\.\d+)?)|(\S))", re.IGNORECASE)
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "": lambda own, asked: own == asked,
    "lt": lambda own, asked: own < asked,
    "lte": lambda own, asked: own <= asked,
    "gt": lambda own, asked: own > asked,
    "gte": lambda own, asked: own >= asked,
}


def uncovered(html: str) -> str:
    """`html` with what is meant for Outlook in it, and without what is meant for all others.

    None stands in another; where one is opened before another is closed, the later one counts.
    """
    kept, at, shown = [], 0, True
    for mark in _MARK.finditer(html):
        if shown:
            kept.append(html[at : mark.start()])
        at = mark.end()
        shown = mark["start"] is None or holds(mark["condition"])
    return "".join((*kept, html[at:] if shown else ""))


@lru_cache(maxsize=256)
def holds(condition: str) -> bool:
    """Whether Outlook shows what stands behind `[if condition]`; what it cannot read holds not."""
    words = [
        (match.lastindex or 5, match[match.lastindex or 5].lower()) for match in _WORD.finditer(condition)
    ]
    try:
        value, rest = _any(words)
    except (IndexError, ValueError):
        return False
    return value and not rest


_Words = list[tuple[int, str]]
_SIGN, _COMPARING, _NAME, _NUMBER = 1, 2, 3, 4


def _any(words: _Words) -> tuple[bool, _Words]:
    value, rest = _all(words)
    while rest and rest[0] == (_SIGN, "|"):
        other, rest = _all(rest[1:])
        value = value or other
    return value, rest


def _all(words: _Words) -> tuple[bool, _Words]:
    value, rest = _one(words)
    while rest and rest[0] == (_SIGN, "&"):
        other, rest = _one(rest[1:])
        value = value and other
    return value, rest


def _one(words: _Words) -> tuple[bool, _Words]:
    kind, word = words[0]
    if (kind, word) == (_SIGN, "!"):
        value, rest = _one(words[1:])
        return not value, rest
    if (kind, word) == (_SIGN, "("):
        value, rest = _any(words[1:])
        if rest[0] != (_SIGN, ")"):
            raise ValueError(_unread(rest[0][1]))
        return value, rest[1:]
    comparing, rest = (word, words[1:]) if kind == _COMPARING else ("", words)
    return _compared(comparing, rest)


def _compared(comparing: str, words: _Words) -> tuple[bool, _Words]:
    """`mso`, `mso 16`, `gte mso 9`: what it does not know, like IE, it is no version of."""
    kind, name = words[0]
    if kind != _NAME:
        raise ValueError(_unread(name))
    own, rest = _KNOWN.get(name), words[1:]
    if rest and rest[0][0] == _NUMBER:
        return own is not None and _COMPARED[comparing](own, float(rest[0][1])), rest[1:]
    return own is not None, rest


def _unread(word: str) -> str:
    return f"“{word}” is not expected there"
