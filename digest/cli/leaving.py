"""`digest serve-unsubscribe` and `digest poll`: readers come and go without a person."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from digest.cli.session import JSON, Session, on_project

if TYPE_CHECKING:
    from digest.leaving.poller import Polled


@click.command("serve-unsubscribe")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8025, show_default=True, help="0 takes any that is free.")
@on_project()
def serve_unsubscribe(session: Session, *, host: str, port: int) -> None:
    """Serve the page at which readers leave, and the form with which they come.

    The link in each mail and the button that mail programs show lead here: a web server that has a
    certificate passes the address of `unsubscribe` in [mail] on to this one. Opening the link only asks; the
    button on the page and the request of a mail program (RFC 8058) act. With an address in [signup] there is
    a form too.

    For a WSGI server: gunicorn 'digest.leaving.wsgi:application("sources.toml")'.
    """
    from digest.leaving import server, starting

    config, terminal = session.config, session.terminal
    reception = starting.reception_of(config, terminal.warn)

    def ready(address: str) -> None:
        if config.mail.unsubscribe:
            terminal.say(f"Leaving:    {config.mail.unsubscribe}")
        if config.signup.address:
            terminal.say(f"Signing up: {config.signup.address}")
        terminal.result(f"Listening at {address} for whoever passes these on to it (Ctrl-C ends it)")

    server.serve(reception, host, port, ready)


@click.command()
@JSON
@on_project(now=True)
def poll(session: Session, *, as_json: bool) -> None:
    """Read the mailbox: unsubscribe mails, returned mails, complaints.

    Works without any server of yours: the mailbox is set under [mailbox] in sources.toml. A mail acts only by
    the token that we put into it, never by the address it comes from. What was heeded is put away; every
    other mail stays there, unread. Run it by a timer, every hour or so.

    With --json: left, gone, failed, waits, complained, others (reason to count), unread. Ends with 4 where
    a mail could not be read.
    """
    from digest.leaving import poller

    found = poller.poll(session.config, session.now)
    if as_json:
        session.terminal.json(_values(found))
    else:
        for line in _lines(found):
            session.terminal.say(line)
        done, kept = sum(found.done.values()), sum(found.left_there.values())
        session.terminal.result(f"{_mails(done)} heeded, {kept} left for a person.")
    sys.exit(4 if found.unread else 0)


_WORDS = {
    "left": "left a list",
    "gone": "say that an address is gone: it gets no more mail",
    "failed": "could not be delivered this time",
    "waits": "are still on their way",
    "complained": "are complaints: who complained gets no more mail",
}


def _values(found: Polled) -> dict[str, Any]:
    counts = {str(deed): number for deed, number in found.done.items()}
    return {**counts, "others": dict(found.left_there), "unread": found.unread}


def _lines(found: Polled) -> list[str]:
    done = [(number, _WORDS[str(deed)]) for deed, number in found.done.items()]
    kept = [(number, f"left there: {reason}") for reason, number in sorted(found.left_there.items())]
    unread = [(found.unread, "could not be read; the next pass tries again")]
    return [f"{number:5}  {words}" for number, words in (*done, *kept, *unread) if number]


def _mails(number: int) -> str:
    return "1 mail" if number == 1 else f"{number} mails"


COMMANDS = (serve_unsubscribe, poll)
