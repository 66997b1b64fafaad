"""What headlines count: jobs, fines, users, power; the one figure of a kind that a headline has."""

from __future__ import annotations

from collections.abc import Iterator

from digest.deals import names
from digest.model import Claim, Figure, Story

ROLES = frozenset(("layoffs", "headcount", "fine", "users", "capacity", "chips"))
_ROUNDED = 0.06  # what rounding makes of a count, as a share of it

Thing = tuple[str, str, str]
"""What is counted: the role, the key of the company, the unit."""


def of(story: Story) -> Iterator[tuple[Thing, Claim]]:
    """What each headline of `story` counts, in the order of its entries."""
    titles = {entry.id: entry.title for entry in story.entries}
    for claim in story.claims:
        if claim.role in ROLES and claim.sentence == titles.get(claim.entry) and _alone(claim, story):
            yield (claim.role, names.key(claim.company), claim.figure.unit), claim


def alike(one: Figure, other: Figure) -> bool:
    """Whether two counts are one, rounded."""
    low, high = sorted((one.value, other.value))
    return high - low <= high * _ROUNDED


def _alone(claim: Claim, story: Story) -> bool:
    """Whether it is the only one of its role in its headline."""
    same = (one for one in story.claims if one.sentence == claim.sentence and one.role == claim.role)
    return len({(one.figure.start, one.figure.end) for one in same}) == 1
