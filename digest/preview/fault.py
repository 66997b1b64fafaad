"""Where a render failed: the file, the line and the lines around it, as far as the error names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from digest import bundled
from digest.preview.desk import Desk

_PLACE = re.compile(r"(?P<file>[^\s:\"“”]+\.[a-z]{2,5})(?::| line |: line )(?P<line>\d{1,6})\b")
_AROUND = 2  # lines before and after
_LONGEST = 200  # characters of a line that are shown


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong.

    Attributes:
        words: all of it.
        file: name of the file as a person knows it; "" where none is named.
        line: number of the faulty line, 0 for none.
        rows: number and text of the lines around it; none where the file cannot be read.
    """

    words: str
    file: str = ""
    line: int = 0
    rows: tuple[tuple[int, str], ...] = ()

    @property
    def draft_line(self) -> str:
        """The line where it is the draft's; "" else."""
        return str(self.line) if self.file == "draft.md" else ""


def of(words: str, desk: Desk) -> Fault:
    """The fault that an error's `words` tell."""
    found = _PLACE.search(words)
    if not found:
        return Fault(words)
    path, line = _known(found["file"], desk), int(found["line"])
    return Fault(words, Path(found["file"]).name, line, _rows(path, line) if path else ())


def _known(named: str, desk: Desk) -> Path | None:
    """The file, where it is one of those that the desk is made from; a message may not open another."""
    name = Path(named).name
    places = [desk.folder / "draft.md", *(path for path in desk.watch if path.name == name)]
    folders = [path for path in desk.watch if path.is_dir()]
    inner = named.partition("templates/")[2]
    if inner and ".." not in inner:
        places += [folder / inner for folder in (*folders, bundled.path("templates"))]
    return next((path for path in places if path.name == name and path.is_file()), None)


def _rows(file: Path, line: int) -> tuple[tuple[int, str], ...]:
    try:
        lines = file.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return ()
    first = max(1, line - _AROUND)
    shown = lines[first - 1 : line + _AROUND]
    return tuple((number, text[:_LONGEST]) for number, text in enumerate(shown, first))
