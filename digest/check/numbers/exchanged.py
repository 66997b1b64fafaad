"""What took the place of something else in a sentence that otherwise follows a report's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest import claims
from digest.check.finding import Finding
from digest.check.numbers.alike import Alike
from digest.check.numbers.parties import one_party
from digest.check.numbers.proof import Told, equal, rounds
from digest.check.numbers.reasons import Place
from digest.check.numbers.reports import Seen
from digest.check.numbers.shelf import Group

_DIGIT = re.compile(r"[$€£¥₹]?\d")


def findings(
    at: Place, sentence: str, told: Sequence[Told], proved: Sequence[Told], own: Group
) -> Iterator[Finding]:
    """Figures that stand in some report, and here in the place of another; names likewise.

    `told` are all figures of the sentence, `proved` those that have not been told of.
    """
    if not proved:
        return
    beside = own.lines.nearest(sentence)
    source = next((report for report in own.reports if beside and beside.sentence in report.sentences), None)
    if not beside or not source:
        return
    there = [seen for seen in source.seen if seen.sentence == beside.sentence]
    for one in proved:
        instead = _instead(one, told, there, beside)
        if instead:
            reason = f"{source.outlet} has {instead.words} in its place (“{beside.sentence}”)"
            remedy = f"write {instead.words}, or say what {one.words} is"
            yield at.finding("numbers-unproved", "warning", one.words, reason, remedy)
            return
    renamed = _renamed(sentence, beside)
    if renamed:
        name, before = renamed
        owned = [one for one in proved if one.figure.kind not in ("year", "date")]
        figure = min(owned or proved, key=lambda one: abs(one.figure.start - sentence.find(name)))
        wrong = f"{figure.words} belongs to {before}, not to {name}"
        if not owned:  # a day is nobody's own
            wrong = f"{name} stands in the place of {before}"
        reason = f"{wrong}: {source.outlet} has “{beside.sentence}”"
        remedy = f"write {before}, or {f'the figure of {name}' if owned else f'what {name} did'}"
        yield at.finding("numbers-company", "error", figure.words, reason, remedy)


def _instead(one: Told, told: Sequence[Told], there: Sequence[Seen], beside: Alike) -> Seen | None:
    """The figure whose place `one` took; None where it stands there itself, or nothing of its kind does."""
    digit = _DIGIT.search(one.words)  # "some $5 billion": the word before is not what was changed
    span = beside.counterpart(one.figure.start + (digit.start() if digit else 0), one.figure.end)
    if span is None:
        return None
    others = [seen.told for seen in there]
    for seen in there:
        if (equal(one, seen.told) or rounds(one, seen.told)) and (
            _touches(seen, span) or _rank(one, told) == _rank(seen.told, others)
        ):
            return None
    alike_kind = (seen for seen in there if seen.figure.kind == one.figure.kind)
    return next((seen for seen in alike_kind if _touches(seen, span)), None)


def _rank(one: Told, among: Sequence[Told]) -> int:
    """How many of its kind stand before it."""
    return sum(
        other.figure.kind == one.figure.kind and other.figure.start < one.figure.start for other in among
    )


def _touches(seen: Seen, span: tuple[int, int]) -> bool:
    return seen.figure.start < span[1] and span[0] < seen.figure.end


def _renamed(sentence: str, beside: Alike) -> tuple[str, str] | None:
    """A party of the told sentence and the other that stands in its place in the report's."""
    there = claims.parties(beside.sentence)
    for name in claims.parties(sentence):
        span = beside.counterpart(name.start, name.end)
        if span is None:
            continue
        for other in there:
            if other.start < span[1] and span[0] < other.end and not one_party(name.text, other.text):
                return name.text, other.text
    return None
