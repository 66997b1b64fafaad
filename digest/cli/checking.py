"""`digest check`: the gate that an edition passes before it goes out, as a report."""

from __future__ import annotations

import sys

import click

from digest.cli.session import JSON, KEY, Session, newest, on_project


@click.command()
@KEY
@click.option("--only", metavar="RULE", multiple=True, help="Report only this rule; can be given repeatedly.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Leave this rule out; can be given repeatedly.")
@JSON
@on_project()
def check(
    session: Session, *, key: str | None, only: tuple[str, ...], ignore: tuple[str, ...], as_json: bool
) -> None:
    """Check an edition, with its draft as it stands, before it goes out.

    Every figure of every sentence, your own included, is looked for in the reports behind it. KEY is an
    edition such as 2026-W47; without it, the newest that was built. A RULE is an id that a finding shows,
    such as numbers-unit, or numbers for all of that family. Ends with 1 where there is an error.
    """
    from digest import checking, findings

    findings.chosen((), only, ignore)  # a rule that does not exist is told before the work
    with session.project(alone=False) as project:
        edition = checking.current(project, key or newest(project))
        found = findings.chosen(checking.of(project, edition), only, ignore)
    if as_json:
        session.terminal.json(findings.rows(found))
    else:
        findings.told(session.terminal, found, edition.key, whole=not (only or ignore))
    sys.exit(1 if findings.failed(found) else 0)
