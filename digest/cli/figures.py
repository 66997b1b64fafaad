"""`digest ledger`: the deals of all editions, as a table or a file."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.session import FILE, JSON, Session, on_project
from digest.errors import UsageError
from digest.model import KINDS, STATUSES

if TYPE_CHECKING:
    from digest.ledger.choose import Bound
    from digest.ledger.lines import Table
    from digest.ledger.views import View
    from digest.listening import Listener
    from digest.model import Edition
    from digest.project import Project

_PARTLY = 4  # exit code: some editions could not be read
_FORMS = ("csv", "json")
_TEXT = ("", "txt")  # endings that promise no other form


@click.command()
@click.option(
    "--company",
    default="",
    metavar="TEXT",
    help="Only deals in which this company takes part: its name in any spelling, or a part of it.",
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind; repeatable.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    help="Only deals that are this far; repeatable.",
)
@click.option("--since", metavar="DATE|KEY", help="Only what moved on this day, in this edition, or later.")
@click.option("--until", metavar="DATE|KEY", help="Only what moved on this day, in this edition, or before.")
@click.option(
    "--history",
    "as_history",
    is_flag=True,
    help="Show what companies are valued at over time, with --company also their deals move by move.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for a spreadsheet.")
@JSON
@click.option(
    "--output",
    type=FILE,
    help="Write into FILE; its ending .csv, .json or .txt says how, unless an option does.",
)
@on_project()
def ledger(
    session: Session,
    *,
    company: str,
    kinds: tuple[str, ...],
    statuses: tuple[str, ...],
    since: str | None,
    until: str | None,
    as_history: bool,
    as_csv: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    """List the deals of all editions, each once, with what became of it.

    A deal that was a rumour in one edition and is signed in a later one is one row, as it was known last;
    --history with --company shows it move by move. The total at the end counts what is announced or
    closed, or what --status names, and says what it leaves out.

    In CSV an amount is a plain number and its currency stands in the next column. A text that a spreadsheet
    would run as a formula begins with an apostrophe. In JSON each deal is an object with company,
    counterparties, kind, round, status, amount, valuation, stake_percent, first_seen, last_seen, story and
    moves; with --history each company is one, with its valuations, and with --company its deals.
    """
    from digest.ledger import choose, views

    if as_csv and as_json:
        raise UsageError("--csv and --json", "do not go together", "choose one")
    form = "csv" if as_csv else "json" if as_json else _promised(output) if output else ""
    with session.project(alone=False) as project, session.terminal.progress() as listen:
        editions, faults = _editions(project, listen)
    for fault in faults:
        session.terminal.warn(fault)
    first = _bound(session, editions, "--since", since) if since else None
    last = _bound(session, editions, "--until", until) if until else None
    if first and last and first.first > last.last:
        raise UsageError("--until", "is before --since", "give a later day or edition")
    asked = choose.Question(company, kinds, statuses, first, last)
    view: View = (views.history if as_history else views.deals)(editions, asked)
    if not view.summary:
        _say_nothing(session, views.nothing(editions, asked), aside=bool(form or output))
    if output:
        _write(session, view, form, output)
    elif form:
        _print_exactly(_text(view, form))
    elif view.summary:
        _print(session, view, _next(as_history, company))
    sys.exit(_PARTLY if faults else 0)


def _promised(output: Path) -> str:
    """The form that the ending of `output` promises; "" for text.

    Raises:
        UsageError: it is the ending of a form that is not written here.
    """
    from digest import showing

    ending = output.suffix[1:].lower()
    if ending not in (*_FORMS, *_TEXT):
        remedy = "let its name end in .csv, .json or .txt, or choose --csv or --json"
        raise UsageError(f"--output {showing.shown(output)}", "is of no form that is written here", remedy)
    return ending if ending in _FORMS else ""


def _editions(project: Project, listen: Listener) -> tuple[list[Edition], list[str]]:
    """All editions with the editor's changes, and what is wrong with those that are broken."""
    from digest import archive

    total = len(project.store.editions())
    kept = []
    for number, one in enumerate(archive.editions(project), start=1):
        kept.append(one)
        listen("Reading", number, total)
    return [one.edition for one in kept if one.edition], [one.fault for one in kept if one.fault]


def _bound(session: Session, editions: Sequence[Edition], option: str, text: str) -> Bound:
    """The day or the edition that `text` names.

    Raises:
        UsageError: it names neither.
    """
    from digest import periods
    from digest.ledger import choose
    from digest.text import one_line

    for edition in editions:
        if edition.key == text:
            return choose.of_edition(edition.period)
    with suppress(ValueError):
        return choose.of_day(datetime.strptime(text, "%Y-%m-%d").date())  # noqa: DTZ007  # a day has no zone
    try:
        config = session.config
        return choose.of_edition(periods.of_key(text, config.schedule, config.edition.timezone))
    except UsageError:
        remedy = "write a day like 2026-11-22, or an edition like 2026-W47"
        raise UsageError(
            f'{option} "{one_line(text, 60)}"', "is neither a day nor an edition", remedy
        ) from None


def _say_nothing(session: Session, why: str, *, aside: bool) -> None:
    """One line that says why there is nothing and what to do; `aside` where the output is for a machine."""
    step = session.command("ledger" if why else "build")
    line = (
        f"{why}; all deals: {step}"
        if why
        else f"No edition is built yet, so there are no deals; to make one: {step}"
    )
    (session.terminal.warn if aside else session.terminal.result)(line)


def _text(view: View, form: str) -> str:
    """The answer as it goes into a file."""
    if form == "csv":
        return view.csv()
    if form == "json":
        return json.dumps(view.values(), ensure_ascii=False, indent=1) + "\n"
    return "".join(f"{line}\n" for line in [*view.lines(), view.summary] if line)


def _write(session: Session, view: View, form: str, output: Path) -> None:
    """Writes the file, whole or not at all, and says where it is."""
    from digest import files, showing

    files.write(output.absolute().parent, {output.name: _text(view, form)})
    session.terminal.result(f"{view.count} in {showing.shown(output)}")


def _print_exactly(text: str) -> None:
    """Prints for a machine: in UTF-8, line ends as they are, whatever the terminal is set to."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    click.echo(text, nl=False)


def _print(session: Session, view: View, following: tuple[str, str]) -> None:
    """Prints for a person: a table that fits a terminal, aligned lines elsewhere; then what it comes to."""
    if session.terminal.level >= 0:
        table = view.table() if sys.stdout.isatty() else None
        if table:
            _print_table(table)
        else:
            for line in view.lines():
                session.terminal.say(line)
    purpose, step = following
    session.terminal.result(f"{view.summary} {purpose}: {session.command(step)}")


def _next(as_history: bool, company: str) -> tuple[str, str]:  # noqa: FBT001
    """What is worth doing after that: what for, and the words of the command."""
    if as_history and not company:
        return "Move by move", "ledger --history --company NAME"
    return "For a spreadsheet", f"ledger{' --history' * as_history} --output ledger.csv"


def _print_table(table: Table) -> None:
    """The table as wide as the terminal: cells fold, and where that is not enough columns are left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    console = Console(highlight=False)
    drawn = Drawn(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    columns = table.fitting(console.width)
    for column in columns:
        drawn.add_column(
            table.heads[column],
            justify="right" if column in table.right else "left",
            overflow="fold",
            min_width=table.least(column),
            no_wrap=column not in table.folding,
        )
    for row in table.rows:
        drawn.add_row(*(Text(row[column]) for column in columns))  # as Text: no name is read as markup
    console.print(drawn)
