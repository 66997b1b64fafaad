"""`digest sources`: the sources of an edition, listed and tried."""

from __future__ import annotations

import sys

import click

from digest.cli.session import JSON, Session, on_project


@click.group()
def sources() -> None:
    """List and try the sources of an edition."""


@sources.command("list")
@JSON
@on_project()
def sources_list(session: Session, *, as_json: bool) -> None:
    """List the configured sources."""
    from digest import machine, showing

    found = [settings.source for settings in session.config.sources]
    if as_json:
        session.terminal.json(machine.sources(found))
    else:
        showing.sources(session.terminal, found)


@sources.command("check")
@click.argument("names", nargs=-1)
@JSON
@on_project(now=True)
def sources_check(session: Session, *, names: tuple[str, ...], as_json: bool) -> None:
    """Try sources and say what is wrong with each; nothing is kept.

    Tries all of them, or those whose NAMES you give.
    """
    from digest import machine, pipeline, showing

    with session.terminal.progress() as listen:
        gathered = pipeline.trial(session.config, names, session.now, listen)
    if as_json:
        session.terminal.json(machine.gathered(gathered))
    else:
        showing.trial(session.terminal, gathered, session.now)
    sys.exit(showing.exit_code(gathered))
