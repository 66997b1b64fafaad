"""What the gate reports: a rule by its id, and one finding."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

LEVELS = ("error", "warning", "note")
"""How grave a finding is: not to be sent so; to be looked at; good to know."""

PURPOSES = frozenset({"send", "publish"})
"""What an edition is checked for: going out as mail, going onto the web."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What can be wrong with an edition.

    Attributes:
        id: its family and a word or two: `html-title`.
        reports: what it finds, in one line.
        why: what goes wrong for a reader, and the source that says so; "" where that is plain.
        purposes: what an edition with such a fault is unfit for; those of `PURPOSES`.
    """

    id: str
    reports: str
    why: str = ""
    purposes: Collection[str] = PURPOSES


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the gate found.

    Attributes:
        rule: a key of `digest.check.RULES`.
        level: one of `LEVELS`.
        place: where, as an editor would say it: `story a1b2c3 “Headline”, sentence 2`, `subject`,
            `templates/email.mjml:52`.
        said: the sentence or the element, as it is shown.
        figure: the part of `said` that it is about, as it stands there; "" where it is about no part.
        reason: what is wrong, in plain words.
        remedy: what to do about it.
        story: id of the piece; "" outside of pieces.
    """

    rule: str
    level: str
    place: str
    said: str
    figure: str
    reason: str
    remedy: str
    story: str = ""
