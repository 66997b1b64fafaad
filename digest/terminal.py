"""What the program says and how: facts on stdout, progress and errors on stderr.

Colour and the live bar appear only on a terminal and are never the only sign.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from digest.errors import DigestError
from digest.listening import Listener, Work


class Terminal:
    """The voice of one command. `level`: -1 quiet, 0 ordinary, 1 verbose."""

    def __init__(self, level: int = 0) -> None:
        self.level = level

    def say(self, line: str) -> None:
        """A fact that the user asked for."""
        if self.level >= 0:
            _print(line, sys.stdout)

    def result(self, line: str) -> None:
        """The last line: where the result is or what to do next; also when quiet."""
        _print(line, sys.stdout)

    def detail(self, line: str) -> None:
        """A fact for those who asked for more."""
        if self.level > 0:
            _print(line, sys.stdout)

    def warn(self, line: str) -> None:
        """Something that a person should look at."""
        _print(line, sys.stderr)

    def json(self, value: object) -> None:
        """A result for a machine."""
        _print(json.dumps(value, ensure_ascii=False, indent=1), sys.stdout)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
        """Aligned columns under their heads; those in `right` to the right."""
        rows = [tuple(row) for row in rows]
        widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
        for row in (heads, *rows):
            cells = (
                cell.rjust(width) if column in right else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            _print("  ".join(cells).rstrip(), sys.stdout)

    @contextmanager
    def progress(self) -> Iterator[Listener]:
        """A listener that draws a live bar on a terminal and is silent elsewhere."""
        if self.level < 0 or not sys.stderr.isatty():
            yield lambda *_: None
            return
        from rich.console import Console

        from digest.drawing import drawn

        with drawn(Console(stderr=True)) as bar:
            tasks: dict[str, Any] = {}

            def listen(name: str, done: int, total: int) -> None:
                if name not in tasks:
                    words = name.words if isinstance(name, Work) else None
                    tasks[name] = bar.add_task(name, total=total, words=words)
                bar.update(tasks[name], completed=done)

            yield listen


def _print(line: str, stream: TextIO) -> None:
    """Prints at once, what the stream cannot encode replaced; a reader that has gone does not stop the work.

    Raises:
        DigestError: the stream takes nothing for another reason, such as a full disk.
    """
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        print(line.encode(encoding, "replace").decode(encoding), file=stream, flush=True)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except OSError as error:
        raise DigestError(
            "the output", f"cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
