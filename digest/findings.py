"""What findings come to: which of them count, whether the edition may go out, and as plain values."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from digest import words
from digest.check import GATES, LEVELS, RULES, Finding
from digest.errors import UsageError

GOING = {"": "to go out", "send": "to be sent", "publish": "to be published"}
"""What an edition is checked for, in words; "" for all of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an edition may go out.

    Attributes:
        key: of the edition.
        purpose: what it was checked for: one of `digest.check.PURPOSES`, "" for all of it.
        found: what counts for that.
        refusals: those of `found` for which it may not.
        whole: whether all rules were looked at.
    """

    key: str
    purpose: str
    found: tuple[Finding, ...]
    refusals: tuple[Finding, ...]
    whole: bool = True

    @property
    def allows(self) -> bool:
        """Whether it may go out."""
        return not self.refusals

    @property
    def line(self) -> str:
        """The verdict for a person, in one line without the key."""
        others = self._others
        if self.refusals:
            rest = f"; {others} besides" if others else ""
            return f"not {GOING[self.purpose]}: {listed(self.refusals)}{rest}"
        if not self.whole:
            return others or "these rules have nothing to report"
        may = {"": "may go out", "send": "may be sent", "publish": "may be published"}[self.purpose]
        return f"{may}, with {others}" if others else f"{may}; nothing was found"

    @property
    def _others(self) -> str:
        """What else was found: `1 error allowed, 2 warnings`; "" for nothing."""
        passed = sum(finding.level == LEVELS[0] for finding in self.found) - len(self.refusals)
        lesser = listed(finding for finding in self.found if finding.level != LEVELS[0])
        allowed = f"{words.counted(passed, LEVELS[0])} allowed" if passed else ""
        return ", ".join(filter(None, (allowed, lesser)))


def verdict(
    key: str, found: Iterable[Finding], purpose: str = "", allowed: Sequence[str] = (), *, whole: bool = True
) -> Verdict:
    """The verdict on the edition `key`, of which `found` was found."""
    counted = fit(found, purpose)
    return Verdict(key, purpose, counted, refusals(counted, purpose, allowed), whole)


def refusals(found: Iterable[Finding], purpose: str = "", allowed: Iterable[str] = ()) -> tuple[Finding, ...]:
    """The errors for which an edition must not go out for `purpose`, one of `PURPOSES` or "" for all.

    A person can let one pass by its rule: `allowed` holds ids of rules, or first words of them (`numbers`).

    Raises:
        UsageError: there is no such rule.
    """
    passed = _rules(allowed)
    errors = (finding for finding in fit(found, purpose) if finding.level == LEVELS[0])
    return tuple(finding for finding in errors if finding.rule not in passed)


def fit(found: Iterable[Finding], purpose: str = "") -> tuple[Finding, ...]:
    """Those that matter to `purpose`: a fault of the mail does not keep the page from the web."""
    return tuple(finding for finding in found if not purpose or purpose in RULES[finding.rule].purposes)


def chosen(found: Iterable[Finding], only: Sequence[str], ignored: Sequence[str]) -> tuple[Finding, ...]:
    """Those of the rules `only`, or of all where that is empty, without those of the rules `ignored`.

    A rule is named by its id or, with all its family, by the first word of that: `numbers`.

    Raises:
        UsageError: there is no such rule.
    """
    wanted = _rules(only) or set(RULES)
    left = wanted - _rules(ignored)
    return tuple(finding for finding in found if finding.rule in left)


def ordered(found: Iterable[Finding]) -> list[Finding]:
    """The gravest first, those of a rule together, otherwise as they were found."""
    kept = list(found)
    first: dict[tuple[str, str], int] = {}
    for number, finding in enumerate(kept):
        first.setdefault((finding.level, finding.rule), number)
    return sorted(kept, key=lambda each: (LEVELS.index(each.level), first[each.level, each.rule]))


def listed(found: Iterable[Finding]) -> str:
    """`1 error, 2 warnings`; "" for none."""
    counts = Counter(finding.level for finding in found)
    return ", ".join(words.counted(counts[level], level) for level in LEVELS if counts[level])


def rows(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """The same for a machine, in printed order."""
    return [asdict(finding) for finding in found]


def values(told: Verdict, allowed: Collection[str] = ()) -> dict[str, Any]:
    """The verdict for a machine; the shape is documented with `digest check --json`."""
    return {
        "edition": told.key,
        "purpose": told.purpose or None,
        "verdict": {
            "may_go_out": told.allows,
            "words": told.line,
            "refused_by": sorted({finding.rule for finding in told.refusals}),
            "allowed": sorted(allowed),
            "counts": {level: sum(finding.level == level for finding in told.found) for level in LEVELS},
        },
        "findings": rows(told.found),
    }


def _rules(names: Iterable[str]) -> set[str]:
    """The rules of these names and families."""
    rules: set[str] = set()
    for name in names:
        meant = {rule for rule in RULES if name in (rule, rule.partition("-")[0])}
        if not meant:
            close = difflib.get_close_matches(name, [*RULES, *GATES], n=1, cutoff=0.4)
            known = "digest check --rules lists them"
            raise UsageError(f'"{name}"', "is no rule", f'did you mean "{close[0]}"?' if close else known)
        rules |= meant
    return rules
