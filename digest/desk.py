"""The editor's side of a run: the draft as it stands turned into every output, checked, and learnt from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from digest import (
    checking,
    decisions,
    drafts,
    editionjson,
    feedback,
    files,
    press,
    redrafting,
    report,
    reserve,
)
from digest.check import Finding
from digest.model import Edition, Lesson
from digest.press import Printed
from digest.project import Project
from digest.render import strays
from digest.store import BuiltEdition

REPORT = "report.json"


@dataclass(frozen=True, slots=True)
class Rendered:
    """An edition as it was written, and the files it was written to.

    Attributes:
        lessons: what the editor did with the machine's stories, as remembered from now on.
        notes: what could not be read on the way.
        findings: what the gates say of it.
    """

    edition: Edition
    files: tuple[Path, ...]
    lessons: tuple[Lesson, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What a draft comes to, before anything is written.

    Attributes:
        base: the build that it is a draft of.
        draft: its text.
        edition: the edition as the draft has it.
        findings: what the gates say of it.
    """

    base: BuiltEdition
    draft: str
    edition: Edition
    printed: Printed
    findings: tuple[Finding, ...]


def render(project: Project, key: str) -> Rendered:
    """Turns the draft of `key`, as it stands now, into all outputs; the last good ones stay on any error.

    What the editor did with the machine's stories is remembered with it, for later editions.
    """
    return written(project, proof(project, key))


def pulled(project: Project, key: str) -> None:
    """Puts the outputs of the draft of `key` into its folder and does no more: for whoever waits for them.

    Raises:
        DigestError: there is no such draft, it cannot be read, or an output would lack some of it.
    """
    _, _, made = _drafted(project, key)
    printed = press.printed(project, made)
    files.write(project.folder(key), printed.texts, printed.unmade, is_durable=False)


def noted(project: Project, read: Proof) -> None:
    """Writes what the gates say of a proof into the report of its edition, and remembers what it teaches."""
    files.write(project.folder(read.base.key), _report(project.folder(read.base.key), read))
    _learnt(project, read.base, read.edition)


def proof(project: Project, key: str) -> Proof:
    """All outputs of the draft of `key`, as it stands now, printed and checked in memory.

    Raises:
        DigestError: there is no such draft, it cannot be read, or an output would lack some of it.
    """
    base, text, made = _drafted(project, key)
    printed = press.printed(project, made)
    return Proof(base, text, made, printed, checking.of(project, made, printed))


def _drafted(project: Project, key: str) -> tuple[BuiltEdition, str, Edition]:
    """The build of `key`, its draft, and what they come to."""
    base = project.store.edition(key)
    folder = project.folder(key)
    text = drafts.current(folder)
    if base is None or text is None:
        raise project.lacks(key, "edition" if base is None else "draft")
    known = reserve.of(project, key)
    return base, text, drafts.applied(_machines(base.edition), text, folder, known)


@lru_cache(maxsize=4)  # an editor renders with every save
def _machines(text: str) -> Edition:
    """The edition as the machine made it."""
    return editionjson.read(text)


def written(project: Project, read: Proof) -> Rendered:
    """Puts the outputs of a proof into the folder of its edition, and remembers what it teaches."""
    folder = project.folder(read.base.key)
    texts = {**read.printed.texts, **_report(folder, read)}
    files.write(folder, texts, without=read.printed.unmade)
    known = _learnt(project, read.base, read.edition)
    outputs = tuple(folder / name for name in texts)
    notes = (*known.notes, *strays.notes(project.config.templates))
    return Rendered(read.edition, outputs, known.lessons, notes, read.findings)


def lessons(project: Project) -> feedback.Feedback:
    """What the editor did with earlier stories."""
    return feedback.load(project.config.out / feedback.FILE)


def _report(folder: Path, read: Proof) -> dict[str, str]:
    """The report of the build with what the gates say and the editor decided; none where it is broken."""
    try:
        before = (folder / REPORT).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    decided = decisions.of(_machines(read.base.edition), read.edition)
    renewed = report.renewed(before, read.edition, read.findings, decided)
    return {REPORT: renewed} if renewed else {}


def _learnt(project: Project, base: BuiltEdition, edited: Edition) -> feedback.Feedback:
    """All lessons, those of this edition as its draft teaches them now; written where that is new.

    What an earlier build had and this one has not teaches too: the editor left it out before it was gone.
    """
    known = lessons(project)
    # The draft's own time is when the editor decided; rendering again must not make a lesson younger.
    saved_at = datetime.fromtimestamp((project.folder(base.key) / drafts.FILE).stat().st_mtime, UTC)
    had = redrafting.known(base) or _machines(base.edition)
    fresh = feedback.lessons_of(had, edited, saved_at.replace(microsecond=0))
    merged = feedback.merged(known.lessons, fresh, base.key)
    if merged != known.lessons:
        files.write(project.config.out, {feedback.FILE: feedback.write(merged, known.unread)})
    return replace(known, lessons=merged)
