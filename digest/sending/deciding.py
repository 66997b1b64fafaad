"""What a person decides about a send: doubts, and which copy of a project sends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from digest.project import Project
from digest.readers.people import People
from digest.readers.sends import Mail, Sends
from digest.sending import adopting, guard, naming, resolving
from digest.sending.adopting import Adopted
from digest.sending.dispatching import ledger_path
from digest.sending.ledger import Ledger
from digest.sending.resolving import Choice, Resolved


def doubts(project: Project, people: People, key: str, address: str = "") -> tuple[Mail, ...]:
    """The mails of `key` in doubt, or that to `address` alone. Raises `UsageError` where there is none."""
    return resolving.doubted(Sends(people.database), _send(project, key), address)[0]


def settle(
    project: Project,
    people: People,
    key: str,
    choice: Choice,
    now: datetime,
    environ: Mapping[str, str],
    address: str = "",
) -> Resolved:
    """Decides about the mails of `key` in doubt, or about that to `address` alone.

    Raises:
        UsageError: none is in doubt.
        HeldError: this is no place from which to send.
        BusyError: another process sends.
    """
    sends, send = Sends(people.database), _send(project, key)
    with Ledger.open(ledger_path(project)) as ledger:
        guard.admit(ledger, sends, send, now, environ)
        return resolving.resolve(ledger, sends, send, choice, now, address)


def take_over(project: Project, people: People, now: datetime, environ: Mapping[str, str]) -> Adopted:
    """Makes this copy of the project the one that sends; nobody gets a mail again because of it.

    Raises:
        BusyError: another process sends.
        StoreError: database or ledger cannot be read or written.
    """
    with Ledger.open(ledger_path(project)) as ledger:
        return adopting.adopt(ledger, Sends(people.database), now, environ)


def _send(project: Project, key: str) -> str:
    return naming.send_id(project.config, key)
