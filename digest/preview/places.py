"""In which line of the draft the thing stands that a finding is about.

A finding names its place as an editor would say it; the draft says in which lines that place is written. Of
those the line is meant that holds the figure, and where several do, the one most like the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest import markup
from digest.draft.front import KEYS
from digest.draft.manuscript import Block, Manuscript
from digest.errors import DraftError
from digest.model import Edition, Piece

if TYPE_CHECKING:
    from digest.check import Finding

_NUMBERED = re.compile(r"draft\.md(?::| line )(\d{1,6})\b")
_WATCH = re.compile(r"watch list, line (\d{1,6})")
_SECTION = re.compile(r"(?:intro of (?P<intro>.+)|section “(?P<title>.+)”|section (?P<id>\S+))", re.DOTALL)
_TABLE = "deal table, "
_WORD = re.compile(r"\w+")
_LONGEST = 20_000  # characters of a line that are looked at


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some lines of the draft: the number of the first, and the lines."""

    start: int
    lines: tuple[str, ...]

    @property
    def body(self) -> _Stretch:
        """Without its heading."""
        return _Stretch(self.start + 1, self.lines[1:])


class Places:
    """Where everything stands in one draft; nothing can be said of one that cannot be read."""

    def __init__(self, draft: str, edition: Edition | None = None) -> None:
        self._texts = tuple(draft.split("\n"))
        self._pieces = {piece.id: piece for piece in edition.pieces} if edition else {}
        try:
            self._script = Manuscript.of(draft) if draft else None
        except (DraftError, ValueError, RecursionError):
            self._script = None

    def line(self, finding: Finding) -> int:
        """The line of the draft, from 1, that `finding` is about; 0 for none."""
        if named := _NUMBERED.match(finding.place):
            return min(int(named[1]), len(self._texts))
        if self._script is None:
            return self._marked(finding.story)
        if finding.story:
            block = self._block(self._script, finding.story)
            return self._in_story(self._stretch(block), finding) if block else 0
        return self._around(self._script, finding)

    def story(self, id_: str) -> int:
        """The line of the heading of the piece with this id; 0 for none."""
        if self._script is None:
            return self._marked(id_)
        block = self._block(self._script, id_)
        return block.piece.line if block and block.piece else 0

    def headline(self, id_: str) -> str:
        """The headline of the piece with this id as it was rendered; "" for none."""
        made = self._pieces.get(id_)
        return made.headline if made else ""

    def _marked(self, story: str) -> int:
        """The line of a heading in a draft that cannot be read: that with the comment."""
        mark = f"<!-- story {story} -->"
        found = (number for number, line in enumerate(self._texts, 1) if story and mark in line)
        return next(found, 0)

    def _block(self, script: Manuscript, id_: str) -> Block | None:
        """The story with this id: by its comment, else by the words that the edition has of it."""
        blocks = [block for block in script.blocks if block.piece]
        made = self._pieces.get(id_)
        named = (block for block in blocks if block.id == id_)
        bare = (block for block in blocks if not block.id and made and _is_told(block, made))
        return next(named, None) or next(bare, None)

    def _stretch(self, block: Block) -> _Stretch:
        assert block.piece is not None, "only stories are looked for"  # noqa: S101
        return _Stretch(block.piece.line, block.lines)

    def _in_story(self, story: _Stretch, finding: Finding) -> int:
        if finding.place.endswith(", headline"):
            return story.start
        if finding.place.startswith(_TABLE):
            rows = _only(story, "Deal:")
            return (
                _best(rows, finding.figure, finding.place.removeprefix(_TABLE), finding.said) or story.start
            )
        return _best(story.body, finding.figure, finding.said) or story.start

    def _around(self, script: Manuscript, finding: Finding) -> int:
        """The line of what stands outside of stories."""
        head = _Stretch(1, script.head)
        if finding.place in KEYS:
            return _best(_only(head, f"{finding.place}:"), finding.place)
        if listed := _WATCH.fullmatch(finding.place):
            rows = [row.line for row in script.draft.watch if row.text]
            number = int(listed[1])
            return rows[number - 1] if 0 < number <= len(rows) else 0
        if finding.place == "intro":
            return _best(head, finding.figure, finding.said)
        if named := _SECTION.fullmatch(finding.place):
            return self._section(script, named, finding)
        if finding.place == "draft.md":
            return _best(_Stretch(1, self._texts), finding.figure, finding.said)
        return 0

    def _section(self, script: Manuscript, named: re.Match[str], finding: Finding) -> int:
        for chapter in script.chapters:
            section = chapter.section
            if named["id"] and named["id"] != section.id:
                continue
            if not named["id"] and (named["intro"] or named["title"]).strip() != section.title.strip():
                continue
            opening = _Stretch(section.line, chapter.opening.lines)
            return _best(opening.body, finding.figure, finding.said) or section.line
        return 0


def _is_told(block: Block, piece: Piece) -> bool:
    found = block.piece
    return bool(found) and (found.headline, found.url) == (piece.headline, piece.url)  # type: ignore[union-attr]


def _only(stretch: _Stretch, label: str) -> _Stretch:
    """The lines that begin with `label`, the others empty."""
    bare = label.casefold()
    kept = (line if line.strip().lstrip("*").casefold().startswith(bare) else "" for line in stretch.lines)
    return _Stretch(stretch.start, tuple(kept))


def _best(stretch: _Stretch, figure: str, *said: str) -> int:
    """The line that holds `figure` and is most like `said`, else the one most like it; 0 for none."""
    wanted = _words(said)
    lines = [line[:_LONGEST] for line in stretch.lines]
    holding = [number for number, line in enumerate(lines) if figure.strip() and _holds(line, figure.strip())]
    likeness = {number: len(wanted & _words([_plain(line)])) for number, line in enumerate(lines)}
    if not holding:
        # One word or two are in many lines: then nothing is known.
        enough = max(1, len(wanted) // 3)
        holding = [number for number, count in likeness.items() if count >= enough]
    best = max(holding, key=lambda number: (likeness[number], -number), default=None)
    return 0 if best is None else stretch.start + best


def _holds(line: str, figure: str) -> bool:
    return figure in line or figure in _plain(line)


def _plain(line: str) -> str:
    """The words of a line of Markdown, roughly: what is compared need not be exact."""
    return " ".join(markup.unescape(line.replace("**", "").replace("`", "")).split())


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text[:_LONGEST]))
