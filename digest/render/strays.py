"""Files beside a user's own templates that no output reads, though their names look as if one did."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from digest import bundled

_CLOSE = 0.8  # of difflib: one slip in a short name
_UNREAD = "README.md"


def notes(folder: Path) -> tuple[str, ...]:
    """A sentence for each file whose name is nearly that of a shipped template; none without a folder.

    A file that one of the user's templates names, and a copy beside the template itself, are meant so.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return ()
    known = sorted(path.name for path in bundled.path("templates").iterdir() if path.name != _UNREAD)
    strays = [name for name in names if name not in known and not name.startswith(".")]
    said = "\n".join(_texts(folder)) if strays else ""
    return tuple(
        f'{folder.name}/{name} is read by nothing; did you mean "{close[0]}"?'
        for name in strays
        if (close := difflib.get_close_matches(name, known, n=1, cutoff=_CLOSE))
        if close[0] not in names and f'"{name}"' not in said and f"'{name}'" not in said
    )


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        try:
            yield path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):  # a folder; a template in another encoding is told elsewhere
            continue
