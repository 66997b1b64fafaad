"""`digest doctor`: what mail needs to arrive, looked at before it is sent."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.session import FILE, JSON, Session, on_project

if TYPE_CHECKING:
    from digest.doctor.finding import Finding
    from digest.doctor.wanted import Wanted
    from digest.terminal import Terminal

_CODES = {"ok": 0, "note": 0, "warn": 4, "fail": 1}
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,50}[a-z0-9])?")


@click.command()
@click.option("--zone", type=FILE, help="Look records up in this zone file and not in the DNS.")
@click.option("--offline", is_flag=True, help="Ask nobody: no DNS, no server, no page.")
@click.option("--make-dkim", "selector", metavar="SELECTOR", help="Make new keys that sign mail.")
@JSON
@on_project()
def doctor(
    session: Session, *, zone: Path | None, offline: bool, selector: str | None, as_json: bool
) -> None:
    """Show the DNS records to publish, and look at all that mail needs to arrive.

    Looks at SPF, DKIM, DMARC and MX, the mail server with its certificate and password, the address at which
    readers leave, and the clock. Sends nothing. Ends with 0 when all is well, 4 with warnings, 1 when
    something fails. --zone takes a file with records in the form of BIND, before they are published.
    """
    from digest.doctor import examine, gathered, records_of, worst

    if selector is not None:
        _make(session, selector)
        return
    doubt = _clock_doubt(session)
    facts = gathered(session.config, session.now, os.environ, zone, offline=offline, clock_doubt=doubt)
    found, wanted = examine(facts), records_of(facts)
    if as_json:
        session.terminal.json(_machine(found, wanted))
    else:
        _show(session.terminal, found, wanted)
    sys.exit(_CODES[worst(found)])


def _clock_doubt(session: Session) -> str:
    """What the last runs say against this machine's clock; a project that never ran says nothing."""
    from digest import heartbeat

    if not (session.config.out / "digest.db").exists():
        return ""
    with session.project(alone=False) as project:
        return heartbeat.doubt(project, session.now)


def _make(session: Session, selector: str) -> None:
    """Makes keys, and says what to do with them."""
    from digest.doctor import making, wanted
    from digest.errors import UsageError
    from digest.showing import shown

    if not _SELECTOR.fullmatch(selector):
        raise UsageError("--make-dkim", f"“{selector}” is no selector", 'write it like "mail2026"')
    made = making.make(session.config, selector)
    terminal = session.terminal
    terminal.say("Write into sources.toml, in place of the table that is there:\n")
    for line in made.lines:
        terminal.say(f"  {line}")
    terminal.say("\nPublish in the DNS:\n")
    for signature in made.signatures:
        terminal.say(wanted.of_key(signature).line)
    terminal.say("\nKeep both files secret, out of git, and in your backup.")
    places = " and ".join(shown(file) for file in made.files)
    terminal.result(f"New keys: {places}; when the records are there: {session.command('doctor')}")


def _show(terminal: Terminal, found: Sequence[Finding], wanted: Sequence[Wanted]) -> None:
    if wanted:
        terminal.say("Records for the DNS (one that is there already may say more):\n")
    for record in wanted:
        terminal.say(f"; {record.why}\n{record.line}")
    terminal.say("" if wanted else "No records: nobody sends yet.")
    for finding in found:
        terminal.say(f"{finding.level:<5} {finding.topic}: {finding.words}")
        if finding.remedy:
            terminal.say(f"      {finding.remedy}")
    counts = {level: sum(finding.level == level for finding in found) for level in ("fail", "warn", "ok")}
    fails, warns, fine = counts["fail"], counts["warn"], counts["ok"]
    terminal.result(f"{fine} fine, {warns} to be looked at, {fails} to be mended")


def _machine(found: Sequence[Finding], wanted: Sequence[Wanted]) -> object:
    return {
        "records": [
            {"name": one.name, "type": one.kind, "value": one.value, "line": one.line} for one in wanted
        ],
        "findings": [
            {"level": one.level, "topic": one.topic, "words": one.words, "remedy": one.remedy}
            for one in found
        ],
    }
