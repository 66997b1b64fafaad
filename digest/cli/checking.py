"""`digest check`: the gate that an edition passes before it goes out, as a report."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from digest.cli.session import JSON, KEY, Session, newest, on_project

if TYPE_CHECKING:
    from digest.check import Galley
    from digest.findings import Verdict
    from digest.project import Project


@click.command()
@KEY
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["send", "publish"]),
    help="Check only what matters to the mail, or to the page; everything unless given.",
)
@click.option(
    "--only", metavar="RULE", multiple=True, help="Look only at this rule; can be given repeatedly."
)
@click.option("--ignore", metavar="RULE", multiple=True, help="Leave this rule out; can be given repeatedly.")
@click.option(
    "--allow",
    metavar="RULE",
    multiple=True,
    help="Tell the errors of this rule and let them pass; can be given repeatedly.",
)
@click.option("--clients", is_flag=True, help="Show what each mail client makes of the mail.")
@click.option("--live", is_flag=True, help="Ask every linked page whether it is there; kept for 24 hours.")
@click.option("--rules", is_flag=True, help="List all rules, what they report and why, and do nothing else.")
@JSON
@on_project(now=True)
def check(
    session: Session,
    *,
    key: str | None,
    purpose: str | None,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    allow: tuple[str, ...],
    clients: bool,
    live: bool,
    rules: bool,
    as_json: bool,
) -> None:
    """Check an edition, with its draft as it stands, before it goes out.

    Looked at are the figures of every sentence, your own included, against the reports behind them; the
    mail as readers' clients, screen readers and spam filters take it; every link. Each finding says where,
    why and what to do. An error keeps the edition from going out; a warning is worth a look; a note is good
    to know.

    KEY is an edition such as 2026-W47; without it, the newest that was built. A RULE is an id that a finding
    shows, such as numbers-unit, or numbers for all of that family. To let an error pass that you have looked
    at, give --allow with its rule.

    With --json: edition, purpose, verdict (may_go_out, words, refused_by, allowed, counts), findings (rule,
    level, place, said, figure, reason, remedy, story), inbox (sender, subject, preheader and both as they
    are cut), size (raw, encoded, limit, in bytes) and, with --clients, clients. Ends with 1 where the edition
    must not go out.
    """
    from digest import checking, findings

    if rules:
        _list_rules(session, as_json=as_json)
        return
    findings.chosen((), only, ignore)  # a rule that does not exist is told before the work
    findings.refusals((), allowed=allow)
    with session.project(alone=False) as project:
        edition = checking.current(project, key or newest(project))
        read = checking.galley(project, edition)
        read = _asked(session, project, read) if live else read
        found = findings.chosen(checking.found(read), only, ignore)
    told = findings.verdict(edition.key, found, purpose or "", allow, whole=not (only or ignore))
    if as_json:
        session.terminal.json(_values(session, told, read, allow, with_clients=clients))
    else:
        _tell(session, told, read, with_clients=clients)
    sys.exit(0 if told.allows else 1)


def _asked(session: Session, project: Project, read: Galley) -> Galley:
    """The galley with what the pages that it links to answer."""
    from dataclasses import replace
    from functools import partial

    from digest import linkcheck
    from digest.addresses import refusal
    from digest.check.links.anchor import addresses

    out = project.config.out
    known = linkcheck.load(out)
    with session.terminal.progress() as listen:
        heard = linkcheck.replies(
            addresses(read),
            known,
            session.now,
            contact=project.config.fetching.contact,
            refusal=partial(refusal, allowed=project.config.fetching.allow),
            listen=lambda done, total: listen("links", done, total),
        )
    if unreached := linkcheck.unreached(heard):
        number = len(unreached)
        session.terminal.warn(f"None of {number} linked pages could be reached: is this machine online?")
        return replace(read, reached=unreached)
    linkcheck.save(out, known | heard, session.now)
    return replace(read, reached=heard)


def _tell(session: Session, told: Verdict, read: Galley, *, with_clients: bool) -> None:
    from digest import gatereport
    from digest.check.clients import table
    from digest.check.clients.support import known
    from digest.inbox import Size

    terminal = session.terminal
    for block in gatereport.blocks(told):
        terminal.say(block)
    if with_clients and terminal.level >= 0:
        heads, rows, source = gatereport.clients(table(read.mail), known().date)
        terminal.table(heads, rows, right=(1, 2, 3))
        terminal.say(f"{source}\n")
    if told.whole and told.purpose != "publish" and read.mail:
        terminal.say(gatereport.picture(_row(session, read), shutil.get_terminal_size((100, 24)).columns))
        terminal.say(gatereport.size(Size.of(read.mail.html)) + "\n")
    terminal.result(f"{told.key}: {told.line}")


def _row(session: Session, read: Galley) -> Any:
    from digest import inbox

    edition = read.edition
    return inbox.row(
        read.stationery.sender,
        session.config.edition.title,
        edition.subject or edition.title,
        edition.preheader,
    )


def _values(
    session: Session, told: Verdict, read: Galley, allowed: tuple[str, ...], *, with_clients: bool
) -> dict[str, Any]:
    """All of it for a machine."""
    from digest import findings, gatereport
    from digest.inbox import CLIP_BYTES, Size

    row = _row(session, read)
    cuts = ("phone_subject", "phone_preheader", "wide_subject", "wide_preheader")
    names = ("sender", "subject", "preheader", *cuts)
    size = Size.of(read.mail.html) if read.mail else None
    return (
        findings.values(told, allowed)
        | {"inbox": {name: getattr(row, name) for name in names}}
        | {"size": size and {"raw": size.raw, "encoded": size.encoded, "limit": CLIP_BYTES}}
        | ({"clients": gatereport.clients_values(read.mail)} if with_clients else {})
    )


def _list_rules(session: Session, *, as_json: bool) -> None:
    from digest import gatereport
    from digest.check import GATES, RULES

    if as_json:
        session.terminal.json(gatereport.rules_values(RULES))
        return
    for block in gatereport.rules(RULES, GATES):
        session.terminal.say(block)
    session.terminal.result(f"{len(RULES)} rules")
