"""The editions that were made, as they were last rendered: what earlier ones said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from digest import editionjson
from digest.errors import DigestError
from digest.model import Edition, Period
from digest.project import Project
from digest.text import one_line

_LONGEST = 500  # characters of a fault


@dataclass(frozen=True, slots=True)
class Kept:
    """One edition as it was found; None where nothing of it can be read.

    `fault` says what is wrong with its file, "" where all is well or it was never rendered.
    """

    edition: Edition | None
    fault: str = ""


def editions(project: Project) -> Iterator[Kept]:
    """All editions with the editor's changes, the last first.

    Where the file of one is gone or broken, what the machine had made of it stands in for it.
    """
    for key, _ in project.store.editions():
        yield _kept(project, key)


def edition(project: Project, key: str) -> Edition | None:
    """The edition of `key` as it was last rendered, else built; None where there is none that can be read."""
    return _kept(project, key).edition


def before(project: Project, period: Period, most: int) -> tuple[Edition, ...]:
    """The last editions that closed before `period` began, at `most` as many, the last first."""
    found = (kept.edition for kept in editions(project) if kept.edition)
    return tuple(islice((made for made in found if made.period.end <= period.start), most))


def _kept(project: Project, key: str) -> Kept:
    file = project.folder(key) / "edition.json"
    fault = ""
    try:
        return Kept(editionjson.read(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        pass
    except (DigestError, OSError, UnicodeDecodeError) as error:
        problem = error.problem if isinstance(error, DigestError) else "cannot be read"
        fault = one_line(f"{file}: {problem}; its last build stands in for it", _LONGEST)
    built = project.store.edition(key)
    try:
        return Kept(editionjson.read(built.edition) if built else None, fault)
    except DigestError as error:
        return Kept(None, one_line(f"{key}, as it was built: {error.problem}; it is left out", _LONGEST))
