"""Which texts are read for deals at all: most tell none, and that is seen fast."""

from __future__ import annotations

import re

from digest import bundled

_NEGATIVES = tuple(sorted(bundled.lines("deal_negatives.txt")))
_NEGATIVE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _NEGATIVES))})(?!\w)(?!(?: on)? record)")
_TOTALS = re.compile(
    r"\b(?:venture|vc|startup|seed|crypto|fintech|private|global|ai) (?:capital |equity )?"
    r"(?:funding|investment|investments|deals|deal value|dealmaking|fundraising|m&a) (?:volume |activity )?"
    r"(?:(?:for|in|into|to|of|by) (?:[\w-]{1,20} ){0,3}?(?:startups|start-ups|companies|firms) )?"
    r"(?:surge|soar|jump|climb|rise|rose|fall|fell|drop|slump|rebound|hit|top|reach|doubl|tripl|total|grew|grow"
    r"|shr[iau]nk|slow|dip|plung|declin|down|up\b)"
)
"""What all companies raised together."""

_MAY_TELL = tuple(sorted(bundled.lines("deal_stems.txt")))
_ROUND_UP = re.compile(r"From [^:]{3,120}?\bto\b[^:]{1,200}$")  # "From Y's talks to Z's lawsuit: the week"


def may_tell(text: str) -> bool:
    """Whether the words of deals are there, and no phrase that uses them for something else.

    Most texts tell no deal: parts of words are looked for first, the slower patterns in what is left.
    """
    low = text.lower()
    if not any(stem in low for stem in _MAY_TELL):
        return False
    if any(phrase in low for phrase in _NEGATIVES) and _NEGATIVE.search(low):
        return False
    return not _TOTALS.search(low)


def is_round_up(title: str) -> bool:
    """Whether the headline tells of the week, "From Y's talks to Z's lawsuit"."""
    return bool(_ROUND_UP.match(title))
