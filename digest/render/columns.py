"""Figures in lines of plain text: words left, sums right, bars between them, nothing wider than the mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from digest.render.bars import Bar
from digest.render.comparison import Cell, Comparison
from digest.render.wording import WIDTH, wrapped

_GAP = "  "


def beside(left: str, right: str, width: int = WIDTH) -> str:
    """`left` folded, and `right` at the right edge of its last line, or below where it does not fit."""
    lines = wrapped(left, width - min(len(right), width // 2) - len(_GAP), indent=_GAP, first="").split("\n")
    if len(lines[-1]) + len(_GAP) + len(right) > width:
        return "\n".join([*lines, wrapped(right, width, indent=_GAP)])
    return "\n".join([*lines[:-1], lines[-1] + right.rjust(width - len(lines[-1]))])


def chart(bars: Sequence[Bar], width: int = WIDTH) -> str:
    """For each bar what it stands for, its figure and the bar; a long name takes more lines."""
    figures = [" ".join(filter(None, (bar.value, bar.note))) for bar in bars]
    longest = max(map(len, figures), default=0)
    room = width - longest - max((len(bar.text) for bar in bars), default=0) - 2 * len(_GAP)
    names = min(room, max((len(bar.label) for bar in bars), default=0))
    return "\n".join(
        _drawn(bar, f"{figure.rjust(longest)}{_GAP}{bar.text}".rstrip(), names)
        for bar, figure in zip(bars, figures, strict=True)
    )


def _drawn(bar: Bar, figure: str, room: int) -> str:
    """The name of a bar in `room` columns, and its figure beside the last line; a longer word goes above."""
    lines = wrapped(bar.label, max(1, room), indent=_GAP, first="").split("\n")
    if len(lines[-1]) > room:
        lines.append("")
    return "\n".join([*lines[:-1], f"{lines[-1].ljust(room)}{_GAP}{figure}"])


def compared(found: Comparison, number: Callable[[str], str], company: str, width: int = WIDTH) -> str:
    """Companies left, figures right under their heads; `number` turns an address into `[3]`.

    `company` is the head of the first column. Where that is too wide, a line for the heads and one for each
    company: `name: figure · figure`, the same words in the same order.
    """
    rows = [(line.company, *(_cell(cell, number) for cell in line.cells)) for line in found.lines]
    lines = [(company, *found.columns), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        return "\n".join(_told(line, width) for line in lines)
    return "\n".join(
        _GAP.join(
            cell.rjust(size) if at else cell.ljust(size)
            for at, (cell, size) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _cell(cell: Cell, number: Callable[[str], str]) -> str:
    return " ".join(filter(None, (cell.text, cell.note, number(cell.url) if cell.url else "")))


def _told(line: Sequence[str], width: int) -> str:
    return wrapped(f"{line[0]}: {' · '.join(line[1:])}", width, indent=_GAP, first="")
