"""Cells of tables in HTML: which of them may be parted inside a word where there is little room."""

from __future__ import annotations

_ROOM = 24  # characters of figures that stand beside each other and a name on the narrowest screen
_LONGEST = 14


def whole(text: str, columns: int = 1) -> str:
    """`whole`, the class of a cell whose words are never parted: no line ends in "$200" and the next is "M".

    "" for a `text` with a word so long that a row of `columns` of them would not fit a narrow screen.
    """
    room = min(_LONGEST, _ROOM // max(1, columns))
    return "whole" if max(map(len, text.split()), default=0) <= room else ""
