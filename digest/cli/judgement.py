"""The commands about judgement: where an item went, what is made of items, and how well."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.session import FILE, JSON, Session, on_beat, on_project
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.listening import Listener
    from digest.model import Lesson
    from digest.rawitems import Items

_SHOWN = 20  # bad lines named one by one
_STEPS = 5  # of judging

_ITEMS = click.argument(
    "items", metavar="FILE.jsonl", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True)
)
_FEEDBACK = click.option(
    "--feedback",
    type=FILE,
    help="Learn from the lessons in this file instead of the project's feedback.jsonl.",
)
_NO_FEEDBACK = click.option("--no-feedback", "untaught", is_flag=True, help="Learn from no lessons.")


@click.command()
@click.argument("words", metavar="URL", nargs=-1, required=True)
@JSON
@on_project(now=True)
def explain(session: Session, *, words: tuple[str, ...], as_json: bool) -> None:
    """Say where an item went, and why.

    URL is its address in any spelling, its id, or some words of its headline. Told is what every edition
    made of it; of an item that no edition has looked at, what a build would make of it now.
    """
    from digest import accounts
    from digest import explain as explaining

    with session.project(alone=False) as project:
        found = explaining.of(project, " ".join(words), session.now)
    if as_json:
        session.terminal.json(accounts.explained_row(found))
    else:
        accounts.explained(session.terminal, found, session.config.edition.timezone)


@click.command()
@_ITEMS
@_NO_FEEDBACK
@_FEEDBACK
@on_beat
def analyse(
    session: Session, *, items: Path, now: datetime | None, feedback: Path | None, untaught: bool
) -> None:
    """Judge raw items: stories, sections, order and deals.

    FILE.jsonl holds one item a line, {"id", "title", "url", "published", "publisher"} with "summary" and
    "text" where there are any; - reads standard input. Printed is one JSON object a line, in the same
    order: the story, what it is related to, of which item it is a near copy, the section (null where it is
    not for this digest), how surely it is for this digest, the score of its story, and the deals that its
    headline states. All items count as of one period. The sections are those of the configuration, or those
    of the shipped edition.
    """
    from digest import accounts, analysis

    found = _read(session, items, now)
    lessons = _lessons(session, feedback, untaught=untaught)
    with session.terminal.progress() as listen:
        entries = [item.entry for item in found.items]
        analysed = analysis.of(session.config, entries, lessons, _steps(listen, _STEPS))
    written = {item.entry.id: item.id for item in found.items}
    for key, finding in analysed.findings.items():
        session.terminal.result(accounts.finding_line(finding, key, written))
    sys.exit(_code(found))


@click.command()
@_ITEMS
@JSON
@_NO_FEEDBACK
@_FEEDBACK
@on_beat
def evaluate(
    session: Session,
    *,
    items: Path,
    now: datetime | None,
    as_json: bool,
    feedback: Path | None,
    untaught: bool,
) -> None:
    """Measure the judgement of items against labels.

    Each figure stands beside what the plainest way to do the same reaches.
    FILE.jsonl holds items as `digest analyse` reads them, with any of these labels: "story" (the same for
    items of one event), "duplicate_of" (the item that it nearly repeats), "section" (null where it is not
    for this digest; "secondary" for one that would do too), "importance" from 0 to 3, "deals" (those that the
    headline states, as analyse prints them; [] for none). What the editor
    taught in feedback.jsonl is used, and the sections are shown without it and with it.
    """
    from digest import accounts, evaluation, labels

    found = _read(session, items, now)
    if not found.items:
        sys.exit(1)
    known = labels.of(found.items, [theme.id for theme in session.config.sections])
    for note in known.notes:
        session.terminal.warn(f"{_name(items)}: {note}")
    if not known:
        remedy = 'add "story", "duplicate_of", "section", "importance" or "deals" to its items'
        raise UsageError(_name(items), "holds no label to measure against", remedy)
    lessons = _lessons(session, feedback, untaught=untaught)
    with session.terminal.progress() as listen:
        entries = [item.entry for item in found.items]
        steps = _steps(listen, _STEPS * (2 if lessons else 1))
        measured = evaluation.of(session.config, entries, known, lessons, steps)
    if as_json:
        session.terminal.json(accounts.evaluated_row(measured))
    else:
        accounts.evaluated(session.terminal, measured)
    sys.exit(_code(found))


def _read(session: Session, file: Path, now: datetime | None) -> Items:
    """The items of `file`, what is wrong with it told."""
    from digest import rawitems

    if file == Path("-"):
        found = rawitems.read(sys.stdin.buffer.read(), _name(file), now)
    else:
        found = rawitems.load(file, now)
    for fault in found.faults[:_SHOWN]:
        session.terminal.warn(fault)
    if len(found.faults) > _SHOWN:
        session.terminal.warn(f"{_name(file)}: {len(found.faults) - _SHOWN} more lines are left out")
    if not found.items:
        session.terminal.warn(f"{_name(file)}: holds no item")
    return found


def _name(file: Path) -> str:
    return "standard input" if file == Path("-") else str(file)


def _code(found: Items) -> int:
    """0, or 4 where some lines were bad, or 1 where all were."""
    if not found.faults:
        return 0
    return 4 if found.items else 1


def _lessons(session: Session, file: Path | None, *, untaught: bool) -> tuple[Lesson, ...]:
    """The lessons to learn from: those of `file`, else of the project, else none."""
    from digest import feedback

    if untaught or (file is None and session.shipped):
        return ()
    if file is not None and not file.exists():
        raise UsageError(str(file), "there is no such file", f"a project has {feedback.FILE} in its `out`")
    known = feedback.load(file or session.config.out / feedback.FILE)
    for note in known.notes:
        session.terminal.warn(note)
    return known.lessons


def _steps(listen: Listener, total: int) -> Callable[[], None]:
    done = count(1)
    listen("Judging", 0, total)
    return lambda: listen("Judging", next(done), total)
