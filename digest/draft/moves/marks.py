"""The small comments behind a heading that mark a story, put there and taken away."""

from __future__ import annotations

import re

from digest.draft.moves.sheet import Leaf

_ID = re.compile(r"<!--\s*story\s+[a-z0-9-]+\s*-->")
_COMMENTS = re.compile(r"<!--.*?(?:-->|$)")


def put(leaf: Leaf, mark: str) -> tuple[str, ...]:
    """The lines of a story with `mark` behind its heading."""
    if leaf.piece is None or mark in leaf.piece.marks:
        return leaf.lines
    heading = leaf.lines[0].rstrip("\r\n")
    end = leaf.lines[0][len(heading) :]
    at = _behind(heading)
    return (f"{heading[:at]} <!-- {mark} -->{heading[at:]}{end}", *leaf.lines[1:])


def _behind(heading: str) -> int:
    """Where a mark goes: behind the id, else behind the words, for a comment there may go on below."""
    if match := _ID.search(heading):
        return match.end()
    start = heading.find("<!--")
    return len((heading if start < 0 else heading[:start]).rstrip())


def taken(leaf: Leaf, mark: str) -> tuple[str, ...]:
    """The lines of a story without `mark`, which may also stand beneath its heading."""
    if leaf.piece is None or mark not in leaf.piece.marks:
        return leaf.lines
    written = re.compile(rf"[ \t]*<!--\s*{mark}\s*-->")
    lines: list[str] = []
    for number, line in enumerate(leaf.lines):
        if number and _COMMENTS.sub("", line).strip():  # from here on it is text
            return (*lines, *leaf.lines[number:])
        kept = written.sub("", line)
        if kept == line or kept.strip():
            lines.append(kept)
    return tuple(lines)
