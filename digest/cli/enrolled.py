"""What became of each line that was to be put onto a list: counted, and told to a person or a machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.cli.session import Session

if TYPE_CHECKING:
    from digest.readers.importing import Answer

_SHOWN = 50  # lines that are told one by one unless everything is asked for


class Tally:
    """Counts what became of the lines, and tells the lines that a person has to look at."""

    def __init__(self, session: Session, *, is_whole: bool) -> None:
        self._session, self._is_whole = session, is_whole
        self._lines: list[dict[str, Any]] = []
        self._told = 0
        self.counts: dict[str, int] = {}

    def noted(self, answer: Answer) -> Answer:
        """`answer`, which is counted."""
        self.counts[answer.fate] = self.counts.get(answer.fate, 0) + 1
        if self._is_whole:
            self._lines.append(values(answer))
        elif answer.fate != "added" or self._session.terminal.level > 0:
            self._told += 1
            if self._told <= _SHOWN or self._session.terminal.level > 0:
                self._session.terminal.say(f"  line {answer.number}: {shown(answer.typed)}: {words(answer)}")
        return answer

    def told(self, name: str, report: Path | None, *, is_trial: bool) -> None:
        """Says how it came out."""
        terminal = self._session.terminal
        if self._is_whole:
            terminal.json({"list": name, "dry_run": is_trial, "counts": self.counts, "lines": self._lines})
            return
        if self._told > _SHOWN and terminal.level <= 0:
            more = self._told - _SHOWN
            terminal.say(f"  and {more:,} more lines; --report FILE has each of them" if not report else
                         f"  and {more:,} more lines")  # fmt: skip
        if report:
            terminal.say(f"Each line is in {report}.")
        total = sum(self.counts.values())
        found = ", ".join(f"{count:,} {fate}" for fate, count in self.counts.items())
        before = "Nothing was written: this was a dry run. It would be: " if is_trial else ""
        lines = f"{total:,} line{'s' * (total != 1)}"
        terminal.result(f"{before}{lines} for the list “{name}”: {found or 'none'}.")


def words(answer: Answer) -> str:
    """What became of a line: `bad: “nix” has no @`."""
    if answer.fate == "bad":
        return f"bad: {answer.why}"
    return f"{answer.fate} ({answer.why})" if answer.why else str(answer.fate)


def values(answer: Answer) -> dict[str, Any]:
    """A line and what became of it, for a machine."""
    return {
        "line": answer.number,
        "address": answer.typed,
        "result": str(answer.fate),
        "why": answer.why,
    }


def shown(typed: str) -> str:
    """A cell of a stranger's file: nothing in it acts on the terminal, and it fits a line."""
    from digest.readers import addresses

    plain = "".join(character if character.isprintable() else "·" for character in typed)
    return addresses.shown(plain if len(plain) <= 80 else f"{plain[:77]}…") or "nothing"
