"""What findings of the gate look like: in words for a person, as plain values for a machine."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from digest import highlights, words
from digest.check import GATES, LEVELS, RULES, Finding
from digest.errors import UsageError
from digest.terminal import Terminal

_WIDTH = max(map(len, LEVELS))


def chosen(found: Iterable[Finding], only: Sequence[str], ignored: Sequence[str]) -> tuple[Finding, ...]:
    """Those of the rules `only`, or of all where that is empty, without those of the rules `ignored`.

    A rule is named by its id or, with all its family, by the first word of that: `numbers`.

    Raises:
        UsageError: there is no such rule.
    """
    wanted = _rules(only) or set(RULES)
    left = wanted - _rules(ignored)
    return tuple(finding for finding in found if finding.rule in left)


def _rules(names: Iterable[str]) -> set[str]:
    """The rules of these names and families."""
    rules: set[str] = set()
    for name in names:
        meant = {rule for rule in RULES if name in (rule, rule.partition("-")[0])}
        if not meant:
            close = difflib.get_close_matches(name, [*RULES, *GATES], n=1, cutoff=0.4)
            known = f"known are {', '.join(RULES)}"
            raise UsageError(f'"{name}"', "is no rule", f'did you mean "{close[0]}"?' if close else known)
        rules |= meant
    return rules


def failed(found: Iterable[Finding]) -> bool:
    """Whether the edition should not go out so."""
    return any(finding.level == "error" for finding in found)


def told(terminal: Terminal, found: Collection[Finding], key: str, *, whole: bool = True) -> None:
    """A block for each finding, the gravest first, and a line that counts; `whole`: no rule was left out."""
    for finding in sorted(found, key=lambda finding: LEVELS.index(finding.level)):
        terminal.say("\n".join(_block(finding)) + "\n")
    if found:
        counts = Counter(finding.level for finding in found)
        listed = ", ".join(words.counted(counts[level], level) for level in LEVELS if counts[level])
        terminal.result(f"{key}: {listed}")
    else:
        terminal.result(
            f"{key}: {'no figure is unproved' if whole else 'these rules have nothing to report'}"
        )


def _block(finding: Finding) -> list[str]:
    sentence = _set_off(finding)
    return [
        f"{finding.level:<{_WIDTH}}  {finding.rule}  {_line(finding.place)}",
        *([f"  {sentence}"] if sentence else []),
        f"  {_line(finding.reason)}",
        *([f"  -> {_line(finding.remedy)}"] if finding.remedy else []),
    ]


def _set_off(finding: Finding) -> str:
    """The sentence, its figure between asterisks: a sign that every terminal can show."""
    parts = highlights.of(finding.said, finding.figure)
    return _line("".join(f"*{part.text}*" if part.marked else part.text for part in parts))


def rows(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """The same for a machine, in printed order."""
    return [asdict(finding) for finding in found]


def _line(text: str) -> str:
    return " ".join(text.split())
