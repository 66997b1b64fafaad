"""The test mail: an edition sent to one address, as its draft stands, before anybody else gets it.

It marks nothing as sent and needs no subscriber. Its subject begins with `[Test]`, so that nobody takes it
for the issue; its link for leaving is the sample reader's and takes nobody off a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest import checking, mailbox, press
from digest.deliver import Letter, dkim, transport
from digest.deliver.transport import Door, Parcel
from digest.errors import MessageError, UsageError
from digest.mailbox import Mailbox
from digest.model import Edition
from digest.project import Project
from digest.secret import ENVIRON
from digest.text import one_line

MARK = "[Test] "
"""What stands before the subject."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A test mail that is ready to go.

    Attributes:
        to: who gets it.
        subject: with its mark.
        words: what sending it does, as a person is told before.
        edition: the edition as its draft stands.
        texts: its outputs by file name.
    """

    to: Mailbox
    subject: str
    words: str
    edition: Edition = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A test mail that was taken.

    Attributes:
        words: what became of it, as a person is told.
        place: where it went: a path, or a server with its port.
    """

    words: str
    place: str


def plan(project: Project, key: str, address: str) -> Plan:
    """The test mail of `key`, with its draft as it stands, for `address`; nothing is sent or written.

    Raises:
        UsageError: the address is none, or more than one.
        MessageError: nobody sends the mail, or it cannot be put together.
        DigestError: there is no such edition, its draft cannot be read, it cannot be printed, or a key that
            signs is missing.
    """
    to = _reader(address)
    _sender(project)
    dkim.signer(project.config, ENVIRON)
    made = checking.current(project, key)
    texts = press.printed(project, made).texts
    subject = f"{MARK}{made.subject or made.title}"
    size = len(press.mail(project, made, texts, _letter(made, subject, to, made.built_at)))
    told = f"Sends “{subject}” ({size / 1000:.0f} kB) to {to.address} {project.config.delivery.way}"
    return Plan(to, subject, told, made, texts)


def send(project: Project, key: str, address: str, now: datetime) -> Sent:
    """Sends the test mail of `key` to `address`; raises what `plan` and `dispatch` raise."""
    return dispatch(project, plan(project, key, address), now)


def dispatch(project: Project, planned: Plan, now: datetime) -> Sent:
    """Sends what was planned, as `[delivery]` says; nothing is marked as sent.

    Raises:
        NotSentError: it was not taken.
        InDoubtError: nobody can know whether it was.
        MessageError: it cannot be put together any more, since a picture was changed.
    """
    config, to = project.config, planned.to
    letter = _letter(planned.edition, planned.subject, to, now)
    sign = dkim.signer(config, ENVIRON)
    content = press.mail(project, planned.edition, planned.texts, letter)
    content = sign(content) if sign else content
    door = Door(config.folder, config.out, now, ENVIRON)
    receipt = transport.carry(config.delivery, Parcel(_sender(project).address, to.address, content), door)
    return Sent(f"“{planned.subject}” to {to.address}: {receipt.words}", receipt.place)


def _letter(made: Edition, subject: str, reader: Mailbox, now: datetime) -> Letter:
    """To this reader, of now and with an id of now: a mailbox may drop a mail whose id it knows."""
    key = f"{made.key}-test-{now:%Y%m%dT%H%M%S}"
    return Letter(subject, key, now, made.language, reader.address, reader.name)


def _reader(address: str) -> Mailbox:
    """The one mailbox of `address`."""
    if address.count("@") > 1 and re.search(r"[,;\s]", address):
        problem = f"“{one_line(address, 200)}” is more than one; a test goes to one"
        raise UsageError("the address", problem, "send it to one after the other")
    try:
        return mailbox.mailbox(address.strip(), "the address", 'write it like "you@example.org"')
    except MessageError as error:
        raise UsageError(error.subject, error.problem, error.remedy) from error


def _sender(project: Project) -> Mailbox:
    """Who sends."""
    given = project.config.mail.sender
    if not given:
        remedy = 'write sender = "Name <name@example.org>" under [mail] in sources.toml'
        raise MessageError("sender", "nobody sends this mail yet", remedy)
    return mailbox.mailbox(given, "sender", "mend it under [mail] in sources.toml")
