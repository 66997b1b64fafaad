"""Files on this machine: saved feeds, pages, articles, mails and item lists."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from digest.collect.items import Origin, apart, newest_first
from digest.collect.kinds import Door, body_hash, failed, fresh, unchanged
from digest.collect.reading import Job, Reading
from digest.config import SourceSettings
from digest.model import Collected, Memory
from digest.settings import Line

LARGEST = 10_000_000  # bytes of one file
MOST_FILES = 1_000
_FORMS: Mapping[str, str] = {
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".json": "feed",
    ".html": "page",
    ".htm": "page",
    ".md": "markdown",
    ".txt": "article",
    ".eml": "mail",
    ".jsonl": "lines",
}


def _inside(pattern: str) -> str:
    if not pattern or pattern.startswith(("/", "\\")) or ".." in pattern or ":" in pattern:
        raise PydanticCustomError(
            "pattern", 'should be a pattern inside the folder, like "*.txt" or "**/*.xml"'
        )
    return pattern


class Settings(SourceSettings):
    """`[[sources]]` with `kind = "folder"`: a file, or a folder and which of its files."""

    path: Annotated[Line, Field(min_length=1)]
    pattern: Annotated[Line, AfterValidator(_inside)] = "*"

    @property
    def place(self) -> str:
        """Its path as configured."""
        return self.path


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    form: str
    body: bytes
    written: datetime


async def collect(settings: Settings, door: Door, memory: Memory) -> Collected:
    """What the files hold now, newest first; a file that cannot be read is a note."""
    root = door.folder / settings.path
    if not root.exists():
        return failed(settings.name, "read", f"{settings.path}: no such file or folder", memory, door.now)
    files, notes = await asyncio.to_thread(_files, root, settings.pattern)
    seen = body_hash(
        *(part for file in files for part in (file.name.encode(), str(file.written).encode(), file.body))
    )
    if seen == memory.body_hash and not notes:
        return unchanged(settings.name, memory, door)
    jobs = [_job(settings.name, file, door.now) for file in files]
    readings = await asyncio.gather(*(door.workers.read(job) for job in jobs))
    notes += list(chain.from_iterable(map(_notes, files, readings)))
    if notes and not any(reading.entries or not reading.problem for reading in readings):
        return failed(settings.name, "read", "; ".join(notes[:3]), memory, door.now)
    entries = newest_first(apart(chain.from_iterable(reading.entries for reading in readings)))
    return fresh(settings.name, entries, replace(memory, body_hash=seen), door, tuple(notes))


def _files(root: Path, pattern: str) -> tuple[list[_File], list[str]]:
    """What can be read below `root`, by name, and notes on what cannot."""
    found: list[_File] = []
    notes: list[str] = []
    for path in _paths(root, pattern):
        name = path.relative_to(root).as_posix() if path != root else path.name
        try:
            found.append(_file(path, name, root))
        except OSError as error:
            notes.append(f"{name}: {error.strerror or error}")
    if not found and not notes:
        notes.append("holds no file of a form that can be read")
    return found, notes


def _paths(root: Path, pattern: str) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    hits = sorted(path for path in root.glob(pattern) if not path.name.startswith("."))
    yield from [path for path in hits if path.suffix.lower() in _FORMS][:MOST_FILES]


def _file(path: Path, name: str, root: Path) -> _File:
    """The file at `path`.

    Raises:
        OSError: it cannot be read, is too large or no plain file, or leads out of the folder.
    """
    if path != root and not path.resolve().is_relative_to(root.resolve()):
        raise OSError("leads out of the folder")
    if not path.is_file():
        raise OSError("is no plain file")
    about = path.stat()
    if about.st_size > LARGEST:
        raise OSError(f"is larger than {LARGEST // 1_000_000} MB")
    form = _FORMS.get(path.suffix.lower())
    if not form:
        raise OSError(f"is none of {', '.join(_FORMS)}")
    return _File(name, form, path.read_bytes(), datetime.fromtimestamp(about.st_mtime, UTC))


def _job(source: str, file: _File, now: datetime) -> Job:
    return Job(file.form, file.body, Origin(source, "", now, written=min(file.written, now)), file.name)


def _notes(file: _File, reading: Reading) -> Sequence[str]:
    problem = [f"{file.name}: holds {reading.problem}"] if reading.problem else []
    return [*problem, *(f"{file.name}: {note}" for note in reading.notes)]
