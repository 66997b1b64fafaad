"""What the program says and how: facts on stdout, progress and errors on stderr.

Colour and the live bar appear only on a terminal and are never the only sign.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from digest.pipeline import Listener


class Terminal:
    """The voice of one command. `level`: -1 quiet, 0 ordinary, 1 verbose."""

    def __init__(self, level: int = 0) -> None:
        self.level = level

    def say(self, line: str) -> None:
        """A fact that the user asked for."""
        if self.level >= 0:
            print(line)

    def result(self, line: str) -> None:
        """The last line: where the result is or what to do next; also when quiet."""
        print(line)

    def detail(self, line: str) -> None:
        """A fact for those who asked for more."""
        if self.level > 0:
            print(line)

    def warn(self, line: str) -> None:
        """Something that a person should look at."""
        print(line, file=sys.stderr)

    def json(self, value: object) -> None:
        """A result for a machine."""
        print(json.dumps(value, ensure_ascii=False, indent=1))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
        """Aligned columns under their heads; those in `right` to the right."""
        rows = [tuple(row) for row in rows]
        widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
        for row in (heads, *rows):
            cells = (
                cell.rjust(width) if column in right else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            print("  ".join(cells).rstrip())

    @contextmanager
    def progress(self) -> Iterator[Listener]:
        """A listener that draws a live bar on a terminal and is silent elsewhere."""
        if self.level < 0 or not sys.stderr.isatty():
            yield lambda _name, _done, _total: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns: tuple[Any, ...] = (TextColumn("{task.description:<11}"), BarColumn(28), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def listen(name: str, done: int, total: int) -> None:
                if name not in tasks:
                    tasks[name] = bar.add_task(name, total=total)
                bar.update(tasks[name], completed=done)

            yield listen
