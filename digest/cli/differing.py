"""`digest diff`: what the editor changed, and what changed since the last edition."""

from __future__ import annotations

import click

from digest.cli.session import JSON, KEY, Session, newest, on_project


@click.command()
@KEY
@click.option("--last", is_flag=True, help="Compare the edition with the one before it.")
@click.option("--with", "other", metavar="KEY", help="Compare the edition with this one.")
@JSON
@on_project()
def diff(session: Session, *, key: str | None, last: bool, other: str | None, as_json: bool) -> None:
    """Show what you changed in the draft, word by word.

    It is compared with what the machine wrote in the last build: what went stands in [-…-], what came in
    {+…+}. KEY is an edition such as 2026-W47; without it, the newest that was built. With --last or --with it
    is shown what an edition tells that another one did not.
    """
    from digest import differing, redlines
    from digest.errors import UsageError

    if last and other:
        raise UsageError("--last and --with", "do not go together", "choose one")
    with session.project(alone=False) as project:
        edition = key or newest(project)
        if last or other:
            editions = differing.since_edition(project, edition, other or "")
            if as_json:
                session.terminal.json(redlines.edition_row(editions))
            else:
                redlines.edition_lines(session.terminal, editions)
            return
        found = differing.since_built(project, edition)
    if as_json:
        session.terminal.json(redlines.draft_row(edition, found))
    else:
        redlines.draft_lines(session.terminal, edition, found)
