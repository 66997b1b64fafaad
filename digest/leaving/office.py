"""The deeds of a project, one after the other: the database is opened for each and given back.

So a server may start other processes and threads as it likes, and a database that was put back from a copy is
the one that is asked. What the form sets off happens after its answer: how long that takes says nothing about
who is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from digest import files, mailbox, messages
from digest.config import Config
from digest.errors import DigestError, MessageError
from digest.leaving import asking, deeds, pages
from digest.leaving.limits import Leave, Limits
from digest.leaving.pages import Page
from digest.readers import tokens
from digest.readers.people import People
from digest.readers.records import Consent, Standing
from digest.readers.tokens import Claim, Purpose

SOURCE = "form"
"""Where a consent comes from that was given on the page."""

Opener = Callable[[], AbstractContextManager[People]]
"""Opens the readers for one deed."""

Later = Callable[[Callable[[], None]], object]
"""Runs something when the answer is gone."""


@dataclass
class Office:
    """What `answering` has done for it.

    Attributes:
        clock: the time now, aware.
        tell: takes a line for the owner, in which no address stands.
        later: a thread of its own unless given.
    """

    config: Config
    people: Opener
    environ: Mapping[str, str] = field(repr=False)
    clock: Callable[[], datetime]
    tell: Callable[[str], None]
    later: Later | None = None

    def __post_init__(self) -> None:
        self._one_at_a_time = Lock()
        self._limits = Limits(self.config.signup.per_hour)
        self._later = self.later or ThreadPoolExecutor(1, "asking").submit
        self._version = self._kept_text() if self.config.signup.address else ""

    def leave(self, token: str, how: str) -> None:
        """Takes whom `token` names off the list."""
        with self._one_at_a_time, self.people() as people:
            deeds.leave(people, token, self.clock(), how)

    def confirm(self, token: str) -> None:
        """Puts whom `token` names onto the list."""
        with self._one_at_a_time, self.people() as people:
            deeds.confirm(people, token, self.clock())

    def join(self, address: str, client: str) -> Page:
        """Takes the wish of somebody who wrote `address` into the form; the same answer for everybody."""
        try:
            found = mailbox.address(address.strip(), "address")
        except MessageError:
            return Page.WRONG
        now = self.clock()
        leave = self._limits.take(found.casefold(), client, now)
        if leave is Leave.LATER:
            return Page.LATER
        if leave is Leave.GIVEN:
            self._later(lambda: self._ask(found, now))
        return Page.ASKED

    def _ask(self, address: str, now: datetime) -> None:
        """Notes the wish and sends the mail; nobody waits for it, so that a fault is told to the owner."""
        consent = Consent(now, SOURCE, self._version)
        try:
            with self._one_at_a_time, self.people() as people:
                claim = _asked(people, address, self.config.delivery.list, consent)
                confirms, bounces = _tokens(people, claim) if claim else ("", "")
            if claim:
                asking.send(self.config, asking.Asked(address, confirms, bounces), now, self.environ)
        except DigestError as error:
            self._limits.give_back(address.casefold())
            self.tell(
                f"somebody signed up, and the mail that asks them did not go: {_without(address, error)}"
            )

    def _kept_text(self) -> str:
        """Keeps the words to which people say yes, beside what else is kept; their version."""
        words = messages.of(self.config.edition.language, self.config.templates)
        text = pages.consent_text(self.config, words)
        folder, name = self.config.people.parent / "consent", f"{pages.version(text)}.txt"
        if not (folder / name).exists():
            files.write(folder, {name: text})
        return pages.version(text)


def _asked(people: People, address: str, name: str, consent: Consent) -> Claim | None:
    """Who wants to confirm; None where `address` is on the list, or no mail may go there."""
    people.subscribe(address, name, consent, consent.at, Standing.PENDING)
    lists = people.person(address)["lists"]
    if not any(one["list"] == name and one["standing"] == Standing.PENDING for one in lists):
        return None
    return Claim(Purpose.CONFIRM, people.list_number(name), people.id_of(address))


def _tokens(people: People, claim: Claim) -> tuple[str, str]:
    """The one with which they confirm, and the one by which it is known that no mail reaches them."""
    return tokens.token(people.keys, claim), tokens.token(people.keys, replace(claim, purpose=Purpose.BOUNCE))


def _without(address: str, error: DigestError) -> str:
    return str(error).replace(address, "…")
