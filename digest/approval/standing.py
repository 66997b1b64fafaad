"""How an edition stands: in draft, approved, changed since, out. Nothing is rendered to tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest import draft, drafts
from digest.approval import kept
from digest.errors import DraftError, StoreError
from digest.project import Project
from digest.store import Approval, BuiltEdition


@dataclass(frozen=True, slots=True)
class State:
    """How an edition stands.

    Attributes:
        word: `not built`, `draft`, `conflicts`, `approved`, `changed since approval`, `published` or `sent`.
        at: when it came to that, as far as that is known.
        note: what a person should know besides; may be "".
        digest: of what is approved; "" where nothing is.
    """

    word: str
    at: datetime | None = None
    note: str = ""
    digest: str = ""


def state(project: Project, key: str) -> State:
    """How the edition of `key` stands.

    What lies in its folder is compared with what was approved; that a template or `sources.toml` would make
    something else of it shows when it is rendered, and before it goes out.
    """
    base = project.store.edition(key)
    if base is None:
        return State("not built")
    approval = kept.newest(project, key)
    try:
        text = drafts.current(project.folder(key))
        settle = _to_settle(text)
    except DraftError as error:
        return _changed(base, approval, f"{error.subject} {error.problem}")
    if settle:
        return State("conflicts", base.built_at, settle, approval.digest if approval else "")
    if text is None:
        return _changed(base, approval, f"{drafts.FILE} is gone; digest build {key} makes one")
    if approval is None:
        return State("draft", base.built_at, _withdrawn(project, key))
    different = _different(project, approval, text)
    return _changed(base, approval, different) if different else _gone_out(project, approval)


def _changed(base: BuiltEdition, approval: Approval | None, note: str) -> State:
    """Of one that is not as it was approved, or never was."""
    if approval is None:
        return State("draft", base.built_at, note)
    return State("changed since approval", approval.at, note, approval.digest)


def _gone_out(project: Project, approval: Approval) -> State:
    """Of one that is as it was approved."""
    for release in project.store.releases(approval.edition):
        if release.digest == approval.digest:
            return State(release.kind, release.at, release.place, approval.digest)
    return State("approved", approval.at, "", approval.digest)


def _to_settle(text: str | None) -> str:
    """Where a conflict stands in the draft: `draft.md, lines 12, 40`; "" for nowhere."""
    conflicts = draft.read(text, drafts.FILE).conflicts if text else ()
    lines = [str(conflict.line) for conflict in conflicts]
    return f"{drafts.FILE}, line{'s' * (len(lines) > 1)} {', '.join(lines)}" if lines else ""


def _withdrawn(project: Project, key: str) -> str:
    """That something of an open edition went out before; "" where nothing did."""
    release = next(iter(project.store.releases(key)), None)
    return f"an earlier version was {release.kind}: {release.place}" if release else ""


def _different(project: Project, approval: Approval, text: str) -> str:
    """What lies in the folder and is not what was approved, in words; "" for nothing."""
    if text != approval.draft:
        return f"{drafts.FILE} changed"
    try:
        files = kept.unsealed(approval)
    except StoreError as error:
        return error.problem
    folder = project.folder(approval.edition)
    on_disk = {name: path.read_bytes() for name in files if (path := folder / name).is_file()}
    names = kept.unlike(files, on_disk)
    return f"{names} in the folder is not what was approved" if names else ""
