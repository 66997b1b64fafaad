"""What the numbers gate says to a person: what is wrong with a figure, and what to do about it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest import claims
from digest.check.finding import Finding
from digest.check.numbers import advice
from digest.check.numbers.proof import Told, equal, fewer_digits, other_magnitude, other_unit
from digest.check.numbers.reports import Seen
from digest.check.numbers.shelf import Group
from digest.check.numbers.sums import Sum
from digest.model import Claim

_HEDGES = {"about": "about", "at_least": "at least", "up_to": "up to", "exact": "exactly"}
_SMALL = 12.0  # a number up to here may count what the words themselves name
_LARGE = 1000.0  # a bare number from here on counts something that a reader will remember
_PORTS = 65_536
_PORT_CHARS = 8
_PORT = re.compile(r"\bports?\s$", re.IGNORECASE)
_QUOTED = 160  # characters of a report's sentence that are shown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands, what it says, and the id of the piece ("" outside of pieces).

    Attributes:
        is_own: the piece is the editor's own: no report stands behind it.
        is_linked: its paragraph leads to a page elsewhere, which nobody here has read.
    """

    place: str
    sentence: str
    story: str
    is_own: bool = False
    is_linked: bool = False

    def finding(self, rule: str, level: str, figure: str, reason: str, remedy: str) -> Finding:
        """A finding here."""
        return Finding(rule, level, self.place, self.sentence, figure, reason, remedy, self.story)


def unproved(at: Place, told: Told, own: Group, claim: Claim | None = None) -> Finding:
    """A figure that no report has: which one was meant, where that is plain, and else what the reports have.

    `claim` is what the words say that it is; where it is left out, the sentence is asked.
    """
    if at.is_own and (known := _of_editor(at, told)):
        return known
    seen = own.seen
    claim = claim or _claimed(at, told)
    for seems, name, words in (
        (other_magnitude, "numbers-magnitude", "the same digits in another size"),
        (other_unit, "numbers-unit", "the same number in another unit"),
    ):
        like = next((one for one in seen if seems(told, one.told)), None)
        if like:
            like = advice.exact(like, seen)
            reason = f"{_has(like)}: {words}"
            return at.finding(name, "error", told.words, reason, f"write {like.words}, or give its report")
    is_day = told.figure.kind in ("date", "year")
    rounded = None if is_day else next((one for one in seen if fewer_digits(told, one.told)), None)
    if rounded:
        rounded = advice.exact(rounded, seen)
        reason = f"{_has(rounded)}; this is rounded and does not say so"
        remedy = f'write {rounded.words}, or say "about"'
        return at.finding("numbers-unproved", "warning", told.words, reason, remedy)
    if told.figure.high is not None and _ends_proved(told, seen):
        reason = "its two ends are told, and no report gives them as a range"
        return at.finding("numbers-unproved", "note", told.words, reason, "nothing, if that is meant")
    meant = advice.meant(told, claim, seen, of_one_story=bool(at.story) and not at.is_own)
    if meant:
        reason = f"in no report; {_has(meant)}"
        remedy = f"write {meant.words}, or {_otherwise(at, told)}"
    else:
        reason = f"in no report of {_these(at)}{_instead(at, told, seen)}"
        remedy = f"take it out, or {_otherwise(at, told)}"
    level = "warning" if told.figure.kind == "number" and abs(told.figure.value) <= _SMALL else "error"
    return at.finding("numbers-unproved", level, told.words, reason, remedy)


def _of_editor(at: Place, told: Told) -> Finding | None:
    """What is said of a figure in a story of the editor's own that no report has; None of a grave one."""
    reason = "in no report of this edition, and the story is your own"
    if _is_slight(told, at.sentence):
        return at.finding("numbers-unproved", "note", told.words, reason, "nothing, if it is right")
    if at.is_linked:
        reason = "in no report of this edition, and the linked page was not read"
        return at.finding(
            "numbers-unproved", "warning", told.words, reason, "see that the linked page has it"
        )
    if told.figure.kind == "date":
        return at.finding("numbers-unproved", "warning", told.words, reason, "look it up once more")
    return None


def _is_slight(told: Told, sentence: str) -> bool:
    """Whether it is a bare small number, a year, a span of time or a port, which carry no story."""
    figure = told.figure
    if figure.kind in ("year", "duration"):
        return True
    if figure.kind != "number":
        return False
    is_port = _PORT.search(sentence[max(0, figure.start - _PORT_CHARS) : figure.start])
    return abs(figure.value) < (_PORTS if is_port else _LARGE)


def _claimed(at: Place, told: Told) -> Claim | None:
    """What the words say that a figure is."""
    return next((one for one in claims.of("", at.sentence) if one.figure.start == told.figure.start), None)


def _these(at: Place) -> str:
    return "this story" if at.story and not at.is_own else "this edition"


def _otherwise(at: Place, told: Told) -> str:
    """What else proves a figure: a day is not worked out."""
    is_day = told.figure.kind in ("date", "year")
    otherwise = "add the report that has it" if is_day else "show the sum that makes it"
    return f"{otherwise}, or link the page that has it in the same paragraph" if at.is_own else otherwise


def _instead(at: Place, told: Told, seen: Sequence[Seen]) -> str:
    """What the reports of a story do have of this kind; nothing for an edition, which has too many."""
    kind = advice.KINDS.get(told.figure.kind)
    if not at.story or at.is_own or not kind or told.figure.kind == "number":
        return ""
    others = advice.of_kind(told, seen)
    if not others:
        return f", which have no {kind} at all" if told.figure.kind == "date" else ""
    return f"; their {kind}: {', '.join(f'{one.words} ({one.report.outlet})' for one in others)}"


def _ends_proved(told: Told, seen: Sequence[Seen]) -> bool:
    values = {one.figure.value for one in seen if one.figure.unit == told.figure.unit}
    return {told.figure.value, told.figure.high} <= values


def elsewhere(at: Place, told: Told, seen: Seen, own: Group) -> Finding:
    """A figure that only the report of another story has; `own` are those of this one."""
    reason = f"in no report of this story; {_has(seen)}, which tells another"
    claim = _claimed(at, told)
    meant = advice.same_thing(told, claim, own.seen) if claim else None
    remedy = f"write {meant.words}, or make" if meant else "make"
    remedy += " sure that it belongs here"
    return at.finding("numbers-unproved", "warning", told.words, reason, remedy)


def miscounted(at: Place, told: Told, counts: str) -> Finding:
    """A count of the edition's own that is wrong by now."""
    remedy = "take the sentence out" if counts == "0" else f"write {counts}"
    return at.finding("numbers-sum", "warning", told.words, f"the edition counts {counts}", remedy)


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
