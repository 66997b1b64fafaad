"""What leaving and confirming are: the one place behind page, one-click and mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from digest.leaving.reading import Bounce, Complaint, Nothing, Unsubscribe, Wish
from digest.readers import tokens
from digest.readers.people import HARD, SOFT, People
from digest.readers.tokens import Claim, Purpose


class Deed(StrEnum):
    """What was done for a mail."""

    LEFT = "left"
    GONE = "gone"
    """There is no such reader: the address gets no more mail."""
    FAILED = "failed"
    """That mail did not arrive; the address gets the next one."""
    WAITS = "waits"
    """It has not arrived yet."""
    COMPLAINED = "complained"
    NONE = "none"


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


def heed(people: People, wish: Wish, now: datetime) -> Deed:
    """Does what a mail wants, as often as it is told; where no token in it is good, nothing."""
    if isinstance(wish, Nothing):
        return Deed.NONE
    claim = _named(people, wish.tokens)
    if claim is None:
        return Deed.NONE
    if isinstance(wish, Unsubscribe):
        people.leave(claim.list, claim.reader, now, "mail")
        return Deed.LEFT
    if isinstance(wish, Complaint):
        people.complained(claim.list, claim.reader, now)
        return Deed.COMPLAINED
    return _returned(people, claim, wish, now)


def _returned(people: People, claim: Claim, wish: Bounce, now: datetime) -> Deed:
    if not wish.is_final:
        return Deed.WAITS  # the other server goes on trying; what becomes of it, it tells later
    kind = HARD if wish.is_reader else SOFT
    mail = wish.original or f"{now:%Y-%m-%d}"  # so that a mail that is told of twice counts once
    people.bounced(claim.reader, mail, kind, wish.status, wish.words, now)
    return Deed.GONE if wish.is_reader else Deed.FAILED


def _named(people: People, given: Sequence[str]) -> Claim | None:
    """Whom the first good token names."""
    purposes = (Purpose.BOUNCE, Purpose.LEAVE)
    read = (tokens.read(people.keys, one, purpose) for one in given for purpose in purposes)
    return next((claim for claim in read if claim), None)
