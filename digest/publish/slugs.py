"""Names of editions in addresses and files: short, ASCII, never the way out of a folder."""

from __future__ import annotations

import re
from hashlib import sha256

LONGEST = 80
"""Characters of a slug."""

_REGULAR = re.compile(r"\d{4}-W\d{2}|\d{4}-\d{2}(?:-\d{2})?", re.ASCII)
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# What a plain name must not look like: a week in small letters, a name with our mark, a device of Windows.
_TAKEN = re.compile(r"\d{4}-w\d{2}|.*-[0-9a-f]{10}|con|prn|aux|nul|(?:com|lpt)\d", re.ASCII)


def slug(key: str) -> str:
    """`2026-w47` for `2026-W47`: small letters, digits and single hyphens, at most `LONGEST`.

    The same for the same key, and another for another: a key of the user's own making that cannot stand as
    it is gets a mark out of its hash. File systems that do not know capitals from small letters keep them
    apart too.
    """
    if _REGULAR.fullmatch(key) or _stands(key):
        return key.lower()
    mark = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    words = re.sub(r"[^a-z0-9]+", "-", key.lower()[:LONGEST])[: LONGEST - len(mark) - 1].strip("-")
    return f"{words}-{mark}" if words else f"edition-{mark}"


def folder(key: str) -> str:
    """The folder of an edition on our own site: the key, as its address says it, or else its slug."""
    return key if _REGULAR.fullmatch(key) else slug(key)


def _stands(key: str) -> bool:
    return len(key) <= LONGEST and bool(_PLAIN.fullmatch(key)) and not _TAKEN.fullmatch(key)
