"""A right figure with the wrong name: what the words give to one company and the reports to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest import claims
from digest.check.finding import Finding
from digest.check.parties import names_it, one_party
from digest.check.proof import Told, equal, rounds
from digest.check.reasons import Place
from digest.check.reports import Seen
from digest.check.shelf import Group
from digest.model import Claim


@dataclass(frozen=True, slots=True)
class _Owner:
    """A company to which a report gives a figure; "" where the report only never names the one told."""

    name: str
    seen: Seen


def findings(at: Place, sentence: str, told: Sequence[Told], own: Group) -> Iterator[Finding]:
    """The first figure of `sentence` that every report gives to another company.

    `told` are those that were found; a figure that no report has is not told of again.
    """
    said = {claim.figure.start: claim for claim in claims.of("", sentence)} if told else {}
    for one in told:
        claim = said.get(one.figure.start)
        if not claim or not claim.company or not _is_name(claim.company, sentence, own):
            continue
        seen = [seen for seen in own.near(one) if equal(one, seen.told) or rounds(one, seen.told)]
        owner = _other_owner(claim, seen)
        if owner:
            yield _misplaced(at, one, claim.company, owner)
            return


def _is_name(company: str, sentence: str, own: Group) -> bool:
    """Whether this surely is a name: the first word of a sentence has a capital whatever it is."""
    return not sentence.startswith(company) or any(names_it(report.folded, company) for report in own.reports)


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
    if named and one_party(named, claim.company):
        return None
    if names_it(seen.sentence, claim.company):
        has_own = any(
            one.company and one_party(one.company, claim.company) and one.figure.kind == claim.figure.kind
            for one in there
        )
        return _Owner(named, seen) if named and has_own else None
    if named:
        return _Owner(named, seen)
    return None if names_it(seen.report.folded, claim.company) else _Owner("", seen)


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
