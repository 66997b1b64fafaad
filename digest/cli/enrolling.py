"""`digest subscribers add` and `import`: people come onto a list, with a word about each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

import click

from digest.cli import enrolled
from digest.cli.enrolled import Tally
from digest.cli.session import FILE, JSON, Session, on_project

if TYPE_CHECKING:
    from datetime import datetime

    from digest.readers.people import People
    from digest.readers.records import Consent
    from digest.readers.tables import Line, Table


def _is_name(_context: click.Context, _option: click.Parameter, value: str) -> str:
    import re

    if value and not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise click.BadParameter("a list is called with small letters, digits and hyphens")
    return value


LIST = click.option(
    "--list",
    "name",
    default="",
    callback=_is_name,
    help="The list; else the one of [delivery] in sources.toml.",
)
_CONSENT = (
    click.option("--consent-source", "source", default="", metavar="WORDS", help="Where they agreed."),
    click.option(
        "--consent-text", "text", default="", metavar="WORDS", help="Version of what they agreed to."
    ),
    click.option("--consent-date", "date", default="", metavar="WHEN", help="When they agreed; else now."),
)


def _with_consent(command: Any) -> Any:
    for option in reversed(_CONSENT):
        command = option(command)
    return command


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDR...")
@LIST
@_with_consent
@JSON
@on_project(now=True)
def add(
    session: Session,
    *,
    addresses: tuple[str, ...],
    name: str,
    source: str,
    text: str,
    date: str,
    as_json: bool,
) -> None:
    """Put addresses onto a list.

    Whoever left the list or is suppressed stays off; it says which and why. Add only who asked for it: the
    proof of that is kept, with --consent-source, --consent-text and --consent-date.

    Ends with 1 where none of them is on the list after that, with 4 where some are not.
    """
    from digest.readers import importing
    from digest.readers.importing import Fate
    from digest.readers.tables import Line

    name = name or session.config.delivery.list
    lines = [Line(number, typed) for number, typed in enumerate(addresses, 1)]
    consent = _consent(session, source or "command line", text, date)
    with _people(session, is_trial=False) as people:
        answers = list(importing.taken(people, name, lines, consent, session.now))
    on = sum(one.fate in {Fate.ADDED, Fate.ALREADY, Fate.DUPLICATE} for one in answers)
    if as_json:
        session.terminal.json({"list": name, "lines": [enrolled.values(one) for one in answers]})
    else:
        for one in answers:
            session.terminal.say(f"  {enrolled.shown(one.typed)}: {enrolled.words(one)}")
        session.terminal.result(f"{on:,} of {len(answers):,} are on the list “{name}”.")
    sys.exit(0 if on == len(answers) else 4 if on else 1)


@click.command("import")
@click.argument("file_", type=FILE, metavar="FILE")
@LIST
@_with_consent
@click.option("--dry-run", is_flag=True, help="Only say what would become of each line.")
@click.option("--report", type=FILE, help="Write what became of each line there, as CSV.")
@JSON
@on_project(now=True)
def import_(
    session: Session,
    *,
    file_: Path,
    name: str,
    source: str,
    text: str,
    date: str,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Put the addresses of a file onto a list.

    FILE is CSV as any program writes it, or an address in each line. The column with the addresses is found
    by its name (email, e-mail, address, mail, in several languages) or by what is in it; columns with the
    status and the consent (consent_at, consent_source, consent_text) are used too, all others are not.

    Says what became of each line, and a bad line stops nothing: added, already there, twice in the file, left
    the list, suppressed, or bad and why. Whoever left or is suppressed stays off, always; whom the file calls
    unsubscribed is taken off and kept off, unless they came after that. Ends with 4 where there were bad
    lines.
    """
    from digest.readers import exporting, importing, tables

    table = tables.opened(file_)
    name = name or session.config.delivery.list
    say = session.terminal.warn if as_json else session.terminal.say
    _introduced(say, table, source, session)
    _new_list(say, session, name)
    consent = _consent(session, source or f"import {file_.name}", text, date)
    tally = Tally(session, is_whole=as_json)
    with _people(session, is_trial=dry_run) as people, session.terminal.progress() as listen:
        lines = _heard(table, listen)
        answers = importing.taken(people, name, lines, consent, session.now, is_trial=dry_run)
        if report:
            with written(report) as file:
                exporting.write(file, exporting.REPORT_HEADS, exporting.report(map(tally.noted, answers)))
        else:
            for answer in answers:
                tally.noted(answer)
    tally.told(name, report, is_trial=dry_run)
    sys.exit(4 if tally.counts.get("bad") else 0)


def _heard(table: Table, listen: Any) -> Iterator[Line]:
    """The lines, and how far one is with them: the size of the file stands for their number."""
    total = 0
    for count, line in enumerate(table.lines, 1):
        total = count
        if not count % 1000:
            listen("import", count, max(count, table.path.stat().st_size // 40))
        yield line
    listen("import", total, total)


def _introduced(say: Any, table: Table, source: str, session: Session) -> None:
    columns = table.columns
    say(f"Addresses: column {columns['email']} of {table.path.name} ({table.encoding}).")
    others = {what: column for what, column in columns.items() if what != "email"}
    if others:
        said = ", ".join(f"{what.replace('_', ' ')} from {column}" for what, column in others.items())
        say(f"Also used: {said}.")
    if table.ignored:
        say(f"Not used: {', '.join(table.ignored)}.")
    if not source and "consent_source" not in columns:
        session.terminal.warn(
            "Where they agreed is not said: noted is only this import. --consent-source says it."
        )


def _new_list(say: Any, session: Session, name: str) -> None:
    """Says that a list is made, which may be a slip of the pen."""
    if not session.config.people.exists():
        return
    with _people(session, is_trial=False) as people:
        others = people.lists()
    if others and name not in others:
        known = ", ".join(f"{other} ({count:,})" for other, count in others.items())
        say(f"The list “{name}” is new; there are {known}.")


def _consent(session: Session, source: str, text: str, date: str) -> Consent:
    from digest import periods
    from digest.errors import UsageError
    from digest.readers.records import Consent

    at: datetime = periods.moment(date, session.config.edition.timezone) if date else session.now
    if at > session.now:
        raise UsageError("--consent-date", "lies ahead", "say when they agreed")
    return Consent(at, source, text)


@contextmanager
def _people(session: Session, *, is_trial: bool) -> Iterator[People]:
    """The readers; a trial makes no database where there is none yet."""
    from digest.readers.people import opened

    if is_trial and not session.config.people.exists():
        with TemporaryDirectory() as empty, opened(Path(empty) / "subscribers.db", {}) as people:
            yield people
    else:
        with opened(session.config.people, os.environ) as people:
            yield people


@contextmanager
def written(path: Path | None) -> Iterator[IO[str]]:
    """A file that only its owner may read, whole or not at all; the standard output without a path."""
    from digest import files

    if path is None:
        sys.stdout.flush()
        yield sys.stdout
        return
    with files.private(path) as file:
        yield file
