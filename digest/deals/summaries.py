"""Which company a headline means that does not name it, by the summary below."""

from __future__ import annotations

import re

from digest.deals import headline, names
from digest.deals.names import Name

_LONGEST = 600
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
    return names.bare(found[0].text) if found and found[0].start == 0 and " " in text else ""
