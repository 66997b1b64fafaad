"""A right figure with the wrong name: what the words give to one company and the reports to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest import claims
from digest.check import alike
from digest.check.alike import Alike
from digest.check.finding import Finding
from digest.check.proof import Told, equal
from digest.check.reasons import Place
from digest.check.reports import Report, Seen
from digest.deals import names
from digest.model import Claim

_WORD = re.compile(r"\w[\w&.+'’-]{0,60}")
_VERBAL = {"and", "of", "the", "&", "for"}


@dataclass(frozen=True, slots=True)
class _Owner:
    """A company to which a report gives a figure; "" where the report only never names the one told."""

    name: str
    seen: Seen


def findings(at: Place, sentence: str, told: Sequence[Told], own: Sequence[Report]) -> Iterator[Finding]:
    """Figures of a sentence that belong to another company, and years and numbers that took another's place.

    `told` are those that were found; a figure that no report has is not told of again.
    """
    if not told:
        return
    proved = [(one, [seen for report in own for seen in report.seen if equal(one, seen.told)]) for one in told]
    beside = alike.nearest(sentence, dict.fromkeys(line for report in own for line in report.sentences))
    source = next((report for report in own if beside and beside.sentence in report.sentences), None)
    if beside and source:
        changed = list(_exchanged(at, sentence, proved, beside, source))
        yield from changed
        if changed:
            return
    said = {claim.figure.start: claim for claim in claims.of("", sentence)}
    for one, seen in proved:
        claim = said.get(one.figure.start)
        owner = _other_owner(claim, seen) if claim and claim.company and seen else None
        if claim and owner:
            yield _misplaced(at, one, claim.company, owner)
            return


def _exchanged(
    at: Place, sentence: str, proved: Sequence[tuple[Told, list[Seen]]], beside: Alike, source: Report
) -> Iterator[Finding]:
    """What took the place of something else in a sentence that otherwise follows a report's."""
    for one, _ in proved:
        span = beside.counterpart(one.figure.start, one.figure.end)
        if span is None:
            continue
        there = [seen for seen in source.seen if seen.sentence == beside.sentence]
        if any(equal(one, seen.told) and _touches(seen, span) for seen in there):
            continue
        instead = next(
            (seen for seen in there if seen.figure.kind == one.figure.kind and _touches(seen, span)), None
        )
        if instead:
            reason = f"{source.outlet} has {instead.words} in the same sentence (“{beside.sentence}”)"
            yield at.finding(
                "numbers-unproved",
                "warning",
                one.words,
                reason,
                f"write {instead.words}, or say what {one.words} is",
            )
            return
    renamed = _renamed(sentence, beside)
    if renamed:
        name, instead_of = renamed
        figure = min((one for one, _ in proved), key=lambda one: abs(one.figure.start - sentence.find(name)))
        reason = f"{figure.words} belongs to {instead_of}: {source.outlet} has “{beside.sentence}”"
        yield at.finding(
            "numbers-company", "error", figure.words, reason, f"write {instead_of}, or the figure of {name}"
        )


def _touches(seen: Seen, span: tuple[int, int]) -> bool:
    return seen.figure.start < span[1] and span[0] < seen.figure.end


def _renamed(sentence: str, beside: Alike) -> tuple[str, str] | None:
    """A party of the told sentence and the other that stands in its place in the report's."""
    there = names.of(beside.sentence)
    for name in names.of(sentence):
        span = beside.counterpart(name.start, name.end)
        if span is None:
            continue
        for other in there:
            if other.start < span[1] and span[0] < other.end and not _one_party(name.text, other.text):
                return name.text, other.text
    return None


def _other_owner(claim: Claim, seen: Sequence[Seen]) -> _Owner | None:
    """To whom all reports of a figure give it, where that is never the company told."""
    owner = None
    for one in seen:
        if (found := _owner(claim, one)) is None:
            return None
        owner = owner or found
    return owner


def _owner(claim: Claim, seen: Seen) -> _Owner | None:
    """The other company to which this sentence gives the figure; None where it may be the one told."""
    there = seen.report.claimed(seen.sentence)
    named = next((one.company for one in there if one.figure.start == seen.figure.start), "")
    if named and _one_party(named, claim.company):
        return None
    if _names(seen.sentence, claim.company):
        has_own = any(
            one.company and _one_party(one.company, claim.company) and one.figure.kind == claim.figure.kind
            for one in there
        )
        return _Owner(named, seen) if named and has_own else None
    if named:
        return _Owner(named, seen)
    return None if _names(seen.report.folded, claim.company) else _Owner("", seen)


def _one_party(one: str, other: str) -> bool:
    """Whether two spellings may mean one company: one key, or one holds the words of the other."""
    if names.key(one) == names.key(other):
        return True
    left, right = _told_words(one), _told_words(other)
    return bool(left and right) and (left <= right or right <= left)


def _names(text: str, company: str) -> bool:
    """Whether `text` names a company, by the first word of its name at least."""
    wanted = _told_words(company)
    if not wanted or wanted & {
        word.lower().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text)
    }:
        return True
    return any(names.key(name.text) == names.key(company) for name in names.of(text))


def _told_words(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(names.bare(name))} - _VERBAL - {"ai"}


def _misplaced(at: Place, told: Told, company: str, owner: _Owner) -> Finding:
    sentence = f"{owner.seen.report.outlet} has “{owner.seen.sentence}”"
    if owner.name:
        reason = f"{told.words} belongs to {owner.name}, not to {company}: {sentence}"
        return at.finding(
            "numbers-company", "error", told.words, reason, f"write {owner.name}, or the figure of {company}"
        )
    reason = f"the report that has {told.words} never names {company}: {sentence}"
    return at.finding(
        "numbers-company", "warning", told.words, reason, f"make sure that it is the figure of {company}"
    )
