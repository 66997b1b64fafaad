"""The project as the preview sees it: what may be read of it, and what a person may decide.

What the first page does not need is imported by the first who asks for it, so that the desk is there at once.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from digest import approval, archive, drafts, editionjson, files, journal, lengths
from digest.config import Config
from digest.errors import BusyError, ConfigError, DigestError
from digest.preview import Desk, Keys
from digest.preview.studio import (
    Answer,
    ClashError,
    Done,
    Hit,
    Hits,
    Listed,
    Plan,
    Supplier,
    Waiting,
)
from digest.project import Project, load, opened

if TYPE_CHECKING:
    from digest import differing, seeking
    from digest.check import Finding
    from digest.sourcestates import SourceState

_PATIENCE_S = 10.0  # how long a command that is at work is waited for
_KEY_LENGTH = 24  # characters

_Outline = tuple[str, int, int]

_FATES = {"section": "printed", "merged": "part of a story", "copy": "a copy of another", "split": "split up"}
"""How the desk says what the store calls otherwise."""


@dataclass(frozen=True, slots=True)
class ProjectStudio:
    """The project that a configuration names; each call opens it anew, as it is then."""

    config: Config

    @property
    def title(self) -> str:
        """Name of the publication."""
        return self.config.edition.title

    def editions(self) -> Sequence[Listed]:
        """All editions, the newest first."""
        with self._project() as project:
            return [_listed(project, key) for key, _ in project.store.editions()]

    def desk(self, key: str) -> Desk | None:
        """The desk of an edition that was built."""
        with self._project() as project:
            if project.store.edition(key) is None:
                return None
            folder, sender = project.folder(key), project.config.stationery.sender
        watched = (folder / drafts.FILE, self.config.templates, self.config.file)
        return Desk(
            folder,
            self.title,
            watched,
            lambda: self._rerendered(key),
            lambda: self._checked(key),
            sender,
        )

    def machine(self, key: str) -> str:
        """The draft of an edition as the machine last wrote it."""
        with self._project() as project:
            base = project.store.edition(key)
            return base.draft if base else ""

    def act(self, key: str, action: str, values: Mapping[str, str]) -> Done:
        """An editorial move on the draft; whoever follows the draft renders it."""
        from digest import editing

        with self._project() as project, _clashes():
            acted = editing.act(project, key, action, **values)
        return Done(acted.words)

    def last(self, key: str) -> str:
        """What the last action did that can be taken back."""
        with self._project() as project:
            done = journal.entries(project.folder(key))
        return done[-1].words if done else ""

    def undo(self, key: str) -> Done:
        """Takes the last action back, whatever else changed since."""
        from digest import editing

        with self._project() as project, _clashes():
            return Done(editing.undone_last(project, key).words)

    def plan(self, key: str, step: str, values: Mapping[str, str]) -> Plan:
        """What a step would do."""
        from digest import outward

        with self._project() as project:
            return outward.plan(project, key, step, values)

    def carry_out(self, key: str, step: str, values: Mapping[str, str], agreed: str) -> Done:
        """Does it, with the time of now."""
        from digest import outward

        with self._project(alone=True) as project:
            now = datetime.now(UTC).replace(microsecond=0)
            return outward.carry_out(project, key, step, values, agreed, now)

    def suppliers(self) -> Sequence[Supplier]:
        """The configured sources and how they are now."""
        from digest import sourcestates

        now = datetime.now(UTC)
        with self._project() as project:
            states = sourcestates.of(project, now).values()
        return [_supplier(state, now) for state in states]

    def search(self, key: str, words: str) -> Hits:
        """What became of the items that `words` name."""
        from digest import seeking

        with self._project() as project:
            search = seeking.found(project, key, words)
        hits = tuple(map(_hit, search.found))
        return Hits(hits, len(hits) + search.more, search.seen)

    def below(self, key: str) -> Mapping[str, Sequence[Waiting]]:
        """The next candidates of each section."""
        from digest import seeking

        with self._project() as project:
            found = seeking.below(project, key)
        return {section: [_waiting(one) for one in waiting] for section, waiting in found.items()}

    def since_edition(self, key: str) -> Sequence[tuple[str, Sequence[str]]]:
        """What leads from the edition before to this one, as `digest diff` tells it."""
        from digest import differing

        with self._project() as project:
            found = differing.since_edition(project, key)
        groups = (
            (f"New since {found.before}", tuple(map(_told, found.new))),
            ("Told again", tuple(map(_told, found.again))),
            ("Not told again", tuple(map(_told, found.gone))),
            ("Deals that moved", tuple(f"{one.company}, {one.kind}: {one.how}" for one in found.deals)),
            ("New deals", found.fresh_deals),
        )
        return tuple((title, lines) for title, lines in groups if lines)

    def answers(self, key: str) -> Mapping[str, Answer]:  # noqa: ARG002 - all editions share them
        """What linked pages answered when `digest check --live` asked them last."""
        from digest import linkcheck
        from digest.preview.mail import answers

        return answers.told(linkcheck.load(self.config.out))

    def sheets(self, key: str) -> Mapping[str, str]:
        """The tabs that are no files, each made before it is handed over."""
        from digest import sheets

        with self._project() as project:
            return sheets.of(project, key)

    @contextmanager
    def _project(self, *, alone: bool = False) -> Iterator[Project]:
        if alone:
            fresh = load(self.config.file, self.config.series)
            with files.only_run(self.config.out, _PATIENCE_S), opened(fresh) as project:
                yield project
        else:
            with opened(self._readable()) as project:
                yield project

    def _readable(self) -> Config:
        """The configuration, as it was at the start while somebody is in the middle of changing it.

        That it is broken is told where it counts: by the render, and by whatever leads out of the house.
        """
        try:
            return load(self.config.file, self.config.series)
        except ConfigError:
            return self.config

    def _rerendered(self, key: str) -> str:
        from digest import desk

        try:
            with self._project(alone=True) as project:
                desk.pulled(project, key)
        except DigestError as error:
            return str(error)
        return ""

    def _checked(self, key: str) -> tuple[Finding, ...]:
        """What the gate finds; told in the report too, unless another run is at work just then."""
        from digest import desk

        with self._project() as project:
            read = desk.proof(project, key)
            with suppress(BusyError), files.only_run(self.config.out):
                desk.noted(project, read)
        return read.findings


def keys(config: Config) -> Keys:
    """What opens the desk of a project: the same at every start, so that an open page goes on.

    It is kept where only its owner can read it; delete the file to have another.
    """
    file = config.out / ".desk-key"
    with suppress(OSError, ValueError):
        kept = file.read_text("ascii").strip()
        if len(kept) >= _KEY_LENGTH and not stat.S_IMODE(file.stat().st_mode) & 0o077:
            return Keys(kept)
    fresh = Keys()
    with suppress(OSError):  # where nothing can be kept, the key is good for this run
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as kept_file:  # noqa: PTH123 - mode first
            kept_file.write(fresh.start)
    return fresh


def of(file: Path, series: str = "") -> ProjectStudio:
    """The studio of the configuration in `file`, of that series. Raises `ConfigError` with its faults."""
    return ProjectStudio(load(file, series))


def _listed(project: Project, key: str) -> Listed:
    standing = approval.state(project, key)
    told = _outline(project, key)
    if told is None:
        return Listed(key, "", 0, "cannot be read")
    label, number, stories = told
    return Listed(key, label, number, standing.word, standing.note, stories)


def _outline(project: Project, key: str) -> _Outline | None:
    """The days of an edition, its number, and how many stories it has; None where it cannot be read."""
    file = project.folder(key) / "edition.json"
    with suppress(OSError):
        now = file.stat()
        return _outlined(file, (now.st_ino, now.st_mtime_ns, now.st_size)) or _made(project, key)
    return _made(project, key)


def _made(project: Project, key: str) -> _Outline | None:
    """The same from what there is, at whatever cost."""
    made = archive.edition(project, key)
    return (made.period.label, made.number, len(made.pieces)) if made else None


@lru_cache(maxsize=1_000)  # every page lists all editions
def _outlined(file: Path, _state: tuple[int, int, int]) -> _Outline | None:
    """The same from the record in `file`; None where it is none. `_state` is another when it was written."""
    try:
        made = editionjson.read(file.read_text("utf-8"))
    except (DigestError, OSError, ValueError, OverflowError, RecursionError):
        return None
    return made.period.label, made.number, len(made.pieces)


def _told(one: differing.Told) -> str:
    """A story of one edition in one line: what is new, else how it was told then."""
    more = one.news or (f"then: {one.was}" if one.was else "")
    return f"{one.headline} ({one.section})" + (f": {more}" if more else "")


def _supplier(state: SourceState, now: datetime) -> Supplier:
    """How a source is, in one line."""
    found = state.condition
    facts = (
        f"newest {lengths.ago(found.newest, now)}" if found.newest else "nothing yet",
        f"one every {lengths.span(found.usual_gap)}" if found.usual_gap else "",
        f"{lengths.percent(found.told)} told" if found.told is not None else "",
        f"{lengths.percent(found.copies)} copies" if found.copies else "",
        f"{lengths.percent(found.error_rate)} of the looks failed" if found.error_rate else "",
    )
    return Supplier(state.source.name, ", ".join(filter(None, facts)), found.trouble)


def _hit(found: seeking.Found) -> Hit:
    return Hit(
        found.name,
        found.title,
        found.url,
        found.publisher or found.source,
        _FATES.get(found.fate, found.fate),
        found.reason,
        found.notes,
        found.headline,
        found.section,
        found.can_come,
    )


def _waiting(one: seeking.Waiting) -> Waiting:
    piece = one.piece
    outlets = ", ".join(piece.story.publishers) if piece.story else ""
    return Waiting(piece.id, piece.headline, outlets, f"{one.score:.2f}", one.reason)


@contextmanager
def _clashes() -> Iterator[None]:
    """A change that somebody else made meanwhile, as the desk is told of it."""
    from digest.editing import ConcurrentChange

    try:
        yield
    except ConcurrentChange as error:
        raise ClashError(error, error.theirs, error.mine) from error
