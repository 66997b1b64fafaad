"""Families of rules: each rule one small function, entered under its id by a decorator.

HTML = Family("html")

@HTML.rule("title", "the mail has no title", why="a screen reader says it first (WCAG 2.4.2)")
def titles(galley: Galley) -> Iterator[Fault]:
    if not galley.mail.title:
        yield Fault(galley.mail.spot(galley.mail.root), "the title is empty", "give the edition a subject")
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from digest.check.document import Document
from digest.check.finding import PURPOSES, Finding, Rule
from digest.check.galley import Galley
from digest.check.spot import Spot

MOST_OF_A_RULE = 20
"""Findings of one rule that are reported: one mistake in a template shows in every story."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a rule does not hold.

    Attributes:
        spot: where.
        reason: what is wrong there, in plain words.
        remedy: what to do about it.
        level: one of `digest.check.LEVELS`.
    """

    spot: Spot
    reason: str
    remedy: str
    level: str = "error"


Look = Callable[[Galley], Iterator[Fault]]
Reading = Callable[[Document], Iterator[Fault]]


class Family:
    """The rules whose ids begin with one word.

    Attributes:
        name: that word.
        rules: in the order in which they are looked at.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._looks: dict[Rule, Look] = {}

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of them, in the order in which they are looked at."""
        return tuple(self._looks)

    def rule(
        self, name: str, reports: str, *, why: str = "", purposes: Collection[str] = PURPOSES
    ) -> Callable[[Look], Look]:
        """Enters the function below it as the rule `FAMILY-name`."""

        def entered(look: Look) -> Look:
            self._looks[Rule(f"{self.name}-{name}", reports, why, frozenset(purposes))] = look
            return look

        return entered

    def mail(self, name: str, reports: str, *, why: str = "") -> Callable[[Reading], Reading]:
        """Enters the function below it, which reads one HTML output, as a rule about the mail."""
        return self._sheet(name, reports, why, "send", lambda galley: galley.mail)

    def page(self, name: str, reports: str, *, why: str = "") -> Callable[[Reading], Reading]:
        """Likewise about the page."""
        return self._sheet(name, reports, why, "publish", lambda galley: galley.page)

    def _sheet(
        self, name: str, reports: str, why: str, purpose: str, sheet: Callable[[Galley], Document | None]
    ) -> Callable[[Reading], Reading]:
        def entered(reading: Reading) -> Reading:
            def look(galley: Galley) -> Iterator[Fault]:
                document = sheet(galley)
                return reading(document) if document else iter(())

            self.rule(name, reports, why=why, purposes={purpose})(look)
            return reading

        return entered

    def of(self, galley: Galley) -> Iterator[Finding]:
        """What the rules find, one after the other; of each at most `MOST_OF_A_RULE` places."""
        for rule, look in self._looks.items():
            for fault in islice(look(galley), MOST_OF_A_RULE):
                spot = fault.spot
                yield Finding(
                    rule.id,
                    fault.level,
                    spot.place,
                    spot.said,
                    spot.part,
                    fault.reason,
                    fault.remedy,
                    spot.story,
                )
