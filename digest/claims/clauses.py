"""A figure in its clause: the subject, what stands between the two, and whether anybody else is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.claims import parts, phrases
from digest.claims.parts import Subject
from digest.model import Figure

_BEFORE, _BEHIND = 160, 80  # characters that are read before and behind a figure
_TURN = re.compile(
    r"[;?]|\.\s|\s[–—|]\s|,?\s(?:while|whereas|but|although|though|when|because|if)\s", re.IGNORECASE
)
_BESIDE = re.compile(  # a company named after these is another side of it, or how it came
    r"\b(?:by|from|with|alongside|via|through|including|like|on|over|amid|against|for|to|co-founded|rival|overtaking)"
    r"(?:\s(?:the|a|an|its|their|rival|maker|owner|investor|startup|parent|firm|group|giant|chipmaker|existing|new|"
    r"former|fellow|billionaire)){0,3}\s$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(  # what somebody says of somebody else
    rf"\b(?:{phrases.alternatives('says')})(?:\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri)day)?,?\s"
    r"(?:that\s(?!it\b|the company|they\b)\w|the (?!company)|"
    r"(?:its|their|developers|users|customers|people|some|more|over)\b)"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A figure in its clause.

    Attributes:
        subject: who opens the clause.
        owner: the same, where nobody else could be meant; else "".
        between: from the subject to the figure.
        before, words, behind: the text before the figure, as far as it is read; the figure; and what follows.
    """

    figure: Figure
    subject: Subject
    owner: str
    between: str
    before: str
    words: str
    behind: str


def case(figure: Figure, text: str, parties: Sequence[tuple[int, int]]) -> Case:
    """Read `figure` in its clause of `text`; `parties` are where names stand."""
    subject = parts.subject(text, figure.start)
    between = text[subject.end : figure.start]
    clear = not _TURN.search(between) and not _OF_OTHERS.search(between)
    others = [party for party in parties if subject.end <= party[0] < figure.start]
    return Case(
        figure,
        subject,
        subject.name if clear and _are_beside(others, text, subject.end) else "",
        between,
        text[max(0, figure.start - _BEFORE) : figure.start],
        text[figure.start : figure.end],
        text[figure.end : figure.end + _BEHIND],
    )


def _are_beside(others: Sequence[tuple[int, int]], text: str, first: int) -> bool:
    """Whether each of `others` comes with a preposition or in a list behind one."""
    last = -1
    for start, end in others:
        is_listed = last >= 0 and start - last <= len(", and ")
        if not is_listed and not _BESIDE.search(text[max(first, start - 50) : start]):
            return False
        last = end
    return True
