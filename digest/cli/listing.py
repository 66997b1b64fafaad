"""`digest stories`: the stories of a draft with the ids that name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from digest.cli.session import JSON, KEY, Session, newest, on_project

if TYPE_CHECKING:
    from digest.draft.moves.naming import Named
    from digest.draft.moves.proofs import Proofs


@click.command()
@KEY
@JSON
@on_project()
def stories(session: Session, *, key: str | None, as_json: bool) -> None:
    """List the stories of the draft with the ids that name them.

    Behind a headline stands what holds for it: own (you wrote it), brief, new (a rebuild brought it), pinned,
    offer (the machine has other words now), conflict (settle it). Held and dropped ones follow.
    """
    from digest import editing

    with session.project(alone=False) as project:
        edition = key or newest(project)
        proofs = editing.proofs_of(project, edition)
    if as_json:
        session.terminal.json(_listing(edition, proofs))
        return
    if marks := proofs.offered():
        session.terminal.result(f"Above the first section{_marked(marks)}")
    for id_, title, told in proofs.sections():
        marks = proofs.offered(id_) if id_ else ()
        session.terminal.say(f"{title} ({id_}){_marked(marks)}" if id_ else title)
        _list(session, proofs, told)
    if proofs.dropped:
        session.terminal.say("Dropped; digest restore brings them back")
        _list(session, proofs, proofs.dropped)


def _list(session: Session, proofs: Proofs, told: Sequence[Named]) -> None:
    from digest.draft.moves import naming

    shorts = naming.shorts((*proofs.stories, *proofs.dropped), told)
    for short, one in zip(shorts, told, strict=True):
        session.terminal.result(f"  {short}  {one.headline}{_marked(one.marks)}")


def _marked(marks: Sequence[str]) -> str:
    return f"  [{', '.join(marks)}]" if marks else ""


def _listing(edition: str, proofs: Proofs) -> dict[str, object]:
    """The same for a machine."""
    return {
        "edition": edition,
        "marks": list(proofs.offered()),
        "sections": [
            {
                "id": id_,
                "title": title,
                "held": bool(told) and all(one.place == "held" for one in told),
                "marks": list(proofs.offered(id_)) if id_ else [],
                "stories": [_row(one) for one in told],
            }
            for id_, title, told in proofs.sections()
        ],
        "dropped": [_row(one) for one in proofs.dropped],
    }


def _row(one: Named) -> dict[str, object]:
    return {"id": one.id, "headline": one.headline, "url": one.url, "marks": list(one.marks)}
