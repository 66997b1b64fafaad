"""The live bar on a terminal: what is done, how many of how many, and how it stands in words."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

_NARROW = 110  # columns; on a terminal that is narrower the words matter more than the bar


class _Words(ProgressColumn):
    """How the work stands, by whoever does it; cut where the line ends."""

    def __init__(self) -> None:
        super().__init__(Column(ratio=1, no_wrap=True, overflow="ellipsis"))

    def render(self, task: Task) -> Text:
        """The words of now."""
        words = task.fields.get("words")
        return Text(words() if words else "", style="dim", no_wrap=True, overflow="ellipsis")


def drawn(console: Console) -> Progress:
    """A bar on `console` whose tasks may have a field `words`; gone when the work is done."""
    bar = BarColumn(12 if console.width < _NARROW else 28)
    return Progress(
        TextColumn("{task.description:<10}", table_column=Column(no_wrap=True)),
        bar,
        MofNCompleteColumn(table_column=Column(no_wrap=True)),
        _Words(),
        console=console,
        transient=True,
        expand=True,
    )
