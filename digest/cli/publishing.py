"""`digest publish`: an approved edition goes onto the web, after it was said what will happen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.session import FOLDER, JSON, KEY, Session, newest, on_project

if TYPE_CHECKING:
    from digest.publishing import Plan


@click.command()
@KEY
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--rebuild", is_flag=True, help="Make every page of the site anew, from what is published.")
@click.option("--commit", is_flag=True, help="Commit what was published, in the git that holds the folder.")
@click.option("--to", "folder", type=FOLDER, help="Publish into this folder instead of the configured one.")
@JSON
@on_project(now=True)
def publish(
    session: Session,
    *,
    key: str | None,
    dry_run: bool,
    yes: bool,
    rebuild: bool,
    commit: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Put an approved edition onto a site or into your blog.

    KEY is an edition such as 2026-W47; without it, the newest that was built. What goes out is what was
    approved, to the byte; what is not approved is refused. Says what will happen to which file and, on a
    terminal, asks. A file there that you changed stays, and the new one is put beside it, ending in .new.

    Where to is set under [publish] in sources.toml: a site of its own with archive, sections, companies,
    deals, search and feeds, or the blog that you have. Nothing is uploaded: bring the folder onto the web as
    you are used to. After a change to a template, --rebuild prints the whole site again.

    With --commit the files that it wrote, and nothing else, become a commit; nothing is pushed.

    With --json: edition, kind, folder, result (the page or post), version, published, files (name, state,
    target), commit. It does not ask.
    """
    from digest import publishing

    with session.project() as project:
        planned = (
            publishing.plan_all(project, folder)
            if rebuild
            else publishing.plan(project, key or newest(project), folder)
        )
        if not as_json:
            for line in planned.words:
                session.terminal.say(line)
        agreed = not dry_run and _agreed(planned, yes=yes or as_json)
        done = publishing.carry_out(project, planned, session.now) if agreed else None
        made = _committed(planned) if commit and done else ""
    if as_json:
        session.terminal.json(_values(planned, is_published=done is not None) | {"commit": made})
    elif done is None:
        session.terminal.result("Nothing was done." if dry_run else "Nothing was done: you did not agree.")
    else:
        if commit:
            session.terminal.say(f"Committed as {made}" if made else "Nothing to commit")
        session.terminal.result(_result(planned, is_new=done.is_new))
    if done and planned.kept:
        sys.exit(4)


def _committed(planned: Plan) -> str:
    """The commit of what is ours in the folder; "" where all of it was committed before."""
    from digest import versioning

    ours = {*planned.after.files, *(step.target for step in planned.steps)}
    return versioning.commit(planned.folder, sorted(ours), planned.message)


def _agreed(planned: Plan, *, yes: bool) -> bool:
    """Whether it may happen: asked only where somebody sits there and something changes."""
    if yes or planned.is_done or not _is_someone_there():
        return True
    return click.confirm("Publish?", default=False, err=True)


def _is_someone_there() -> bool:
    return sys.stdin.isatty()


def _result(planned: Plan, *, is_new: bool) -> str:
    """The last line: where it lies now."""
    if planned.kept:
        beside = ", ".join(str(planned.folder / step.target) for step in planned.kept)
        return f"{planned.edition.key}: what you changed stayed; ours lies beside it: {beside}"
    word = "published" if is_new else "was published already"
    return f"{planned.edition.key} {word}: {planned.result}"


def _values(planned: Plan, *, is_published: bool) -> dict[str, Any]:
    """All of it for a machine."""
    return {
        "edition": planned.edition.key,
        "kind": planned.kind,
        "folder": str(planned.folder),
        "result": str(planned.result),
        "version": planned.approved.digest,
        "published": is_published and planned.is_out,
        "files": [{"name": step.name, "state": step.state, "target": step.target} for step in planned.steps],
    }
