"""What the numbers gate says to a person: what is wrong with a figure, and what to do about it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.check.finding import Finding
from digest.check.proof import Told, distance, equal, fewer_digits, other_magnitude, other_unit
from digest.check.reports import Seen
from digest.check.shelf import Group
from digest.check.sums import Sum

_HEDGES = {"about": "about", "at_least": "at least", "up_to": "up to", "exact": "exactly"}
_NEAR = math.log(3)  # a figure three times as large is another figure
_SMALL = 12.0  # a number up to here may count what the words themselves name
_QUOTED = 160  # characters of a report's sentence that are shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands, what it says, and the id of the piece ("" outside of pieces)."""

    place: str
    sentence: str
    story: str

    def finding(self, rule: str, level: str, figure: str, reason: str, remedy: str) -> Finding:
        """A finding here."""
        return Finding(rule, level, self.place, self.sentence, figure, reason, remedy, self.story)


def unproved(at: Place, told: Told, own: Group) -> Finding:
    """A figure that no report has: the nearest one, and how it differs."""
    seen = own.seen
    for seems, name, words in (
        (other_magnitude, "numbers-magnitude", "the same digits in another size"),
        (other_unit, "numbers-unit", "the same number in another unit"),
    ):
        like = next((one for one in seen if seems(told, one.told)), None)
        if like:
            reason = f"{_has(like)}: {words}"
            return at.finding(name, "error", told.words, reason, f"write {like.words}, or give its report")
    rounded = next((one for one in seen if fewer_digits(told, one.told)), None)
    if rounded:
        reason = f"{_has(rounded)}; this is rounded and does not say so"
        remedy = f'write {rounded.words}, or say "about"'
        return at.finding("numbers-unproved", "warning", told.words, reason, remedy)
    if told.figure.high is not None and _ends_proved(told, seen):
        reason = "its two ends are told, and no report gives them as a range"
        return at.finding("numbers-unproved", "note", told.words, reason, "nothing, if that is meant")
    nearest = min(seen, key=lambda one: distance(told, one.told), default=None)
    if nearest and distance(told, nearest.told) < _NEAR:
        reason, remedy = (
            f"in no report; the nearest: {_has(nearest)}",
            f"write {nearest.words}, or show the sum",
        )
    else:
        reason = f"in no report of {'this story' if at.story else 'this edition'}"
        remedy = "take it out, correct it, or add the report that has it"
    level = "warning" if told.figure.kind == "number" and abs(told.figure.value) <= _SMALL else "error"
    return at.finding("numbers-unproved", level, told.words, reason, remedy)


def _ends_proved(told: Told, seen: Sequence[Seen]) -> bool:
    values = {one.figure.value for one in seen if one.figure.unit == told.figure.unit}
    return {told.figure.value, told.figure.high} <= values


def elsewhere(at: Place, told: Told, seen: Seen) -> Finding:
    """A figure that only the report of another story has."""
    reason = f"in no report of this story; {_has(seen)}, which tells another"
    remedy = "make sure that it belongs here"
    return at.finding("numbers-unproved", "warning", told.words, reason, remedy)


def miscounted(at: Place, told: Told, counts: str) -> Finding:
    """A count of the edition's own that is wrong by now."""
    reason = f"the edition counts {counts}"
    return at.finding("numbers-sum", "warning", told.words, reason, f"write {counts}")


def wrong_sum(at: Place, told: Told, shown: Sum) -> Finding:
    """A sum that is written out and does not add up."""
    result = f"{shown.result:,.15g}" if math.isfinite(shown.result) else "no number"
    reason = f"{shown.shown} makes {result}{'%' if told.figure.unit == '%' else ''}, not {told.words}"
    return at.finding("numbers-sum", "error", told.words, reason, "work it out again")


def hedges(at: Place, told: Told, found: Sequence[Seen]) -> Iterator[Finding]:
    """A figure that every report hedges and the words do not, or the other way round."""
    said = told.figure.qualifier
    if any(seen.figure.qualifier == said or not equal(told, seen.told) for seen in found):
        return
    seen = found[0]
    heard = seen.figure.qualifier
    level = "warning" if heard == "up_to" and said != "about" else "note"
    reason = f'{_has(seen)}: "{_HEDGES[heard]}", told as "{_HEDGES[said]}"'
    yield at.finding("numbers-hedge", level, told.words, reason, f"write {seen.words}")


def _has(seen: Seen) -> str:
    sentence = seen.sentence if len(seen.sentence) <= _QUOTED else seen.sentence[: _QUOTED - 1].rstrip() + "…"
    return f"{seen.report.outlet} has {seen.words} (“{sentence}”)"
