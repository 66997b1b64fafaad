"""What an editor does with the stories of a draft, as commands that write what a hand would."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from digest.cli.listing import stories
from digest.cli.session import Session, newest, on_project

if TYPE_CHECKING:
    from digest.editing import Acted
    from digest.project import Project

_PATIENCE_S = 10.0
_STORY = click.argument("story")
_TO = click.option("--to", "section", metavar="SECTION", default="", help="The section, by id or title.")
_BEFORE = click.option("--before", metavar="STORY", default="", help="Put it before this story.")
_AFTER = click.option("--after", metavar="STORY", default="", help="Put it after this story.")
_EDITION = click.option("--edition", "key", metavar="KEY", help="Which edition; the newest unless given.")
_NO_RENDER = click.option("--no-render", "unrendered", is_flag=True, help="Leave the outputs as they are.")


def _on_draft(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options of all that change a draft, and a function that does so in its place."""

    @on_project()
    @functools.wraps(command)
    def run(session: Session, *, key: str | None, unrendered: bool, **options: Any) -> None:
        def act(action: str, story: str, **values: str) -> None:
            _act(session, key, action, story, values, unrendered=unrendered)

        command(act, **options)

    return _NO_RENDER(_EDITION(run))


def _act(
    session: Session, key: str | None, action: str, story: str, values: dict[str, str], *, unrendered: bool
) -> None:
    """Does it, tells it and how to take it back, then renders."""
    from digest import editing

    with _alone(session) as project:
        edition = key or newest(project)
        done = editing.act(project, edition, action, story, **values)
        session.terminal.result(done.words)
        if done.before != done.after:
            edition_option = f" --edition {key}" if key else ""
            session.terminal.say(f"  to take it back: {session.command(f'undo{edition_option}')}")
        _render(session, project, edition, done, unrendered=unrendered)


@contextmanager
def _alone(session: Session) -> Iterator[Project]:
    """The open project; waits for an open preview, which renders for a second after each save."""
    from digest import files

    with files.only_run(session.config.out, wait_s=_PATIENCE_S), session.project(alone=False) as project:
        yield project


def _render(session: Session, project: Project, key: str, done: Acted, *, unrendered: bool) -> None:
    """Renders what was changed; on an error the draft stays changed."""
    from digest import desk, showing
    from digest.errors import DigestError

    if unrendered or done.before == done.after:
        return
    try:
        rendered = desk.render(project, key)
    except DigestError as error:
        session.terminal.warn(f"The draft is changed, the outputs are as they were before: {error}")
        raise click.exceptions.Exit(error.exit_code) from error
    for note in rendered.notes:
        session.terminal.warn(note)
    showing.gate(session.terminal, rendered)


@click.command()
@_STORY
@_TO
@_BEFORE
@_AFTER
@_on_draft
def move(act: Callable[..., None], *, story: str, section: str, before: str, after: str) -> None:
    """Move a story to another section, or beside another story.

    STORY is its id or the first letters of it, its address, or words of its headline; `digest stories` lists
    them. Without --before and --after it becomes the last of the section.
    """
    act("move", story, section=section, before=before, after=after)


@click.command()
@_STORY
@_on_draft
def drop(act: Callable[..., None], *, story: str) -> None:
    """Take a story out of the draft; a rebuild does not bring it back."""
    act("drop", story)


@click.command()
@_STORY
@click.option("--off", is_flag=True, help="Unpin it.")
@_on_draft
def pin(act: Callable[..., None], *, story: str, off: bool) -> None:
    """Pin a story: a rebuild neither moves nor removes it."""
    act("unpin" if off else "pin", story)


@click.command()
@_STORY
@_on_draft
def hold(act: Callable[..., None], *, story: str) -> None:
    """Hold a story for the next edition; it does not ship in this one."""
    act("hold", story)


@click.command()
@_STORY
@_TO
@_BEFORE
@_AFTER
@_on_draft
def restore(act: Callable[..., None], *, story: str, section: str, before: str, after: str) -> None:
    """Bring back a story that was dropped, held or never printed.

    STORY is looked for among what is held, in the machine's last draft, and among all that was seen: by id,
    address or words of its headline. It comes back to where the machine had it unless --to says otherwise.
    """
    act("restore", story, section=section, before=before, after=after)


@click.command()
@_STORY
@_on_draft
def lead(act: Callable[..., None], *, story: str) -> None:
    """Make a story the first of its section."""
    act("lead", story)


@click.command()
@_STORY
@click.argument("headline")
@_on_draft
def retitle(act: Callable[..., None], *, story: str, headline: str) -> None:
    """Give a story another headline; its link stays."""
    act("retitle", story, headline=headline)


@click.command()
@click.argument("story", default="")
@click.option("--mine", "which", flag_value="mine", help="Keep your words.")
@click.option("--theirs", "which", flag_value="theirs", help="Take what the machine would write now.")
@_on_draft
def settle(act: Callable[..., None], *, story: str, which: str | None) -> None:
    """Settle what a rebuild offered beside your words, or a conflict.

    STORY may be a section; without it, what stands before the first section is settled.
    """
    from digest.errors import UsageError

    if which is None:
        raise UsageError("settle", "needs to know whose words count", "give --mine or --theirs")
    act("settle", story, which=which)


@click.command()
@_EDITION
@_NO_RENDER
@on_project()
def undo(session: Session, *, key: str | None, unrendered: bool) -> None:
    """Take back the last move; what you wrote since stays.

    Each time it is used it goes one move further back. Counted are the commands that change a draft, and what
    is done in the preview.
    """
    from digest import editing

    with _alone(session) as project:
        edition = key or newest(project)
        done = editing.undone_last(project, edition)
        session.terminal.result(done.words)
        _render(session, project, edition, done, unrendered=unrendered)


COMMANDS = (stories, move, lead, pin, hold, drop, restore, retitle, settle, undo)
