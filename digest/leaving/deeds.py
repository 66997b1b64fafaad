"""What leaving and confirming are: the one place behind page, one-click and mail."""

from __future__ import annotations

from datetime import datetime

from digest.readers import tokens
from digest.readers.people import People
from digest.readers.tokens import Purpose


def leave(people: People, token: str, now: datetime, how: str) -> bool:
    """Takes whom `token` names off its list; False where it is none of ours, or they had left before.

    Args:
        people: the readers.
        token: as it was given; anything.
        now: aware; the moment of leaving.
        how: by which way, for the owner: `one-click`, `page`, `mail`.
    """
    claim = tokens.read(people.keys, token, Purpose.LEAVE)
    return claim is not None and people.leave(claim.list, claim.reader, now, how)


def confirm(people: People, token: str, now: datetime) -> bool:
    """Puts whom `token` names onto the list for which they asked; False where it is none of ours."""
    claim = tokens.read(people.keys, token, Purpose.CONFIRM)
    return claim is not None and people.confirm(claim.list, claim.reader, now)
