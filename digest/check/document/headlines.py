"""Which piece of an edition a printed headline belongs to."""

from __future__ import annotations

from collections import defaultdict, deque

from digest import hrefs, text
from digest.model import Edition


class Headlines:
    """The headlines of an edition, each given out once for each piece that has it, in printed order."""

    def __init__(self, edition: Edition) -> None:
        self._pieces: defaultdict[str, deque[str]] = defaultdict(deque)
        for section in edition.sections:
            for piece in (*section.told, *section.briefs):
                line = text.line(piece.headline)
                if line:
                    self._pieces[line].append(piece.id)
        self._lengths = sorted(set(map(len, self._pieces)), reverse=True)

    def next(self, words: str) -> tuple[str, str] | None:
        """Id and headline of the next piece whose headline `words` are or begin with, the longest first."""
        for length in self._lengths:
            line = words[:length]
            if len(line) == length and line in self._pieces:
                ids = self._pieces[line]
                return (ids.popleft() if len(ids) > 1 else ids[0]), line
        return None


class Linked:
    """The headlines of an edition that lead to a report, each with its piece."""

    def __init__(self, edition: Edition) -> None:
        self._pieces: dict[tuple[str, str], tuple[str, str]] = {}
        for piece in edition.pieces:
            line = text.line(piece.headline)
            if line and piece.url:
                self._pieces.setdefault((line, hrefs.printed(piece.url)), (piece.id, line))

    def of(self, words: str, href: str) -> tuple[str, str] | None:
        """Id and headline of the piece whose headline `words` are and to whose report `href` leads."""
        return self._pieces.get((words, href))
