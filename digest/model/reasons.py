"""Why something was decided as it was: named parts with their numbers and evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One named part of a decision: what spoke for it, by how much, and the evidence in words."""

    name: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What decided the order: the sum of its reasons."""

    reasons: tuple[Reason, ...] = ()

    @property
    def value(self) -> float:
        """Sum of the reasons, rounded so that it prints and compares alike everywhere."""
        return round(sum(reason.value for reason in self.reasons), 4)


NO_SCORE = Score()
"""What nobody has ranked yet."""
