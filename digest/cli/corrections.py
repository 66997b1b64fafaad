"""`digest correct`: an edition that went out is put right, where its readers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.session import Session, on_project
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.corrections import Corrected, Letter, Opened


@click.command()
@click.argument("key")
@click.option(
    "--story", help="The story that was wrong: its id, address or words of its headline; else all of it."
)
@click.option("--note", metavar="TEXT", help="What was wrong and what is right, Markdown of one line.")
@click.option("--mail", is_flag=True, help="Prepare a short mail with the corrections; sends nothing.")
@on_project(now=True)
def correct(session: Session, *, key: str, story: str | None, note: str | None, mail: bool) -> None:
    """Correct an edition that went out.

    With --note a dated line goes into its draft, and all outputs show it; they go out when you approve the
    edition again. The next edition that you build lists it under "Corrections". Without, says what is open,
    and what to write.

    KEY is the edition, such as 2026-W46.
    """
    from digest import corrections

    if story and not note:
        raise UsageError("--story", "says where, and nothing says what", 'give --note "What is right."')
    with session.project() as project:
        if note is not None:
            _tell(session, key, corrections.correct(project, key, note, session.now, story or ""), mail=mail)
        elif not mail:
            _open(session, corrections.opened(project, key))
        if mail:
            _who_has_it(session, key)
            _mailed(session, corrections.letter(project, key, session.now))


def _open(session: Session, found: Opened) -> None:
    from digest import showing, words

    say, key = session.terminal.say, found.key
    went = " and ".join(f"{word} on {at:%Y-%m-%d}" for word, at in found.went.items())
    say(f"{key} was {went}; {words.counted(len(found.made), 'correction')} since.")
    for one in found.made:
        say(f"  {one.at}  {one.headline or 'the edition as a whole'}: {one.text}")
    say(
        f"Its draft is {showing.shown(found.draft)}. Mend it there, and say so in a line of its own under the"
    )
    say("story, or above the first section, which begins with the day:")
    say(f"  Correction: {session.now:%Y-%m-%d} · We wrote …; it is …")
    command = session.command(f'correct {key} --story ID --note "We wrote …; it is …"')
    session.terminal.result(f"{command} writes that line for you.")


def _tell(session: Session, key: str, done: Corrected, *, mail: bool) -> None:
    from digest import showing

    one, where = done.correction, f'under "{done.headline}"' if done.headline else "above the first section"
    draft = showing.shown(done.rendered.files[0].parent / "draft.md")
    stands = "Wrote into" if done.is_new else "Stands already in"
    for note in done.rendered.notes:
        session.terminal.warn(note)
    session.terminal.say(f"{stands} {draft}, {where}: {one.at} · {one.text}")
    showing.gate(session.terminal, done.rendered)
    session.terminal.say("The next edition that you build lists it under Corrections.")
    approve = session.command(f"approve {key}")
    told = f"Mend the draft too where it is wrong; then {approve}: after that the page shows it."
    (session.terminal.say if mail else session.terminal.result)(told)


def _mailed(session: Session, made: Letter) -> None:
    from digest import findings, showing, words

    session.terminal.say(f"“{made.subject}”, with {words.counted(made.count, 'correction')}:")
    for file in made.files:
        session.terminal.say(f"  {file.name:<14}{file.stat().st_size / 1000:>8.1f} kB")
    if made.unsent:
        session.terminal.warn(f"No file that a mail program opens: {made.unsent}")
    for finding in findings.ordered(made.findings):
        if finding.level != "note":
            session.terminal.warn(f"  {finding.level}: {finding.place}: {finding.reason} ({finding.rule})")
    folder = showing.shown(made.files[0].parent)
    session.terminal.result(f"The mail is prepared in {folder}; nothing was sent.")


def _who_has_it(session: Session, key: str) -> None:
    """How many have the edition as it was; nothing where it went to nobody by mail."""
    from digest import sending, words

    for one in sending.standings(session.config.people):
        if one.send.edition == key and one.accepted:
            count = words.counted(one.accepted, "reader")
            session.terminal.say(f"{count} of the list “{one.send.list}” got the edition by mail before.")
