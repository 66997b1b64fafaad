"""`out/feedback.jsonl`: what the editor did with the machine's stories, one lesson a line.

A story that was moved to another section, or left out of the issue, says more about what an editor wants
than any list of keywords. The file is plain and theirs: a line can be mended, deleted or written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.errors import DigestError
from digest.model import Edition, Lesson, Story

FILE = "feedback.jsonl"
"""Its name in the folder of what is made."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """A file of lessons as it was read.

    Attributes:
        unread: the lines that could not be read, as they stand; they are kept when it is written again.
        notes: what is wrong with each of them, in words.
    """

    lessons: tuple[Lesson, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def lessons_of(made: Edition, edited: Edition, at: datetime) -> tuple[Lesson, ...]:
    """What the difference between the machine's edition and the editor's teaches.

    A story that stands in another section, or nowhere any more, is a lesson; one that stands where it was
    is none, and neither is one that waits for the next edition, nor a piece that the editor wrote.
    """
    waiting = {piece.id for piece in edited.held}
    now = {piece.id: section.id for section in edited.sections for piece in section.pieces}
    return tuple(
        _lesson(piece.story, section.id, now.get(piece.id, ""), made.key, at)
        for section in made.sections
        for piece in section.pieces
        if piece.story and piece.id not in waiting and now.get(piece.id, "") != section.id
    )


def _lesson(story: Story, was: str, now: str, edition: str, at: datetime) -> Lesson:
    lead = story.lead
    said = " ".join(sentence.text for sentence in story.summary)
    return Lesson(lead.title, said, lead.publisher, was, now, edition, at)


def merged(known: Sequence[Lesson], fresh: Iterable[Lesson], edition: str) -> tuple[Lesson, ...]:
    """`known` with `fresh` as the lessons of `edition`: rendering again teaches nothing twice.

    A lesson that was known keeps its time; one that is not among `fresh` any more was taken back.
    """
    times = {replace(lesson, at=_SOME_TIME): lesson.at for lesson in known if lesson.edition == edition}
    own = (replace(new, at=times.get(replace(new, at=_SOME_TIME), new.at)) for new in fresh)
    others = (lesson for lesson in known if lesson.edition != edition)
    return tuple(sorted((*others, *own), key=lambda lesson: lesson.edition))


def load(file: Path) -> Feedback:
    """The lessons in `file`; none where there is no such file.

    Raises:
        DigestError: it is there and cannot be read.
    """
    try:
        return read(file.read_bytes().decode("utf-8-sig", "replace"), str(file))
    except FileNotFoundError:
        return Feedback()
    except OSError as error:
        raise DigestError(str(file), f"cannot be read: {(error.strerror or str(error)).lower()}") from error


def read(text: str, where: str) -> Feedback:
    """The lessons in `text`; a line that is none stops nothing and is noted with `where` and its number."""
    lessons: list[Lesson] = []
    unread: list[str] = []
    notes: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            lessons.append(_read(line))
        except ValueError as error:
            unread.append(line.rstrip("\r"))
            notes.append(f"{where}:{number}: {error}; the line is left alone and teaches nothing")
    return Feedback(tuple(lessons), tuple(unread), tuple(notes))


def write(lessons: Iterable[Lesson], unread: Iterable[str] = ()) -> str:
    """The lessons, one JSON object a line, then the lines that could not be read, as they were."""
    lines = [json.dumps(_written(lesson), ensure_ascii=False) for lesson in lessons]
    text = "".join(f"{line}\n" for line in (*lines, *unread))
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)  # UTF-8 cannot hold them


_TEXTS = ("edition", "title", "lead", "publisher", "was")
_SOME_TIME = datetime.min.replace(tzinfo=UTC)


def _written(lesson: Lesson) -> dict[str, str | None]:
    at = lesson.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"at": at, **{name: getattr(lesson, name) for name in _TEXTS}, "now": lesson.now or None}


def _read(line: str) -> Lesson:
    """The lesson in `line`. Raises `ValueError` with what is wrong, in words."""
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("is no JSON") from error
    row = row if isinstance(row, dict) else {}
    for name in (*_TEXTS, "at"):
        if not isinstance(row.get(name), str):
            raise ValueError(f'has no text "{name}"')  # noqa: TRY004 - one kind of error, told as a note
    if "now" not in row or not isinstance(row["now"], str | None):
        raise ValueError('"now" is neither the id of a section nor null')
    return Lesson(**{name: row[name] for name in _TEXTS}, now=row["now"] or "", at=_time(row["at"]))


def _time(said: str) -> datetime:
    try:
        read = datetime.fromisoformat(said)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f'"at" is no time like 2026-11-22T18:00:00Z: "{said[:40]}"') from error
