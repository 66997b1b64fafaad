"""Which figure of the reports was meant by one that none of them has, if that can be said at all.

A figure is proposed only where it is plausibly the one meant: of the same kind and unit, and either one slip
of the finger away or what the reports give as the same thing of the same company. Anything else that is
merely near would be a guess, and an editor in a hurry would print it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from digest.check.numbers.parties import names_it, one_party
from digest.check.numbers.proof import Told, distance
from digest.check.numbers.reports import Seen
from digest.model import Claim

_SHOWN = 3  # figures of a kind that are listed
_SIGNIFICANT = 11  # digits of a value that are compared
_NO_ROLE = ("figure", "date")

KINDS = {
    "money": "sums", "percent": "shares in percent", "multiple": "multiples", "people": "counts of people",
    "chips": "counts of chips", "power": "figures of power", "energy": "figures of energy",
    "duration": "spans of time", "year": "years", "date": "dates", "number": "numbers",
}  # fmt: skip
"""What figures are called by their kind."""


def meant(told: Told, claim: Claim | None, seen: Sequence[Seen], *, of_one_story: bool) -> Seen | None:
    """The figure that `told` should have been; `claim` is what the words say that it is.

    Among the figures of a whole edition some one is always a slip away: there the company must be named too.
    """
    slips = [one for one in seen if _same_kind(told, one.told) and slipped(told, one.told)]
    if not of_one_story:
        company = claim.company if claim else ""
        slips = [one for one in slips if company and names_it(one.sentence, company)]
    if not slips:
        return same_thing(told, claim, seen) if claim else None
    return min(slips, key=lambda one: _order(told, claim, one))


def same_thing(told: Told, claim: Claim, seen: Sequence[Seen]) -> Seen | None:
    """What the reports give as the same thing of the same company, the nearest if there are several."""
    found = [one for one in seen if _same_kind(told, one.told) and _same_thing(claim, one)]
    return min(found, key=lambda one: _order(told, claim, one), default=None)


def of_kind(told: Told, seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """What the reports do have of this kind, the nearest first, each value once; at most three."""
    alike = sorted(
        (one for one in seen if _same_kind(told, one.told)), key=lambda one: _order(told, None, one)
    )
    by_value: dict[float, Seen] = {}
    for one in alike:
        by_value.setdefault(one.figure.value, one)
    return tuple(by_value.values())[:_SHOWN]


def exact(wanted: Seen, seen: Iterable[Seen]) -> Seen:
    """The same figure as a report writes it in digits and without a hedge, where one does."""
    same = [
        one for one in seen if _same_kind(wanted.told, one.told) and one.figure.value == wanted.figure.value
    ]
    return min(same, key=lambda one: _loose(one, wanted.told), default=wanted)


def slipped(told: Told, seen: Told) -> bool:
    """Whether one slip makes the one of the other: two digits swapped, one digit wrong."""
    if told.figure.kind == "date":
        return _slipped_day(told, seen)
    if told.figure.kind == "year":
        off = abs(told.figure.value - seen.figure.value)
        return off == 1 or _one_slip(f"{told.figure.value:.0f}", f"{seen.figure.value:.0f}", swap_only=True)
    one, other = _digits(told.figure.value), _digits(seen.figure.value)
    if one[1] != other[1] or max(len(one[0]), len(other[0])) < 2:
        return False
    width = max(len(one[0]), len(other[0]))
    return _one_slip(one[0].ljust(width, "0"), other[0].ljust(width, "0"))


def _slipped_day(told: Told, seen: Told) -> bool:
    one, other = (date.fromordinal(int(one.figure.value)) for one in (told, seen))
    days = str(one.day), str(other.day)
    if (one.month, one.year) == (other.month, other.year):
        dropped = days[0].endswith(days[1]) or days[1].endswith(days[0])
        return abs(one.day - other.day) <= 1 or dropped or _one_slip(*days, swap_only=True)
    if one.day != other.day:
        return False
    return (one.month == other.month and abs(one.year - other.year) == 1) or (
        one.year == other.year and abs(one.month - other.month) == 1
    )


def _one_slip(one: str, other: str, *, swap_only: bool = False) -> bool:
    if len(one) != len(other):
        return False
    apart = [place for place in range(len(one)) if one[place] != other[place]]
    if len(apart) == 1:
        return not swap_only
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and (one[apart[1]] == other[apart[0]])
    )


def _digits(value: float) -> tuple[str, str]:
    """The digits of a value that say something, and its power of ten."""
    mantissa, _, power = f"{abs(value):.{_SIGNIFICANT}e}".partition("e")
    return mantissa.replace(".", "").rstrip("0"), power


def _same_kind(told: Told, seen: Told) -> bool:
    one, other = told.figure, seen.figure
    return one.kind == other.kind and one.unit == other.unit and bool(one.per) == bool(other.per)


def _same_thing(claim: Claim, seen: Seen) -> bool:
    """Whether a report gives this as the same thing of the same company."""
    there = next(
        (one for one in seen.report.claimed(seen.sentence) if one.figure.start == seen.figure.start), None
    )
    if not there or not claim.company or claim.role in _NO_ROLE or claim.role != there.role:
        return False
    return bool(there.company) and one_party(claim.company, there.company)


def _order(told: Told, claim: Claim | None, seen: Seen) -> tuple[bool, float, tuple[bool, bool]]:
    other_thing = not (claim and _same_thing(claim, seen))
    return other_thing, distance(told, seen.told), _loose(seen, told)


def _loose(seen: Seen, told: Told) -> tuple[bool, bool]:
    """How far a form is from what one would write: in letters, or hedged another way."""
    return not any(map(str.isdigit, seen.words)), seen.figure.qualifier != told.figure.qualifier
