"""`digest sources`: the sources of an edition, found, listed, tried, imported, exported, taken out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from digest.cli.agreeing import ask
from digest.cli.session import FILE, JSON, Session, on_project
from digest.words import counted


@click.group()
def sources() -> None:
    """Find, list, try, import, export and take out the sources of an edition."""


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


@sources.command("add")
@click.argument("address")
@click.option("--name", metavar="NAME", default="", help="What to call it; its own title unless given.")
@click.option("--section", metavar="ID", default="", help="The section that it mostly writes about.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and change nothing.")
@JSON
@on_project(now=True)
def sources_add(
    session: Session, *, address: str, name: str, section: str, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """Find the feed of a site and add it to the configuration.

    ADDRESS is that of a site, of a channel, a repository or a profile, or of the feed itself. What is found
    is shown with its three newest items before it is written; the rest of the file stays as it is.
    """
    from digest import adding, machine, showing

    found = adding.candidate(session.config, address, session.now, name, section)
    if as_json:
        session.terminal.json(machine.candidate(found))
    else:
        showing.candidate(session.terminal, found, session.now)
    if dry_run:
        return
    ask(f"Add it to {session.file}?", yes=yes)
    adding.write(session.file, [found.block])
    if not as_json:
        session.terminal.result(f"Added “{found.name}” to {session.file}.")


@sources.command("remove")
@click.argument("name")
@on_project()
def sources_remove(session: Session, *, name: str) -> None:
    """Take a source out of the configuration.

    What it brought stays in the store, and earlier editions stay as they are.
    """
    from digest import adding, gathering

    gathering.chosen(session.config, [name])
    adding.remove(session.file, name)
    session.terminal.result(f"Took “{name}” out of {session.file}.")


@sources.command("import")
@click.argument("listing", metavar="FILE", type=FILE)
@click.option("--dry-run", is_flag=True, help="Show what would be added, and change nothing.")
@JSON
@on_project()
def sources_import(session: Session, *, listing: Path, dry_run: bool, as_json: bool) -> None:
    """Add the feeds of an OPML list that are not there yet.

    FILE is what a feed reader exports. Feeds in a folder that is called like a section get that section.
    Ends with 4 where something of the list had to be left out.
    """
    from digest import adding, showing, subscriptions

    plan = subscriptions.plan(session.config, listing)
    if plan.feeds and not dry_run:
        adding.write(session.file, plan.blocks)
    if as_json:
        names = [feed.name for feed in plan.feeds]
        session.terminal.json({"added": names, "known": plan.known, "left_out": plan.left_out})
        sys.exit(showing.PARTLY if plan.left_out else showing.DONE)
    for feed, section in zip(plan.feeds, plan.sections, strict=True):
        session.terminal.detail(f"  {feed.name} ({feed.url}){f' in {section}' if section else ''}")
    for why in plan.left_out:
        session.terminal.warn(f"  left out: {why}")
    told = f"{len(plan.known)} there already, {len(plan.left_out)} left out"
    verb = "Would add" if dry_run else "Added"
    session.terminal.result(f"{verb} {counted(len(plan.feeds), 'source')} to {session.file}; {told}.")
    sys.exit(showing.PARTLY if plan.left_out else showing.DONE)


@sources.command("export")
@on_project(now=True)
def sources_export(session: Session) -> None:
    """Print the feeds as an OPML list, in folders by section."""
    from digest import subscriptions

    text, others = subscriptions.exported(session.config, session.now)
    session.terminal.result(text.rstrip("\n"))
    if others:
        session.terminal.warn(f"Not in the list, since they are no feeds: {', '.join(others)}")


@sources.command("check")
@click.argument("names", nargs=-1)
@JSON
@on_project(now=True)
def sources_check(session: Session, *, names: tuple[str, ...], as_json: bool) -> None:
    """Try sources, say what is wrong with each and what to do; nothing is kept.

    Tries all of them, or those whose NAMES you give. Where a feed has gone or stopped, its site is searched
    for another one. Ends with 4 where nothing new can come of one of them.
    """
    from digest import checkup, machine, showing

    with session.terminal.progress() as listen:
        found = checkup.of(session.config, names, session.now, listen)
    if as_json:
        session.terminal.json(machine.checkup(found))
    else:
        showing.checkup(session.terminal, found, session.now)
    sys.exit(showing.DONE if all(one.is_well for one in found.sources) else showing.PARTLY)
