"""What the gate found, for the panel: each finding with the way to its story and to its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from digest import highlights
from digest.check import LEVELS, RULES, Finding
from digest.highlights import Part
from digest.preview.checked import Checked
from digest.preview.places import Places
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the panel shows it.

    Attributes:
        level: as a word, `Error`.
        why: what goes wrong for a reader, and who says so; "" where that is plain.
        anchor: of its story in the panel; "" outside of stories.
        line: of the draft, "" where it cannot be told.
        story: id of its piece; "" outside of pieces.
        headline: of that piece.
        parts: the sentence, its figure marked; empty where the finding is about none.
        is_new: it was not found in the render before.
    """

    level: str
    rule: str
    why: str
    place: str
    anchor: str
    line: str
    story: str
    headline: str
    parts: tuple[Part, ...]
    reason: str
    remedy: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """The findings of one level.

    Attributes:
        title: `Errors`.
        says: what such a finding means.
        start: number of its first row among all, from 1.
    """

    title: str
    says: str
    start: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """All of it.

    Attributes:
        summary: in a few words, for the bar.
        words: on whether the edition may go out.
        vanished: what the render before had and this one has not.
    """

    summary: str
    words: str
    rows: tuple[Row, ...] = ()
    vanished: tuple[Row, ...] = ()

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The rows by level, the gravest first; they stand in that order."""
        found: list[Grade] = []
        for level, rows in groupby(self.rows, key=lambda row: row.level):
            start = found[-1].start + len(found[-1].rows) if found else 1
            found.append(Grade(f"{level}s", _MEANINGS[level], start, tuple(rows)))
        return tuple(found)


_MEANINGS = {
    "Error": "Each keeps the edition from going out, unless its rule is allowed.",
    "Warning": "Worth a look; the edition may go out so.",
    "Note": "Good to know.",
}
PENDING = Verdict("Checking", "Figures, links and the mail are being looked at.")


def verdict(
    found: Checked | None, places: Places, stories: Collection[str], before: Sequence[Finding] | None = None
) -> Verdict:
    """What `found` says, gravest first; None is still being looked for.

    Args:
        found: the result.
        places: the lines of the draft.
        stories: ids of those that stand in the panel.
        before: what was found in the render before; None where nobody looked.
    """
    if found is None:
        return PENDING
    if found.problem:
        return Verdict("Not checked", clean.text(found.problem))
    appeared, vanished = parted(before, found.findings) if before is not None else ((), ())
    gone = tuple(_row(finding, Places(""), stories) for finding in vanished)
    if not found.findings:
        return Verdict("No findings", "May go out: nothing was found.", vanished=gone)
    ordered = sorted(found.findings, key=lambda finding: LEVELS.index(finding.level))
    fresh = set(appeared)
    rows = tuple(replace(_row(each, places, stories), is_new=each in fresh) for each in ordered)
    stops = ordered[0].level == LEVELS[0]
    words = "Not to go out as it stands." if stops else "May go out."
    return Verdict(_summary(found.findings), words, rows, gone)


def parted(
    before: Iterable[Finding], after: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What appeared and what vanished between two checks.

    A finding stays the same when the words around its figure change, or the lines of its template.
    """
    earlier, later = tuple(before), tuple(after)
    left, added = Counter(map(_identity, earlier)), Counter(map(_identity, later))
    return tuple(_beyond(later, left)), tuple(_beyond(earlier, added))


def _identity(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.level, finding.story or finding.place, finding.figure or finding.reason


def _beyond(findings: Iterable[Finding], known: Counter[tuple[str, ...]]) -> Iterator[Finding]:
    """Those that are not among the `known`, each of which stands for one."""
    left = known.copy()
    for finding in findings:
        left[_identity(finding)] -= 1
        if left[_identity(finding)] < 0:
            yield finding


def _summary(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    return ", ".join(
        f"{counts[level]} {level}{'s' * (counts[level] > 1)}" for level in LEVELS if counts[level]
    )


def _row(finding: Finding, places: Places, stories: Collection[str]) -> Row:
    parts = highlights.of(finding.said, finding.figure)
    rule = RULES.get(finding.rule)
    return Row(
        finding.level.capitalize(),
        finding.rule,
        _sentence(rule.why or rule.reports) if rule else "",
        clean.line(finding.place),
        clean.anchor(finding.story, "why") if finding.story in stories else "",
        str(places.line(finding) or ""),
        finding.story,
        clean.line(places.headline(finding.story)),
        tuple(replace(part, text=clean.text(part.text)) for part in parts),
        _sentence(finding.reason),
        _sentence(finding.remedy),
    )


def _sentence(words: str) -> str:
    """`words` as a sentence of its own."""
    line = clean.line(words)
    stop = "" if not line or line[-1] in ".!?)" else "."
    return line[:1].upper() + line[1:] + stop
