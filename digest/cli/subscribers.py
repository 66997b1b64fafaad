"""`digest subscribers`: who gets the mail, who does not, and what is known about them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli import enrolling
from digest.cli.agreeing import ask
from digest.cli.enrolling import LIST
from digest.cli.session import FILE, JSON, Session, on_project

if TYPE_CHECKING:
    from digest.readers.people import People

ADDRESSES = click.argument("addresses", nargs=-1, required=True, metavar="ADDR...")
YES = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


@click.group()
def subscribers() -> None:
    """Add, import, export and remove the readers of a list.

    They lie in out/subscribers.db, which only you can read. What a reader said wins: who unsubscribed, is
    suppressed or was erased is never put back by an import.
    """


subscribers.add_command(enrolling.add)
subscribers.add_command(enrolling.import_)


@contextmanager
def _people(session: Session) -> Iterator[People]:
    from digest.readers.people import opened

    with opened(session.config.people, os.environ) as people:
        yield people


def _canonical(addresses: tuple[str, ...]) -> list[str]:
    from digest.readers.addresses import canonical

    return [canonical(address) for address in addresses]


@subscribers.command("list")
@LIST
@click.option("--suppressed", is_flag=True, help="Say which addresses get no mail, and why.")
@JSON
@on_project()
def list_(session: Session, *, name: str, suppressed: bool, as_json: bool) -> None:
    """Say who is on a list, and how they stand to it.

    With --suppressed: who gets no mail although a list has them, and how many suppressed addresses are known
    to no list any more. Of those only a keyed hash is kept, so that they can be recognised but not read.
    """
    from digest.readers import exporting

    name = name or session.config.delivery.list
    with _people(session) as people:
        if suppressed:
            _suppressed(session, people, as_json=as_json)
            return
        if as_json:
            table = exporting.rows(people, name)
            session.terminal.json([dict(zip(exporting.HEADS, row, strict=True)) for row in table])
            return
        _told(session, people, name)


def _told(session: Session, people: People, name: str) -> None:
    from digest.readers.addresses import shown

    counts: dict[str, int] = {}
    for member in sorted(people.members(name), key=lambda one: one.address.casefold()):
        stands = str(member.standing)
        if member.suppressed and str(member.suppressed) != stands:
            stands = f"suppressed: {member.suppressed}"
        counts[stands] = counts.get(stands, 0) + 1
        session.terminal.say(f"  {shown(member.address):<40}  {stands}")
    told = ", ".join(f"{count:,} {stands}" for stands, count in sorted(counts.items()))
    others = ", ".join(f"{other} ({count:,})" for other, count in people.lists().items() if other != name)
    session.terminal.result(
        f"{name}: {told or 'nobody yet'}" + (f". Other lists: {others}" if others else "")
    )


def _suppressed(session: Session, people: People, *, as_json: bool) -> None:
    from digest.readers.addresses import shown

    known, found = people.known_by_hash(), list(people.suppressions())
    if as_json:
        keys = ("address", "list", "reason", "at", "note")
        table = [
            (known.get(one.hash, ""), one.list, one.reason, one.at.isoformat(), one.note) for one in found
        ]
        session.terminal.json([dict(zip(keys, row, strict=True)) for row in table])
        return
    for one in found:
        who = shown(known[one.hash]) if one.hash in known else f"unknown ({one.hash[:8]})"
        session.terminal.say(f"  {who:<40}  {one.list or 'all lists':<12}  {one.words}")
    session.terminal.result(f"{len(found):,} suppressed")


@subscribers.command()
@LIST
@click.option("--person", metavar="ADDR", default="", help="Everything known of this person, as JSON.")
@click.option("-o", "--output", type=FILE, help="Write it there, readable by you only.")
@click.option(
    "--plain", is_flag=True, help="Leave cells as they are that a spreadsheet may run as a formula."
)
@on_project()
def export(session: Session, *, name: str, person: str, output: Path | None, plain: bool) -> None:
    """Write a list as CSV, or with --person everything that is known of one person as JSON.

    The CSV has the consent of each reader with it, and `digest subscribers import` takes it in again.
    """
    import json

    from digest.readers import exporting

    with _people(session) as people, enrolling.written(output) as file:
        if person:
            (address,) = _canonical((person,))
            file.write(json.dumps(people.person(address), ensure_ascii=False, indent=1) + "\n")
        else:
            name = name or session.config.delivery.list
            exporting.write(file, exporting.HEADS, exporting.rows(people, name), is_plain=plain)
    if output:
        session.terminal.result(f"Written to {output}, which only you can read.")


@subscribers.command()
@ADDRESSES
@LIST
@on_project(now=True)
def remove(session: Session, *, addresses: tuple[str, ...], name: str) -> None:
    """Take addresses off a list, as if they had unsubscribed.

    They stay known as having left, so that no later import puts them back. `suppress --lift` undoes that.
    """
    from digest.readers.addresses import shown

    name = name or session.config.delivery.list
    with _people(session) as people:
        given = _canonical(addresses)
        gone = [one for one in given if people.remove(one, name, session.now)]
    missing = [shown(one) for one in given if one not in gone]
    for one in missing:
        session.terminal.warn(f"  {one}: was not on {name}")
    session.terminal.result(f"{len(gone):,} of {len(given):,} taken off {name}.")
    sys.exit(4 if missing and gone else int(bool(missing)))


@subscribers.command()
@click.argument("address", metavar="ADDR")
@YES
@on_project(now=True)
def erase(session: Session, *, address: str, yes: bool) -> None:
    """Forget a person: everything about them, on all lists.

    What stays is a keyed hash, from which the address cannot be read, so that no import brings them back.
    Receipts lose the address as well. It cannot be undone; `export --person` shows what is known.
    """
    from digest import erasing

    (whom,) = _canonical((address,))
    session.terminal.say(f"Forgets everything about {whom}: lists, consent, bounces, and who was sent what.")
    ask("Forget it for good?", yes=yes)
    with _people(session) as people:
        done = erasing.erase(session.config, people, whom, session.now)
    for line in done.words:
        session.terminal.say(line)
    session.terminal.result(
        "Forgotten; no import brings that address back." if done.was_known else
        "Nothing was known of that address; no import will bring it in."
    )  # fmt: skip


@subscribers.command()
@ADDRESSES
@click.option("--list", "name", default="", help="For this list only; else for all of them.")
@click.option("--note", default="", help="Why, for yourself.")
@click.option("--lift", is_flag=True, help="Let mail go there again; says first why it did not.")
@YES
@on_project(now=True)
def suppress(
    session: Session, *, addresses: tuple[str, ...], name: str, note: str, lift: bool, yes: bool
) -> None:
    """See to it that addresses get no mail any more, whatever list they are or come on.

    With --lift that is taken back, also where somebody left, complained, or their mail came back: be sure
    that they want it. They are put on no list by that; `digest subscribers add` does.
    """
    from digest.readers.records import Reason

    with _people(session) as people:
        if lift:
            _lift(session, people, _canonical(addresses), name, yes=yes)
            return
        wanted = _canonical(addresses)
        unknown = [one for one in wanted if not people.id_of(one)]
        done = sum(people.suppress(one, name, Reason.ASKED, session.now, note) for one in wanted)
    for one in unknown:
        session.terminal.warn(f"{one}: nobody has this address; it is kept off all the same")
    before = len(addresses) - done
    where = f"on {name}" if name else "on all lists"
    session.terminal.result(f"{done:,} suppressed {where}" + (f", {before:,} were before" if before else ""))


def _lift(session: Session, people: People, addresses: list[str], name: str, *, yes: bool) -> None:
    held = [one for address in addresses for one in people.suppressions_of(address) if name in {"", one.list}]
    if not held:
        session.terminal.result("Nothing to lift: no such suppression is known.")
        sys.exit(1)
    for one in held:
        session.terminal.say(f"  {one.list or 'all lists'}: {one.words}")
    ask("Let mail go there again?", yes=yes)
    done = sum(people.lift(address, name) for address in addresses)
    session.terminal.result(f"{done:,} lifted; digest subscribers add puts an address onto a list again")


@subscribers.command("rotate-key")
@YES
@on_project()
def rotate_key(session: Session, *, yes: bool) -> None:
    """Sign the links in mails with a new key from now on.

    Links in mails that were sent stay good: their key is kept. Keep a copy of out/subscribers.keys with the
    one of out/subscribers.db: without it nobody can unsubscribe by an old link.
    """
    from digest.errors import UsageError
    from digest.readers import keys

    if os.environ.get(keys.VARIABLE):
        remedy = "add a line to it yourself, at the end"
        raise UsageError(keys.VARIABLE, "holds the keys, and this cannot write there", remedy)
    ask("Make a new key?", yes=yes)
    found = keys.rotate(session.config.people.parent)
    session.terminal.result(
        f"New links are signed with key {found.newest}; {len(found.by_id) - 1} old stay good."
    )
