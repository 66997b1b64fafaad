"""What casts the mails of a send and hands them over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Protocol

from digest.project import Project
from digest.readers.people import People
from digest.sending.ledger import Ledger

Cast = Callable[[str, str], tuple[bytes, str]]
"""Gives the mail for a reader, by id and address, and the token that stands for them in it."""
Tally = Callable[[Mapping[str, int]], None]
"""Hears how many mails are in which state."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run.

    Attributes:
        handed: mails that were handed over.
        took_s: how long it took, by a clock that only goes forward.
    """

    handed: int
    took_s: float


class Engine(Protocol):
    """What casts the mails of a send and hands them over."""

    def caster(
        self, project: Project, people: People, files: Mapping[str, bytes], made_of: Mapping[str, Any]
    ) -> Cast:
        """Casts each mail of the approved `files`, with what is frozen beside them."""

    def run(
        self,
        project: Project,
        people: People,
        ledger: Ledger,
        send: str,
        now: datetime,
        tally: Tally,
        environ: Mapping[str, str],
        limit: int,
    ) -> Ran:
        """Hands over what is due of `send`, at most `limit` mails (0 for all), and leaves it in its state."""


class _Ours:
    """Our own: the mould casts, `running` runs."""

    def caster(
        self, project: Project, people: People, files: Mapping[str, bytes], made_of: Mapping[str, Any]
    ) -> Cast:
        found: Cast = import_module("digest.sending.mould").caster(project, people, files, made_of)
        return found

    def run(
        self,
        project: Project,
        people: People,
        ledger: Ledger,
        send: str,
        now: datetime,
        tally: Tally,
        environ: Mapping[str, str],
        limit: int,
    ) -> Ran:
        run = import_module("digest.sending.running").run
        done: Ran = run(project, people, ledger, send, now, tally, environ, limit)
        return done


ENGINE: Engine = _Ours()
