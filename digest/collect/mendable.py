"""Letters that feedparser mends by guessing, so that a text with them is left to it.

It takes C1 controls for Windows-1252, and it reads again what looks like UTF-8 that was read as Latin-1.
"""

from __future__ import annotations

import re

# In UTF-8 each pattern starts with a fixed byte, which makes the search fast.
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_MISREAD = re.compile(rb"\xc3[\x82-\xb4]\xc2")
_LEAD = r"&#(?:0*(?:19[4-9]|2[0-3]\d|24[0-4])|x0*(?:c[2-9a-f]|[de][0-9a-f]|f[0-4]));"
_NEXT = r"&#(?:0*1[2-9]\d|x0*[89ab][0-9a-f]);"
_C1_REFERENCE = re.compile(r"&#(?:0*1(?:2[89]|[345]\d)|x0*[89][0-9a-f]);", re.IGNORECASE)
_AFTER_REFERENCE = re.compile(rf"{_LEAD}(?:[\u0080-\u00bf]|{_NEXT})", re.IGNORECASE)
_REFERENCE = re.compile(_NEXT, re.IGNORECASE)


def looks_misread(text: str, raw: bytes) -> bool:
    """Whether `text`, of which `raw` is the UTF-8, has such letters, as they are or by their numbers."""
    if _C1.search(raw) or _MISREAD.search(raw):
        return True
    if "&#" not in text:
        return False
    if _C1_REFERENCE.search(text) or _AFTER_REFERENCE.search(text):
        return True
    starts = (match.start() for match in _REFERENCE.finditer(text))
    return any(start and "\u00c2" <= text[start - 1] <= "\u00f4" for start in starts)
