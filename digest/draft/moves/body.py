"""The lines under a heading, each with what it is, and how a text among them gets other words.

Comments and labelled lines stay where they are; of the text only those lines change that say something else.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digest.draft import form
from digest.draft.lines import LABELLED, Line, lines_of

TEXT, EMPTY, DEAL, LABEL, COMMENT, HEADING = "text", "empty", "deal", "label", "comment", "heading"

_COMMENTS = re.compile(r"<!--.*?(?:-->|$)")
_NO_LABEL = re.compile(r"<!--\s*text\s*-->")


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it stands, with its end.

    Attributes:
        said: its text without comments.
        before: the end of a comment that was opened on an earlier line.
        after: its comments, the last perhaps still open.
    """

    raw: str
    kind: str
    said: str = ""
    before: str = ""
    after: str = ""


def rows(lines: Sequence[str], start: int, heading: int = 0) -> list[Row]:
    """What the `lines` are, from index `start` on; the first `heading` of these count as heading."""
    bare = [line.rstrip("\r\n") for line in lines]
    told = {line.number - 1: line for line in lines_of(bare, start, "draft.md")}
    first = start + heading
    under = (_row(lines[number], bare[number], told.get(number)) for number in range(first, len(lines)))
    return [*(Row(line, HEADING) for line in lines[:first]), *under]


def _row(raw: str, bare: str, line: Line | None) -> Row:
    if line is None or (not line.text.strip() and line.comments):
        return Row(raw, COMMENT)
    if not line.text.strip():
        return Row(raw, EMPTY)
    if line.label:
        return Row(raw, DEAL if line.label[1].lower() == "deal" else LABEL, line.text)
    if line.literal:
        return Row(raw, TEXT, line.text)
    opened_before = any(opened < line.number for opened in line.opened)
    before = bare[: bare.index("-->") + 3] if opened_before else ""
    after = " ".join(_COMMENTS.findall(bare[len(before) :]))
    return Row(raw, TEXT, line.text, before, _NO_LABEL.sub("", after).strip())


def also_at(found: Sequence[Row]) -> range:
    """The rows of the last paragraph where that lists further reports; empty where it does not."""
    text = [number for number, row in enumerate(found) if row.kind == TEXT]
    if not text:
        return range(0)
    said = [number for number, row in enumerate(found) if row.kind in {TEXT, EMPTY} and number <= text[-1]]
    gaps = [number for number in said if found[number].kind == EMPTY]
    paragraph = [number for number in text if not gaps or number > gaps[-1]]
    _, links = form.without_also("\n".join(found[number].said for number in paragraph))
    return range(paragraph[0], paragraph[-1] + 1) if links else range(0)


def words_at(found: Sequence[Row]) -> list[int]:
    """The rows of the text, with the empty ones between them."""
    also = also_at(found)
    text = [number for number, row in enumerate(found) if row.kind == TEXT and number not in also]
    if not text:
        return []
    return [n for n in range(text[0], text[-1] + 1) if found[n].kind in {TEXT, EMPTY} and n not in also]


def deals_at(found: Sequence[Row]) -> list[int]:
    """The rows of the deal table."""
    return [number for number, row in enumerate(found) if row.kind == DEAL]


def guarded(line: str) -> str:
    """A line of text as it is written, so that it is not taken for a labelled one."""
    return f"<!-- text -->{line}" if LABELLED.match(line) else line


def with_words(
    found: Sequence[Row],
    region: Sequence[int],
    words: Sequence[str],
    at: int,
    newline: str,
    said: Callable[[Row], str] = lambda row: row.said,
) -> list[str]:
    """The lines of `found` where the rows of `region` say `words`, line by line; new text goes to `at`."""
    if not region:
        return _put(found, words, at, newline)
    if not words:
        return _taken(found, region)
    old = [said(found[number]) for number in region]
    put: dict[int, list[str]] = {}
    gone: set[int] = set()
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, words, autojunk=False).get_opcodes():
        if tag != "equal":
            place = region[a] if tag != "insert" or not a else region[a - 1] + 1
            put.setdefault(place, []).extend(words[c:d])
            gone.update(region[a:b])
    lines: list[str] = []
    for number, row in enumerate(found):
        fresh = [line + newline for line in put.get(number, ())]
        lines += _around(row, fresh, newline) if number in gone else [*fresh, row.raw]
    return lines + [line + newline for line in put.get(len(found), ())]


def _around(row: Row, fresh: list[str], newline: str) -> list[str]:
    """`fresh` lines in the place of a row whose comments stay: the end of one before, others behind."""
    first = [row.before + newline] if row.before else []
    if row.after and fresh:
        fresh = [*fresh[:-1], f"{fresh[-1].rstrip()} {row.after}{newline}"]
    elif row.after:
        fresh = [row.after + newline]
    return [*first, *fresh]


def _put(found: Sequence[Row], words: Sequence[str], at: int, newline: str) -> list[str]:
    """New text at `at`, with an empty line on each side where something stands."""
    raws = [row.raw for row in found]
    if not words:
        return raws
    fresh = [line + newline for line in words]
    above = [newline] if at and raws[at - 1].strip() else []
    below = [newline] if at < len(raws) and raws[at].strip() else []
    return [*raws[:at], *above, *fresh, *below, *raws[at:]]


def _taken(found: Sequence[Row], region: Sequence[int]) -> list[str]:
    """The lines without the text, nor one of the two gaps around it; its comments stay."""
    gone = set(region)
    last = region[-1] + 1
    if last < len(found) and found[last].kind == EMPTY:
        gone.add(last)
    left: list[str] = []
    for number, row in enumerate(found):
        end = row.raw[len(row.raw.rstrip("\r\n")) :]
        left += _around(row, [], end) if number in gone else [row.raw]
    while len(left) > 1 and not left[-1].strip():
        left.pop()
    return left
