"""Which company a headline means that does not name it, by the summary below."""

from __future__ import annotations

import re

from digest.deals import headline, names, runs
from digest.deals.names import Name

_LONGEST = 600
_WHOSE = re.compile(r"['’]s (?:new|next|latest|startup|AI)")
_CALLED = re.compile(r"\b(?:called|named|startup,|company,|dubbed)\s+$")


def company(summary: str, title: str) -> str:
    """The company that `summary` names and `title` does not; "" where that is not clear."""
    text = summary[:_LONGEST]
    there = title.lower()
    found = [name for name in names.of(text) if name.text.lower() not in there]
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
