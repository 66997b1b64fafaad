"""Which company a headline means that does not name it, by the summary below."""

from __future__ import annotations

import re

from digest.deals import headline, names, runs
from digest.deals.names import Name

_LONGEST = 600
_WHOSE = re.compile(r"['’]s (?:new|next|latest|startup|AI)")
_CALLED = re.compile(r"\b(?:called|named|startup,|company,|dubbed)\s+$")

_NAME = r"((?:[A-Z][\w.&-]{0,30})(?: [A-Z0-9][\w.&-]{0,30}){0,3})"
_SAID_WHAT = re.compile(
    _NAME + r", (?:a|an|the|which) (?:[\w-]{1,30} ){0,6}?(?:company|startup|start-up|firm"
    r"|platform|maker|provider|developer|lab)\b"
)
_NAMED = re.compile(
    r"\b(?:startup|start-up|company|firm|platform|venture|lab) (?:called|named|dubbed) " + _NAME
)


def company(summary: str, title: str) -> str:
    """The company that `summary` names and `title` does not; "" where that is not clear."""
    text = summary[:_LONGEST]
    there = title.lower()
    found = [name for name in names.of(text) if name.text.lower() not in there]
    if opening := _SAID_WHAT.match(text):
        return "" if opening[1].lower() in there else names.bare(opening[1])
    if (named := _NAMED.search(text)) and named[1].lower() not in there:
        return names.bare(named[1])
    called = [name for name in found if _CALLED.search(text[: name.start])]
    if called:
        return names.bare(called[0].text)
    first = headline.words(text)
    return _opening(found, text) if first else ""


def _opening(found: list[Name], text: str) -> str:
    """The name with which the summary opens."""
    if not found or found[0].start or _WHOSE.match(text, found[0].end):
        return ""
    return "" if runs.is_place(found[0].text) else names.bare(found[0].text)
