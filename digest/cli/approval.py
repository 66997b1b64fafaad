"""`digest approve`: a person lets an edition go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from digest.cli.agreeing import ask
from digest.cli.session import JSON, KEY, Session, newest, on_project

if TYPE_CHECKING:
    from digest.approval import Approved

_YES = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


@click.command()
@KEY
@click.option(
    "--allow",
    metavar="RULE",
    multiple=True,
    help="Let the errors of this rule pass; can be given repeatedly.",
)
@click.option("--withdraw", is_flag=True, help="Take the approval back; what went out stays out.")
@_YES
@JSON
@on_project(now=True)
def approve(
    session: Session, *, key: str | None, allow: tuple[str, ...], withdraw: bool, yes: bool, as_json: bool
) -> None:
    """Freeze an edition, with its draft as it stands, so that just this goes out.

    The gate looks at it once more and refuses on errors; give --allow with the rule of one that you have
    looked at. While a conflict stands in the draft, nothing is approved. Whatever you change later needs a
    new approval.

    KEY is an edition such as 2026-W47; without it, the newest that was built. Ends with 3 where something is
    left for you to decide.
    """
    from digest import approval

    if withdraw:
        _withdraw(session, key, as_json=as_json)
        return
    with session.project() as project:
        planned = approval.plan(project, key or newest(project), allow)
    if not planned.is_approved:
        _tell(session, planned, as_json=as_json)
        ask("Approve it?", yes=yes)
    with session.project() as project:
        done = approval.freeze(project, planned, session.now)
    if as_json:
        session.terminal.json(_values(done))
    else:
        session.terminal.result(_told(session, done))


def _tell(session: Session, planned: Any, *, as_json: bool) -> None:
    """What will be frozen, before anybody is asked."""
    from digest import findings

    say = session.terminal.warn if as_json else session.terminal.say
    say(f"Freezes {planned.words}")
    told = findings.verdict(planned.key, planned.proof.findings, allowed=planned.allowed)
    say(f"The gate: {told.line}")


def _told(session: Session, done: Approved) -> str:
    from digest import showing
    from digest.approval import SHOWN

    key, version = done.plan.key, done.approval.digest[:SHOWN]
    folder = showing.shown(done.rendered.files[0].parent)
    if not done.is_new:
        return f"{key} is approved already, version {version}; nothing has changed since"
    back = session.command(f"approve {key} --withdraw")
    lies = f"what lies in {folder} is what goes out"
    return f"{key} is approved, version {version}: {lies}; {back} opens it again"


def _values(done: Approved) -> dict[str, Any]:
    """An approval for a machine."""
    return {
        "edition": done.plan.key,
        "digest": done.approval.digest,
        "at": done.approval.at.isoformat(),
        "new": done.is_new,
        "allowed": list(done.approval.allowed),
        "files": sorted(done.plan.files),
    }


def _withdraw(session: Session, key: str | None, *, as_json: bool) -> None:
    from digest import approval
    from digest.approval import SHOWN

    with session.project() as project:
        chosen = key or newest(project)
        stood = approval.withdraw(project, chosen, session.now)
    if as_json:
        session.terminal.json({"edition": chosen, "withdrawn": stood.digest, "was": stood.word})
        return
    out = f"; what was {stood.word} stays out" if stood.word in {"published", "sent"} else ""
    version = stood.digest[:SHOWN]
    session.terminal.result(f"{chosen} is open again: version {version} is not approved any more{out}")
