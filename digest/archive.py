"""The editions that were made, as they were last rendered: what an earlier one said, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from digest import editionjson
from digest.errors import DigestError
from digest.model import Edition, Period
from digest.project import Project


def editions(project: Project) -> Iterator[Edition]:
    """All editions, the last first, with the editor's changes; one that cannot be read is left out."""
    for key, _ in project.store.editions():
        if made := rendered(project, key):
            yield made


def before(project: Project, period: Period, most: int) -> tuple[Edition, ...]:
    """The last editions that closed before `period` began, at `most` as many, the last first."""
    earlier = (made for made in editions(project) if made.period.end <= period.start)
    return tuple(islice(earlier, most))


def rendered(project: Project, key: str) -> Edition | None:
    """The edition of `key` with the editor's changes; the machine's where the file is gone or broken."""
    try:
        return editionjson.read((project.folder(key) / "edition.json").read_text(encoding="utf-8"))
    except (DigestError, OSError, UnicodeDecodeError):
        built = project.store.edition(key)
        return editionjson.read(built.edition) if built else None
