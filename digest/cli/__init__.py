"""The commands: what a person types, turned into one call of the pipeline and a few lines.

The only module that exits. It imports late, command by command, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from digest import __version__
from digest.cli import (
    approval,
    checking,
    corrections,
    differing,
    doctor,
    editing,
    figures,
    judgement,
    leaving,
    publishing,
    sending,
)
from digest.cli.session import FILE, FOLDER, JSON, KEY, Session, newest, on_project, session_of
from digest.cli.sources import sources
from digest.cli.subscribers import subscribers
from digest.errors import DigestError

if TYPE_CHECKING:
    from digest.collect.running import Way
    from digest.model import Period


class _Commands(click.Group):
    """Lists commands in the order of a week's work; an error ends in one line and an exit code."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except DigestError as error:
            print(f"digest: {error}", file=sys.stderr)
            sys.exit(error.exit_code)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 failed, 2 bad usage or configuration, 3 held for a person, "
    "4 partly failed, 5 busy.",
)
@click.version_option(__version__, prog_name="digest", message="%(prog)s %(version)s")
def main() -> None:
    """Turn many sources into one weekly issue: mail, page, plain text and Markdown from one draft.

    New here? `digest demo` shows a finished issue, `digest init` starts your own.
    """


def _period(session: Session, key: str | None, start: str | None, end: str | None) -> Period:
    """The period that the arguments of `build` name."""
    from digest import periods
    from digest.errors import UsageError

    zone, schedule = session.config.edition.timezone, session.config.schedule
    if (start is None) != (end is None):
        raise UsageError("--from and --to", "belong together", "give both, or an edition's key")
    if start is not None and end is not None:
        first, last = periods.moment(start, zone), periods.moment(end, zone)
        return periods.between(first, last, key or f"{first:%Y-%m-%d}-to-{last:%Y-%m-%d}", zone)
    return periods.of_key(key, schedule, zone) if key else periods.nearest(session.now, schedule, zone)


@main.command()
@click.argument("folder", type=FOLDER, default=Path("digest-demo"))
@click.option("-q", "--quiet", is_flag=True, help="Say only where the result is.")
def demo(folder: Path, *, quiet: bool) -> None:
    """Build a complete sample issue, offline, and say where to look.

    Makes a small project in FOLDER (digest-demo unless given) that reads a sample week of invented outlets
    from files. Every other command works on it: --config FOLDER/sources.toml.
    """
    from dataclasses import replace

    from digest import periods, pipeline, showing, start

    session = replace(session_of(start.demo(folder), quiet=quiet), now=start.DEMO_NOW)
    zone, schedule = session.config.edition.timezone, session.config.schedule
    period = periods.of_key(start.DEMO_KEY, schedule, zone)
    with session.project() as project, session.terminal.progress() as listen:
        built = pipeline.build(project, period, session.now, listen)
    showing.built(session.terminal, built)
    showing.demo_made(session.terminal, built, session.command)
    sys.exit(showing.exit_code(built.gathered, built))


@main.command()
@click.argument("folder", type=FOLDER, default=Path())
@click.option("--opml", type=FILE, help="Take the subscriptions of this OPML file as sources.")
def init(folder: Path, opml: Path | None) -> None:
    """Write a commented sources.toml into FOLDER (here unless given)."""
    from digest import showing, start

    session = session_of(start.init(folder, opml))
    showing.project_made(session.terminal, session.config, session.command)


@main.command()
@click.option("--record", type=FOLDER, help="Write the whole run down in this new folder.")
@click.option("--replay", type=FOLDER, help="Run what was recorded there again, offline; keeps nothing.")
@click.option("--archives", is_flag=True, help="Also fetch the archives that feeds name: what was before.")
@click.option("--since", metavar="WHEN", help="With --archives: go back no further than this.")
@JSON
@on_project(now=True)
def collect(
    session: Session,
    *,
    record: Path | None,
    replay: Path | None,
    archives: bool,
    since: str | None,
    as_json: bool,
) -> None:
    """Fetch what is new from every source into the store.

    With --archives also what feeds keep of earlier times, so that build --from and --to can cover it.
    A run that went wrong can be recorded, run again offline, and handed to somebody else: docs/replay.md.
    """
    from digest import gathering, machine, showing
    from digest.errors import UsageError

    if since and not archives:
        raise UsageError("--since", "means nothing without --archives", "give both")
    if replay and record:
        raise UsageError("--record and --replay", "do not go together", "give one of them")
    if replay:
        _replay(session, replay, as_json=as_json)
    with session.project() as project, session.terminal.progress() as listen:
        gathered = gathering.collect(
            project, session.now, listen, record=record, way=_way(session, since, archives=archives)
        )
    if as_json:
        session.terminal.json(machine.gathered(gathered))
    else:
        showing.gathered(session.terminal, gathered)
    sys.exit(showing.exit_code(gathered))


@main.command()
@KEY
@click.option("--from", "start", metavar="WHEN", help="Cover the time from here; goes with --to.")
@click.option("--to", "end", metavar="WHEN", help="Cover the time up to here.")
@click.option("--offline", is_flag=True, help="Do not collect; use what the store has.")
@click.option("--overwrite", is_flag=True, help="Replace a draft that was edited; it stays as draft.old.md.")
@JSON
@on_project(now=True)
def build(
    session: Session,
    *,
    key: str | None,
    start: str | None,
    end: str | None,
    offline: bool,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Collect, compose and draft an edition, and render it.

    KEY is an edition such as 2026-W47; without it, the one whose closing time is nearest to now. Where there
    is a draft, what is new goes into it: what you wrote, moved or deleted stays so, and what the machine
    would write now stands beside your words. Ends with 3 where something is left for you to settle.
    """
    from digest import approval as approving
    from digest import machine, pipeline, showing

    period = _period(session, key, start, end)
    if not as_json:
        session.terminal.say(f"{session.config.edition.title} {period.key}: {period.label}")
    with session.project() as project, session.terminal.progress() as listen:
        built = pipeline.build(project, period, session.now, listen, offline=offline, overwrite=overwrite)
        state = approving.state(project, period.key)
    for note in built.composed.notes:
        session.terminal.warn(note)
    if as_json:
        session.terminal.json(machine.built(built))
    else:
        showing.built(session.terminal, built)
        showing.reopened(session.terminal, period.key, state, session.command)
        showing.next_step(session.terminal, built, session.command)
    sys.exit(showing.exit_code(built.gathered, built))


@main.command()
@KEY
@on_project()
def render(session: Session, *, key: str | None) -> None:
    """Turn the draft, as you edited it, into all outputs again.

    KEY is an edition such as 2026-W47; without it, the newest that was built.
    """
    from digest import approval as approving
    from digest import desk, showing

    with session.project() as project:
        rendered = desk.render(project, key or newest(project))
        state = approving.state(project, rendered.edition.key)
    for note in rendered.notes:
        session.terminal.warn(note)
    showing.rendered(session.terminal, rendered)
    showing.reopened(session.terminal, rendered.edition.key, state, session.command)


@main.command()
@KEY
@click.option("--port", default=8765, show_default=True, help="Where to listen on 127.0.0.1; 0 takes any.")
@click.option("--open", "in_browser", is_flag=True, help="Open it in your browser.")
@on_project()
def preview(session: Session, *, key: str | None, port: int, in_browser: bool) -> None:
    """Show an edition in your browser as you edit its draft.

    KEY is an edition such as 2026-W47; without it, the newest that was built. Listens on this machine only.
    """
    from digest import preview, studio

    with session.project(alone=False) as project:
        first = key or newest(project)
        if project.store.edition(first) is None:
            raise project.lacks(first)
    shown = studio.of(session.file, session.config.series)

    def ready(address: str) -> None:
        session.terminal.result(f"{shown.title}: {address} (Ctrl-C ends it)")
        if in_browser:
            click.launch(address)

    preview.serve(shown, first, port=port, ready=ready, keys=studio.keys(session.config))


@main.command()
@click.option("--once", is_flag=True, help="Do what is due now and end; for cron or a timer.")
@on_project(now=True)
def run(session: Session, *, once: bool) -> None:
    """Collect on your interval, build and send on your days, until stopped.

    All series of the file are looked after, unless --series names one.

    With --once it ends with 0 when all is done or nothing was due, 3 when something waits for you, 4 when a
    source or an address failed, 5 when another run is at work. docs/scheduling.md has a systemd timer, a
    line for cron and a workflow for CI.
    """
    from digest import clockwork

    series = session.every()
    if once:
        sys.exit(clockwork.once(series, session.terminal, session.now))
    clockwork.run(series, session.terminal)


@main.command()
@click.option("--max-age", metavar="TIME", help="One line for a monitor; ends with 1 after more than TIME.")
@click.option("--last-run", is_flag=True, help="What the last collect brought, source by source.")
@JSON
@on_project(now=True)
def status(session: Session, *, max_age: str | None, last_run: bool, as_json: bool) -> None:
    """Show sources with their health, editions, and what happens next.

    Of each source: how many items are kept, how old the newest is, the usual gap between two, how many of
    its items made it into editions (told), how many only repeat what another source said (copies), and how
    often it could not be read (errors), of the last 90 days.

    With --max-age 8d it says in one line whether an edition came in the last 8 days, and ends with 0 if so,
    1 if not, and 3 when something waits for you.
    """
    from digest import machine, showing
    from digest import status as standing

    if last_run:
        _last_run(session, as_json=as_json)
        return
    longest = standing.length(max_age) if max_age else None
    found = []
    for one in session.every():
        with one.project(alone=False) as project:
            found.append((one, standing.of(project, session.now)))
    if longest is not None:
        healths = [(one, standing.health(stands, session.now, longest)) for one, stands in found]
        for one, health in healths:
            session.terminal.result(one.named(health.words))
        sys.exit(max(health.code for _, health in healths))
    if as_json:
        main, *added = ((one.config.series, machine.status(stands)) for one, stands in found)
        session.terminal.json({**main[1], "series": dict(added)} if added else main[1])
        return
    for number, (one, stands) in enumerate(found):
        if number:
            session.terminal.result(f"\nThe series “{one.config.series}”: {one.config.edition.title}")
        showing.status(session.terminal, stands, one.config, session.now)


def _way(session: Session, since: str | None, *, archives: bool) -> Way:
    """How sources are asked: for what they list now, or for what they ever did."""
    from digest import collect, periods
    from digest.collect import archives as old

    if not archives:
        return collect.by_kind
    return old.way(periods.moment(since, session.config.edition.timezone) if since else None)


def _replay(session: Session, folder: Path, *, as_json: bool) -> NoReturn:
    """Runs a recorded collect again, tells what each source gave, and ends."""
    from digest import gathering, machine, showing

    with session.terminal.progress() as listen:
        gathered = gathering.replay(session.config, folder, listen)
    if as_json:
        session.terminal.json(machine.replayed(gathered))
    else:
        showing.replayed(session.terminal, gathered)
    sys.exit(showing.exit_code(gathered))


def _last_run(session: Session, *, as_json: bool) -> None:
    """What the last collect of the series brought."""
    from digest import rounds, showing
    from digest.errors import DigestError

    told = rounds.last(session.config.out)
    if told is None:
        raise DigestError("status --last-run", "there was no collect yet", "digest collect makes one")
    if as_json:
        session.terminal.json(told)
    else:
        showing.last_run(session.terminal, told, session.now)


for _command in (
    *editing.COMMANDS,
    differing.diff,
    checking.check,
    approval.approve,
    sending.send,
    *leaving.COMMANDS,
    publishing.publish,
    corrections.correct,
    figures.ledger,
    judgement.explain,
    sources,
    subscribers,
    doctor.doctor,
    judgement.analyse,
    judgement.evaluate,
):
    main.add_command(_command)
