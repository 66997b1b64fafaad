"""What the gate reports: the rules by their ids, and one finding."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("error", "warning", "note")
"""How grave a finding is: not to be sent so; to be looked at; good to know."""

RULES = {
    "numbers-unread": "a text is too long to be read to its end",
    "numbers-unproved": "a figure stands in no report that the words could rest on",
    "numbers-magnitude": "the reports have the same digits a thousand or more times larger or smaller",
    "numbers-unit": "the reports have the same number in another unit or currency",
    "numbers-company": "the reports give the figure to another company",
    "numbers-year": "the reports tie the figure to another year or day",
    "numbers-role": "the reports give the figure as something else: a valuation told as a sum",
    "numbers-hedge": "the reports hedge the figure, and the words do not, or the other way round",
    "numbers-sum": "a sum that is shown, or a count of the edition's own, does not add up",
    "deals-party": "a row of the deal table names somebody whom no report of the story names",
    "deals-status": "a row of the deal table has come further than any report says",
}
"""Every rule of the gate and what it reports, in one line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the gate found.

    Attributes:
        rule: a key of `RULES`.
        level: one of `LEVELS`.
        place: where, as an editor would say it: `story a1b2c3 “Headline”, sentence 2`, `subject`.
        said: the sentence, as it is shown.
        figure: the figure as it stands there; "" where the finding is about none.
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
