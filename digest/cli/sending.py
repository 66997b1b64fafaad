"""`digest send`: an approved edition goes to its list, after it was said who gets it and somebody agreed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from digest.cli import agreeing
from digest.cli.agreeing import ask
from digest.cli.session import JSON, KEY, Session, newest, on_project

if TYPE_CHECKING:
    from digest.project import Project
    from digest.readers.people import People
    from digest.sending import Plan, Receipt

_ONE_WAY = ("test", "adopt", "resolve", "receipt", "resume")


@click.command()
@KEY
@click.option("--test", "addresses", metavar="ADDR", multiple=True, help="Send it to this one address only.")
@click.option("--dry-run", is_flag=True, help="Only say who would get it.")
@click.option("--limit", metavar="N", type=click.IntRange(1), default=None, help="Hand over N mails at most.")
@click.option("--resume", is_flag=True, help="Go on with a send that was begun, as it was agreed to then.")
@click.option(
    "--resolve",
    type=click.Choice(["resend", "assume-sent"]),
    help="Decide about the mails in doubt: send them again, or take them as sent.",
)
@click.option("--reader", metavar="ADDR", default="", help="With --resolve: only the mail to this address.")
@click.option("--receipt", is_flag=True, help="Only say how the send stands, and write its receipt anew.")
@click.option("--adopt", is_flag=True, help="Say that this copy of the project is the one that sends.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@JSON
@on_project(now=True)
def send(session: Session, *, key: str | None, as_json: bool, yes: bool, **options: Any) -> None:
    """Send an approved edition to its list, each reader once.

    Says first who gets it and who does not, and why. On a terminal it asks; the first time, and when the list
    has changed by more than a fifth, you type the list's name or the number of mails. Without a terminal it
    sends only with --yes.

    After a crash, a power cut or a pause, --resume goes on: nobody is left out, and nobody gets it twice.
    Where a server had a whole mail and never answered, nobody can know: such mails are in doubt, are not sent
    again by themselves, and --resolve decides about them.

    With --test ADDR one mail goes to that address, to look at it where mails are read: the draft as it
    stands, approved or not, with [Test] before its subject. It needs no subscriber and marks nothing.

    [delivery] in sources.toml says how mail travels; unless you set that, it is put into a Maildir beside the
    editions, and nothing leaves this machine.

    KEY is an edition such as 2026-W47; without it, the newest that was built. Ends with 0 when all were
    accepted, 3 where a person has to look (held, paused, in doubt), 4 where some were not accepted or wait,
    5 when another run is sending. The last lines name every address that was not accepted.
    """
    _one_way(options)
    if options["addresses"]:
        _test(session, key, options["addresses"], yes=yes, as_json=as_json)
        return
    with session.project(alone=False) as project, _people(project) as people:
        chosen = key or newest(project)
        if _is_posted(project):
            _post(session, project, chosen, options, yes=yes, as_json=as_json)
            return
        if options["adopt"]:
            _adopt(session, project, people, yes=yes)
            return
        if options["resolve"]:
            _resolve(session, project, people, chosen, options, yes=yes)
            return
        receipt = (
            _told(session, project, people, chosen)
            if options["receipt"]
            else _sent(session, project, people, chosen, options, yes=yes, as_json=as_json)
        )
        if receipt is not None:
            _show(session, project, people, receipt, as_json=as_json)
    if receipt is not None:
        from digest import outcome

        sys.exit(outcome.exit_code(receipt))


def _one_way(options: dict[str, Any]) -> None:
    """Raises `UsageError` for options that do not go together."""
    from digest.errors import UsageError

    options["test"] = options["addresses"]
    given = [f"--{name}" for name in _ONE_WAY if options[name]]
    if len(given) > 1:
        raise UsageError(" and ".join(given), "do not go together", "give one of them")
    if options["reader"] and not options["resolve"]:
        raise UsageError("--reader", "goes with --resolve", "--test ADDR sends to one address")


@contextmanager
def _people(project: Project) -> Iterator[People]:
    from digest.readers.people import opened

    with opened(project.config.people, os.environ) as people:
        yield people


def _sent(
    session: Session,
    project: Project,
    people: People,
    key: str,
    options: dict[str, Any],
    *,
    yes: bool,
    as_json: bool,
) -> Receipt | None:
    """What became of it; None where nothing was done."""
    from digest import sending, tally

    say = session.terminal.warn if as_json else session.terminal.say
    if options["resume"]:
        planned = sending.resumption(project, people, key)
    else:
        planned = _planned(session, project, people, key, say)
    for line in planned.words:
        say(line)
    sending.agreeing(project, people, planned, os.environ)
    if planned.is_done:
        return sending.told(project, people, key, session.now)
    limit = options["limit"] or 0
    if limit and limit < planned.count:
        say(f"  only the first {limit:,} now; the rest stays queued")
    if options["dry_run"]:
        session.terminal.result("Nothing was sent: this was a dry run.")
        return None
    if not options["resume"]:
        _agree(session, planned, yes=yes)
    with tally.shown(session.terminal) as heard:
        return sending.dispatch(project, people, planned, session.now, heard, os.environ, limit)


def _planned(session: Session, project: Project, people: People, key: str, say: Any) -> Plan:
    """The plan; where it is held, who would get it is said all the same."""
    from digest import drafts, sending
    from digest.errors import HeldError

    if not (project.folder(key) / drafts.FILE).exists():
        raise project.lacks(key)
    try:
        return sending.plan(project, people, key)
    except HeldError:
        who = sending.audience(project, people).words
        if sending.is_open(project, people, key):
            say(
                f"An earlier version is on its way: {session.command(f'send {key} --resume')} goes on with it"
            )
        say(f"Would go to the list “{project.config.delivery.list}”: {who}")
        raise


def _agree(session: Session, planned: Plan, *, yes: bool) -> None:
    """Goes on when the person at the terminal agrees. Raises `UsageError` where there is nobody."""
    from digest.errors import HeldError, UsageError

    if yes or not planned.count:
        return
    if not agreeing.is_asked():
        why = f": {planned.caution}" if planned.caution else ""
        remedy = f"--dry-run says who would get it; {session.command(f'send {planned.key} --yes')} sends it"
        raise UsageError("Nothing was sent", f"there is nobody to ask here{why}", remedy)
    if not planned.caution:
        click.confirm(f"Send {planned.count:,} mails?", abort=True, err=True)
        return
    session.terminal.warn(f"Look twice: {planned.caution}.")
    typed = click.prompt(f"Type the list's name or the number of mails ({planned.count})", err=True)
    if not planned.agrees(typed):
        raise HeldError(
            planned.send, f"nothing was sent: “{typed}” is neither the list's name nor the number of mails"
        )


def _told(session: Session, project: Project, people: People, key: str) -> Receipt:
    from digest import sending

    return sending.told(project, people, key, session.now)


def _show(session: Session, project: Project, people: People, receipt: Receipt, *, as_json: bool) -> None:
    """What became of it: in counts, then each address that was not accepted, then where that is written."""
    from digest import outcome, sending

    if as_json:
        session.terminal.json(receipt.values)
        return
    folder = project.folder(receipt.send.rpartition("/")[2])
    missed = sending.missed(people, receipt.send)
    outcome.show(session.terminal, receipt, missed, folder, session.command)


def _is_posted(project: Project) -> bool:
    from digest.sending import posting

    return posting.is_posted(project)


def _post(
    session: Session, project: Project, key: str, options: dict[str, Any], *, yes: bool, as_json: bool
) -> None:
    """Puts the edition as a draft where a service sends it to readers of its own; nobody gets it by that."""
    from digest.errors import UsageError
    from digest.sending import posting

    if given := [name for name in (*_ONE_WAY, "limit") if options[name]]:
        problem = f'means nothing with kind = "{project.config.delivery.kind}", which has the readers'
        raise UsageError(f"--{given[0]}", problem, "look there how the edition stands")
    post = posting.made(project, key)
    say = session.terminal.warn if as_json else session.terminal.say
    say(f"Puts “{post.subject}” ({key}) as a draft {project.config.delivery.way}")
    if options["dry_run"]:
        session.terminal.result("Nothing was done: this was a dry run.")
        return
    ask("Put it there?", yes=yes)
    done = posting.post(project, key, session.now)
    if as_json:
        session.terminal.json({"edition": key, "place": done.place, "words": done.words})
    else:
        session.terminal.result(done.words)


def _resolve(
    session: Session, project: Project, people: People, key: str, options: dict[str, Any], *, yes: bool
) -> None:
    """Decides about the mails in doubt, and says how the send stands then."""
    from digest import sending

    choice, reader = sending.Choice(options["resolve"]), options["reader"]
    for mail in sending.doubts(project, people, key, reader):
        session.terminal.say(f"  {mail.address}: in doubt since {mail.at}; {mail.words}")
    ask("Send them once more?" if choice is sending.Choice.RESEND else "Take them as sent?", yes=yes)
    done = sending.settle(project, people, key, choice, session.now, os.environ, reader)
    session.terminal.say(f"{done.words}.")
    receipt = sending.told(project, people, key, session.now)
    after = session.command(f"send {key} --resume")
    if choice is sending.Choice.RESEND:
        session.terminal.result(f"{after} sends them.")
    else:
        session.terminal.result(f"{receipt.accepted:,} of {receipt.candidates:,} are accepted now.")


def _adopt(session: Session, project: Project, people: People, *, yes: bool) -> None:
    from digest import sending

    session.terminal.say(
        "Takes this copy as the one that sends. Whoever had a mail, as the database of readers"
    )
    session.terminal.say("or sent.log says, gets it from no other copy and from here not again.")
    ask("Is this the only copy that sends?", yes=yes)
    *before, last = sending.take_over(project, people, session.now, os.environ).words
    for line in before:
        session.terminal.warn(line)
    session.terminal.result(f"{last}.")


def _test(session: Session, key: str | None, addresses: tuple[str, ...], *, yes: bool, as_json: bool) -> None:
    """One mail to one address; nothing is marked."""
    from digest import testmail

    address = _one(addresses)
    with session.project(alone=False) as project:
        ready = testmail.plan(project, key or newest(project), address)
        (session.terminal.warn if as_json else session.terminal.say)(ready.words)
        ask("Send it?", yes=yes)
        done = testmail.dispatch(project, ready, session.now)
    if as_json:
        told = {
            "edition": ready.edition.key,
            "to": ready.to.address,
            "place": done.place,
            "words": done.words,
        }
        session.terminal.json(told)
    else:
        session.terminal.result(done.words)


def _one(addresses: tuple[str, ...]) -> str:
    """The one address that was given. Raises `UsageError` for several."""
    from digest.errors import UsageError

    if len(addresses) > 1:
        raise UsageError("--test", "takes one address", "send the test to one after the other")
    return addresses[0]
