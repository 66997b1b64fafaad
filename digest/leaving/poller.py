"""One pass over the mailbox: every mail is read, what it wants is done, and it is put away.

It is done before it is put away, and again does no harm: whatever ends a pass, the next goes on from there.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from digest.config import Config
from digest.leaving import deeds, mailboxes, reading
from digest.leaving.deeds import Deed
from digest.leaving.mailboxes import Mail, Mailbox
from digest.leaving.reading import Nothing
from digest.readers.people import People, opened


@dataclass(frozen=True, slots=True)
class Polled:
    """What a pass brought.

    Attributes:
        done: number of mails by what was done for them; all deeds are there.
        left_there: why the mails that nothing was done for stay where they are, counted.
        unread: mails that could not be read; the next pass tries again.
    """

    done: Mapping[Deed, int]
    left_there: Mapping[str, int]
    unread: int


def poll(config: Config, now: datetime, environ: Mapping[str, str] = os.environ) -> Polled:
    """Heeds what lies in the mailbox of a project.

    Raises:
        UsageError: none is configured.
        DigestError: the mailbox or the readers cannot be opened; what was done until then is done.
    """
    with mailboxes.opened(config, environ) as box, opened(config.people, environ) as people:
        return passed(box, people, now)


def passed(box: Mailbox, people: People, now: datetime) -> Polled:
    """One pass over `box`."""
    counts, reasons, unread = Counter[Deed](), Counter[str](), 0
    for mail in box.mails():
        if people.was_seen(mail.id):
            continue
        try:
            raw = mail.read()
        except OSError:  # another program took it away, or may read it and we may not
            unread += 1
            continue
        deed, reason = _heeded(mail, raw, people, now)
        counts[deed] += 1
        if reason:
            reasons[reason] += 1
    return Polled({deed: counts[deed] for deed in Deed if deed is not Deed.NONE}, reasons, unread)


def _heeded(mail: Mail, raw: bytes, people: People, now: datetime) -> tuple[Deed, str]:
    """What was done for a mail, and else why nothing was."""
    wish = reading.read(raw)
    deed = deeds.heed(people, wish, now)
    if deed is Deed.NONE:
        mail.leave()
    else:
        with suppress(OSError):  # it stays then, and is known as done all the same
            mail.file()
    people.seen(mail.id, now)
    if deed is not Deed.NONE:
        return deed, ""
    return deed, wish.reason if isinstance(wish, Nothing) else "a token that is not ours"
