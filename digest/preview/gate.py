"""What the gate found, for the panel: each finding with the way to its story and to its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from digest import highlights
from digest.check import LEVELS, Finding
from digest.errors import DigestError
from digest.highlights import Part
from digest.render import clean


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check gave: its findings, and why there was none; "" where all went well."""

    findings: tuple[Finding, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the panel shows it.

    Attributes:
        level: as a word, `Error`.
        anchor: of its story in the panel; "" outside of stories.
        line: of the draft, "" where it cannot be told.
        parts: the sentence, its figure marked; empty where the finding is about none.
    """

    level: str
    rule: str
    place: str
    anchor: str
    line: str
    parts: tuple[Part, ...]
    reason: str
    remedy: str


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
    """All of it: `summary` in a few words for the bar, `words` on whether the edition may go out."""

    summary: str
    words: str
    rows: tuple[Row, ...] = ()

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


def checked(check: Callable[[], Sequence[Finding]]) -> Checked:
    """The result of `check`, whatever it does: a gate that falls must not end the desk."""
    try:
        return Checked(tuple(check()))
    except DigestError as error:
        return Checked(problem=str(error))
    except Exception as error:  # noqa: BLE001 - it is shown; reading what strangers wrote can fail anyhow
        return Checked(problem=f"The check failed with {type(error).__name__}: {error}")


def verdict(found: Checked | None, draft: str, stories: Sequence[str]) -> Verdict:
    """What `found` says, gravest first; None is still being looked for.

    Args:
        found: the result.
        draft: the text of `draft.md`, for the lines.
        stories: ids of those that stand in the panel.
    """
    if found is None:
        return PENDING
    if found.problem:
        return Verdict("Not checked", clean.text(found.problem))
    if not found.findings:
        return Verdict("No findings", "May go out: nothing was found.")
    lines, known = draft.split("\n"), set(stories)
    ordered = sorted(found.findings, key=lambda finding: LEVELS.index(finding.level))
    rows = tuple(_row(finding, lines, known) for finding in ordered)
    stops = ordered[0].level == LEVELS[0]
    return Verdict(_summary(found.findings), "Not to go out as it stands." if stops else "May go out.", rows)


def _summary(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    return ", ".join(
        f"{counts[level]} {level}{'s' * (counts[level] > 1)}" for level in LEVELS if counts[level]
    )


def _row(finding: Finding, draft: Sequence[str], stories: set[str]) -> Row:
    parts = highlights.of(finding.said, finding.figure)
    return Row(
        finding.level.capitalize(),
        finding.rule,
        clean.line(finding.place),
        clean.anchor(finding.story, "why") if finding.story in stories else "",
        _line(finding, draft),
        tuple(replace(part, text=clean.text(part.text)) for part in parts),
        _sentence(finding.reason),
        _sentence(finding.remedy),
    )


def _sentence(words: str) -> str:
    """`words` as a sentence of its own."""
    line = clean.line(words)
    stop = "" if not line or line[-1] in ".!?)" else "."
    return line[:1].upper() + line[1:] + stop


def _line(finding: Finding, draft: Sequence[str]) -> str:
    """The line of the draft in which the figure stands, or at which its story or setting begins."""
    first, last = _span(finding, draft)
    lines = [number for number in range(first, last) if finding.figure and finding.figure in draft[number]]
    if lines:
        return str(lines[0] + 1)
    return str(first + 1) if first < last and (finding.story or last == first + 1) else ""


def _span(finding: Finding, draft: Sequence[str]) -> tuple[int, int]:
    """The lines, from and up to, of the story or setting that a finding is about; else those before all."""
    headings = [number for number, line in enumerate(draft) if re.match(r"#{2,3}\s", line)]
    if finding.story:
        mark = f"<!-- story {finding.story} -->"
        start = next((number for number in headings if mark in draft[number]), len(draft))
        return start, next((number for number in headings if number > start), len(draft))
    top = headings[0] if headings else len(draft)
    named = (number for number in range(top) if draft[number].startswith(f"{finding.place}:"))
    line = next(named, None)
    return (0, top) if line is None else (line, line + 1)
