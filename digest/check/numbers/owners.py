"""A right figure with the wrong name: given to one company and in the reports to another, or miscalled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest import claims
from digest.check.finding import Finding
from digest.check.numbers import advice
from digest.check.numbers.parties import names_it, one_party
from digest.check.numbers.proof import Told, equal, rounds
from digest.check.numbers.reasons import Place
from digest.check.numbers.reports import Seen
from digest.check.numbers.shelf import Group
from digest.model import Claim

_APART = {
    frozenset(pair)
    for pair in (
        ("amount", "valuation"),
        ("revenue", "valuation"),
        ("revenue", "profit"),
        ("headcount", "layoffs"),
    )
}  # roles that are never two words for one thing


_OF_BOTH = ("amount", "stake", "figure")  # roles of a figure that is the buyer's as well as the seller's


@dataclass(frozen=True, slots=True)
class _Owner:
    """A company to which a report gives a figure; "" where the report only never names the one told."""

    name: str
    seen: Seen


def findings(at: Place, sentence: str, told: Sequence[Told], own: Group) -> Iterator[Finding]:
    """The first figure of `sentence` that every report gives to another company, or calls another thing.

    `told` are those that were found; a figure that no report has is not told of again.
    """
    said = {claim.figure.start: claim for claim in claims.of("", sentence)} if told else {}
    for one in told:
        claim = said.get(one.figure.start)
        if not claim:
            continue
        seen = [seen for seen in own.near(one) if equal(one, seen.told) or rounds(one, seen.told)]
        named = claim.company and _is_name(claim.company, sentence, own)
        owner = _other_owner(claim, seen) if named else None
        if owner:
            yield _misplaced(at, one, claim, owner, own)
            return
        role = _other_role(claim, seen)
        if role:
            yield _miscalled(at, one, claim.role, role, seen[0])
            return


def _other_role(claim: Claim, seen: Sequence[Seen]) -> str:
    """What all reports say that a figure is, where that is surely not what is told; else ""."""
    roles = {_role(one) for one in seen}
    told = {claims.outright(claim), claim.role}
    if len(roles) == 1 and not told & roles and frozenset((claims.outright(claim), *roles)) in _APART:
        return roles.pop()
    return ""


def _role(seen: Seen) -> str:
    there = seen.report.claimed(seen.sentence)
    return next((one.role for one in there if one.figure.start == seen.figure.start), "figure")


def _miscalled(at: Place, told: Told, said: str, role: str, seen: Seen) -> Finding:
    reason = f"told as {said}, and {seen.report.outlet} has it as {role}: “{seen.sentence}”"
    return at.finding("numbers-role", "warning", told.words, reason, f"say that {told.words} is the {role}")


def _is_name(company: str, sentence: str, own: Group) -> bool:
    """Whether this surely is a name: the first word of a sentence has a capital whatever it is."""
    return (
        " " in company
        or not sentence.startswith(company)
        or any(names_it(report.folded, company) for report in own.reports)
    )


def _other_owner(claim: Claim, seen: Sequence[Seen]) -> _Owner | None:
    """To whom the reports of a figure give it, where none gives it to the company told.

    A sentence that names nobody clearly speaks for the company only where no other sentence is clear.
    """
    found = [_owner(claim, one) for one in seen]
    if not found or any(owner is None for owner in found):
        return None
    clear = [owner for owner in found if owner and owner.name]
    if clear:
        return clear[0]
    named = any(names_it(one.report.folded, claim.company) for one in seen)
    return None if named else found[0]


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
    title = seen.report.title
    if claim.role in _OF_BOTH and named and names_it(title, named) and names_it(title, claim.company):
        return None
    return _Owner(named, seen)


def _misplaced(at: Place, told: Told, claim: Claim, owner: _Owner, own: Group) -> Finding:
    company = claim.company
    sentence = f"{owner.seen.report.outlet} has “{owner.seen.sentence}”"
    if owner.name:
        reason = f"{told.words} belongs to {owner.name}, not to {company}: {sentence}"
        return at.finding("numbers-company", "error", told.words, reason, _remedy(told, claim, owner, own))
    reason = f"the report that has {told.words} never names {company}: {sentence}"
    return at.finding(
        "numbers-company", "warning", told.words, reason, f"make sure that it is the figure of {company}"
    )


def _remedy(told: Told, claim: Claim, owner: _Owner, own: Group) -> str:
    """The company's own figure where a report has one; the other's name only where the same thing is told."""
    meant = advice.same_thing(told, claim, own.seen)
    if meant:
        return f"write {meant.words}, or say whose {told.words} is"
    if _role(owner.seen) == claim.role:
        return f"write {owner.name}, or the figure of {claim.company}"
    return f"take it out, or write the figure of {claim.company}"
