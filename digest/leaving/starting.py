"""From a configuration to what answers for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from digest import project
from digest.config import Config
from digest.deliver import transport
from digest.errors import UsageError
from digest.leaving.answering import Reception
from digest.leaving.office import Office
from digest.readers.people import opened


def reception(file: Path) -> Reception:
    """What answers for the project of the configuration `file`; faults are told on stderr."""
    return reception_of(project.load(file), _told)


def _can_ask(config: Config) -> None:
    """That the mail which asks who signs up can go."""
    if not config.mail.sender:
        remedy = 'write sender = "Name <name@example.org>" under [mail]'
        raise UsageError(str(config.file), "has a form for signing up, and nobody sends its mail", remedy)
    if config.delivery.kind not in transport.KINDS:
        problem = f"has a form for signing up, and {config.delivery.kind} sends no single mails"
        raise UsageError(str(config.file), problem, "empty address under [signup]; that service has a form")


def _told(line: str) -> None:
    sys.stderr.write(f"digest: {line}\n")


def reception_of(config: Config, tell: Callable[[str], None]) -> Reception:
    """What answers for `config`; `tell` takes what its owner should know.

    Raises:
        UsageError: there is nothing to answer: no address at which a reader leaves or signs up; or there is
            a form, and no way for the mail that it sets off.
        DigestError: keys, templates or messages cannot be read.
    """
    if not (config.mail.unsubscribe or config.signup.address):
        remedy = 'write unsubscribe = "https://…/leave/{token}" under [mail]: the address that leads here'
        raise UsageError(str(config.file), "names no address at which a reader leaves", remedy)
    if config.signup.address:
        _can_ask(config)
    people = partial(opened, config.people, os.environ)
    with people():  # what is wrong with it is told now and not to the first who leaves
        pass
    return Reception.of(config, Office(config, people, os.environ, lambda: datetime.now(UTC), tell))
