"""What was done with a draft by command or in the preview, kept beside it so that it can be taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from digest import files

FILE = ".undo.json"
_MOST = 20  # actions that are remembered


@dataclass(frozen=True, slots=True)
class Entry:
    """One action: what it did in words, and the text of the draft before and after it."""

    words: str
    before: str
    after: str


def entries(folder: Path) -> tuple[Entry, ...]:
    """The actions that are remembered, the last one last; none where the file is gone or broken."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return tuple(Entry(one["words"], one["before"], one["after"]) for one in found)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ()


def add(folder: Path, entry: Entry) -> None:
    """Remembers an action. Raises `DigestError` where that cannot be written."""
    with files.one_hand(folder):
        _write(folder, (*entries(folder), entry))


def remove(folder: Path, before: str, after: str) -> None:
    """Forgets the last action that led from `before` to `after`, as it was taken back."""
    with files.one_hand(folder):
        kept = list(entries(folder))
        for number in reversed(range(len(kept))):
            if (kept[number].before, kept[number].after) == (before, after):
                del kept[number]
                _write(folder, tuple(kept))
                return


def _write(folder: Path, kept: tuple[Entry, ...]) -> None:
    rows = [{"words": one.words, "before": one.before, "after": one.after} for one in kept[-_MOST:]]
    files.write(folder, {FILE: json.dumps(rows, ensure_ascii=False)})
