"""Whether a figure is the latest of its kind: not an earlier one that is told beside it, and no forecast."""

from __future__ import annotations

import re

from digest.claims import phrases
from digest.model import Claim

_REACH = 90  # characters before a figure, and behind it, that may date it
_EARLIER_BEFORE = re.compile(
    rf"\b(?:{phrases.alternatives('earlier before')}|20\d\d\s(?:valuation|revenue)|"
    r"(?:a|one|two|three) (?:year|month)s? (?:ago|earlier|after))"
    r"\s?(?:[\w’'%-]+\s){0,5}?(?:of|at|to)?\s?[“\"]?$|\bfrom\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\b(?:to|reach\w*|hit\w*)\s(?:[\w-]+\s){0,2}$")  # "doubled to $5B", "from $3B to $5B"
_EARLIER_BEHIND = re.compile(
    rf"[^,;.]{{0,50}}?\b(?:{phrases.alternatives('earlier behind')}|"
    r"in (?:early |late |mid-)?(?:[A-Z][a-z]{2,8} )?(?:19|20)\d\d)\b"
)
_FORECAST_BEFORE = re.compile(
    rf"\b(?:{phrases.alternatives('forecasts')}|by (?:the end of )?20\d\d)\b[^;,|]{{0,45}}$",
    re.IGNORECASE,
)
_FORECAST_BEHIND = re.compile(
    r"[^,;.]{0,50}?\b(?:by (?:the end of |early |late |mid-)?(?:20\d\d|next|this year|year[- ]end|end)"
    r"|next year|is expected|forecast|in 20[3-9]\d)\b",
    re.IGNORECASE,
)
_SEEKS = phrases.anywhere("seeks")


def is_current(claim: Claim) -> bool:
    """Whether the sentence gives the figure as the latest there is.

    "Up from $3 billion", "was valued at $2 billion in 2024" are earlier ones; "could reach $10 billion" is
    none yet. A valuation that is sought counts: its stage says that it is a rumour.
    """
    start, end = claim.figure.start, claim.figure.end
    before, behind = claim.sentence[max(0, start - _REACH) : start], claim.sentence[end : end + _REACH]
    if _EARLIER_BEFORE.search(before) and not _MOVED.search(before):
        return False
    if _EARLIER_BEHIND.match(behind) or _FORECAST_BEHIND.match(behind):
        return False
    ahead = _FORECAST_BEFORE.search(before)
    return not ahead or (claim.role == "valuation" and bool(_SEEKS.match(ahead[0])))
